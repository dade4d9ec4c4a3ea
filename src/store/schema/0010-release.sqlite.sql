CREATE TRIGGER letter_day_is_decided_once BEFORE UPDATE ON letter_day
WHEN OLD.state <> 1
BEGIN SELECT RAISE(ABORT, 'letters are decided on once'); END;
CREATE TRIGGER letter_day_no_delete BEFORE DELETE ON letter_day
BEGIN SELECT RAISE(ABORT, 'letter_day is append-only'); END;
