-- How a plan came to be another one: each row ends a plan and, unless that
-- was the end, names the new plan of all that was left (docs/adr/0016).
ALTER TABLE plan ADD COLUMN reminds flag NOT NULL DEFAULT 0;

-- append only
CREATE TABLE plan_change (
    person_id     id NOT NULL,
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    id            id NOT NULL,
    ref           text NOT NULL UNIQUE,
    plan_id       id NOT NULL,
    next_id       id,                   -- NULL: the plan ended
    what          count NOT NULL CHECK (what BETWEEN 1 AND 7), -- choice/change.h
    due_on        day,                  -- the payment that was next
    first_on      day,                  -- the one that is now
    left_cents    cents NOT NULL CHECK (left_cents >= 0),
    words         text NOT NULL,        -- the sentence they agreed to
    made_at       moment NOT NULL,
    made_by       text NOT NULL,
    PRIMARY KEY (person_id, client_id, id),
    UNIQUE (client_id, plan_id),
    FOREIGN KEY (person_id, client_id, debt_id)
        REFERENCES debt (person_id, client_id, id),
    FOREIGN KEY (client_id, plan_id) REFERENCES plan (client_id, id),
    FOREIGN KEY (client_id, next_id) REFERENCES plan (client_id, id),
    CHECK ((next_id IS NULL) = (first_on IS NULL))
);
CREATE INDEX plan_change_debt ON plan_change (client_id, debt_id, id);
CREATE INDEX plan_change_next ON plan_change (client_id, next_id)
    WHERE next_id IS NOT NULL;
INSERT INTO plan_change (person_id, client_id, debt_id, id, ref, plan_id,
                         what, left_cents, words, made_at, made_by)
SELECT person_id, client_id, debt_id, id, ref, id, 7, 0, '', agreed_at,
       'bedside'
FROM plan WHERE is_active = 0;

-- A request about something we can name: one of a kind about one thing.
ALTER TABLE request ADD COLUMN about text;
CREATE UNIQUE INDEX request_about ON request (what, about)
    WHERE about IS NOT NULL;

-- Pauses that are over by a date.
CREATE INDEX fact_held_until ON fact (until)
    WHERE kind = 9 AND until IS NOT NULL;
