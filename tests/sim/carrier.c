#include <dirent.h>

#include "base/base.h"
#include "courier/courier.h"
#include "courier/sheet.h"
#include "seal/digest.h"
#include "sim.h"

#define LETTERS "%s/" COURIER_LETTERS
#define ASKS_MAX 30 /* a courier that dies does so within so many */

/* How the courier's questions reach the house. */
struct line {
    struct sim *sim;
    uint32_t left;      /* until it dies; 0: it lives */
    bool hears_answer;  /* dies after the house has acted, or before */
    bool has_died;
    bool is_wrong;      /* something does not hold: the words are kept */
    struct str batch;   /* the last list of open letters, to offer again */
    const struct json *letters; /* the same, read */
};

static bool line_ask(void *context, enum http_method method,
                     struct str target, struct str body, struct arena *arena,
                     struct http_reply *reply, struct err *err);
static void list_note(struct line *line, struct str list);
static bool leave_note(struct line *line, struct str target,
                       const struct http_reply *reply);

/* In place of the room `paper`: a month has hundreds of letters, and how they
 * look is no question here.  The same words give the same bytes. */
bool courier_sheet(struct str content, struct arena *arena, struct str *pdf,
                   struct err *err)
{
    *pdf = str_copy(arena, content);
    return pdf->at != NULL
        || err_set(err, ERR_EXHAUSTED, "no memory for a sheet");
}

bool carrier_goes(struct sim *sim)
{
    struct line line = { .sim = sim };
    struct courier courier = { .world = &sim->world.world,
                               .folder = sim->folder, .ask = line_ask,
                               .context = &line };
    struct courier_report report;
    for (uint32_t try = 0; try < SIM_TRIES_MAX; try++) {
        struct err err = { .kind = ERR_NONE };
        bool may_die = dice(sim, 3 + 3 * try) == 0;
        line.left = may_die ? 1 + dice(sim, ASKS_MAX) : 0;
        line.hears_answer = dice(sim, 2) == 0;
        line.has_died = false;
        fault_begin(sim, FAULT_FILES, try);
        bool done = courier_round(&courier, &report, &err);
        bool has_struck = fault_end(sim);
        sim->count.deaths += line.has_died;
        if (line.is_wrong)
            return false;
        if (done)
            return true;
        if (!has_struck && !line.has_died)
            return wrong(sim, "courier: %s", err.text);
    }
    return wrong(sim, "courier: it never comes home");
}

/* --- the line to the house -------------------------------------------- */

static bool is_list(struct str target)
{
    return str_find(target, STR("limit=")) != SIZE_MAX;
}

/* An old list once more, as when two couriers had asked at once. */
static bool offer_again(struct line *line, struct str target,
                        struct http_reply *reply)
{
    if (!is_list(target) || line->batch.len == 0 || dice(line->sim, 8) != 0)
        return false;
    *reply = (struct http_reply){ .status = 200, .body = line->batch };
    line->batch = (struct str){ NULL, 0 };
    line->sim->count.stale++;
    return true;
}

static bool line_ask(void *context, enum http_method method,
                     struct str target, struct str body, struct arena *arena,
                     struct http_reply *reply, struct err *err)
{
    struct line *line = context;
    struct sim *sim = line->sim;
    struct http_pair header[] = {
        { STR("Accept"), STR("application/json") },
        { STR("Content-Type"), STR("application/x-www-form-urlencoded") }
    };
    struct http_raw raw = {
        .world = &sim->world.world, .method = method,
        .transport = HTTP_COURIER, .target = target, .header = header,
        .header_count = 2, .body = body, .peer = { .has_uid = true }
    };
    struct http_request request;
    struct http_answer answer;
    bool dies = line->left > 0 && --line->left == 0;
    line->has_died = line->has_died || dies;
    if (dies && !line->hears_answer)
        return err_set(err, ERR_OUTSIDE, "the courier was killed");
    if (offer_again(line, target, reply))
        return true;
    if (!http_request_make(&raw, arena, &request, err))
        return false;
    sim->count.requests++;
    http_answer_init(&answer, arena);
    web_handle(&sim->web, &request, &answer);
    *reply = (struct http_reply){ .status = answer.status,
                                  .content_type = answer.content_type,
                                  .body = answer.body };
    if (is_list(target) && reply->status == 200)
        list_note(line, reply->body);
    if (method == HTTP_POST && reply->status == 200
        && !leave_note(line, target, reply)) {
        line->is_wrong = true;
        return err_set(err, ERR_BUG, "%s", sim->words);
    }
    if (dies)
        return err_set(err, ERR_OUTSIDE, "the courier was killed");
    if (str_find(target, STR("manifest=")) != SIZE_MAX
        && !sim->fault.has_files && dice(sim, 10) == 0)
        fault_half_file(sim);
    return true;
}

