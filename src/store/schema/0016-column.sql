-- Which column of a client's files is which field, as somebody confirmed it
-- after looking: dated versions beside the agreement.  Line 0 of a version
-- names no column; its field is "whole" when the agreement's own columns
-- count no more.
CREATE TABLE client_column (
    client_id  id NOT NULL REFERENCES client (id),
    version    count NOT NULL CHECK (version > 0),
    line       count NOT NULL CHECK (line >= 0),
    field      text NOT NULL,
    header     text NOT NULL,
    learned_at moment NOT NULL,
    learned_by text NOT NULL,
    PRIMARY KEY (client_id, version, line)
);
