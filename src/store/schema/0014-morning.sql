-- What left on a date: the manifest and the morning page count it.
CREATE INDEX outbox_sent ON outbox (made_on, id) WHERE state = 3;
