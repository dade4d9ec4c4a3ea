-- Words the other schema files use; this one part runs before its tables.

-- Gives the application's role, where there is one, rights on a table.
CREATE FUNCTION bedside_grant(relation text, rights text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bedside_app') THEN
    EXECUTE format('GRANT %s ON %I TO bedside_app', rights, relation);
  END IF;
END $$;

CREATE FUNCTION bedside_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END $$;

SELECT bedside_grant('schema_version', 'SELECT');
