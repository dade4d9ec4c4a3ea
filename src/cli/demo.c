#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "app/folder.h"
#include "app/place.h"
#include "cli/demo.h"
#include "cli/progress.h"
#include "text/embedded.h"
#include "text/json.h"

#define PAGE_AT "http://127.0.0.1:8080"
#define DAY_US (INT64_C(86400) * 1000000)
#define NOTE_BYTES_MAX 8192
#define ACCOUNTS_MIN 20 /* fewer would leave pages without anything on them */
#define MAKING "-making"

extern const struct embedded_set embedded_clients;

static bool make(struct demo *demo, struct err *err);
static bool agency_make(struct demo *demo, struct err *err);
static bool clients_apply(struct demo *demo, struct err *err);
static bool note_write(struct demo *demo, struct err *err);
static int show(struct cli *cli, struct err *err);
static bool names_make(struct demo *demo, struct err *err);
static bool look(struct demo *demo, bool *is_there, struct err *err);
static bool keep(struct demo *demo, struct err *err);

int cli_demo(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct demo *demo = arena_new(&cli->arena, struct demo);
    if (demo == NULL)
        return cli_usage(cli, "no memory for a demo");
    demo->cli = cli;
    bool is_there;
    if (!names_make(demo, &err) || !look(demo, &is_there, &err)
        || (!is_there
            && (!cli_count(cli, "accounts", ACCOUNTS_MIN, 1000000, 2000,
                           &demo->accounts, &err)
                || !cli_count(cli, "days", 1, 365, 28, &demo->days, &err)
                || !cli_count(cli, "seed", 0, INT64_MAX, 1, &demo->seed,
                              &err)
                || !make(demo, &err)
                || !keep(demo, &err)))) {
        cli_progress_clear();
        return cli_trouble(cli, &err);
    }
    cli_progress_clear();
    return show(cli, &err);
}

/* --- all or nothing --------------------------------------------------- */

/* A demo is made under another name and gets its own when it is done, so a
 * half-made one can never be taken for it. */
static bool names_make(struct demo *demo, struct err *err)
{
    struct arena *arena = &demo->cli->arena;
    const char *folder = demo->cli->folder;
    demo->final = folder;
    demo->final_keys = str_format(arena, "%s-keys", folder).at;
    demo->making = str_format(arena, "%s" MAKING, folder).at;
    demo->making_keys = str_format(arena, "%s" MAKING "-keys", folder).at;
    return demo->making_keys != NULL
        || err_set(err, ERR_EXHAUSTED, "no memory for a file name");
}

static bool is_demo(struct demo *demo, const char *folder)
{
    struct stat about;
    struct str mark = str_format(&demo->cli->arena, "%s/" DEMO_MARK, folder);
    return mark.at != NULL && stat(mark.at, &about) == 0;
}

/* Is it there?  One that was interrupted is finished when only its name was
 * missing, and else removed, to be made anew. */
static bool look(struct demo *demo, bool *is_there, struct err *err)
{
    struct stat about;
    *is_there = is_demo(demo, demo->final);
    if (*is_there)
        return true;
    if (stat(demo->final, &about) == 0)
        return err_set(err, ERR_CONFLICT, "'%s' is there already and is no "
                       "demo; choose another --folder", demo->final);
    if (stat(demo->making, &about) != 0)
        return app_folder_remove(demo->making_keys, err);
    int lock;
    demo->cli->folder = demo->making;
    bool is_ours = cli_lock(demo->cli, false, &lock, err);
    demo->cli->folder = demo->final;
    if (!is_ours)
        return false;
    bool done;
    if (is_demo(demo, demo->making)) {
        done = *is_there = keep(demo, err);
    } else {
        (void)fprintf(stderr, "bedside: an earlier start of this demo was "
                      "interrupted, so it is made anew\n");
        done = app_folder_remove(demo->making_keys, err)
            && app_folder_remove(demo->making, err);
    }
    close(lock);
    return done;
}

/* The keys first: a folder with its final name always has them. */
static bool keep(struct demo *demo, struct err *err)
{
    struct stat about;
    if ((stat(demo->making_keys, &about) == 0
         && rename(demo->making_keys, demo->final_keys) != 0)
        || rename(demo->making, demo->final) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot give the demo the name %s: "
                       "%s", demo->final, strerror(errno));
    return true;
}

