#include <sys/stat.h>

#include "base/base.h"
#include "app/agency.h"
#include "app/folder.h"
#include "person/person.h"
#include "seal/keys.h"
#include "store/agency_sql.h"
#include "text/json.h"

#define DETAIL_BYTES 4096

static bool agency_add_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err);

bool app_init(const struct app_options *options,
              const struct app_agency *agency, struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    const char *keys = options->keys;
    bool done = seal_init(err) && app_folder_lay_out(options->folder, err);
    if (done && keys == NULL) {
        keys = app_folder_key(&arena, options->folder, "master");
        done = app_folder_make(app_folder_key(&arena, options->folder, ""),
                               err);
    }
    struct stat there;
    if (done && stat(keys, &there) != 0)
        done = seal_keys_create(options->world, keys, options->folder, err);
    if (done && options->url != NULL)
        done = app_folder_store_write(options->world, &arena, options->folder,
                                      options->url, options->owner_url, err);
    struct app app;
    struct app_options open = *options;
    open.may_migrate = true;
    done = done && app_open(&open, &app, err);
    if (done) {
        struct app_agency copy = *agency;
        done = db_work(app.pool, app_caller(&app, CALLER_ADMIN, "init"),
                       agency_add_unit, &copy, err);
        app_close(&app);
    }
    arena_clear(&arena);
    return done;
}

static bool agency_add_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err)
{
    const struct app_agency *a = work;
    struct caller caller = db_caller(db);
    struct sql_agency_load_row row;
    bool is_found;
    if (!sql_agency_load(db, caller, arena, &row, &is_found, err))
        return false;
    if (is_found)
        return err_set(err, ERR_CONFLICT,
                       "this folder already belongs to %.*s",
                       STR_ARGS(row.name));
    struct sql_agency_add_in in = {
        .name = a->name, .known_as = a->known_as, .line1 = a->line1,
        .line2 = a->line2, .city = a->city, .state = a->state, .zip = a->zip,
        .phone = a->phone, .hours_en = a->hours_en, .hours_es = a->hours_es,
        .website = a->website, .portal_url = a->portal_url,
        .license = a->license, .is_demo = a->is_demo, .created_at = caller.at
    };
    db_act(db, "agency.init", a->name, STR("{}"));
    return sql_agency_add(db, caller, &in, NULL, err);
}

/* --- what it says ------------------------------------------------------ */

static void agency_of(const struct sql_agency_load_row *row,
                      struct app_agency *agency)
{
    *agency = (struct app_agency){
        .name = row->name, .known_as = row->known_as, .line1 = row->line1,
        .line2 = row->line2, .city = row->city, .state = row->state,
        .zip = row->zip, .phone = row->phone, .hours_en = row->hours_en,
        .hours_es = row->hours_es, .website = row->website,
        .portal_url = row->portal_url, .license = row->license,
        .is_demo = row->is_demo
    };
}

