#include "base/base.h"
#include "app/place.h"
#include "intake/invent.h"
#include "sim.h"

#define FILE_BYTES_MAX ((size_t)4 << 20)
#define ACCOUNTS_SEED 7 /* the same row is the same account in every file */

static bool file_put(struct sim *sim, uint32_t client, uint32_t from,
                     uint32_t to);
static bool import_holds(struct sim *sim, uint32_t client,
                         const struct reply *reply);
static bool accounts_learn(struct sim *sim, uint32_t client);

/* --- a file ----------------------------------------------------------- */

/* The next accounts, and a few that were sent before. */
bool provider_sends(struct sim *sim, uint32_t client, uint32_t rows)
{
    struct reply reply, again;
    uint32_t sent = sim->rows[client];
    uint32_t before = sent < 4 ? 0 : dice(sim, 4);
    struct str code = sim_client_code(client);
    if (!file_put(sim, client, sent + 1 - before, sent + rows))
        return false;
    struct str body = str_format(&sim->arena, "client=%.*s&file=in-%u.csv",
                                 STR_ARGS(code), sim->files);
    if (!browser_command(sim, STR("/admin/import"), body, &reply)
        || !import_holds(sim, client, &reply))
        return false;
    sim->rows[client] += rows;
    if (dice(sim, 3) == 0) { /* the same file once more adds nothing */
        if (!browser_command(sim, STR("/admin/import"), body, &again))
            return false;
        if (again.status != 200 || look_count(again.root, "new") != 0)
            return wrong(sim, "the same file again: %d, %.*s", again.status,
                         STR_ARGS(str_part(again.body, 0, 300)));
    }
    return accounts_learn(sim, client);
}

/* As the command does: into the spool, and again until it stands there. */
static bool file_put(struct sim *sim, uint32_t client, uint32_t from,
                     uint32_t to)
{
    struct client agreed;
    struct err err = { .kind = ERR_NONE };
    struct buf buf;
    if (!app_client_load(&sim->app, app_system(&sim->app, "sim"),
                         sim_client_code(client), &sim->arena, &agreed,
                         &err))
        return wrong(sim, "client: %s", err.text);
    struct day today = app_today(&sim->app, sim->world.now);
    buf_init(&buf, &sim->arena, FILE_BYTES_MAX);
    intake_invent_row(ACCOUNTS_SEED, 0, agreed.agreement, today, &buf);
    for (uint32_t row = from; row <= to; row++)
        intake_invent_row(ACCOUNTS_SEED, row, agreed.agreement, today, &buf);
    struct str path = str_format(&sim->arena, "%s/spool/in-%u.csv",
                                 sim->folder, ++sim->files);
    for (uint32_t try = 0; try < SIM_TRIES_MAX; try++) {
        fault_begin(sim, FAULT_FILES, try);
        bool done = file_write_durably(&sim->world.world, path.at,
                                       buf_str(&buf), 0600, &err);
        bool has_struck = fault_end(sim);
        if (done)
            return true;
        if (!has_struck)
            break;
    }
    return wrong(sim, "file: %s", err.text);
}

static bool import_holds(struct sim *sim, uint32_t client,
                         const struct reply *reply)
{
    struct model *model = &sim->model;
    const struct json *root = reply->root;
    if (reply->status != 200 && reply->status != 422)
        return wrong(sim, "an import answered %d: %.*s", reply->status,
                     STR_ARGS(str_part(reply->body, 0, 300)));
    CHECK(model->batch_count < MODEL_BATCHES_MAX);
    struct model_batch *batch = &model->batch[model->batch_count++];
    *batch = (struct model_batch){
        .client = client, .rows_before = sim->rows[client],
        .accepted = (uint32_t)look_count(root, "accepted"),
        .held = (uint32_t)look_count(root, "held"),
        .refused = (uint32_t)look_count(root, "refused"),
        .known = (uint32_t)look_count(root, "known")
    };
    snprintf(batch->ref, sizeof batch->ref, "%.*s",
             STR_ARGS(look_text(root, "batch")));
    return look_count(root, "rows") == (int64_t)batch->accepted + batch->held
                                       + batch->refused + batch->known
        || wrong(sim, "import: rows do not add up: %.*s",
                 STR_ARGS(str_part(reply->body, 0, 300)));
}

/* --- taken back ------------------------------------------------------- */

static bool undo_ask(struct sim *sim, const struct model_batch *batch,
                     struct reply *reply)
{
    struct str body = str_format(&sim->arena, "batch=%s", batch->ref);
    return browser_command(sim, STR("/admin/import/undo"), body, reply)
        && (reply->status == 200 || reply->status == 409
            || wrong(sim, "an undo answered %d", reply->status));
}

