-- name: client_add   scope: agency
-- in: id id, ref text, code text, created_at moment
INSERT INTO client (id, ref, code, created_at)
VALUES (:id, :ref, :code, :created_at);

-- name: client_by_code   scope: agency
-- in: code text
-- out: id id, ref text, created_at moment
-- gives: one
SELECT id, ref, created_at FROM client WHERE code = :code;

-- name: client_list   scope: agency
-- out: id id, ref text, code text
-- gives: many
SELECT id, ref, code FROM client ORDER BY code;

-- name: client_agreement_add   scope: client
-- in: client_id id, version count, file_name text, yaml text, sha256 text,
--     applied_at moment, applied_by text
INSERT INTO client_agreement (client_id, version, file_name, yaml, sha256,
                              applied_at, applied_by)
VALUES (:client_id, :version, :file_name, :yaml, :sha256, :applied_at,
        :applied_by);

-- name: client_agreement_latest   scope: client
-- in: client_id id
-- out: version count, file_name text, yaml text, sha256 text,
--      applied_at moment
-- gives: one
SELECT version, file_name, yaml, sha256, applied_at
FROM client_agreement WHERE client_id = :client_id
ORDER BY version DESC LIMIT 1;

-- name: facility_add   scope: client
-- in: client_id id, id id, code text
INSERT INTO facility (client_id, id, code)
VALUES (:client_id, :id, :code)
ON CONFLICT (client_id, code) DO NOTHING;

-- name: facility_list   scope: client
-- in: client_id id
-- out: id id, code text
-- gives: many
SELECT id, code FROM facility WHERE client_id = :client_id ORDER BY code;

-- name: facility_by_code   scope: client
-- in: client_id id, code text
-- out: id id
-- gives: one
SELECT id FROM facility WHERE client_id = :client_id AND code = :code;

-- name: client_agreement_head   scope: client
-- in: client_id id
-- out: ref text, code text, version count, sha256 text
-- gives: one
SELECT c.ref, c.code, a.version, a.sha256
FROM client_agreement a JOIN client c ON c.id = a.client_id
WHERE a.client_id = :client_id
ORDER BY a.version DESC LIMIT 1;

-- name: client_agreement_yaml   scope: client
-- in: client_id id, version count
-- out: file_name text, yaml text
-- gives: one
SELECT file_name, yaml FROM client_agreement
WHERE client_id = :client_id AND version = :version;

-- name: client_column_add   scope: client
-- in: client_id id, version count, line count, field text, header text,
--     learned_at moment, learned_by text
INSERT INTO client_column (client_id, version, line, field, header,
                           learned_at, learned_by)
VALUES (:client_id, :version, :line, :field, :header, :learned_at,
        :learned_by);

-- name: client_columns   scope: client
-- in: client_id id
-- out: version count, line count, field text, header text,
--      learned_at moment
-- gives: many
-- The mapping in force; line 0 says only that there is one.
SELECT version, line, field, header, learned_at FROM client_column
WHERE client_id = :client_id
  AND version = (SELECT max(version) FROM client_column
                 WHERE client_id = :client_id)
ORDER BY line LIMIT 200;
