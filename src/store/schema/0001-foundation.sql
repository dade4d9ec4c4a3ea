-- What every unit of work leaves behind: its audit entry and, when the request
-- had one, its idempotency record (docs/adr/0002-unit-of-work.md).

-- A chain of audit entries, written by one connection.  A connection of
-- PostgreSQL that starts anew closes the stream of its forerunner: the last
-- entry there names the successor, `follows` here names it back.
-- append only
CREATE TABLE audit_stream (
  stream id NOT NULL PRIMARY KEY,
  opened_at moment NOT NULL,
  node text NOT NULL,
  slot count NOT NULL,
  follows id UNIQUE REFERENCES audit_stream (stream)
);

-- Two writers of one stream meet at the primary key; `signature` covers all
-- other columns and the signature before.
-- append only
CREATE TABLE audit_entry (
  stream id NOT NULL REFERENCES audit_stream (stream),
  seq count NOT NULL CHECK (seq > 0),
  unit text NOT NULL UNIQUE CHECK (length(unit) = 32),
  at moment NOT NULL,
  kind text NOT NULL CHECK (kind IN
    ('nobody', 'person', 'staff', 'provider', 'system', 'admin')),
  user_id id,
  person_id id,
  client_id id,
  name text,
  action text NOT NULL,
  object text,
  detail text,
  previous bytes NOT NULL CHECK (length(previous) = 32),
  signature bytes NOT NULL CHECK (length(signature) = 32),
  PRIMARY KEY (stream, seq)
);

-- A key is taken first and answered last, in one transaction.  Two tables,
-- because taking must not read: on PostgreSQL a read of a key that is not
-- there collides with every neighbour that is just being added.
CREATE TABLE idempotency (
  scope text NOT NULL,
  route text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  request_hash bytes NOT NULL CHECK (length(request_hash) = 32),
  created_at moment NOT NULL,
  PRIMARY KEY (scope, route, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- The answer once given to a key, so that a retry gets the same.
CREATE TABLE idempotency_answer (
  scope text NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  status count NOT NULL,
  answer bytes NOT NULL,
  created_at moment NOT NULL,
  PRIMARY KEY (scope, route, key)
);
CREATE INDEX idempotency_answer_age ON idempotency_answer (created_at);
