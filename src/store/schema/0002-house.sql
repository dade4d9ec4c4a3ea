-- What the business keeps.  Keys lead with the person, then the client; a
-- debt and all that hangs on it carries its client in every foreign key, so
-- no row can join two clients (docs/adr/0003-whose-row.md).

CREATE TABLE agency (
    id            id NOT NULL PRIMARY KEY CHECK (id = 1),
    name          text NOT NULL,        -- registered name
    known_as      text NOT NULL,        -- as letters and pages say it
    line1         text NOT NULL,
    line2         text,
    city          text NOT NULL,
    state         text NOT NULL,
    zip           text NOT NULL,
    phone         text NOT NULL,        -- ten digits
    hours_en      text NOT NULL,
    hours_es      text NOT NULL,
    website       text NOT NULL,
    portal_url    text NOT NULL,        -- typed from the letter
    license       text,
    is_demo       flag NOT NULL,        -- invented people only
    created_at    moment NOT NULL
);

CREATE TABLE client (
    id            id NOT NULL PRIMARY KEY,
    ref           text NOT NULL UNIQUE,
    code          text NOT NULL UNIQUE,
    created_at    moment NOT NULL
);

-- The agreement as it was handed in; the newest version is in force.
CREATE TABLE client_agreement (
    client_id     id NOT NULL REFERENCES client (id),
    version       count NOT NULL CHECK (version > 0),
    file_name     text NOT NULL,
    yaml          text NOT NULL,
    sha256        text NOT NULL,
    applied_at    moment NOT NULL,
    applied_by    text NOT NULL,
    PRIMARY KEY (client_id, version)
);

CREATE TABLE facility (
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL,
    code          text NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, code)
);

CREATE TABLE login (
    id            id NOT NULL PRIMARY KEY,
    name          text NOT NULL UNIQUE,
    full_name     text NOT NULL,
    password_hash text NOT NULL,        -- argon2id
    roles         count NOT NULL CHECK (roles > 0),
    client_id     id REFERENCES client (id), -- a provider's user
    created_at    moment NOT NULL,
    disabled_at   moment
);

CREATE TABLE person (
    id            id NOT NULL PRIMARY KEY,
    ref           text NOT NULL UNIQUE,
    match_key     bytes UNIQUE,         -- keyed; NULL when never to be merged
    first         text NOT NULL,
    middle        text,
    last          text NOT NULL,
    suffix        text,
    born_on       day,
    language      count NOT NULL CHECK (language BETWEEN 0 AND 2),
    created_at    moment NOT NULL
);

-- The newest row of a person is where we write.
CREATE TABLE person_address (
    person_id     id NOT NULL REFERENCES person (id),
    id            id NOT NULL,
    line1         text NOT NULL,
    line2         text,
    city          text NOT NULL,
    state         text,
    zip           text,
    source        text NOT NULL,
    recorded_at   moment NOT NULL,
    PRIMARY KEY (person_id, id)
);

CREATE TABLE person_phone (
    person_id     id NOT NULL REFERENCES person (id),
    id            id NOT NULL,
    number        text NOT NULL,        -- ten digits
    is_landline   flag NOT NULL,
    source        text NOT NULL,
    recorded_at   moment NOT NULL,
    PRIMARY KEY (person_id, id),
    UNIQUE (person_id, number)
);
CREATE INDEX person_phone_number ON person_phone (number);

CREATE TABLE batch (
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL,
    ref           text NOT NULL UNIQUE,
    file_name     text NOT NULL,
    sha256        text NOT NULL,
    state         count NOT NULL CHECK (state BETWEEN 1 AND 3), -- open, done, undone
    lines_done    count NOT NULL,       -- where a killed import goes on
    accepted      count NOT NULL,
    held          count NOT NULL,
    refused       count NOT NULL,
    known         count NOT NULL,
    accepted_cents cents NOT NULL,
    held_cents    cents NOT NULL,
    refused_cents cents NOT NULL,
    known_cents   cents NOT NULL,
    unread        count NOT NULL,       -- refused rows whose amount cannot be read
    started_at    moment NOT NULL,
    finished_at   moment,
    PRIMARY KEY (client_id, id)
);
CREATE INDEX batch_digest ON batch (client_id, sha256);