bool app_agency_in(struct db *db, struct arena *arena,
                   struct app_agency *agency, struct err *err)
{
    struct sql_agency_load_row row;
    bool is_found;
    if (!sql_agency_load(db, db_caller(db), arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "this folder has no agency yet; "
                       "start with: bedside init");
    agency_of(&row, agency);
    return true;
}

static bool agency_load_unit(struct db *db, void *work, struct arena *arena,
                             struct err *err)
{
    return app_agency_in(db, arena, work, err);
}

bool app_agency_load(struct app *app, struct caller caller,
                     struct arena *arena, struct app_agency *agency,
                     struct err *err)
{
    return db_read(app->pool, caller, agency_load_unit, agency, arena, err);
}

/* --- its parts --------------------------------------------------------- */

const struct app_agency_part *app_agency_part_at(uint32_t index)
{
    static const struct app_agency_part parts[] = {
#define PART(name, member) { name, offsetof(struct app_agency, member) }
        PART("name", name), PART("known-as", known_as),
        PART("line1", line1), PART("line2", line2), PART("city", city),
        PART("state", state), PART("zip", zip), PART("phone", phone),
        PART("hours", hours_en), PART("hours-es", hours_es),
        PART("website", website), PART("portal", portal_url),
        PART("license", license)
#undef PART
    };
    return index < sizeof parts / sizeof parts[0] ? &parts[index] : NULL;
}

struct str *app_agency_text(struct app_agency *agency,
                            const struct app_agency_part *part)
{
    return (struct str *)(void *)((char *)agency + part->offset);
}

static bool all_digits(struct str text, size_t len)
{
    bool is_fit = text.len == len;
    for (size_t i = 0; is_fit && i < len; i++)
        is_fit = text.at[i] >= '0' && text.at[i] <= '9';
    return is_fit;
}

bool app_agency_check(struct app_agency *agency, struct arena *arena,
                      struct err *err)
{
    const struct {
        const char *name;
        struct str text;
    } needed[] = {
        { "name", agency->name }, { "known-as", agency->known_as },
        { "line1", agency->line1 }, { "city", agency->city },
        { "state", agency->state }, { "zip", agency->zip },
        { "phone", agency->phone }, { "hours", agency->hours_en },
        { "hours-es", agency->hours_es }, { "portal", agency->portal_url },
    };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (str_trim(needed[i].text).len == 0)
            return err_set(err, ERR_INVALID, "an agency needs --%s",
                           needed[i].name);
    agency->phone = person_phone_digits(arena, agency->phone);
    if (agency->phone.len == 0)
        return err_set(err, ERR_INVALID, "--phone wants ten digits");
    if (!all_digits(agency->zip, 5))
        return err_set(err, ERR_INVALID, "--zip wants five digits");
    if (person_state_code(agency->state).at == NULL)
        return err_set(err, ERR_INVALID, "--state wants two letters such as "
                       "ME");
    agency->state = person_state_code(agency->state);
    return true;
}

/* What was and what is, of each part that changed. */
static struct str change_json(struct app_agency *before,
                              struct app_agency *now, struct arena *arena)
{
    const struct app_agency_part *part;
    struct buf buf;
    struct json_out out;
    buf_init(&buf, arena, DETAIL_BYTES);
    json_out_init(&out, &buf);
    json_out_object(&out);
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++) {
        struct str was = *app_agency_text(before, part);
        struct str is = *app_agency_text(now, part);
        if (str_equal(was, is))
            continue;
        json_out_key(&out, str_of(part->name));
        json_out_list(&out);
        json_out_text(&out, was);
        json_out_text(&out, is);
        json_out_list_end(&out);
    }
    json_out_object_end(&out);
    return buf_str(&buf);
}

static bool agency_change_unit(struct db *db, void *work, struct arena *arena,
                               struct err *err)
{
    struct app_agency change = *(struct app_agency *)work, before, now;
    const struct app_agency_part *part;
    if (!app_agency_in(db, arena, &before, err))
        return false;
    now = before;
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++)
        if (app_agency_text(&change, part)->at != NULL)
            *app_agency_text(&now, part) = *app_agency_text(&change, part);
    if (!app_agency_check(&now, arena, err))
        return false;
    struct sql_agency_change_in in = {
        .name = now.name, .known_as = now.known_as, .line1 = now.line1,
        .line2 = now.line2, .city = now.city, .state = now.state,
        .zip = now.zip, .phone = now.phone, .hours_en = now.hours_en,
        .hours_es = now.hours_es, .website = now.website,
        .portal_url = now.portal_url, .license = now.license
    };
    db_act(db, "agency.change", now.name, change_json(&before, &now, arena));
    return sql_agency_change(db, db_caller(db), &in, NULL, err);
}

bool app_agency_change(struct app *app, struct caller caller,
                       const struct app_agency *change, struct err *err)
{
    struct app_agency copy = *change;
    return db_work(app->pool, caller, agency_change_unit, &copy, err);
}