/* --- the clock -------------------------------------------------------- */

static struct moment clock_now(void *context)
{
    const struct demo *demo = context;
    struct moment now = world_now(world_real());
    return (struct moment){ now.us - demo->behind_us };
}

/* Nobody relies on a demo that a power cut interrupts: it is made anew. */
static int no_fsync(void *context, int fd)
{
    (void)context;
    (void)fd;
    return 0;
}

static void clock_start(struct demo *demo)
{
    demo->clock = *world_real();
    demo->clock.context = demo;
    demo->clock.now = clock_now;
    demo->clock.fsync = no_fsync;
    demo->behind_us = demo->days * DAY_US;
}

/* --- from nothing to a folder with a past ----------------------------- */

static bool make(struct demo *demo, struct err *err)
{
    struct cli *cli = demo->cli;
    clock_start(demo);
    struct cli_house_options options = { .world = &demo->clock,
                                         .is_quiet = true };
    cli->folder = demo->making;
    cli_progress_show("the agency", 0, 1);
    bool done = agency_make(demo, err)
        && cli_house_open(cli, &options, &demo->house, err);
    if (done) {
        done = clients_apply(demo, err) && demo_staff(demo, err);
        for (int64_t day = 0; done && day <= demo->days; day++)
            done = demo_day(demo, day, err);
        done = done && note_write(demo, err);
        cli_house_close(&demo->house);
        cli->courier.close();
    }
    cli->folder = demo->final;
    return done;
}

static bool agency_make(struct demo *demo, struct err *err)
{
    static const struct app_agency agency = {
        .name = { "Harbor Care, Inc.", 17 },
        .known_as = { "Harbor Care", 11 },
        .line1 = { "P.O. Box 2170", 13 }, .line2 = { "", 0 },
        .city = { "Portland", 8 }, .state = { "ME", 2 },
        .zip = { "04101", 5 }, .phone = { "2075550170", 10 },
        .hours_en = { "Monday to Friday, 8 a.m. to 8 p.m. Eastern", 42 },
        .hours_es = { "lunes a viernes, 8 a.m. a 8 p.m. hora del Este", 46 },
        .website = { "https://www.harborcare.example", 30 },
        .portal_url = { "harborcare.example/m", 20 },
        .license = { "Maine debt collector license 00000 (invented)", 45 },
        .is_demo = true
    };
    struct app_options options = {
        .world = &demo->clock, .folder = demo->cli->folder,
        .is_inline = true, .may_migrate = true
    };
    return app_init(&options, &agency, err);
}

static bool clients_apply(struct demo *demo, struct err *err)
{
    for (size_t i = 0; i < embedded_clients.count
                       && demo->client_count < DEMO_CLIENTS_MAX; i++) {
        const struct embedded_file *file = &embedded_clients.file[i];
        struct cli_form form;
        struct arena arena;
        struct str json, code;
        const struct json *root;
        arena_init(&arena, ARENA_JOB_BYTES);
        cli_form_init(&form, demo->cli);
        struct str yaml = { file->at, file->len };
        bool done = demo_ask_file(demo, "/admin/client/apply", &form, yaml,
                                  file->name, &arena, &json, err)
            && json_parse(&arena, json, &root, err);
        if (done && json_text(json_get(root, STR("code")), &code))
            demo->client[demo->client_count++]
                = str_copy(&demo->cli->arena, code);
        arena_clear(&arena);
        if (!done)
            return err_context(err, "%s", file->name);
    }
    return true;
}

/* --- asking ----------------------------------------------------------- */

bool demo_ask(struct demo *demo, const char *target, struct cli_form *form,
              bool may_refuse, struct arena *arena, struct str *json,
              struct err *err)
{
    struct http_reply reply;
    struct str body = buf_str(&form->body);
    if (!cli_house_ask(&demo->house, HTTP_ADMIN, HTTP_POST, str_of(target),
                       body.at != NULL ? body : STR(""), "application/json",
                       arena, &reply, err))
        return false;
    *json = reply.body;
    if (reply.status < 400 || (reply.status == 422 && may_refuse))
        return true;
    const struct json *root;
    struct str words = { NULL, 0 };
    if (json_parse(arena, reply.body, &root, NULL))
        words = json_get(json_get(root, STR("error")), STR("message"))->text;
    return err_set(err, ERR_BUG, "%s: %d %.*s", target, reply.status,
                   STR_ARGS(words));
}

