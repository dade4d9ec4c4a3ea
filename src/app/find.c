#include "base/base.h"
#include "app/find.h"
#include "app/load.h"
#include "app/opened.h"
#include "ledger/ledger.h"
#include "store/debt_sql.h"
#include "store/fact_sql.h"
#include "store/ledger_sql.h"
#include "store/person_sql.h"

#define NUMBER_DIGITS 10

static bool read_number(struct str typed, struct str *number);
static bool read_birthday(struct str typed, struct day *born_on);

/* --- what was typed --------------------------------------------------- */

/* "Diaz 3/27/1984", "(217) 555-0100", or 32 hexadecimal digits. */
bool app_find_read(struct str typed, struct app_find *find)
{
    struct ref ref;
    size_t blank = SIZE_MAX;
    typed = str_trim(typed);
    *find = (struct app_find){ .born_on = DAY_NONE };
    if (ref_parse(typed, &ref)) {
        find->ref = typed;
        return true;
    }
    if (read_number(typed, &find->number))
        return true;
    for (size_t i = 0; i < typed.len; i++)
        if (typed.at[i] == ' ')
            blank = i;
    if (blank == SIZE_MAX
        || !read_birthday(str_part(typed, blank + 1, typed.len),
                          &find->born_on))
        return false;
    find->last = str_trim(str_part(typed, 0, blank));
    if (str_ends(find->last, STR(",")))
        find->last.len--;
    return find->last.len > 0;
}

/* Only looks: the digits are taken out where the number is searched. */
static bool read_number(struct str typed, struct str *number)
{
    static const char between[] = "+()-. ";
    uint32_t digits = 0;
    for (size_t i = 0; i < typed.len; i++) {
        if (typed.at[i] >= '0' && typed.at[i] <= '9')
            digits++;
        else if (strchr(between, typed.at[i]) == NULL)
            return false;
    }
    *number = typed;
    return digits == NUMBER_DIGITS || digits == NUMBER_DIGITS + 1;
}

static bool read_birthday(struct str typed, struct day *born_on)
{
    struct str month, day, year, rest;
    int64_t m, d, y;
    if (day_parse(typed, born_on))
        return true;
    return str_cut(typed, '/', &month, &rest) && str_cut(rest, '/', &day,
                                                         &year)
        && str_to_int64(month, &m) && str_to_int64(day, &d)
        && str_to_int64(year, &y) && m > 0 && m < 13 && d > 0 && d < 32
        && y > 0 && y < 10000
        && day_from_civil((int32_t)y, (uint32_t)m, (uint32_t)d, born_on);
}

/* As numbers are stored: ten digits, without a leading 1. */
static struct str number_stored(struct arena *arena, struct str typed)
{
    struct buf buf;
    buf_init(&buf, arena, NUMBER_DIGITS * 2);
    for (size_t i = 0; i < typed.len; i++)
        if (typed.at[i] >= '0' && typed.at[i] <= '9')
            buf_add_byte(&buf, typed.at[i]);
    struct str digits = buf_str(&buf);
    return str_part(digits, digits.len > NUMBER_DIGITS ? 1 : 0, digits.len);
}

/* --- the search ------------------------------------------------------- */

struct search {
    struct app *app;
    const struct app_find *find;
    struct app_found *found;
    uint32_t count;
    struct arena *keep; /* the caller's: outlives the unit */
};

static bool person_take(struct db *db, struct search *search,
                        struct person_id id, struct err *err);
static bool bill_take(struct db *db, struct search *search,
                      struct debt_key key, struct err *err);

