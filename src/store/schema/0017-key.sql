-- Keys for programs.  A key is shown once; here lies only its hash.  It has
-- a role of staff or belongs to one client, and never does more than its
-- scopes say.
CREATE TABLE api_key (
    id         id NOT NULL PRIMARY KEY,
    name       text NOT NULL UNIQUE,   -- what it is for
    hash       bytes NOT NULL UNIQUE,
    roles      count NOT NULL,
    client_id  id REFERENCES client (id),
    scopes     count NOT NULL CHECK (scopes > 0),
    made_at    moment NOT NULL,
    made_by    text NOT NULL,
    expires_at moment NOT NULL,
    seen_at    moment,
    ended_at   moment
);
