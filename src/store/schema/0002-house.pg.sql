-- Append-only tables refuse to be rewritten, whoever asks.
CREATE FUNCTION house_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER client_agreement_append_only BEFORE UPDATE OR DELETE ON client_agreement
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER person_address_append_only BEFORE UPDATE OR DELETE ON person_address
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER person_phone_append_only BEFORE UPDATE OR DELETE ON person_phone
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER batch_row_append_only BEFORE UPDATE OR DELETE ON batch_row
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER fact_append_only BEFORE UPDATE OR DELETE ON fact
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER contact_answer_append_only BEFORE UPDATE OR DELETE ON contact_answer
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER law_used_append_only BEFORE UPDATE OR DELETE ON law_used
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER attempt_append_only BEFORE UPDATE OR DELETE ON attempt
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER attempt_outcome_append_only BEFORE UPDATE OR DELETE ON attempt_outcome
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER ledger_account_append_only BEFORE UPDATE OR DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER ledger_event_append_only BEFORE UPDATE OR DELETE ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER plan_item_append_only BEFORE UPDATE OR DELETE ON plan_item
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER remit_append_only BEFORE UPDATE OR DELETE ON remit
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER remit_line_append_only BEFORE UPDATE OR DELETE ON remit_line
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER day_step_append_only BEFORE UPDATE OR DELETE ON day_step
    FOR EACH ROW EXECUTE FUNCTION house_append_only();

CREATE TRIGGER debt_no_delete BEFORE DELETE ON debt
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
CREATE TRIGGER outbox_sent_is_final BEFORE UPDATE ON outbox
    FOR EACH ROW WHEN (OLD.state IN (3, 4))
    EXECUTE FUNCTION house_append_only();

-- An attempt or message stands on a fresh allowed answer (ANSWER_FRESH 60 s).
CREATE FUNCTION house_needs_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment_us bigint;
BEGIN
    IF NEW.answer_id IS NULL THEN RETURN NEW; END IF;
    IF TG_TABLE_NAME = 'attempt' THEN moment_us := NEW.at;
    ELSE moment_us := NEW.made_at; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM contact_answer a
        WHERE a.person_id = NEW.person_id AND a.id = NEW.answer_id
          AND a.debt_id = NEW.debt_id AND a.channel = NEW.channel
          AND a.decision >= 3 AND moment_us - a.at BETWEEN 0 AND 60000000)
    THEN RAISE EXCEPTION '% needs a fresh allowed answer', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attempt_needs_answer BEFORE INSERT ON attempt
    FOR EACH ROW EXECUTE FUNCTION house_needs_answer();
CREATE TRIGGER outbox_needs_answer BEFORE INSERT ON outbox
    FOR EACH ROW EXECUTE FUNCTION house_needs_answer();

-- The second fence: a provider's unit sees its own client's rows only.  db
-- sets bedside.client_id for each transaction; '0' means not a provider.
CREATE FUNCTION house_client_fence(row_client bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('bedside.client_id', true), ''), '0')
           IN ('0', row_client::text) $$;
ALTER TABLE client_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_agreement FORCE ROW LEVEL SECURITY;
CREATE POLICY client_agreement_client ON client_agreement USING (house_client_fence(client_id));
ALTER TABLE facility ENABLE ROW LEVEL SECURITY;
ALTER TABLE facility FORCE ROW LEVEL SECURITY;
CREATE POLICY facility_client ON facility USING (house_client_fence(client_id));
ALTER TABLE batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch FORCE ROW LEVEL SECURITY;
CREATE POLICY batch_client ON batch USING (house_client_fence(client_id));
ALTER TABLE debt ENABLE ROW LEVEL SECURITY;
ALTER TABLE debt FORCE ROW LEVEL SECURITY;
CREATE POLICY debt_client ON debt USING (house_client_fence(client_id));
ALTER TABLE batch_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch_row FORCE ROW LEVEL SECURITY;
CREATE POLICY batch_row_client ON batch_row USING (house_client_fence(client_id));
ALTER TABLE contact_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY contact_answer_client ON contact_answer USING (house_client_fence(client_id));
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY outbox_client ON outbox USING (house_client_fence(client_id));
ALTER TABLE attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempt FORCE ROW LEVEL SECURITY;
CREATE POLICY attempt_client ON attempt USING (house_client_fence(client_id));
ALTER TABLE ledger_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_account FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_account_client ON ledger_account USING (house_client_fence(client_id));
ALTER TABLE ledger_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_event FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_event_client ON ledger_event USING (house_client_fence(client_id));
ALTER TABLE ledger_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_transfer FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_transfer_client ON ledger_transfer USING (house_client_fence(client_id));
ALTER TABLE debt_balance ENABLE ROW LEVEL SECURITY;
ALTER TABLE debt_balance FORCE ROW LEVEL SECURITY;
CREATE POLICY debt_balance_client ON debt_balance USING (house_client_fence(client_id));
ALTER TABLE plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_client ON plan USING (house_client_fence(client_id));
ALTER TABLE plan_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_item FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_item_client ON plan_item USING (house_client_fence(client_id));
ALTER TABLE remit ENABLE ROW LEVEL SECURITY;
ALTER TABLE remit FORCE ROW LEVEL SECURITY;
CREATE POLICY remit_client ON remit USING (house_client_fence(client_id));
ALTER TABLE remit_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE remit_line FORCE ROW LEVEL SECURITY;
CREATE POLICY remit_line_client ON remit_line USING (house_client_fence(client_id));
