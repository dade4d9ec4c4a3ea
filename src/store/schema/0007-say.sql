-- What a signed-in person told us: ticked reasons, their sealed words, where
-- to call them, who answers, by when.
ALTER TABLE request ADD COLUMN reasons text;
ALTER TABLE request ADD COLUMN words bytes;
ALTER TABLE request ADD COLUMN phone text;
ALTER TABLE request ADD COLUMN answer_on day;
ALTER TABLE request ADD COLUMN owner_id id;
