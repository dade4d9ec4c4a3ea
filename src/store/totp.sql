-- name: totp_wait_add   scope: agency
-- in: hash bytes, login_id id, secret bytes?, made_at moment
INSERT INTO totp_wait (hash, login_id, secret, made_at)
VALUES (:hash, :login_id, :secret, :made_at);

-- name: totp_wait_by_hash   scope: agency
-- in: hash bytes
-- out: login_id id, name text, roles count, client_id id?,
--      second_by moment?, created_at moment, disabled_at moment?,
--      wait_secret bytes?, made_at moment, done_at moment?, secret bytes?,
--      step count
-- gives: one
SELECT w.login_id, l.name, l.roles, l.client_id, l.second_by, l.created_at,
       l.disabled_at, w.secret, w.made_at, w.done_at, t.secret,
       coalesce(t.step, -1)
FROM totp_wait w JOIN login l ON l.id = w.login_id
     LEFT JOIN totp t ON t.login_id = w.login_id
WHERE w.hash = :hash;

-- name: totp_wait_done   scope: agency
-- in: hash bytes, done_at moment
UPDATE totp_wait SET done_at = :done_at
WHERE hash = :hash AND done_at IS NULL;

-- name: totp_wait_forget   scope: agency
-- in: before moment
DELETE FROM totp_wait WHERE made_at < :before;

-- name: totp_add   scope: agency
-- in: login_id id, secret bytes, step count, set_at moment
INSERT INTO totp (login_id, secret, step, set_at)
VALUES (:login_id, :secret, :step, :set_at);

-- name: totp_step   scope: agency
-- in: login_id id, step count
-- Changes nothing when that step's code, or a later one, was used.
UPDATE totp SET step = :step WHERE login_id = :login_id AND step < :step;

-- name: totp_remove   scope: agency
-- in: login_id id
DELETE FROM totp WHERE login_id = :login_id;

-- name: totp_recovery_add   scope: agency
-- in: login_id id, code bytes
INSERT INTO totp_recovery (login_id, code) VALUES (:login_id, :code);

-- name: totp_recovery_use   scope: agency
-- in: login_id id, code bytes, used_at moment
UPDATE totp_recovery SET used_at = :used_at
WHERE login_id = :login_id AND code = :code AND used_at IS NULL;

-- name: totp_recovery_remove   scope: agency
-- in: login_id id
DELETE FROM totp_recovery WHERE login_id = :login_id;

-- name: totp_wait_end   scope: agency
-- in: login_id id, done_at moment
UPDATE totp_wait SET done_at = :done_at
WHERE login_id = :login_id AND done_at IS NULL;
