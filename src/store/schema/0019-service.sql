-- The last day of care, when there was more than one: from it an agreement
-- counts how long a bill may be asked for.  NULL: service_on.
ALTER TABLE debt ADD COLUMN service_to day;
