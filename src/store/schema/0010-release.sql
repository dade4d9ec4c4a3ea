-- The letters of one client made on one business date: they leave together,
-- at once or when somebody responsible has looked.  The courier's door is shut
-- until the row says "released".
CREATE TABLE letter_day (
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL UNIQUE,
    ref           text NOT NULL UNIQUE,
    made_on       day NOT NULL,         -- business date
    made_at       moment NOT NULL,
    letters       count NOT NULL CHECK (letters > 0),
    left_cents    cents NOT NULL,       -- on the bills they are about
    why           count NOT NULL CHECK (why BETWEEN 0 AND 2), -- message/release.h
    usual         count NOT NULL,       -- letters on a usual day; 0: none yet
    state         count NOT NULL CHECK (state BETWEEN 1 AND 4), -- waits, released, held back, lapsed
    decided_at    moment,
    decided_by    text,
    note          text,
    PRIMARY KEY (client_id, made_on),
    CHECK ((state = 1) = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL))
);
CREATE INDEX letter_day_waits ON letter_day (id) WHERE state = 1;
CREATE INDEX outbox_of_day ON outbox (made_on, client_id) WHERE state < 3;
CREATE INDEX outbox_next ON outbox (id) WHERE state < 3;
DROP INDEX outbox_open;

-- What was made before there was this door may leave as it would have.
INSERT INTO letter_day (client_id, id, ref, made_on, made_at, letters,
                        left_cents, why, usual, state, decided_at, decided_by)
SELECT client_id, min(id), min(ref), made_on, min(made_at), count(*), 0, 0, 0,
       2, min(made_at), 'bedside'
FROM outbox GROUP BY client_id, made_on;
