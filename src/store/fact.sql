-- name: fact_add   scope: person
-- in: person_id id, id id, client_id id?, debt_id id?, kind count,
--     channel count, address text?, words text?, holds_from moment,
--     until moment?, recorded_at moment, corrects id?, source text,
--     recorded_by text
INSERT INTO fact (person_id, id, client_id, debt_id, kind, channel, address,
                  words, holds_from, until, recorded_at, corrects, source,
                  recorded_by)
VALUES (:person_id, :id, :client_id, :debt_id, :kind, :channel, :address,
        :words, :holds_from, :until, :recorded_at, :corrects, :source,
        :recorded_by);

-- name: facts_of_person   scope: person
-- in: person_id id, as_of moment
-- out: id id, debt_id id?, kind count, channel count, address text?,
--      words text?, holds_from moment, until moment?, recorded_at moment,
--      corrects id?, source text
-- gives: many
SELECT id, debt_id, kind, channel, address, words, holds_from, until,
       recorded_at, corrects, source
FROM fact WHERE person_id = :person_id AND recorded_at <= :as_of
ORDER BY recorded_at, id LIMIT 2000;

-- name: attempt_add   scope: person
-- in: person_id id, client_id id, debt_id id, id id, answer_id id?,
--     channel count, address text?, at moment, outcome count,
--     recorded_at moment, recorded_by text
INSERT INTO attempt (person_id, client_id, debt_id, id, answer_id, channel,
                     address, at, outcome, recorded_at, recorded_by)
VALUES (:person_id, :client_id, :debt_id, :id, :answer_id, :channel,
        :address, :at, :outcome, :recorded_at, :recorded_by);

-- name: attempts_of_person   scope: person
-- in: person_id id, since moment, as_of moment
-- out: id id, debt_id id, channel count, address text?, at moment,
--      outcome count
-- gives: many
-- An outcome learned later counts from when it was recorded.
SELECT a.id, a.debt_id, a.channel, a.address, a.at,
       coalesce(o.outcome, a.outcome)
FROM attempt a LEFT JOIN attempt_outcome o
  ON o.person_id = a.person_id AND o.attempt_id = a.id
     AND o.recorded_at <= :as_of
WHERE a.person_id = :person_id AND a.at > :since AND a.recorded_at <= :as_of
ORDER BY a.at, a.id LIMIT 2000;

-- name: attempt_by_answer   scope: person
-- in: person_id id, answer_id id
-- out: id id, outcome count
-- gives: one
SELECT id, outcome FROM attempt
WHERE person_id = :person_id AND answer_id = :answer_id;

-- name: attempt_outcome_add   scope: person
-- in: person_id id, attempt_id id, outcome count, recorded_at moment,
--     recorded_by text
INSERT INTO attempt_outcome (person_id, attempt_id, outcome, recorded_at,
                             recorded_by)
VALUES (:person_id, :attempt_id, :outcome, :recorded_at, :recorded_by);

-- name: answer_add   scope: person
-- in: person_id id, client_id id, debt_id id, id id, ref text,
--     channel count, address text?, at moment, as_of moment, decision count,
--     next_at moment?, open_channels count, law_hash text, facts_hash text,
--     build text, zones text, reasons text
INSERT INTO contact_answer (person_id, client_id, debt_id, id, ref, channel,
                            address, at, as_of, decision, next_at,
                            open_channels, law_hash, facts_hash, build, zones,
                            reasons)
VALUES (:person_id, :client_id, :debt_id, :id, :ref, :channel, :address,
        :at, :as_of, :decision, :next_at, :open_channels, :law_hash,
        :facts_hash, :build, :zones, :reasons);

-- name: answer_by_ref   scope: person
-- in: person_id id, ref text
-- out: id id, debt_id id, channel count, address text?, at moment,
--      decision count
-- gives: one
SELECT id, debt_id, channel, address, at, decision
FROM contact_answer WHERE person_id = :person_id AND ref = :ref;
