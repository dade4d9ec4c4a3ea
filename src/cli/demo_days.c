#include "base/base.h"
#include "app/place.h"
#include "cli/demo.h"
#include "cli/progress.h"
#include "intake/invent.h"
#include "text/json.h"

#define OPENS_SECONDS (9 * 3600) /* the day's work begins at nine */
#define FILE_BYTES_MAX ((size_t)128 << 20)
#define FILES 4          /* each provider sends so many files, a week apart */
#define PEOPLE_A_FILE 60
#define FIRST_SHARE 2    /* the first is one part in so many of all */

static void progress(const struct demo *demo);
static bool clock_move(struct demo *demo, int64_t index, struct day *today);
static bool file_send(struct demo *demo, uint32_t client, uint32_t file,
                      struct day today, struct err *err);
static bool day_run(struct demo *demo, struct arena *arena, struct err *err);
static bool release(struct demo *demo, struct arena *arena, struct err *err);
static bool people_note(struct demo *demo, uint32_t client,
                        struct arena *arena, struct err *err);
static bool remit(struct demo *demo, struct day today, struct arena *arena,
                  struct err *err);
static bool ask_inline(void *context, enum http_method method,
                       struct str target, struct str body,
                       struct arena *arena, struct http_reply *reply,
                       struct err *err);

bool demo_day(struct demo *demo, int64_t index, struct err *err)
{
    struct arena arena;
    struct day today;
    struct cli_carried carried;
    uint32_t letters = demo->letters;
    bool has_files = index % 7 == 0 && index / 7 < FILES;
    bool done = clock_move(demo, index, &today);
    (void)snprintf(demo->day_words, sizeof demo->day_words,
                   "making day %d of %d", (int)index + 1,
                   (int)demo->days + 1);
    progress(demo);
    for (uint32_t i = 0; done && has_files && i < demo->client_count; i++)
        done = file_send(demo, i, (uint32_t)(index / 7), today, err);
    arena_init(&arena, ARENA_JOB_BYTES);
    for (uint32_t i = 0; done && has_files && i < demo->client_count; i++)
        done = people_note(demo, i, &arena, err);
    done = done && demo_life(demo, &arena, err)
        && (index % 7 != 6 || remit(demo, today, &arena, err))
        && day_run(demo, &arena, err) && release(demo, &arena, err)
        && demo->cli->courier.round(&demo->clock, demo->cli->folder, NULL,
                                    ask_inline, demo, &carried, err);
    arena_clear(&arena);
    if (!done)
        return err_context(err, "day %" PRId64, index);
    demo->letters = letters + carried.sent; /* some were held back */
    return true;
}

/* By letters, of which there will be about one an account: they take the
 * time. */
static void progress(const struct demo *demo)
{
    cli_progress_show(demo->day_words, demo->letters,
                      (uint64_t)demo->accounts * 21 / 20);
}

/* Nine in the morning of that day; never later than now, never back. */
static bool clock_move(struct demo *demo, int64_t index, struct day *today)
{
    const struct zone *zone = demo->house.app.zone;
    struct moment now = world_now(world_real());
    struct moment then = { now.us - demo->behind_us };
    *today = day_add(zone_wall(zone, now).day, (int32_t)(index - demo->days));
    struct moment at = zone_day_start(zone, *today);
    at = moment_add_seconds(at, OPENS_SECONDS);
    if (moment_compare(at, now) > 0)
        at = now;
    if (moment_compare(at, then) > 0)
        demo->behind_us = now.us - at.us;
    return true;
}

/* --- files ------------------------------------------------------------ */

/* Rows (from, to] of the provider's accounts are in this file. */
static void share(int64_t accounts, uint32_t file, int64_t *from, int64_t *to)
{
    int64_t first = accounts / FIRST_SHARE;
    int64_t rest = accounts - first;
    *from = file == 0 ? 0 : first + rest * (file - 1) / (FILES - 1);
    *to = file == 0 ? first : first + rest * file / (FILES - 1);
}

static bool file_send(struct demo *demo, uint32_t client, uint32_t file,
                      struct day today, struct err *err)
{
    struct app *app = &demo->house.app;
    struct arena arena;
    struct buf csv;
    struct client agreed;
    struct cli_form form;
    struct str json;
    int64_t each = demo->accounts / demo->client_count, from, to;
    uint64_t seed = (uint64_t)demo->seed * 1000 + client;
    arena_init(&arena, ARENA_JOB_BYTES);
    buf_init(&csv, &arena, FILE_BYTES_MAX);
    share(each, file, &from, &to);
    bool done = app_client_load(app, app_caller(app, CALLER_ADMIN, "demo"),
                                demo->client[client], &arena, &agreed, err);
    if (done) {
        intake_invent_row(seed, 0, agreed.agreement, today, &csv);
        for (int64_t row = from + 1; row <= to; row++)
            intake_invent_row(seed, (uint32_t)row, agreed.agreement, today,
                              &csv);
        cli_form_init(&form, demo->cli);
        cli_form_add(&form, "client", str_c(&arena, demo->client[client]));
        done = !csv.failed
            || err_set(err, ERR_EXHAUSTED, "the invented file is too large");
    }
    done = done && demo_ask_file(demo, "/admin/import", &form, buf_str(&csv),
                                 str_format(&arena, "%.*s-%d.csv",
                                            STR_ARGS(demo->client[client]),
                                            (int)file + 1).at,
                                 &arena, &json, err)
        && demo_payers_note(demo, client, agreed.agreement, buf_str(&csv),
                            &arena, err);
    arena_clear(&arena);
    return done;
}

