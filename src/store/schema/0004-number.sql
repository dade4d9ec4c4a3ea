-- What the payer wrote on the payment: the number of a check or an order.
ALTER TABLE ledger_event ADD COLUMN number text;
