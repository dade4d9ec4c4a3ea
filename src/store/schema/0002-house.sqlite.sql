-- Append-only tables refuse to be rewritten, whoever asks.
CREATE TRIGGER client_agreement_no_update BEFORE UPDATE ON client_agreement
BEGIN SELECT RAISE(ABORT, 'client_agreement is append-only'); END;
CREATE TRIGGER client_agreement_no_delete BEFORE DELETE ON client_agreement
BEGIN SELECT RAISE(ABORT, 'client_agreement is append-only'); END;
CREATE TRIGGER person_address_no_update BEFORE UPDATE ON person_address
BEGIN SELECT RAISE(ABORT, 'person_address is append-only'); END;
CREATE TRIGGER person_address_no_delete BEFORE DELETE ON person_address
BEGIN SELECT RAISE(ABORT, 'person_address is append-only'); END;
CREATE TRIGGER person_phone_no_update BEFORE UPDATE ON person_phone
BEGIN SELECT RAISE(ABORT, 'person_phone is append-only'); END;
CREATE TRIGGER person_phone_no_delete BEFORE DELETE ON person_phone
BEGIN SELECT RAISE(ABORT, 'person_phone is append-only'); END;
CREATE TRIGGER batch_row_no_update BEFORE UPDATE ON batch_row
BEGIN SELECT RAISE(ABORT, 'batch_row is append-only'); END;
CREATE TRIGGER batch_row_no_delete BEFORE DELETE ON batch_row
BEGIN SELECT RAISE(ABORT, 'batch_row is append-only'); END;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'fact is append-only'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'fact is append-only'); END;
CREATE TRIGGER contact_answer_no_update BEFORE UPDATE ON contact_answer
BEGIN SELECT RAISE(ABORT, 'contact_answer is append-only'); END;
CREATE TRIGGER contact_answer_no_delete BEFORE DELETE ON contact_answer
BEGIN SELECT RAISE(ABORT, 'contact_answer is append-only'); END;
CREATE TRIGGER law_used_no_update BEFORE UPDATE ON law_used
BEGIN SELECT RAISE(ABORT, 'law_used is append-only'); END;
CREATE TRIGGER law_used_no_delete BEFORE DELETE ON law_used
BEGIN SELECT RAISE(ABORT, 'law_used is append-only'); END;
CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;
CREATE TRIGGER attempt_outcome_no_update BEFORE UPDATE ON attempt_outcome
BEGIN SELECT RAISE(ABORT, 'attempt_outcome is append-only'); END;
CREATE TRIGGER attempt_outcome_no_delete BEFORE DELETE ON attempt_outcome
BEGIN SELECT RAISE(ABORT, 'attempt_outcome is append-only'); END;
CREATE TRIGGER ledger_account_no_update BEFORE UPDATE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger_account is append-only'); END;
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger_account is append-only'); END;
CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
BEGIN SELECT RAISE(ABORT, 'ledger_event is append-only'); END;
CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
BEGIN SELECT RAISE(ABORT, 'ledger_event is append-only'); END;
CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger_transfer is append-only'); END;
CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger_transfer is append-only'); END;
CREATE TRIGGER plan_item_no_update BEFORE UPDATE ON plan_item
BEGIN SELECT RAISE(ABORT, 'plan_item is append-only'); END;
CREATE TRIGGER plan_item_no_delete BEFORE DELETE ON plan_item
BEGIN SELECT RAISE(ABORT, 'plan_item is append-only'); END;
CREATE TRIGGER remit_no_update BEFORE UPDATE ON remit
BEGIN SELECT RAISE(ABORT, 'remit is append-only'); END;
CREATE TRIGGER remit_no_delete BEFORE DELETE ON remit
BEGIN SELECT RAISE(ABORT, 'remit is append-only'); END;
CREATE TRIGGER remit_line_no_update BEFORE UPDATE ON remit_line
BEGIN SELECT RAISE(ABORT, 'remit_line is append-only'); END;
CREATE TRIGGER remit_line_no_delete BEFORE DELETE ON remit_line
BEGIN SELECT RAISE(ABORT, 'remit_line is append-only'); END;
CREATE TRIGGER day_step_no_update BEFORE UPDATE ON day_step
BEGIN SELECT RAISE(ABORT, 'day_step is append-only'); END;
CREATE TRIGGER day_step_no_delete BEFORE DELETE ON day_step
BEGIN SELECT RAISE(ABORT, 'day_step is append-only'); END;

-- No transfer or debt may lose its money's history.
CREATE TRIGGER debt_no_delete BEFORE DELETE ON debt
BEGIN SELECT RAISE(ABORT, 'a debt is never deleted'); END;
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox
BEGIN SELECT RAISE(ABORT, 'a message is never deleted'); END;
CREATE TRIGGER outbox_sent_is_final BEFORE UPDATE ON outbox
WHEN OLD.state IN (3, 4)
BEGIN SELECT RAISE(ABORT, 'a sent or void message is final'); END;

-- An attempt or message stands on a fresh allowed answer (ANSWER_FRESH 60 s).
CREATE TRIGGER attempt_needs_answer BEFORE INSERT ON attempt
WHEN NEW.answer_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contact_answer a
    WHERE a.person_id = NEW.person_id AND a.id = NEW.answer_id
      AND a.debt_id = NEW.debt_id AND a.channel = NEW.channel
      AND a.decision >= 3 AND NEW.at - a.at BETWEEN 0 AND 60000000)
BEGIN SELECT RAISE(ABORT, 'an attempt needs a fresh allowed answer'); END;
CREATE TRIGGER outbox_needs_answer BEFORE INSERT ON outbox
WHEN NOT EXISTS (
    SELECT 1 FROM contact_answer a
    WHERE a.person_id = NEW.person_id AND a.id = NEW.answer_id
      AND a.debt_id = NEW.debt_id AND a.channel = NEW.channel
      AND a.decision >= 3 AND NEW.made_at - a.at BETWEEN 0 AND 60000000)
BEGIN SELECT RAISE(ABORT, 'a message needs a fresh allowed answer'); END;
