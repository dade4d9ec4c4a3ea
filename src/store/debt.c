#include "base/base.h"
#include "person/fact.h"
#include "store/debt.h"
#include "store/debt_sql.h"
#include "store/person_sql.h"

static bool address_load(struct db *db, struct caller caller,
                         struct person_id person, struct moment as_of,
                         struct arena *arena, struct person_stored *stored,
                         struct err *err);
static bool phones_load(struct db *db, struct caller caller,
                        struct person_id person, struct moment as_of,
                        struct arena *arena, struct person_stored *stored,
                        struct err *err);
static bool emails_load(struct db *db, struct caller caller,
                        struct person_id person, struct moment as_of,
                        struct arena *arena, struct person_stored *stored,
                        struct err *err);
static void ref_fill(struct ref *ref, struct str text);

bool debt_load(struct db *db, struct caller caller, struct client_id client,
               struct debt_id debt, struct arena *arena,
               struct debt_stored *stored, struct err *err)
{
    struct sql_debt_by_id_in in = { client.n, debt.n };
    struct sql_debt_by_id_row row;
    bool is_found;
    if (!sql_debt_by_id(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such bill");
    *stored = (struct debt_stored){
        .debt = {
            .id = debt, .person = { row.person_id }, .client = client,
            .facility = { row.facility_id }, .account = row.account,
            .program = (enum program)row.program,
            .patient_first = row.patient_first,
            .service_on = row.service_on, .service_to = row.service_to,
            .placed_on = row.placed_on,
            .itemization_kind = (enum itemization_kind)row.itemization_kind,
            .itemization_on = row.itemization_on,
            .itemization_amount = row.itemization_cents,
            .bill = {
                .charged = row.charged_cents,
                .insurance_paid = row.insurance_cents,
                .adjusted = row.adjusted_cents,
                .person_paid = row.paid_cents,
                .placed = row.placed_cents
            }
        },
        .facility_code = row.facility_code, .batch = { row.batch_id },
        .balance = row.balance_cents, .is_undone = row.is_undone
    };
    ref_fill(&stored->debt.ref, row.ref);
    return true;
}

bool debt_key_find(struct db *db, struct caller caller, struct str ref,
                   struct arena *arena, struct debt_key *key,
                   struct err *err)
{
    struct sql_debt_key_by_ref_in in = { ref };
    struct sql_debt_key_by_ref_row row;
    bool is_found;
    if (!sql_debt_key_by_ref(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such bill");
    *key = (struct debt_key){ { row.person_id }, { row.client_id },
                              { row.id } };
    return true;
}

bool person_load(struct db *db, struct caller caller, struct person_id person,
                 struct moment as_of, struct arena *arena,
                 struct person_stored *stored, struct err *err)
{
    struct sql_person_by_id_in in = { person.n };
    struct sql_person_by_id_row row;
    bool is_found;
    if (!sql_person_by_id(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such person");
    *stored = (struct person_stored){
        .person = {
            .id = person,
            .name = { row.first, row.middle, row.last, row.suffix },
            .born_on = row.born_on, .language = (enum language)row.language,
            .wants_large = row.large > 0
        }
    };
    _Static_assert(FACT_LANGUAGE == 20 && FACT_LARGE_PRINT == 25,
                   "as the statement counts them");
    if (language_parse(row.chosen) != LANGUAGE_UNKNOWN)
        stored->person.language = language_parse(row.chosen);
    ref_fill(&stored->person.ref, row.ref);
    return address_load(db, caller, person, as_of, arena, stored, err)
        && phones_load(db, caller, person, as_of, arena, stored, err)
        && emails_load(db, caller, person, as_of, arena, stored, err);
}

static bool address_load(struct db *db, struct caller caller,
                         struct person_id person, struct moment as_of,
                         struct arena *arena, struct person_stored *stored,
                         struct err *err)
{
    struct sql_person_addresses_in in = { person.n, as_of };
    struct sql_person_addresses_row *row;
    uint32_t count;
    if (!sql_person_addresses(db, caller, &in, arena, &row, &count, err))
        return false;
    if (count == 0)
        return true;
    stored->has_address = true;
    stored->address = (struct person_address){
        row[0].line1, row[0].line2, row[0].city, row[0].state, row[0].zip
    };
    return true;
}

static bool phones_load(struct db *db, struct caller caller,
                        struct person_id person, struct moment as_of,
                        struct arena *arena, struct person_stored *stored,
                        struct err *err)
{
    struct sql_person_phones_in in = { person.n, as_of };
    struct sql_person_phones_row *row;
    uint32_t count;
    if (!sql_person_phones(db, caller, &in, arena, &row, &count, err))
        return false;
    stored->phone = arena_many(arena, count, struct person_phone);
    if (stored->phone == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for phone numbers");
    stored->phone_count = count;
    for (uint32_t i = 0; i < count; i++)
        stored->phone[i] = (struct person_phone){ row[i].number,
                                                  row[i].is_landline };
    return true;
}

static bool emails_load(struct db *db, struct caller caller,
                        struct person_id person, struct moment as_of,
                        struct arena *arena, struct person_stored *stored,
                        struct err *err)
{
    struct sql_person_emails_in in = { person.n, as_of };
    struct sql_person_emails_row *row;
    uint32_t count;
    if (!sql_person_emails(db, caller, &in, arena, &row, &count, err))
        return false;
    stored->email = arena_many(arena, count, struct str);
    if (stored->email == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for e-mail addresses");
    stored->email_count = count;
    for (uint32_t i = 0; i < count; i++)
        stored->email[i] = row[i].address;
    return true;
}

/* A stored ref is 32 digits; anything else is not ours. */
static void ref_fill(struct ref *ref, struct str text)
{
    CHECK(ref_parse(text, ref));
}
