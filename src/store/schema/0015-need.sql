-- What the provider answered to a request, sealed.
ALTER TABLE request ADD COLUMN client_answer bytes;
ALTER TABLE request ADD COLUMN client_answered_at moment;
