-- What somebody asked of us that a person must see to.

CREATE TABLE request (
    id            id NOT NULL PRIMARY KEY,
    ref           text NOT NULL UNIQUE,
    what          text NOT NULL,        -- phone, address, died, other
    client_id     id,
    debt_id       id,                   -- NULL: they gave no code of ours
    made_at       moment NOT NULL,
    done_at       moment,
    done_by       text,
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id),
    CHECK ((client_id IS NULL) = (debt_id IS NULL)),
    CHECK ((done_at IS NULL) = (done_by IS NULL))
);
CREATE INDEX request_open ON request (id) WHERE done_at IS NULL;
