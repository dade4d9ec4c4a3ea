#include "base/base.h"
#include "store/contact.h"
#include "store/fact_sql.h"
#include "store/ledger_sql.h"
#include "store/stop_sql.h"

#define REASONS_BYTES_MAX ((size_t)16 << 10)

static bool attempts_load(struct db *db, struct caller caller,
                          const struct contact_load *load,
                          struct arena *arena, struct contact_facts *facts,
                          struct err *err);
static bool stops_load(struct db *db, struct caller caller,
                       const struct contact_load *load, struct arena *arena,
                       struct contact_facts *facts, struct err *err);
static bool closed_load(struct db *db, struct caller caller,
                        const struct contact_load *load, struct arena *arena,
                        struct contact_facts *facts, struct err *err);
static bool facts_more(struct contact_facts *facts, uint32_t count,
                       struct arena *arena, struct fact **more,
                       struct err *err);
static struct str reasons_text(const struct contact_answer *answer,
                               struct arena *arena);
static struct str zones_text(const struct contact_facts *facts,
                             const struct contact_ask *ask,
                             const struct contact_answer *answer,
                             struct arena *arena);

bool contact_facts_load(struct db *db, struct caller caller,
                        const struct contact_load *load, struct arena *arena,
                        struct contact_facts *facts, struct err *err)
{
    struct fact *fact;
    uint32_t count;
    if (!contact_fact_rows(db, caller, load->person->person.id, load->as_of,
                           arena, &fact, &count, err))
        return false;
    if (count > CONTACT_FACTS_MAX)
        return err_set(err, ERR_EXHAUSTED,
                       "this person has more than %d facts",
                       CONTACT_FACTS_MAX);
    *facts = (struct contact_facts){
        .law = load->law, .book = load->book, .as_of = load->as_of,
        .person = &load->person->person, .debt = &load->debt->debt,
        .facility_state = load->facility_state,
        .address_count = load->person->has_address ? 1 : 0,
        .address = &load->person->address,
        .phone_count = load->person->phone_count,
        .phone = load->person->phone,
        .email_count = load->person->email_count,
        .email = load->person->email,
        .fact_count = count, .fact = fact, .looked = CONTACT_LOOKED_ALL
    };
    return stops_load(db, caller, load, arena, facts, err)
        && closed_load(db, caller, load, arena, facts, err)
        && attempts_load(db, caller, load, arena, facts, err);
}

/* A stop in force stands among the facts like one: for this bill, from when
 * it began; when it ends nobody knows yet. */
