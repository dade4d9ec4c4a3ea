/* New ways to reach a person, as a client's file brings them. */
#include "base/base.h"
#include "app/place_save.h"
#include "store/outbox_sql.h"
#include "store/person_sql.h"

struct reach {
    struct place_reach ask;
    const struct intake_row *row;
    bool is_new;
};

static bool address_save(struct db *db, struct caller caller,
                         struct reach *reach, struct arena *arena,
                         struct err *err);
static bool phones_save(struct db *db, struct caller caller,
                        struct reach *reach, struct arena *arena,
                        struct err *err);
static bool email_save(struct db *db, struct caller caller,
                       struct reach *reach, struct arena *arena,
                       struct err *err);

bool place_reach_save(struct db *db, struct caller caller,
                      struct place_reach ask, struct arena *arena,
                      bool *is_new, struct err *err)
{
    struct reach reach = { ask, ask.row, false };
    bool done = address_save(db, caller, &reach, arena, err)
        && phones_save(db, caller, &reach, arena, err)
        && email_save(db, caller, &reach, arena, err);
    *is_new = reach.is_new;
    return done;
}

static bool address_save(struct db *db, struct caller caller,
                         struct reach *reach, struct arena *arena,
                         struct err *err)
{
    const struct person_address *address = &reach->row->address;
    if (address->line1.len == 0 || address->city.len == 0)
        return true;
    struct sql_person_addresses_in of = { reach->ask.person.n, caller.at };
    struct sql_person_addresses_row *known = NULL;
    uint32_t count = 0;
    if (!reach->ask.is_new_person
        && !sql_person_addresses(db, caller, &of, arena, &known, &count,
                                 err))
        return false;
    if (count > 0 && str_equal_fold(known[0].line1, address->line1)
        && str_equal_fold(known[0].line2, address->line2)
        && str_equal_fold(known[0].city, address->city)
        && str_equal(known[0].zip, address->zip))
        return true;
    reach->is_new = true;
    struct sql_person_address_add_in add = {
        .person_id = reach->ask.person.n, .id = id_new(db_world(db)),
        .line1 = address->line1, .line2 = address->line2,
        .city = address->city, .state = address->state, .zip = address->zip,
        .source = STR("placement"), .recorded_at = caller.at
    };
    /* What waits would go to the old address: it is made anew. */
    struct sql_outbox_void_person_in letters = {
        add.person_id, STR("the address changed")
    };
    return reach->ask.is_look
        || (sql_person_address_add(db, caller, &add, NULL, err)
            && sql_outbox_void_person(db, caller, &letters, NULL, err));
}

static bool phones_save(struct db *db, struct caller caller,
                        struct reach *reach, struct arena *arena,
                        struct err *err)
{
    struct sql_person_phones_in of = { reach->ask.person.n, caller.at };
    struct sql_person_phones_row *known = NULL;
    uint32_t count = 0;
    if (reach->row->phone[0].len == 0)
        return true;
    if (!reach->ask.is_new_person
        && !sql_person_phones(db, caller, &of, arena, &known, &count,
                                 err))
        return false;
    for (uint32_t i = 0; i < INTAKE_PHONES_MAX; i++) {
        struct str number = reach->row->phone[i];
        bool is_known = number.len == 0;
        for (uint32_t k = 0; k < count; k++)
            is_known |= str_equal(known[k].number, number);
        if (is_known)
            continue;
        reach->is_new = true;
        struct sql_person_phone_add_in add = {
            .person_id = reach->ask.person.n, .id = id_new(db_world(db)),
            .number = number, .is_landline = false,
            .source = STR("placement"), .recorded_at = caller.at
        };
        if (!reach->ask.is_look
            && !sql_person_phone_add(db, caller, &add, NULL, err))
            return false;
    }
    return true;
}

static bool email_save(struct db *db, struct caller caller,
                       struct reach *reach, struct arena *arena,
                       struct err *err)
{
    struct sql_person_emails_in of = { reach->ask.person.n, caller.at };
    struct sql_person_emails_row *known = NULL;
    uint32_t count = 0;
    struct str email = reach->row->email;
    if (email.len == 0)
        return true;
    if (!reach->ask.is_new_person
        && !sql_person_emails(db, caller, &of, arena, &known, &count,
                                 err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (str_equal_fold(known[i].address, email))
            return true;
    reach->is_new = true;
    struct sql_person_email_add_in add = {
        .person_id = reach->ask.person.n, .id = id_new(db_world(db)),
        .address = email, .source = STR("placement"),
        .recorded_at = caller.at
    };
    return reach->ask.is_look
        || sql_person_email_add(db, caller, &add, NULL, err);
}