/* The last import goes back as a whole, unless something of it has left; its
 * accounts come again with a later file. */
bool provider_undoes(struct sim *sim)
{
    struct model *model = &sim->model;
    struct reply reply;
    bool has_left = false, was_taken = false;
    if (model->batch_count == 0)
        return true;
    uint32_t at = model->batch_count - 1;
    struct model_batch *batch = &model->batch[at];
    for (uint32_t i = 0; i < model->bill_count; i++) {
        const struct model_bill *bill = &model->bill[i];
        if (bill->batch != at)
            continue;
        was_taken = was_taken || bill->was_taken;
        has_left = has_left || bill->letters != 0 || bill->was_paid
            || bill->was_called;
    }
    if (!undo_ask(sim, batch, &reply))
        return false;
    if (reply.status == 409)
        return has_left || was_taken || batch->is_undone
            || wrong(sim, "nothing has left, and yet: %.*s",
                     STR_ARGS(reply.body));
    if (has_left || batch->is_undone)
        return wrong(sim, "an import went back after something had left");
    batch->is_undone = true;
    sim->count.undone++;
    sim->rows[batch->client] = batch->rows_before;
    for (uint32_t i = 0; i < model->bill_count; i++)
        if (model->bill[i].batch == at)
            model->bill[i].is_undone = true;
    return undo_ask(sim, batch, &reply)
        && (reply.status == 409
            || wrong(sim, "an import went back twice"));
}

/* --- what a provider reads -------------------------------------------- */

static bool accounts_learn(struct sim *sim, uint32_t client)
{
    struct browser *browser = &sim->provider[client];
    struct reply reply;
    struct str next = STR("/provider/accounts");
    if (!browser_page(sim, browser, next, &reply))
        return false;
    while (next.at != NULL) {
        if (!browser_look(sim, browser, next, &reply))
            return false;
        json_each(account, json_get(reply.root, STR("account")))
            if (!model_learn(sim, look_text(account, "ref"), client,
                             look_money(account, "left")))
                return false;
        struct str after = look_text(reply.root, "next");
        next = after.len > 0
            ? str_format(&sim->arena, "/provider/accounts?after=%.*s",
                         STR_ARGS(after))
            : (struct str){ NULL, 0 };
    }
    return true;
}

static bool batch_reads(struct sim *sim, struct browser *browser,
                        uint32_t client)
{
    struct model *model = &sim->model;
    struct reply reply;
    const struct model_batch *batch =
        &model->batch[dice(sim, model->batch_count)];
    struct str path = str_format(&sim->arena, "/provider/batch/%s",
                                 batch->ref);
    if (batch->client != client) { /* somebody else's is the same as none */
        struct ask ask = { .method = HTTP_GET, .target = path };
        return browser_ask(sim, browser, &ask, &reply)
            && (reply.status == 404
                || wrong(sim, "another provider's batch answered %d",
                         reply.status));
    }
    if (!browser_page(sim, browser, path, &reply)
        || !browser_look(sim, browser, path, &reply))
        return false;
    return (look_count(reply.root, "accepted") == batch->accepted
            && look_count(reply.root, "held") == batch->held
            && look_count(reply.root, "refused") == batch->refused
            && look_count(reply.root, "known") == batch->known)
        || wrong(sim, "an acknowledgement changed");
}

/* A remittance holds the payments of its days less what was taken back. */
static bool remits_read(struct sim *sim, struct browser *browser,
                        uint32_t client)
{
    struct reply reply, one;
    if (!browser_page(sim, browser, STR("/provider/remit"), &reply)
        || !browser_look(sim, browser, STR("/provider/remit"), &reply))
        return false;
    json_each(remit, json_get(reply.root, STR("remits"))) {
        struct day through;
        struct money gross = look_money(remit, "gross");
        struct str path = str_format(&sim->arena, "/provider/remit/%.*s",
                                     STR_ARGS(look_text(remit, "ref")));
        if (!browser_page(sim, browser, path, &one)
            || !json_day(json_get(remit, STR("through")), &through))
            return wrong(sim, "a remittance without a day");
        struct money due = model_gross(sim, client, through);
        if (!money_equal(gross, due))
            return wrong(sim, "a remittance of %" PRId64 " cents, the model "
                         "says %" PRId64, gross.cents, due.cents);
    }
    return true;
}

bool provider_reads(struct sim *sim, uint32_t client)
{
    struct browser *browser = &sim->provider[client];
    struct reply reply;
    if (sim->model.batch_count == 0)
        return true;
    return browser_page(sim, browser, STR("/provider"), &reply)
        && browser_look(sim, browser, STR("/provider"), &reply)
        && batch_reads(sim, browser, client)
        && remits_read(sim, browser, client)
        && accounts_learn(sim, client);
}
