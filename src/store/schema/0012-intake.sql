-- What a client's file held (intake/kind.h: 1 new accounts, 2 adjustments,
-- 3 payments, 4 recalls, 5 addresses), and the name of each row's reason.
ALTER TABLE batch ADD COLUMN kind count NOT NULL DEFAULT 1;
ALTER TABLE batch_row ADD COLUMN code text;
