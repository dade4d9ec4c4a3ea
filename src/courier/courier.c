#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/base.h"
#include "courier/courier.h"
#include "courier/round.h"
#include "courier/sheet.h"
#include "paper/letter.h"
#include "person/fact.h"
#include "seal/digest.h"
#include "text/json.h"

#define DUE_PREFIX ".manifest-due-" /* a day whose manifest is not written */

static bool letters_carry(struct round *round, struct err *err);
static bool carry_batch(struct round *round, uint32_t *carried,
                        struct err *err);
static bool carry_one(struct round *round, const struct json *message,
                      bool *is_carried, struct err *err);
static bool letter_write(struct round *round, struct str ref,
                         struct str content, struct str *path,
                         struct str *sha256, struct err *err);
static bool due_mark(struct round *round, struct str day, struct err *err);
static bool manifests_write(struct round *round, struct err *err);

/* A house that cannot post an e-mail still sends its letters, and the other
 * way round; what went wrong first is said. */
bool courier_round(const struct courier *courier,
                   struct courier_report *report, struct err *err)
{
    struct round round = { .courier = courier, .report = report };
    struct err later = { .kind = ERR_NONE };
    bool is_posted = true;
    *report = (struct courier_report){ .sent = 0 };
    if (courier->post != NULL) { /* first: somebody waits for a code */
        arena_init(&round.arena, ARENA_JOB_BYTES);
        is_posted = round_post(&round, err);
        arena_clear(&round.arena);
    }
    return letters_carry(&round, is_posted ? err : &later) && is_posted;
}

static bool letters_carry(struct round *round, struct err *err)
{
    const struct courier *courier = round->courier;
    uint32_t carried;
    bool done = true;
    do {
        arena_init(&round->arena, ARENA_JOB_BYTES);
        round->letters = str_format(&round->arena, "%s/" COURIER_LETTERS,
                                    courier->folder);
        if (round->letters.at == NULL)
            done = err_set(err, ERR_EXHAUSTED, "no memory for the courier");
        else if (mkdir(round->letters.at, 0700) != 0 && errno != EEXIST)
            done = err_set(err, ERR_OUTSIDE, "cannot make %s: %s",
                           round->letters.at, strerror(errno));
        done = done && carry_batch(round, &carried, err);
        if (done && carried == 0)
            done = manifests_write(round, err);
        arena_clear(&round->arena);
    } while (done && carried > 0);
    return done;
}

void courier_close(void)
{
    paper_close();
}

static bool carry_batch(struct round *round, uint32_t *carried,
                        struct err *err)
{
    const struct json *root;
    struct str target = str_format(&round->arena, "/courier/outbox?limit=%d",
                                   COURIER_BATCH);
    *carried = 0;
    if (!round_ask(round, HTTP_GET, target, STR(""), &root, err))
        return false;
    json_each(message, json_get(root, STR("message"))) {
        bool is_carried = false;
        arena_init(&round->sheet, ARENA_JOB_BYTES);
        bool done = carry_one(round, message, &is_carried, err);
        arena_clear(&round->sheet);
        if (!done)
            return false;
        *carried += is_carried;
    }
    return true;
}

/* Take, write, report.  Killed between any two, the message is still open
 * and is carried again, to the same bytes under the same name. */
static bool carry_one(struct round *round, const struct json *message,
                      bool *is_carried, struct err *err)
{
    struct str ref, content, channel, made_on;
    struct str path = { NULL, 0 }, sha256 = { NULL, 0 };
    struct ref parsed;
    bool may_leave, is_sent;
    if (!json_text(json_get(message, STR("ref")), &ref)
        || !json_text(json_get(message, STR("content")), &content)
        || !json_text(json_get(message, STR("channel")), &channel)
        || !json_text(json_get(message, STR("made_on")), &made_on)
        || !ref_parse(ref, &parsed))
        return err_set(err, ERR_CORRUPT, "a message of the outbox cannot be "
                       "read");
    if (channel_parse(channel) != CHANNEL_LETTER)
        return true; /* of another road: courier/post.c */
    if (!round_ask_flag(round, ref, "take", STR(""), "may_leave", &may_leave,
                        err))
        return false;
    *is_carried = true;
    if (!may_leave) {
        round->report->held_back++;
        return true;
    }
    if (!letter_write(round, ref, content, &path, &sha256, err)) {
        if (err->kind != ERR_INVALID)
            return false;
        /* A name in a script we have no font for must not stop the others. */
        (void)fprintf(stderr, "bedside courier: %s\n", err->text);
        err->kind = ERR_NONE;
        round->report->unprintable++;
        *is_carried = false;
        return true;
    }
    if (!due_mark(round, made_on, err))
        return false;
    struct str body = str_format(&round->sheet, "sha256=%.*s",
                                 STR_ARGS(sha256));
    if (!round_ask_flag(round, ref, "sent", body, "is_sent", &is_sent, err))
        return false;
    if (is_sent)
        round->report->sent++;
    else
        round->report->held_back++;
    struct world *world = round->courier->world;
    if (!is_sent) /* the gate closed meanwhile: nobody may print it */
        world->unlink(world->context, path.at);
    return true;
}

