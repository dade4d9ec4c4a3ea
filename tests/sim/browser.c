#include "base/base.h"
#include "http/form.h"
#include "sim.h"

#define HOST "127.0.0.1:8080"
#define FORM_TYPE "application/x-www-form-urlencoded"
#define FORM_BYTES_MAX 8192
#define LOSE_ONE_IN 6

static void send_once(struct sim *sim, struct browser *browser,
                      const struct ask *ask, struct reply *reply);
static bool sign_in(struct sim *sim, struct browser *browser);

/* --- until it is acknowledged ----------------------------------------- */

static bool is_alike(struct sim *sim, const struct ask *ask,
                     const struct reply *lost, const struct reply *again)
{
    if (lost->status == again->status && str_equal(lost->see, again->see))
        return true;
    return wrong(sim, "%.*s answered %d %.*s, and sent again %d %.*s",
                 STR_ARGS(ask->target), lost->status, STR_ARGS(lost->see),
                 again->status, STR_ARGS(again->see));
}

bool browser_ask(struct sim *sim, struct browser *browser,
                 const struct ask *ask, struct reply *reply)
{
    bool may_repeat = ask->is_keyed || ask->method == HTTP_GET;
    uint32_t may = (ask->has_files ? FAULT_FILES : 0)
        | (may_repeat ? FAULT_CLOCK : 0);
    struct reply lost = { .status = 0 };
    for (uint32_t try = 0; try < SIM_TRIES_MAX; try++) {
        fault_begin(sim, may, try);
        send_once(sim, browser, ask, reply);
        bool has_struck = fault_end(sim);
        if (reply->status >= 500 && !has_struck)
            return wrong(sim, "%.*s answered %d and nothing had failed: %.*s",
                         STR_ARGS(ask->target), reply->status,
                         STR_ARGS(str_part(reply->body, 0, 300)));
        if (reply->status >= 500 || sim->fault.is_clock_back)
            continue; /* what the wrong clock said is asked again */
        if (lost.status == 0 && ask->is_keyed && dice(sim, LOSE_ONE_IN) == 0) {
            lost = *reply;
            sim->count.lost++;
            continue;
        }
        if (reply->cookie.len > 0)
            snprintf(browser->cookie, sizeof browser->cookie, "%.*s",
                     STR_ARGS(reply->cookie));
        return lost.status == 0 || is_alike(sim, ask, &lost, reply);
    }
    return wrong(sim, "%.*s was never acknowledged", STR_ARGS(ask->target));
}

static void send_once(struct sim *sim, struct browser *browser,
                      const struct ask *ask, struct reply *reply)
{
    struct http_pair header[] = {
        { STR("Accept"), ask->is_json ? STR("application/json")
                                      : STR("text/html") },
        { STR("Host"), STR(HOST) },
        { STR("Sec-Fetch-Site"), STR("same-origin") },
        { STR("Content-Type"), STR(FORM_TYPE) },
        { STR("Cookie"), str_of(browser ? browser->cookie : "") }
    };
    struct http_raw raw = {
        .world = &sim->world.world, .method = ask->method,
        .transport = ask->door, .target = ask->target, .header = header,
        .header_count = sizeof header / sizeof header[0], .body = ask->body,
        .peer = { .ip = browser ? str_of(browser->ip)
                                : (struct str){ NULL, 0 },
                  .has_uid = browser == NULL }
    };
    struct http_request request;
    struct http_answer answer;
    struct err err = { .kind = ERR_NONE };
    *reply = (struct reply){ .status = 500, .body = STR("unreadable") };
    sim->count.requests++;
    if (!http_request_make(&raw, &sim->arena, &request, &err)) {
        reply->body = str_format(&sim->arena, "%s", err.text);
        return;
    }
    http_answer_init(&answer, &sim->arena);
    web_handle(&sim->web, &request, &answer);
    http_answer_secure(&answer, &request, false);
    *reply = (struct reply){
        .status = answer.status, .body = answer.body,
        .see = http_answer_header_get(&answer, "Location")
    };
    struct str cookie = http_answer_header_get(&answer, "Set-Cookie");
    reply->cookie = str_part(cookie, 0, str_find_byte(cookie, ';', 0));
    if (ask->is_json
        && !json_parse(&sim->arena, answer.body, &reply->root, &err))
        reply->root = json_get(NULL, STR("")); /* no such thing */
}

/* --- pages ------------------------------------------------------------ */

bool browser_page(struct sim *sim, struct browser *browser,
                  struct str target, struct reply *reply)
{
    struct ask ask = { .method = HTTP_GET, .target = target };
    if (!browser_ask(sim, browser, &ask, reply))
        return false;
    if (reply->status == 303 && str_is(reply->see, browser->way_in)
        && (!sign_in(sim, browser)
            || !browser_ask(sim, browser, &ask, reply)))
        return false;
    return reply->status == 200
        || wrong(sim, "%.*s answered %d %.*s", STR_ARGS(target),
                 reply->status, STR_ARGS(reply->see));
}

bool browser_look(struct sim *sim, struct browser *browser,
                  struct str target, struct reply *reply)
{
    struct ask ask = { .method = HTTP_GET, .target = target,
                       .is_json = true };
    return browser_ask(sim, browser, &ask, reply)
        && (reply->status == 200
            || wrong(sim, "%.*s answered %d as data", STR_ARGS(target),
                     reply->status));
}

bool browser_command(struct sim *sim, struct str target, struct str body,
                     struct reply *reply)
{
    struct ask ask = { .door = HTTP_ADMIN, .method = HTTP_POST,
                       .target = target, .body = body, .is_json = true,
                       .has_files = true };
    return browser_ask(sim, NULL, &ask, reply);
}

/* --- the way in, and out ---------------------------------------------- */

