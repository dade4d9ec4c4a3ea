-- When did this last go well?  One row a name: "backup.made" ...
CREATE TABLE mark (
    name  text NOT NULL PRIMARY KEY,
    at    moment NOT NULL,
    words text NOT NULL
);