CREATE TABLE debt (
    person_id     id NOT NULL REFERENCES person (id),
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL UNIQUE,
    ref           text NOT NULL UNIQUE,
    facility_id   id NOT NULL,
    batch_id      id NOT NULL,
    account       text NOT NULL,
    program       count NOT NULL CHECK (program BETWEEN 0 AND 2),
    patient_first text,
    service_on    day NOT NULL,
    placed_on     day NOT NULL,
    itemization_kind count NOT NULL CHECK (itemization_kind BETWEEN 0 AND 5),
    itemization_on day,
    itemization_cents cents NOT NULL CHECK (itemization_cents >= 0),
    charged_cents cents NOT NULL CHECK (charged_cents >= 0),
    insurance_cents cents NOT NULL CHECK (insurance_cents >= 0),
    adjusted_cents cents NOT NULL CHECK (adjusted_cents >= 0),
    paid_cents    cents NOT NULL CHECK (paid_cents >= 0),
    placed_cents  cents NOT NULL CHECK (placed_cents > 0),
    is_undone     flag NOT NULL,
    created_at    moment NOT NULL,
    PRIMARY KEY (person_id, client_id, id),
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, facility_id) REFERENCES facility (client_id, id),
    FOREIGN KEY (client_id, batch_id) REFERENCES batch (client_id, id),
    CHECK (charged_cents - insurance_cents - adjusted_cents - paid_cents
           = placed_cents)
);
-- One live debt an account; an undone import frees its accounts.
CREATE UNIQUE INDEX debt_account ON debt (client_id, account)
    WHERE is_undone = 0;
CREATE INDEX debt_batch ON debt (client_id, batch_id);

CREATE TABLE batch_row (
    client_id     id NOT NULL,
    batch_id      id NOT NULL,
    line          count NOT NULL,
    account       text,
    outcome       count NOT NULL CHECK (outcome BETWEEN 1 AND 4), -- accepted, held, refused, known
    amount_cents  cents NOT NULL,
    column_number count NOT NULL,       -- 0: the whole row
    column_name   text,
    found         text,
    reason        text,
    fix           text,
    debt_id       id,
    PRIMARY KEY (client_id, batch_id, line),
    FOREIGN KEY (client_id, batch_id) REFERENCES batch (client_id, id)
);

-- Facts a rule reads: append-only, two times (person/fact.h).
CREATE TABLE fact (
    person_id     id NOT NULL REFERENCES person (id),
    id            id NOT NULL,
    client_id     id,
    debt_id       id,                   -- NULL: the person, so every debt
    kind          count NOT NULL CHECK (kind > 0),
    channel       count NOT NULL CHECK (channel >= 0),
    address       text,
    words         text,
    holds_from    moment NOT NULL,
    until         moment,               -- NULL: open-ended
    recorded_at   moment NOT NULL,
    corrects      id,
    source        text NOT NULL,
    recorded_by   text NOT NULL,
    PRIMARY KEY (person_id, id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id)
);

-- Every answer of the gate, with its reasons, so it can be derived again.
CREATE TABLE contact_answer (
    person_id     id NOT NULL REFERENCES person (id),
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    id            id NOT NULL,
    ref           text NOT NULL UNIQUE,
    channel       count NOT NULL,
    address       text,
    at            moment NOT NULL,
    as_of         moment NOT NULL,
    decision      count NOT NULL CHECK (decision BETWEEN 1 AND 5),
    next_at       moment,               -- NULL: never
    open_channels count NOT NULL,
    law_hash      text NOT NULL,
    facts_hash    text NOT NULL,
    build         text NOT NULL,
    zones         text NOT NULL,        -- "America/New_York -18000;..."
    reasons       text NOT NULL,        -- JSON
    PRIMARY KEY (person_id, id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id)
);

CREATE TABLE law_used (
    hash          text NOT NULL PRIMARY KEY,
    content       text NOT NULL,
    recorded_at   moment NOT NULL
);