bool demo_ask_file(struct demo *demo, const char *target,
                   struct cli_form *form, struct str bytes,
                   const char *shown, struct arena *arena, struct str *json,
                   struct err *err)
{
    struct world *world = demo->cli->world;
    struct ref ref = ref_new(world);
    const char *path = str_format(arena, "%s/spool/in-%s", demo->cli->folder,
                                  ref.text).at;
    if (path == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a file name");
    if (!file_write_durably(world, path, bytes, 0600, err))
        return false;
    cli_form_add(form, "file", str_format(arena, "in-%s", ref.text).at);
    cli_form_add(form, "file_name", shown);
    bool done = demo_ask(demo, target, form, true, arena, json, err);
    world->unlink(world->context, path);
    return done;
}

/* --- the ready links -------------------------------------------------- */

static bool note_fill(struct demo *demo, struct arena *arena,
                      struct buf *note, struct err *err)
{
    const struct demo_person *patient;
    struct str born_on;
    if (!demo_patient(demo, arena, &patient, &born_on, err))
        return false;
    buf_add_format(note,
        "Harbor Care, a demonstration: every person here is invented.\n"
        "%" PRId64 " accounts of %" PRIu32 " providers, %" PRId64 " days: %"
        PRIu32 " letters, %" PRIu32 " payments, %" PRIu32 " plans,\n%" PRIu32
        " calls, %" PRIu32 " pauses, %" PRIu32 " disputes, %" PRIu32
        " bills closed with help\n\n",
        demo->accounts, demo->client_count, demo->days, demo->letters,
        demo->payments, demo->plans, demo->calls, demo->pauses,
        demo->disputes, demo->closed);
    buf_add_format(note,
        "  patient         " PAGE_AT WEB_FIND "\n"
        "                  code %s, born %.*s (%s)\n",
        patient->code, STR_ARGS(born_on), patient->name);
    buf_add_format(note,
        "  representative  " PAGE_AT WEB_SIGN_IN "\n"
        "                  name rep, password %.*s\n", STR_ARGS(demo->rep));
    buf_add_format(note,
        "  provider        " PAGE_AT WEB_SIGN_IN "\n"
        "                  name provider, password %.*s (%.*s)\n",
        STR_ARGS(demo->provider), STR_ARGS(demo->client[0]));
    buf_add_format(note,
        "  administrator   " PAGE_AT WEB_SIGN_IN "\n"
        "                  name admin, password %.*s\n",
        STR_ARGS(demo->admin));
    return true;
}

static bool note_write(struct demo *demo, struct err *err)
{
    struct arena arena;
    struct buf note;
    arena_init(&arena, ARENA_JOB_BYTES);
    buf_init(&note, &arena, NOTE_BYTES_MAX);
    const char *path = str_format(&arena, "%s/" DEMO_MARK,
                                  demo->cli->folder).at;
    bool done = note_fill(demo, &arena, &note, err);
    if (done && (note.failed || path == NULL))
        done = err_set(err, ERR_EXHAUSTED, "no memory for the note");
    done = done && file_write_durably(demo->cli->world, path, buf_str(&note),
                                      0600, err);
    arena_clear(&arena);
    return done;
}

static int show(struct cli *cli, struct err *err)
{
    struct str note;
    const char *path = str_format(&cli->arena, "%s/" DEMO_MARK,
                                  cli->folder).at;
    if (!file_read(cli->world, &cli->arena, path, NOTE_BYTES_MAX, &note, err))
        return cli_trouble(cli, err);
    if (!cli->is_json) {
        (void)printf("%.*s", STR_ARGS(note));
        return 0;
    }
    struct buf buf;
    struct json_out out;
    buf_init(&buf, &cli->arena, NOTE_BYTES_MAX * 4);
    json_out_init(&out, &buf);
    json_out_object(&out);
    json_out_key(&out, STR("folder"));
    json_out_text(&out, str_of(cli->folder));
    json_out_key(&out, STR("note"));
    json_out_text(&out, note);
    json_out_object_end(&out);
    (void)printf("%.*s\n", STR_ARGS(buf_str(&buf)));
    return 0;
}