static void list_note(struct line *line, struct str list)
{
    const struct json *root;
    line->batch = str_copy(&line->sim->arena, list);
    if (json_parse(&line->sim->arena, list, &root, NULL))
        line->letters = json_get(root, STR("message"));
}

/* Taken or sent is the house's word, whether the courier hears it or not.
 * The code of the letter is what its person will type. */
static bool leave_note(struct line *line, struct str target,
                       const struct http_reply *reply)
{
    struct sim *sim = line->sim;
    const struct json *root, *content;
    struct err err = { .kind = ERR_NONE };
    struct str code = { NULL, 0 };
    struct str ref = str_part(target, sizeof "/courier/outbox/" - 1, REF_LEN);
    if (!json_parse(&sim->arena, reply->body, &root, &err))
        return wrong(sim, "the courier's door: %s", err.text);
    bool is_sent = look_flag(root, "is_sent");
    if (!is_sent && !look_flag(root, "may_leave"))
        return true;
    for (const struct json *message = line->letters->first;
         is_sent && message != NULL; message = message->next)
        if (str_equal(look_text(message, "ref"), ref)
            && json_parse(&sim->arena, look_text(message, "content"),
                          &content, &err))
            code = look_text(content, "code");
    return model_letter_leaves(sim, ref, code, is_sent);
}

/* --- the manifests ---------------------------------------------------- */

static bool row_holds(struct sim *sim, struct str row)
{
    struct str ref, rest, kind, language, sha256, sent_at;
    char found[SEAL_SHA256_HEX + 1];
    struct err err = { .kind = ERR_NONE };
    if (!str_cut(row, ',', &ref, &rest) || !str_cut(rest, ',', &kind, &rest)
        || !str_cut(rest, ',', &language, &rest)
        || !str_cut(rest, ',', &sha256, &sent_at))
        return wrong(sim, "a manifest's row cannot be read: %.*s",
                     STR_ARGS(row));
    struct model_letter *letter = model_letter_find(sim, ref);
    if (letter == NULL || ++letter->manifests > 1)
        return wrong(sim, "letter %.*s is %s", STR_ARGS(ref),
                     letter ? "in two manifests" : "listed and never left");
    struct str path = str_format(&sim->arena, LETTERS "/%.*s.pdf",
                                 sim->folder, STR_ARGS(ref));
    if (!seal_sha256_file(world_real(), path.at, found, &err))
        return wrong(sim, "a listed letter: %s", err.text);
    return str_is(sha256, found)
        || wrong(sim, "letter %.*s is not what was listed", STR_ARGS(ref));
}

static bool manifest_holds(struct sim *sim, const char *name)
{
    struct str csv, row;
    struct err err = { .kind = ERR_NONE };
    struct str path = str_format(&sim->arena, LETTERS "/%s", sim->folder,
                                 name);
    if (!file_read(world_real(), &sim->arena, path.at, (size_t)4 << 20, &csv,
                   &err))
        return wrong(sim, "manifest: %s", err.text);
    (void)str_cut(csv, '\n', &row, &csv); /* the names of the columns */
    while (csv.len > 0 && str_cut(csv, '\n', &row, &csv))
        if (!row_holds(sim, str_trim(row)))
            return false;
    return true;
}

/* What left is in one manifest each, as a file with the bytes it names, and
 * no day waits for its manifest. */
bool carrier_settles(struct sim *sim)
{
    struct str path = str_format(&sim->arena, LETTERS, sim->folder);
    DIR *dir = opendir(path.at);
    bool good = dir != NULL || wrong(sim, "there is no spool");
    struct dirent *entry;
    while (good && (entry = readdir(dir)) != NULL) {
        struct str name = str_of(entry->d_name);
        if (str_starts(name, STR("manifest-")) && str_ends(name, STR(".csv")))
            good = manifest_holds(sim, entry->d_name);
        if (str_starts(name, STR(".manifest-due-")))
            good = wrong(sim, "%s is still due", entry->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    for (uint32_t i = 0; good && i < sim->model.letter_count; i++)
        if (sim->model.letter[i].manifests != 1)
            good = wrong(sim, "letter %s left and is in no manifest",
                         sim->model.letter[i].ref);
    return good;
}
