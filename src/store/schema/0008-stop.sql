-- Somebody responsible said "stop", for what is named: NULL is all.  While one
-- is in force the gate refuses whatever it covers.
CREATE TABLE stop (
    id         id NOT NULL PRIMARY KEY,
    ref        text NOT NULL UNIQUE,
    client_id  id REFERENCES client (id),
    facility   text,
    batch_id   id,
    debt_id    id,
    state      text,                -- of the person's address
    channel    count NOT NULL,      -- 0: every channel
    message    text,                -- of this kind only, "first_statement"
    why        text NOT NULL,
    started_at moment NOT NULL,
    started_by text NOT NULL,
    ended_at   moment,
    ended_by   text,
    FOREIGN KEY (client_id, batch_id) REFERENCES batch (client_id, id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CHECK (batch_id IS NULL OR client_id IS NOT NULL),
    CHECK (debt_id IS NULL OR client_id IS NOT NULL)
);
CREATE INDEX stop_open ON stop (id) WHERE ended_at IS NULL;
