-- The e-mail addresses a placement names.  Holding one is not leave to write
-- to it (Rule RF-6d-email).

-- append only
CREATE TABLE person_email (
    person_id     id NOT NULL REFERENCES person (id),
    id            id NOT NULL,
    address       text NOT NULL,
    source        text NOT NULL,
    recorded_at   moment NOT NULL,
    PRIMARY KEY (person_id, id),
    UNIQUE (person_id, address)
);
