#include "base/base.h"
#include "access/scope.h"
#include "app/key.h"
#include "web/key.h"
#include "web/respond.h"
#include "web/user.h"

static bool read_new(struct web_visit *visit, struct app_key_new *key,
                     struct err *err);
static bool scopes_ticked(struct web_visit *visit, uint32_t *scopes);
static void answer(struct web_visit *visit, const struct err *err,
                   struct str name, struct str key);
static void show(struct web_visit *visit, int status, const struct err *err,
                 struct str name, struct str made);
static void view_key(struct web_visit *visit, struct view *item,
                     const struct app_key *key);
static void view_scopes(struct web_visit *visit, struct view *view,
                        const char *name, uint32_t scopes);

void get_keys(struct web_visit *visit)
{
    struct str none = { NULL, 0 };
    show(visit, 200, NULL, none, none);
}

void post_key(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_key_new key;
    char text[APP_KEY_LEN + 1] = "";
    if (read_new(visit, &key, &err)
        && app_key_make(visit->app, visit->caller, &key, text, &err))
        err.kind = ERR_NONE;
    answer(visit, &err, key.name, str_copy(visit->arena, str_of(text)));
}

void post_key_end(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str name = visit_form(visit, "name");
    if (app_key_end(visit->app, visit->caller, name, &err))
        err.kind = ERR_NONE;
    answer(visit, &err, name, (struct str){ NULL, 0 });
}

static bool read_new(struct web_visit *visit, struct app_key_new *key,
                     struct err *err)
{
    struct str days = visit_form(visit, "days");
    *key = (struct app_key_new){
        .name = visit_form(visit, "name"),
        .client_code = visit_form(visit, "client"), .days = APP_KEY_DAYS
    };
    if (key->client_code.len > 0 && visit_form(visit, "role").at == NULL)
        key->role = ROLE_PROVIDER;
    else if (!user_role_parse(visit_form(visit, "role"), &key->role))
        return err_set(err, ERR_INVALID, "say --client, or --role: one of "
                       "representative, supervisor, compliance");
    if (days.at != NULL && !str_to_int64(days, &key->days))
        return err_set(err, ERR_INVALID, "'%.*s' is no number of days",
                       STR_ARGS(str_part(days, 0, 20)));
    return scopes_ticked(visit, &key->scopes)
        || err_set(err, ERR_INVALID, "--scope takes some of read, place, "
                   "pay, contact, work, stop, remit, with commas between");
}

/* scope=read,place from a program; on the page each is a box of its own. */
static bool scopes_ticked(struct web_visit *visit, uint32_t *scopes)
{
    struct str words = visit_form(visit, "scope");
    *scopes = 0;
    if (words.at != NULL)
        return access_scopes_parse(words, scopes);
    for (uint32_t i = 0; i < ACCESS_SCOPES; i++) {
        struct str box = str_format(visit->arena, "scope_%.*s",
                                    STR_ARGS(access_scope_word(i)));
        if (box.at != NULL && visit_form(visit, box.at).at != NULL)
            *scopes |= 1u << i;
    }
    return true;
}

/* The command line gets one line; a browser its page again, by a redirect
 * unless there is a key to show. */
static void answer(struct web_visit *visit, const struct err *err,
                   struct str name, struct str key)
{
    switch (respond_end(visit, err, key, STR("/desk/keys"))) {
    case RESPOND_DONE:
        break;
    case RESPOND_WRONG:
        show(visit, 422, err, name, (struct str){ NULL, 0 });
        break;
    case RESPOND_SECRET:
        show(visit, 200, NULL, name, key);
        break;
    case RESPOND_LINE: {
        struct view *view = respond_page(visit, "admin/key");
        view_text(view, "name", name);
        view_text(view, "key", key);
        break;
    }
    }
}

static void show(struct web_visit *visit, int status, const struct err *err,
                 struct str name, struct str made)
{
    struct err trouble = { .kind = ERR_NONE };
    struct app_key *key;
    uint32_t count;
    if (!app_keys(visit->app, visit->caller, visit->arena, &key, &count,
                  &trouble)) {
        respond_trouble(visit, &trouble);
        return;
    }
    bool is_page = visit->request->transport == HTTP_TCP;
    struct view *view = respond_page_status(visit, status,
                                            is_page ? "keys" : "admin/keys");
    if (err != NULL)
        view_word(view, "wrong", err->kind == ERR_CONFLICT
                                 ? "keys.err.taken" : "keys.err.check");
    else
        view_absent(view, "wrong");
    view_text(view, "name", name);
    view_text(view, "key", made);
    user_view_roles(visit, view, ROLE_PROVIDER);
    view_only_page(view);
    view_scopes(visit, view, "choices", (1u << ACCESS_SCOPES) - 1);
    view_only_page(view);
    view_flag(view, "has_keys", count > 0);
    struct view *list = view_list(view, "keys");
    for (uint32_t i = 0; i < count; i++)
        view_key(visit, view_item(list), &key[i]);
}

static void view_key(struct web_visit *visit, struct view *item,
                     const struct app_key *key)
{
    struct str role = user_role_word(key->role);
    view_text(item, "name", key->name);
    view_text(item, "role", role);
    view_word(item, "role_words",
              str_format(visit->arena, "users.role.%.*s",
                         STR_ARGS(role)).at);
    view_text(item, "client", key->client_code);
    view_scopes(visit, item, "scopes", key->scopes);
    view_flag(item, "is_live", key->is_live);
    view_text(item, "made_by", key->made_by);
    respond_moment(visit, item, "made", key->made_at);
    respond_moment(visit, item, "expires", key->expires_at);
    respond_moment(visit, item, "seen", key->seen_at);
    respond_moment(visit, item, "ended", key->ended_at);
}

static void view_scopes(struct web_visit *visit, struct view *view,
                        const char *name, uint32_t scopes)
{
    struct view *list = view_list(view, name);
    for (uint32_t i = 0; i < ACCESS_SCOPES; i++) {
        if (!(scopes & (1u << i)))
            continue;
        struct view *item = view_item(list);
        view_text(item, "code", access_scope_word(i));
        view_word(item, "words",
                  str_format(visit->arena, "keys.scope.%.*s",
                             STR_ARGS(access_scope_word(i))).at);
    }
}
