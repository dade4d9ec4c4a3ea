CREATE TRIGGER letter_day_is_decided_once BEFORE UPDATE ON letter_day
    FOR EACH ROW WHEN (OLD.state <> 1)
    EXECUTE FUNCTION house_append_only();
CREATE TRIGGER letter_day_no_delete BEFORE DELETE ON letter_day
    FOR EACH ROW EXECUTE FUNCTION house_append_only();
ALTER TABLE letter_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE letter_day FORCE ROW LEVEL SECURITY;
CREATE POLICY letter_day_client ON letter_day USING (house_client_fence(client_id));