-- What we send: filled in the business transaction, carried out later.
CREATE TABLE outbox (
    person_id     id NOT NULL REFERENCES person (id),
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    id            id NOT NULL UNIQUE,
    ref           text NOT NULL UNIQUE,
    channel       count NOT NULL CHECK (channel > 0),
    kind          text NOT NULL,
    about         text NOT NULL,        -- ref of the plan or payment, or empty
    language      count NOT NULL,
    template      text NOT NULL,        -- name and hash of the words used
    content       text NOT NULL,        -- filled, without the letter code
    code_sealed   bytes,                -- the letter code, sealed
    answer_id     id NOT NULL,
    made_on       day NOT NULL,         -- business date
    made_at       moment NOT NULL,
    state         count NOT NULL CHECK (state BETWEEN 1 AND 5), -- due, taken, sent, void, failed
    taken_at      moment,
    sent_at       moment,
    sha256        text,
    void_reason   text,
    PRIMARY KEY (person_id, client_id, id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id),
    FOREIGN KEY (person_id, answer_id) REFERENCES contact_answer (person_id, id),
    CHECK ((state = 3) = (sha256 IS NOT NULL)),
    CHECK ((state = 3) = (sent_at IS NOT NULL))
);
-- No letter twice: one of a kind about one thing, unless it was void.
CREATE UNIQUE INDEX outbox_once ON outbox (client_id, debt_id, kind, about)
    WHERE state <> 4;
CREATE INDEX outbox_open ON outbox (state, id) WHERE state < 3;

-- An attempt names the answer that allowed it.
CREATE TABLE attempt (
    person_id     id NOT NULL REFERENCES person (id),
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    id            id NOT NULL,
    answer_id     id,                   -- NULL only for a call they started
    channel       count NOT NULL CHECK (channel > 0),
    address       text,
    at            moment NOT NULL,
    outcome       count NOT NULL CHECK (outcome >= 0),
    recorded_at   moment NOT NULL,
    recorded_by   text NOT NULL,
    PRIMARY KEY (person_id, id),
    UNIQUE (person_id, answer_id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id),
    FOREIGN KEY (person_id, answer_id) REFERENCES contact_answer (person_id, id),
    CHECK (answer_id IS NOT NULL OR outcome = 8)
);

-- What came of it, when that is known later than the attempt.
CREATE TABLE attempt_outcome (
    person_id     id NOT NULL,
    attempt_id    id NOT NULL,
    outcome       count NOT NULL CHECK (outcome > 0),
    recorded_at   moment NOT NULL,
    recorded_by   text NOT NULL,
    PRIMARY KEY (person_id, attempt_id),
    FOREIGN KEY (person_id, attempt_id) REFERENCES attempt (person_id, id)
);

CREATE TABLE letter_code (
    code_index    bytes NOT NULL PRIMARY KEY, -- keyed; the code itself is not here
    person_id     id NOT NULL,
    client_id     id NOT NULL,
    outbox_id     id NOT NULL,
    expires_at    moment NOT NULL,
    made_at       moment NOT NULL,
    FOREIGN KEY (person_id, client_id, outbox_id)
        REFERENCES outbox (person_id, client_id, id)
);

-- One row a wrong try; counted over a window, then forgotten.
CREATE TABLE throttle (
    bucket        text NOT NULL,
    id            id NOT NULL,
    at            moment NOT NULL,
    PRIMARY KEY (bucket, id)
);

CREATE TABLE session (
    hash          bytes NOT NULL PRIMARY KEY, -- of the cookie; the cookie is not here
    login_id      id REFERENCES login (id),
    person_id     id REFERENCES person (id),
    created_at    moment NOT NULL,
    seen_at       moment NOT NULL,
    ended_at      moment,
    CHECK ((login_id IS NULL) <> (person_id IS NULL))
);

-- The ledger (docs/ledger.md).  Account ids: a client's own accounts carry
-- their kind (1..99), a debt's account carries the debt's id.
CREATE TABLE ledger_account (
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL,
    kind          count NOT NULL CHECK (kind > 0),
    debt_id       id,
    PRIMARY KEY (client_id, id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id),
    CHECK (debt_id IS NULL OR debt_id = id),
    CHECK (debt_id IS NOT NULL OR id = kind)
);

CREATE TABLE ledger_event (
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL,
    ref           text NOT NULL UNIQUE,
    debt_id       id,                   -- NULL: a remittance
    kind          count NOT NULL CHECK (kind > 0),
    amount_cents  cents NOT NULL CHECK (amount_cents > 0),
    fee_cents     cents NOT NULL CHECK (fee_cents >= 0),
    business_on   day NOT NULL,
    recorded_at   moment NOT NULL,
    reverses      id,
    method        text,                 -- "check", "money order", ...
    source_key    text,                 -- natural key of the outside fact
    recorded_by   text NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, reverses),
    UNIQUE (client_id, source_key),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id),
    FOREIGN KEY (client_id, reverses) REFERENCES ledger_event (client_id, id)
);
CREATE INDEX ledger_event_debt ON ledger_event (client_id, debt_id, id);
CREATE INDEX ledger_event_day ON ledger_event (client_id, business_on, id);

