#include "base/base.h"
#include "app/place.h"
#include "cli/demo.h"
#include "intake/invent.h"
#include "text/json.h"

#define OPENS_SECONDS (9 * 3600) /* the day's work begins at nine */
#define FILE_BYTES_MAX ((size_t)128 << 20)
#define FILES 4          /* each provider sends so many files, a week apart */
#define FIRST_SHARE 2    /* the first is one part in so many of all */

static bool clock_move(struct demo *demo, int64_t index, struct day *today);
static bool file_send(struct demo *demo, uint32_t client, uint32_t file,
                      struct day today, struct err *err);
static bool day_run(struct demo *demo, struct arena *arena, struct err *err);
static void people_note(struct demo *demo, const struct json *report);
static bool ask_inline(void *context, enum http_method method,
                       struct str target, struct str body,
                       struct arena *arena, struct http_reply *reply,
                       struct err *err);

bool demo_day(struct demo *demo, int64_t index, struct err *err)
{
    struct arena arena;
    struct day today;
    struct cli_carried carried;
    bool done = clock_move(demo, index, &today);
    for (uint32_t i = 0; done && i < demo->client_count; i++)
        if (index % 7 == 0 && index / 7 < FILES)
            done = file_send(demo, i, (uint32_t)(index / 7), today, err);
    arena_init(&arena, ARENA_JOB_BYTES);
    done = done && demo_life(demo, &arena, err)
        && day_run(demo, &arena, err)
        && demo->cli->courier.round(&demo->clock, demo->cli->folder,
                                    ask_inline, demo, &carried, err);
    arena_clear(&arena);
    if (!done)
        return err_context(err, "day %" PRId64, index);
    demo->letters += carried.sent;
    demo->held_back += carried.held_back;
    return true;
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

/* --- the day's run, and whose letters it wrote ------------------------ */

static bool day_run(struct demo *demo, struct arena *arena, struct err *err)
{
    struct cli_form form;
    struct str json;
    const struct json *root;
    cli_form_init(&form, demo->cli);
    if (!demo_ask(demo, "/admin/daily", &form, false, arena, &json, err)
        || !json_parse(arena, json, &root, err))
        return false;
    json_each(report, json_get(root, STR("day")))
        people_note(demo, report);
    return true;
}

static void people_note(struct demo *demo, const struct json *report)
{
    json_each(sample, json_get(report, STR("sample"))) {
        struct str name, bill, kind;
        if (demo->person_count == DEMO_PEOPLE_MAX
            || !json_text(json_get(sample, STR("name")), &name)
            || !json_text(json_get(sample, STR("bill")), &bill)
            || !json_text(json_get(sample, STR("kind")), &kind)
            || name.len >= sizeof demo->person[0].name || bill.len != REF_LEN
            || !(str_is(kind, "first_statement")
                 || str_is(kind, "validation_notice")))
            continue;
        struct demo_person *person = &demo->person[demo->person_count++];
        *person = (struct demo_person){ .is_used = false };
        memcpy(person->bill, bill.at, bill.len);
        memcpy(person->name, name.at, name.len);
    }
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
            if (person->code[0] == '\0' && str_is(name, person->name)) {
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
    if (str_starts(target, STR("/courier/outbox?limit")))
        codes_note(demo, arena, reply->body);
    return true;
}