static bool stops_load(struct db *db, struct caller caller,
                       const struct contact_load *load, struct arena *arena,
                       struct contact_facts *facts, struct err *err)
{
    const struct debt_stored *debt = load->debt;
    struct sql_stops_for_in in = {
        .client_id = debt->debt.client.n, .facility = debt->facility_code,
        .batch_id = debt->batch.n, .debt_id = debt->debt.id.n,
        .state = load->person->has_address ? load->person->address.state
                                           : load->facility_state,
        .message = load->message, .as_of = load->as_of
    };
    struct sql_stops_for_row *row;
    uint32_t count;
    if (!sql_stops_for(db, caller, &in, arena, &row, &count, err))
        return false;
    struct fact *more;
    if (!facts_more(facts, count, arena, &more, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        more[i] = (struct fact){
            .id = { row[i].id }, .person = facts->person->id,
            .debt = debt->debt.id, .kind = FACT_STOPPED,
            .channel = (enum channel)row[i].channel,
            .holds_from = row[i].started_at, .until = MOMENT_NEVER,
            .recorded_at = row[i].started_at, .source = STR("stop")
        };
    return true;
}

/* A bill of which nothing is left is closed, from when that was recorded; it
 * opens again when a payment is taken back.  While something is left now, as
 * of now needs no question. */
static bool closed_load(struct db *db, struct caller caller,
                        const struct contact_load *load, struct arena *arena,
                        struct contact_facts *facts, struct err *err)
{
    const struct debt *debt = &load->debt->debt;
    struct sql_ledger_owed_at_in in = { debt->client.n, debt->id.n,
                                        load->as_of };
    struct sql_ledger_owed_at_row row;
    struct fact *closed;
    bool is_found;
    if (load->debt->balance.cents > 0
        && moment_compare(load->as_of, caller.at) >= 0)
        return true;
    if (!sql_ledger_owed_at(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (moment_is_none(row.last_at) || row.owed_cents.cents > 0)
        return true;
    if (!facts_more(facts, 1, arena, &closed, err))
        return false;
    *closed = (struct fact){
        .id = { debt->id.n }, .person = facts->person->id, .debt = debt->id,
        .kind = FACT_CLOSED, .holds_from = row.last_at,
        .until = MOMENT_NEVER, .recorded_at = row.last_at,
        .source = STR("ledger")
    };
    return true;
}

/* Room for so many more, behind those that are there. */
static bool facts_more(struct contact_facts *facts, uint32_t count,
                       struct arena *arena, struct fact **more,
                       struct err *err)
{
    if (facts->fact_count + count > CONTACT_FACTS_MAX)
        return err_set(err, ERR_EXHAUSTED, "this bill has too many facts");
    struct fact *all = arena_many(arena, facts->fact_count + count,
                                  struct fact);
    if (all == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for facts");
    if (facts->fact_count > 0)
        memcpy(all, facts->fact, facts->fact_count * sizeof *all);
    *more = all + facts->fact_count;
    facts->fact = all;
    facts->fact_count += count;
    return true;
}

bool contact_fact_rows(struct db *db, struct caller caller,
                       struct person_id person, struct moment as_of,
                       struct arena *arena, struct fact **fact,
                       uint32_t *count, struct err *err)
{
    struct sql_facts_of_person_in in = { person.n, as_of };
    struct sql_facts_of_person_row *row;
    if (!sql_facts_of_person(db, caller, &in, arena, &row, count, err))
        return false;
    *fact = arena_many(arena, *count, struct fact);
    if (*fact == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for facts");
    for (uint32_t i = 0; i < *count; i++)
        (*fact)[i] = (struct fact){
            .id = { row[i].id }, .person = person,
            .debt = { row[i].debt_id },
            .kind = (enum fact_kind)row[i].kind,
            .channel = (enum channel)row[i].channel,
            .address = row[i].address, .text = row[i].words,
            .holds_from = row[i].holds_from,
            .until = moment_is_none(row[i].until) ? MOMENT_NEVER
                                                  : row[i].until,
            .recorded_at = row[i].recorded_at,
            .corrects = { row[i].corrects }, .source = row[i].source
        };
    return true;
}

static bool attempts_load(struct db *db, struct caller caller,
                          const struct contact_load *load,
                          struct arena *arena, struct contact_facts *facts,
                          struct err *err)
{
    struct sql_attempts_of_person_in in = {
        .person_id = load->person->person.id.n,
        .since = moment_add_seconds(load->as_of,
                                    -(int64_t)STORE_ATTEMPT_DAYS * 86400),
        .as_of = load->as_of
    };
    struct sql_attempts_of_person_row *row;
    uint32_t count;
    if (!sql_attempts_of_person(db, caller, &in, arena, &row, &count, err))
        return false;
    struct contact_attempt *attempt =
        arena_many(arena, count, struct contact_attempt);
    if (attempt == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for attempts");
    for (uint32_t i = 0; i < count; i++)
        attempt[i] = (struct contact_attempt){
            .id = { row[i].id }, .debt = { row[i].debt_id },
            .channel = (enum channel)row[i].channel,
            .address = row[i].address, .at = row[i].at,
            .outcome = (enum outcome)row[i].outcome
        };
    facts->attempt = attempt;
    facts->attempt_count = count;
    facts->are_attempts_known = true;
    return true;
}

bool contact_answer_save(struct db *db, struct caller caller,
                         const struct contact_facts *facts,
                         const struct contact_ask *ask,
                         const struct contact_answer *answer,
                         struct str facts_hash, struct str build,
                         struct arena *arena, struct contact_kept *kept,
                         struct err *err)
{
    struct contact_kept made = {
        .id = { id_new(db_world(db)) }, .ref = ref_new(db_world(db))
    };
    struct sql_answer_add_in in = {
        .person_id = facts->person->id.n,
        .client_id = facts->debt->client.n, .debt_id = facts->debt->id.n,
        .id = made.id.n, .ref = str_of(made.ref.text),
        .channel = ask->channel, .address = ask->address, .at = ask->at,
        .as_of = facts->as_of,
        .decision = answer->decision == DECISION_UNSET ? DECISION_BLOCK
                                                       : answer->decision,
        .next_at = moment_is_never(answer->next) ? MOMENT_NONE
                                                 : answer->next,
        .open_channels = answer->open_channels, .law_hash = answer->law,
        .facts_hash = facts_hash, .build = build,
        .zones = zones_text(facts, ask, answer, arena),
        .reasons = reasons_text(answer, arena)
    };
    if (!sql_answer_add(db, caller, &in, NULL, err))
        return false;
    *kept = made;
    return true;
}

bool contact_fact_append(struct db *db, struct caller caller,
                         struct client_id client, const struct fact *fact,
                         struct err *err)
{
    CHECK(fact->kind > FACT_NONE && fact->kind < FACT_KIND_COUNT
          && fact->kind != FACT_STOPPED);
    struct sql_fact_add_in in = {
        .person_id = fact->person.n, .id = id_new(db_world(db)),
        .client_id = fact->debt.n == 0 ? 0 : client.n,
        .debt_id = fact->debt.n, .kind = fact->kind,
        .channel = fact->channel, .address = fact->address,
        .words = fact->text, .holds_from = fact->holds_from,
        .until = moment_is_never(fact->until) ? MOMENT_NONE : fact->until,
        .recorded_at = caller.at, .corrects = fact->corrects.n,
        .source = fact->source, .recorded_by = caller.name
    };
    return sql_fact_add(db, caller, &in, NULL, err);
}

/* Ids and words that need no escaping: rule ids and closed word lists. */
static struct str reasons_text(const struct contact_answer *answer,
                               struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, REASONS_BYTES_MAX);
    buf_add_byte(&buf, '[');
    for (uint32_t i = 0; i < answer->reason_count; i++) {
        const struct contact_reason *reason = &answer->reason[i];
        struct str decision = decision_word(reason->decision);
        struct str fact = fact_word(reason->fact);
        buf_add_format(&buf, "%s{\"rule\":\"%s\",\"decision\":\"%.*s\","
                       "\"fact\":\"%.*s\",\"record\":%" PRId64
                       ",\"attempt\":%" PRId64 ",\"until\":%" PRId64 "}",
                       i ? "," : "", reason->rule->id, STR_ARGS(decision),
                       STR_ARGS(fact), reason->record.n, reason->attempt.n,
                       reason->until.us);
    }
    buf_add_byte(&buf, ']');
    return buf_str(&buf);
}

/* "America/Chicago -18000;..." : the offsets the answer used. */
static struct str zones_text(const struct contact_facts *facts,
                             const struct contact_ask *ask,
                             const struct contact_answer *answer,
                             struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, 4096);
    for (uint32_t i = 0; i < contact_zone_count(facts->book); i++) {
        if ((answer->zones & (1u << i)) == 0)
            continue;
        const struct zone *zone = contact_zone_at(facts->book, i);
        if (buf.len > 0)
            buf_add_byte(&buf, ';');
        buf_add(&buf, zone_name(zone));
        buf_add_byte(&buf, ' ');
        buf_add_int(&buf, zone_offset(zone, ask->at));
    }
    return buf_str(&buf);
}
