-- What a representative wrote down for the next one; sealed, for it may speak
-- of health.

-- append only
-- client rows
CREATE TABLE note (
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    id            id NOT NULL,
    words         bytes NOT NULL,
    made_at       moment NOT NULL,
    made_by       text NOT NULL,
    PRIMARY KEY (client_id, debt_id, id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id)
);