static bool letter_write(struct round *round, struct str ref,
                         struct str content, struct str *path,
                         struct str *sha256, struct err *err)
{
    struct str pdf;
    if (!courier_sheet(content, &round->sheet, &pdf, err))
        return err_context(err, "message %.*s", STR_ARGS(ref));
    *path = str_format(&round->sheet, "%.*s/%.*s.pdf",
                       STR_ARGS(round->letters), STR_ARGS(ref));
    *sha256 = seal_sha256_hex(&round->sheet, pdf);
    if (path->at == NULL || sha256->at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a letter");
    return file_write_durably(round->courier->world, path->at, pdf, 0600,
                              err);
}

bool round_ask_flag(struct round *round, struct str ref, const char *what,
                     struct str body, const char *name, bool *flag,
                     struct err *err)
{
    const struct json *root;
    struct str target = str_format(&round->sheet, "/courier/outbox/%.*s/%s",
                                   STR_ARGS(ref), what);
    if (!round_ask(round, HTTP_POST, target, body, &root, err))
        return false;
    if (json_flag(json_get(root, str_of(name)), flag))
        return true;
    return err_set(err, ERR_CORRUPT, "the house gave no answer to '%s'",
                   what);
}

bool round_ask(struct round *round, enum http_method method,
                     struct str target, struct str body,
                     const struct json **root, struct err *err)
{
    const struct courier *courier = round->courier;
    struct http_reply reply;
    struct str words = { NULL, 0 };
    if (target.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to ask the house");
    if (!courier->ask(courier->context, method, target, body, &round->arena,
                      &reply, err))
        return false;
    if (reply.status == 503)
        return err_set(err, ERR_BUSY, "the house is busy");
    if (!json_parse(&round->arena, reply.body, root, err))
        return err_context(err, "the house answered %d", reply.status);
    if (reply.status == 200)
        return true;
    words = json_get(json_get(*root, STR("error")), STR("message"))->text;
    return err_set(err, ERR_OUTSIDE, "the house answered %d: %.*s",
                   reply.status, STR_ARGS(words));
}

/* --- manifests -------------------------------------------------------- */

/* A marker outlives a killed courier, so no day stays without its manifest. */
static bool due_mark(struct round *round, struct str day, struct err *err)
{
    struct str path = str_format(&round->sheet, "%.*s/" DUE_PREFIX "%.*s",
                                 STR_ARGS(round->letters), STR_ARGS(day));
    struct stat there;
    if (path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the manifest");
    if (stat(path.at, &there) == 0)
        return true;
    return file_write_durably(round->courier->world, path.at, STR(""), 0600,
                              err);
}

static bool manifest_write(struct round *round, struct str day,
                           struct err *err)
{
    const struct courier *courier = round->courier;
    struct http_reply reply;
    struct str target = str_format(&round->arena,
                                   "/courier/outbox?manifest=%.*s",
                                   STR_ARGS(day));
    struct str path = str_format(&round->arena, "%.*s/manifest-%.*s.csv",
                                 STR_ARGS(round->letters), STR_ARGS(day));
    struct str mark = str_format(&round->arena, "%.*s/" DUE_PREFIX "%.*s",
                                 STR_ARGS(round->letters), STR_ARGS(day));
    if (target.at == NULL || path.at == NULL || mark.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the manifest");
    if (!courier->ask(courier->context, HTTP_GET, target, STR(""),
                      &round->arena, &reply, err))
        return false;
    if (reply.status != 200)
        return err_set(err, ERR_OUTSIDE, "the house answered %d instead of "
                       "the manifest of %.*s", reply.status, STR_ARGS(day));
    if (!file_write_durably(courier->world, path.at, reply.body, 0600, err))
        return false;
    courier->world->unlink(courier->world->context, mark.at);
    round->report->manifests++;
    return true;
}

static bool manifests_write(struct round *round, struct err *err)
{
    struct str day[COURIER_DAYS_MAX];
    uint32_t count = 0;
    DIR *folder = opendir(round->letters.at);
    if (folder == NULL)
        return err_set(err, ERR_OUTSIDE, "cannot look into %s: %s",
                       round->letters.at, strerror(errno));
    struct dirent *entry;
    while (count < COURIER_DAYS_MAX && (entry = readdir(folder)) != NULL) {
        struct str name = str_of(entry->d_name);
        struct day parsed;
        struct str date = str_part(name, sizeof DUE_PREFIX - 1, name.len);
        if (str_starts(name, STR(DUE_PREFIX)) && day_parse(date, &parsed))
            day[count++] = str_copy(&round->arena, date);
    }
    closedir(folder);
    bool done = true;
    for (uint32_t i = 0; done && i < count; i++)
        done = day[i].at != NULL && manifest_write(round, day[i], err);
    return done;
}
