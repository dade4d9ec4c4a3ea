-- Tables of the tests of db, one of each kind of column.
-- client rows
CREATE TABLE thing (
  id id NOT NULL PRIMARY KEY,
  client_id id NOT NULL,
  owner_id id,
  name text,
  amount_cents cents NOT NULL CHECK (amount_cents > 0),
  made_on day,
  made_at moment,
  tally count NOT NULL,
  is_open flag NOT NULL,
  body bytes
);
-- append only
CREATE TABLE stone (
  id id NOT NULL PRIMARY KEY,
  name text NOT NULL UNIQUE
);
CREATE TABLE shelf (
  id id NOT NULL PRIMARY KEY,
  weight count NOT NULL
);