CREATE TABLE ledger_transfer (
    client_id     id NOT NULL,
    event_id      id NOT NULL,
    line          count NOT NULL CHECK (line > 0),
    debit_account id NOT NULL,
    credit_account id NOT NULL,
    amount_cents  cents NOT NULL CHECK (amount_cents > 0),
    business_on   day NOT NULL,
    recorded_at   moment NOT NULL,
    PRIMARY KEY (client_id, event_id, line),
    FOREIGN KEY (client_id, event_id) REFERENCES ledger_event (client_id, id),
    FOREIGN KEY (client_id, debit_account)
        REFERENCES ledger_account (client_id, id),
    FOREIGN KEY (client_id, credit_account)
        REFERENCES ledger_account (client_id, id),
    CHECK (debit_account <> credit_account)
);
CREATE INDEX ledger_transfer_debit ON ledger_transfer (client_id, debit_account);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (client_id, credit_account);

-- A cache a debt, checked against the transfers by `bedside verify`.
CREATE TABLE debt_balance (
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    balance_cents cents NOT NULL CHECK (balance_cents >= 0),
    PRIMARY KEY (client_id, debt_id),
    FOREIGN KEY (client_id, debt_id) REFERENCES debt (client_id, id)
);

CREATE TABLE plan (
    person_id     id NOT NULL,
    client_id     id NOT NULL,
    debt_id       id NOT NULL,
    id            id NOT NULL,
    ref           text NOT NULL UNIQUE,
    offer_ref     text NOT NULL,
    months        count NOT NULL CHECK (months > 0),
    total_cents   cents NOT NULL CHECK (total_cents > 0),
    first_due     day NOT NULL,
    agreed_at     moment NOT NULL,
    agreed_words  text NOT NULL,        -- the sentence they agreed to
    language      count NOT NULL,
    is_active     flag NOT NULL,
    PRIMARY KEY (person_id, client_id, id),
    UNIQUE (client_id, id),
    FOREIGN KEY (person_id, client_id, debt_id)
        REFERENCES debt (person_id, client_id, id)
);
CREATE UNIQUE INDEX plan_one_active ON plan (client_id, debt_id)
    WHERE is_active = 1;

CREATE TABLE plan_item (
    client_id     id NOT NULL,
    plan_id       id NOT NULL,
    line          count NOT NULL CHECK (line > 0),
    due_on        day NOT NULL,
    amount_cents  cents NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (client_id, plan_id, line),
    FOREIGN KEY (client_id, plan_id) REFERENCES plan (client_id, id)
);

CREATE TABLE remit (
    client_id     id NOT NULL REFERENCES client (id),
    id            id NOT NULL,
    ref           text NOT NULL UNIQUE,
    through_on    day NOT NULL,
    event_id      id NOT NULL,          -- the paying-out; 0 lines need none
    gross_cents   cents NOT NULL,
    fee_cents     cents NOT NULL,
    net_cents     cents NOT NULL,
    made_at       moment NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, through_on),
    CHECK (gross_cents - fee_cents = net_cents)
);

-- Each money event is remitted once.
CREATE TABLE remit_line (
    client_id     id NOT NULL,
    event_id      id NOT NULL,
    remit_id      id NOT NULL,
    gross_cents   cents NOT NULL,       -- negative for a reversal
    fee_cents     cents NOT NULL,
    net_cents     cents NOT NULL,
    PRIMARY KEY (client_id, event_id),
    FOREIGN KEY (client_id, event_id) REFERENCES ledger_event (client_id, id),
    FOREIGN KEY (client_id, remit_id) REFERENCES remit (client_id, id),
    CHECK (gross_cents - fee_cents = net_cents)
);

-- Each step of the daily run, once a business date.
CREATE TABLE day_step (
    business_on   day NOT NULL,
    step          text NOT NULL,
    unit          text NOT NULL,
    done_at       moment NOT NULL,
    PRIMARY KEY (business_on, step, unit)
);

CREATE TABLE job (
    id            id NOT NULL PRIMARY KEY,
    ref           text NOT NULL UNIQUE,
    kind          text NOT NULL,
    state         count NOT NULL CHECK (state BETWEEN 1 AND 3), -- running, done, failed
    done          count NOT NULL,
    total         count NOT NULL,
    result        text,
    started_at    moment NOT NULL,
    finished_at   moment
);