static bool by_name(struct db *db, struct search *search, struct err *err)
{
    struct sql_person_find_name_in in = { search->find->last,
                                          search->find->born_on };
    struct sql_person_find_name_row *row;
    uint32_t count;
    if (!sql_person_find_name(db, db_caller(db), &in, search->keep, &row,
                              &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!person_take(db, search, (struct person_id){ row[i].id }, err))
            return false;
    return true;
}

static bool by_number(struct db *db, struct search *search, struct err *err)
{
    struct sql_person_find_phone_in in = {
        number_stored(search->keep, search->find->number)
    };
    struct sql_person_find_phone_row *row;
    uint32_t count;
    if (!sql_person_find_phone(db, db_caller(db), &in, search->keep, &row,
                               &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!person_take(db, search, (struct person_id){ row[i].id }, err))
            return false;
    return true;
}

static bool by_ref(struct db *db, struct search *search, struct err *err)
{
    struct debt_key key;
    if (debt_key_find(db, db_caller(db), search->find->ref, search->keep,
                      &key, err))
        return bill_take(db, search, key, err);
    if (err->kind != ERR_ABSENT)
        return false;
    *err = (struct err){ .kind = ERR_NONE };
    return true;
}

/* The entry says which way was searched and how many bills were shown, and
 * not what was typed: a name would then stand in the trail for good. */
static bool search_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct search *search = work;
    const struct app_find *find = search->find;
    const char *way = find->ref.len > 0 ? "reference"
        : find->number.len > 0 ? "phone" : "name";
    search->count = 0;
    bool is_done = find->ref.len > 0 ? by_ref(db, search, err)
        : find->number.len > 0 ? by_number(db, search, err)
                               : by_name(db, search, err);
    if (!is_done)
        return false;
    struct str first = search->count > 0 ? search->found[0].ref : STR("none");
    db_act(db, "person.find", first,
           str_format(arena, "{\"by\":\"%s\",\"bills\":%" PRIu32 "}", way,
                      search->count));
    return true;
}

bool app_find(struct app *app, struct caller caller,
              const struct app_find *find, struct arena *arena,
              struct app_found **found, uint32_t *count, struct err *err)
{
    struct search search = {
        .app = app, .find = find, .keep = arena,
        .found = arena_many(arena, APP_FOUND_MAX, struct app_found)
    };
    if (search.found == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a search");
    if (!db_work(app->pool, caller, search_unit, &search, err))
        return false;
    *found = search.found;
    *count = search.count;
    return true;
}

static bool person_take(struct db *db, struct search *search,
                        struct person_id id, struct err *err)
{
    struct sql_debts_of_person_in in = { id.n };
    struct sql_debts_of_person_row *row;
    uint32_t count;
    if (!sql_debts_of_person(db, db_caller(db), &in, search->keep, &row,
                             &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct debt_key key = { id, { row[i].client_id }, { row[i].id } };
        if (!bill_take(db, search, key, err))
            return false;
    }
    return true;
}

static bool bill_take(struct db *db, struct search *search,
                      struct debt_key key, struct err *err)
{
    struct app_loaded loaded;
    if (search->count == APP_FOUND_MAX)
        return true;
    if (!app_debt_in(search->app, db, db_caller(db), key, search->keep,
                     &loaded, err))
        return false;
    search->found[search->count++] = (struct app_found){
        .ref = str_copy(search->keep, str_of(loaded.debt.debt.ref.text)),
        .name = loaded.person.person.name,
        .born_on = loaded.person.person.born_on,
        .client_known_as = loaded.client.agreement->known_as,
        .service_on = loaded.debt.debt.service_on,
        .left = loaded.debt.balance
    };
    return true;
}

/* --- one bill --------------------------------------------------------- */

struct look {
    struct app *app;
    struct str debt_ref, other_ref;
    struct arena *keep;
    struct app_opened *opened;
    struct app_entry *entry;
    struct str *number;
    bool was_said; /* that they opened it: app/opened.h */
};

static bool open_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct look *look = work;
    struct app_loaded loaded;
    (void)arena;
    if (!app_debt_by_ref_in(look->app, db, db_caller(db), look->debt_ref,
                            look->keep, &loaded, err))
        return false;
    *look->opened = (struct app_opened){
        .has_address = loaded.person.has_address,
        .address = loaded.person.address,
        .phone_count = loaded.person.phone_count,
        .phone = loaded.person.phone,
        .email_count = loaded.person.email_count,
        .email = loaded.person.email
    };
    if (!look->was_said)
        db_act(db, "bill.open", look->debt_ref, STR("{}"));
    return true;
}

bool app_open_bill(struct app *app, struct caller caller, struct str debt_ref,
                   struct arena *arena, struct app_opened *opened,
                   struct err *err)
{
    struct look look = { .app = app, .debt_ref = debt_ref, .keep = arena,
                         .opened = opened };
    look.was_said = app_opens_has(app->opens, caller.name, debt_ref,
                                  caller.at);
    if (look.was_said)
        return db_read(app->pool, caller, open_unit, &look, arena, err);
    if (!db_work(app->pool, caller, open_unit, &look, err))
        return false;
    app_opens_note(app->opens, caller.name, debt_ref, caller.at);
    return true;
}

static bool entry_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct look *look = work;
    struct debt_key key;
    struct sql_ledger_events_of_debt_row *row, *found = NULL;
    uint32_t count;
    if (!debt_key_find(db, db_caller(db), look->debt_ref, arena, &key, err))
        return false;
    struct sql_ledger_events_of_debt_in in = { key.client.n, key.debt.n };
    if (!sql_ledger_events_of_debt(db, db_caller(db), &in, arena, &row,
                                   &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(row[i].ref, look->other_ref))
            found = &row[i];
    if (found == NULL)
        return err_set(err, ERR_ABSENT, "there is no such entry");
    *look->entry = (struct app_entry){
        .kind = ledger_event_word((enum ledger_event)found->kind),
        .amount = found->amount_cents, .received_on = found->business_on,
        .method = str_copy(look->keep, found->method),
        .number = str_copy(look->keep, found->number),
        .recorded_at = found->recorded_at
    };
    for (uint32_t i = 0; i < count; i++)
        if (row[i].reverses == found->id)
            look->entry->is_reversed = true;
    return true;
}

bool app_entry_find(struct app *app, struct caller caller,
                    struct str debt_ref, struct str entry_ref,
                    struct arena *arena, struct app_entry *entry,
                    struct err *err)
{
    struct look look = { .app = app, .debt_ref = debt_ref,
                         .other_ref = entry_ref, .entry = entry,
                         .keep = arena };
    return db_read(app->pool, caller, entry_unit, &look, arena, err);
}

static bool number_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct look *look = work;
    struct debt_key key;
    struct sql_answer_by_ref_row row;
    bool is_found;
    if (!debt_key_find(db, db_caller(db), look->debt_ref, arena, &key, err))
        return false;
    struct sql_answer_by_ref_in in = { key.person.n, look->other_ref };
    if (!sql_answer_by_ref(db, db_caller(db), &in, arena, &row, &is_found,
                           err))
        return false;
    if (!is_found || row.debt_id != key.debt.n)
        return err_set(err, ERR_ABSENT, "there is no such answer");
    *look->number = row.address;
    return true;
}

bool app_answer_number(struct app *app, struct caller caller,
                       struct str debt_ref, struct str answer_ref,
                       struct arena *arena, struct str *number,
                       struct err *err)
{
    struct look look = { .app = app, .debt_ref = debt_ref,
                         .other_ref = answer_ref, .number = number };
    return db_read(app->pool, caller, number_unit, &look, arena, err);
}
