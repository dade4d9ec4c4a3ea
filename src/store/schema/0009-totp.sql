-- The second step of signing in: an authenticator app's six digits.
ALTER TABLE login ADD COLUMN second_by moment; -- set up until then; NULL: a
                                               -- week after it was made

CREATE TABLE totp (
    login_id      id NOT NULL PRIMARY KEY REFERENCES login (id),
    secret        bytes NOT NULL,       -- sealed
    step          count NOT NULL,       -- of the last code used
    set_at        moment NOT NULL
);
-- Ten codes for the day the phone is gone; each once.
CREATE TABLE totp_recovery (
    login_id      id NOT NULL REFERENCES login (id),
    code          bytes NOT NULL,       -- blind index
    used_at       moment,
    PRIMARY KEY (login_id, code)
);
-- The password was right and the second step is open.  The cookie of such a
-- row opens nothing, unless `session` has it too (set up later).
CREATE TABLE totp_wait (
    hash          bytes NOT NULL PRIMARY KEY, -- of the cookie
    login_id      id NOT NULL REFERENCES login (id),
    secret        bytes,                -- sealed; to be set up
    made_at       moment NOT NULL,
    done_at       moment
);
CREATE INDEX session_login ON session (login_id) WHERE login_id IS NOT NULL;
CREATE INDEX totp_wait_login ON totp_wait (login_id) WHERE done_at IS NULL;
