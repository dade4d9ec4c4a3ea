-- E-mail beside letters; and the ways back in, asked for on our page.

-- Where it goes, when that is not the street on file; and what a person asked
-- for a moment ago waits for nobody's release.
ALTER TABLE outbox ADD COLUMN address text;
ALTER TABLE outbox ADD COLUMN is_asked flag NOT NULL DEFAULT 0;

-- When a session last proved itself with six digits.
ALTER TABLE session ADD COLUMN proved_at moment;

-- Somebody asked for a code: written down as typed, sealed, without looking
-- whose it is.  The courier's next round looks; a day later the row is gone.
CREATE TABLE wish (
    id            id NOT NULL PRIMARY KEY,
    ref           text NOT NULL UNIQUE, -- in the asker's form
    kind          count NOT NULL CHECK (kind BETWEEN 1 AND 3), -- app/wish.h
    typed         bytes NOT NULL,       -- sealed: an e-mail or a number
    born_on       day,
    made_at       moment NOT NULL,
    looked_at     moment,
    person_id     id REFERENCES person (id), -- NULL: nobody's
    code          bytes,                -- keyed hash of the six digits
    used_at       moment
);
CREATE INDEX wish_open ON wish (id) WHERE looked_at IS NULL;
CREATE INDEX person_email_address ON person_email (lower(address));