/* --- the day's run, and who gets letters ------------------------------- */

static bool day_run(struct demo *demo, struct arena *arena, struct err *err)
{
    struct cli_form form;
    struct str json;
    cli_form_init(&form, demo->cli);
    return demo_ask(demo, "/admin/daily", &form, false, arena, &json, err);
}

/* Somebody looked at the letters, as a new provider's must be, and let them
 * go. */
static bool release(struct demo *demo, struct arena *arena, struct err *err)
{
    struct str json;
    bool done = true;
    for (uint32_t i = 0; done && i < demo->client_count; i++) {
        struct cli_form form;
        cli_form_init(&form, demo->cli);
        cli_form_add(&form, "client", str_c(arena, demo->client[i]));
        done = demo_ask(demo, "/admin/release", &form, false, arena, &json,
                        err);
    }
    return done;
}

/* Some of the accounts that came today: their people will do something. */
static bool people_note(struct demo *demo, uint32_t client,
                        struct arena *arena, struct err *err)
{
    struct app *app = &demo->house.app;
    struct caller caller = app_caller(app, CALLER_ADMIN, "demo");
    struct client agreed;
    struct app_accounts accounts;
    if (!app_client_load(app, caller, demo->client[client], arena, &agreed,
                         err)
        || !app_accounts_load(app, caller, agreed.id,
                              demo->account_after[client], PEOPLE_A_FILE,
                              arena, &accounts, err))
        return false;
    for (uint32_t i = 0; i < accounts.count
                         && demo->person_count < DEMO_PEOPLE_MAX; i++) {
        const struct app_account *account = &accounts.account[i];
        struct demo_person *person = &demo->person[demo->person_count];
        *person = (struct demo_person){ .is_used = false };
        int len = snprintf(person->name, sizeof person->name, "%.*s %.*s",
                           STR_ARGS(account->first), STR_ARGS(account->last));
        if (account->ref.len != REF_LEN
            || len >= (int)sizeof person->name)
            continue;
        memcpy(person->bill, account->ref.at, REF_LEN);
        size_t last = account->account.len;
        (void)snprintf(person->ending, sizeof person->ending, "%.*s",
                       STR_ARGS(str_part(account->account,
                                         last > 4 ? last - 4 : 0, 4)));
        demo->person_count++;
    }
    if (accounts.count > 0)
        demo->account_after[client] = str_copy(
            &demo->cli->arena, accounts.account[accounts.count - 1].ref);
    return true;
}

/* What we collected goes to the providers once a week. */
static bool remit(struct demo *demo, struct day today, struct arena *arena,
                  struct err *err)
{
    struct str json;
    struct str through = day_iso(arena, day_add(today, -1));
    bool done = through.at != NULL
        || err_set(err, ERR_EXHAUSTED, "no memory for a remittance");
    for (uint32_t i = 0; done && i < demo->client_count; i++) {
        struct cli_form form;
        cli_form_init(&form, demo->cli);
        cli_form_add(&form, "client", str_c(arena, demo->client[i]));
        cli_form_add(&form, "through", through.at);
        done = demo_ask(demo, "/admin/remit", &form, false, arena, &json,
                        err);
    }
    return done;
}

/* The courier's questions go straight into the router; on the way we read,
 * as the addressee will, the code on the letter. */
static void codes_note(struct demo *demo, struct arena *arena,
                       struct str answer)
{
    const struct json *root, *content;
    if (!json_parse(arena, answer, &root, NULL))
        return;
    json_each(message, json_get(root, STR("message"))) {
        struct str text, name, code;
        if (!json_text(json_get(message, STR("content")), &text)
            || !json_parse(arena, text, &content, NULL)
            || !json_text(json_at(json_get(content, STR("recipient")), 0),
                          &name)
            || !json_text(json_get(content, STR("code")), &code)
            || code.len == 0 || code.len >= sizeof demo->person[0].code)
            continue;
        for (uint32_t i = demo->person_count; i-- > 0; ) {
            struct demo_person *person = &demo->person[i];
            if (person->code[0] == '\0' && str_is(name, person->name)
                && str_find(text, str_of(person->ending)) != SIZE_MAX) {
                memcpy(person->code, code.at, code.len);
                person->code[code.len] = '\0';
                break;
            }
        }
    }
}

static bool ask_inline(void *context, enum http_method method,
                       struct str target, struct str body,
                       struct arena *arena, struct http_reply *reply,
                       struct err *err)
{
    struct demo *demo = context;
    if (!cli_house_ask(&demo->house, HTTP_COURIER, method, target, body,
                       "application/json", arena, reply, err))
        return false;
    if (str_starts(target, STR("/courier/outbox?limit"))) {
        codes_note(demo, arena, reply->body);
    } else if (str_ends(target, STR("/sent"))) {
        demo->letters++;
        progress(demo);
    }
    return true;
}