static void born_add(struct sim *sim, struct form *form, struct day born_on)
{
    struct civil civil = day_civil(born_on);
    form_add(form, "born_month", str_format(&sim->arena, "%u", civil.month));
    form_add(form, "born_day", str_format(&sim->arena, "%u", civil.day));
    form_add(form, "born_year", str_format(&sim->arena, "%d",
                                           (int)civil.year));
}

/* Now and then with the wrong birthday or password first. */
static bool sign_in(struct sim *sim, struct browser *browser)
{
    struct reply reply;
    struct form form;
    struct str way_in = str_of(browser->way_in);
    bool is_person = browser->code[0] != '\0';
    bool errs = dice(sim, 12) == 0;
    for (;;) {
        if (!browser_page(sim, browser, way_in, &reply))
            return false;
        if (!form_find(sim, reply.body, way_in, &form))
            return wrong(sim, "%s has no form", browser->way_in);
        if (is_person) {
            form_add(&form, "code", str_of(browser->code));
            born_add(sim, &form, day_add(browser->born_on, errs));
        } else {
            form_add(&form, "name", str_of(browser->name));
            form_add(&form, "password", errs ? STR("harbor fog")
                                             : str_of(browser->password));
        }
        if (!form_send(sim, browser, &form, &reply))
            return false;
        if (reply.status != (errs ? 422 : 303))
            return wrong(sim, "signing in %s answered %d",
                         errs ? "wrongly" : "rightly", reply.status);
        if (!errs)
            return true;
        errs = false;
    }
}

/* Twice is no use: the second finds nobody signed in. */
bool browser_leaves(struct sim *sim, struct browser *browser)
{
    struct reply reply;
    struct form form;
    struct str action = str_is(str_of(browser->way_in), "/m")
        ? STR("/m/sign-out") : STR("/sign-out");
    struct str home = str_is(str_of(browser->way_in), "/m")
        ? STR("/m/bill") : STR("/desk");
    if (!browser_page(sim, browser, home, &reply)
        || !form_find(sim, reply.body, action, &form))
        return wrong(sim, "no way to sign out");
    struct ask ask = { .method = HTTP_POST, .target = action,
                       .body = buf_str(&form.body) };
    return browser_ask(sim, browser, &ask, &reply)
        && (reply.status == 303
            || wrong(sim, "signing out answered %d", reply.status));
}

/* --- forms ------------------------------------------------------------ */

/* The text between two marks, at or after *at, which moves behind it. */
static struct str between(struct str text, size_t *at, const char *from,
                          const char *to)
{
    struct str none = { NULL, 0 };
    struct str rest = str_part(text, *at, text.len);
    size_t start = str_find(rest, str_of(from));
    if (start == SIZE_MAX)
        return none;
    rest = str_part(rest, start + strlen(from), rest.len);
    size_t end = str_find(rest, str_of(to));
    if (end == SIZE_MAX)
        return none;
    *at = (size_t)(rest.at - text.at) + end + strlen(to);
    return str_part(rest, 0, end);
}

/* Hidden values are codes and references: nothing in them is escaped. */
bool form_find(struct sim *sim, struct str page, struct str action,
               struct form *form)
{
    size_t at = 0, inner = 0;
    struct str open = str_format(&sim->arena, "method=\"post\" action=\"%.*s\"",
                                 STR_ARGS(action));
    struct str fields = between(page, &at, open.at, "</form>");
    if (fields.at == NULL)
        return false;
    *form = (struct form){ .action = str_copy(&sim->arena, action) };
    buf_init(&form->body, &sim->arena, FORM_BYTES_MAX);
    for (;;) {
        struct str name = between(fields, &inner,
                                  "<input type=\"hidden\" name=\"", "\"");
        struct str value = between(fields, &inner, "value=\"", "\"");
        if (name.at == NULL || value.at == NULL)
            return form->body.len > 0;
        form_add(form, str_c(&sim->arena, name), value);
    }
}

void form_add(struct form *form, const char *name, struct str value)
{
    if (form->body.len > 0)
        buf_add_byte(&form->body, '&');
    http_url_encode(&form->body, str_of(name));
    buf_add_byte(&form->body, '=');
    http_url_encode(&form->body, value);
}

bool form_send(struct sim *sim, struct browser *browser,
               const struct form *form, struct reply *reply)
{
    struct ask ask = { .method = HTTP_POST, .target = form->action,
                       .body = buf_str(&form->body), .is_keyed = true };
    return browser_ask(sim, browser, &ask, reply);
}

bool form_send_to(struct sim *sim, struct browser *browser,
                  const struct form *form, struct str see)
{
    struct reply reply;
    if (!form_send(sim, browser, form, &reply))
        return false;
    return (reply.status == 303 && str_starts(reply.see, see))
        || wrong(sim, "%.*s answered %d %.*s instead of showing %.*s",
                 STR_ARGS(form->action), reply.status, STR_ARGS(reply.see),
                 STR_ARGS(see));
}

/* --- data ------------------------------------------------------------- */

struct money look_money(const struct json *root, const char *name)
{
    struct money amount = { INT64_MIN };
    (void)!json_money(json_get(root, str_of(name)), &amount);
    return amount;
}

int64_t look_count(const struct json *root, const char *name)
{
    int64_t count = INT64_MIN;
    (void)!json_int(json_get(root, str_of(name)), &count);
    return count;
}

bool look_flag(const struct json *root, const char *name)
{
    bool flag = false;
    (void)!json_flag(json_get(root, str_of(name)), &flag);
    return flag;
}

struct str look_text(const struct json *root, const char *name)
{
    struct str text = { NULL, 0 };
    (void)!json_text(json_get(root, str_of(name)), &text);
    return text;
}
