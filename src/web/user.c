#include "base/base.h"
#include "access/scope.h"
#include "app/user.h"
#include "web/respond.h"
#include "web/user.h"

#define PASSWORD_GROUPS 4
#define PASSWORD_GROUP_LEN 5

static const struct {
    const char *word;
    uint32_t role;
} roles[] = {
    { "representative", ROLE_REPRESENTATIVE },
    { "supervisor", ROLE_SUPERVISOR },
    { "compliance", ROLE_COMPLIANCE },
    { "administrator", ROLE_ADMINISTRATOR },
    { "provider", ROLE_PROVIDER },
};
#define ROLES (sizeof roles / sizeof roles[0])

static void show(struct web_visit *visit, int status, const struct err *err,
                 struct str name, struct str password);
static void view_user(struct web_visit *visit, struct view *item,
                      const struct app_user *user);
static void answer(struct web_visit *visit, const struct err *err,
                   struct str name, struct str password);
static enum app_login_change change_of(struct str word);
static struct str password_make(struct web_visit *visit);
static char letter_draw(struct world *world);

void get_users(struct web_visit *visit)
{
    struct str none = { NULL, 0 };
    show(visit, 200, NULL, none, none);
}

void post_user(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_login_new login = {
        .name = visit_form(visit, "name"),
        .full_name = visit_form(visit, "full_name"),
        .password = visit_form(visit, "password"),
        .client_code = visit_form(visit, "client")
    };
    bool is_made = login.password.at == NULL;
    if (is_made)
        login.password = password_make(visit);
    if (login.full_name.at == NULL)
        login.full_name = login.name;
    if (!user_role_parse(visit_form(visit, "role"), &login.roles))
        err_set(&err, ERR_INVALID, "--role is one of representative, "
                "supervisor, compliance, administrator, provider");
    else if (app_login_add(visit->app, visit->caller, &login, &err))
        err.kind = ERR_NONE;
    answer(visit, &err, login.name,
           is_made ? login.password : (struct str){ NULL, 0 });
}

void post_user_change(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_login_edit edit = {
        .name = visit_form(visit, "name"),
        .change = change_of(visit_form(visit, "do")),
        .password = visit_form(visit, "password")
    };
    bool is_made = edit.change == APP_LOGIN_PASSWORD
                   && edit.password.at == NULL;
    if (is_made)
        edit.password = password_make(visit);
    if (edit.change == APP_LOGIN_ROLE
        && !user_role_parse(visit_form(visit, "role"), &edit.roles))
        err_set(&err, ERR_INVALID, "--role is one of representative, "
                "supervisor, compliance, administrator");
    else if (app_login_edit(visit->app, visit->caller, &edit, &err))
        err.kind = ERR_NONE;
    answer(visit, &err, edit.name,
           is_made ? edit.password : (struct str){ NULL, 0 });
}

/* The command line gets one line; a browser its page again, by a redirect
 * unless there is a password to show. */
static void answer(struct web_visit *visit, const struct err *err,
                   struct str name, struct str password)
{
    switch (respond_end(visit, err, password, STR("/desk/users"))) {
    case RESPOND_DONE:
        break;
    case RESPOND_WRONG:
        show(visit, 422, err, name, (struct str){ NULL, 0 });
        break;
    case RESPOND_SECRET:
        show(visit, 200, NULL, name, password);
        break;
    case RESPOND_LINE: {
        struct view *view = respond_page(visit, "admin/login");
        struct str what = visit_form(visit, "do");
        view_text(view, "name", name);
        view_text(view, "password", password);
        view_text(view, "done", what);
        view_flag(view, "is_new", what.at == NULL);
        break;
    }
    }
}

static void show(struct web_visit *visit, int status, const struct err *err,
                 struct str name, struct str password)
{
    struct err trouble = { .kind = ERR_NONE };
    struct app_user *user;
    uint32_t count;
    if (!app_users(visit->app, visit->caller, visit->arena, &user, &count,
                   &trouble)) {
        respond_trouble(visit, &trouble);
        return;
    }
    bool is_page = visit->request->transport == HTTP_TCP;
    struct view *view = respond_page_status(visit, status,
                                            is_page ? "users"
                                                    : "admin/users");
    if (err != NULL)
        view_word(view, "wrong", err->kind == ERR_CONFLICT
                                 ? "users.err.taken" : "users.err.check");
    else
        view_absent(view, "wrong");
    view_text(view, "name", name);
    view_text(view, "password", password);
    user_view_roles(visit, view, ROLE_REPRESENTATIVE);
    view_only_page(view);
    struct view *list = view_list(view, "users");
    for (uint32_t i = 0; i < count; i++) {
        struct view *item = view_item(list);
        view_count(item, "number", i + 1);
        view_user(visit, item, &user[i]);
    }
}

static void view_user(struct web_visit *visit, struct view *item,
                      const struct app_user *user)
{
    struct str role = user_role_word(user->roles);
    view_text(item, "name", user->name);
    view_text(item, "full_name", user->full_name);
    view_text(item, "role", role);
    view_word(item, "role_words",
              str_format(visit->arena, "users.role.%.*s",
                         STR_ARGS(role)).at);
    view_text(item, "client", user->client_code);
    bool is_self = str_equal(user->name, visit->caller.name);
    view_flag(item, "is_self", is_self);
    view_flag(item, "has_roles", !is_self && user->client_code.len == 0);
    user_view_roles(visit, item, user->roles);
    view_only_page(item);
    view_flag(item, "has_second", user->has_second);
    respond_moment(visit, item, "since", user->created_at);
    respond_moment(visit, item, "seen", user->seen_at);
    view_flag(item, "is_off", !moment_is_none(user->disabled_at));
    respond_moment(visit, item, "off_since", user->disabled_at);
}

void user_view_roles(struct web_visit *visit, struct view *view,
                     uint32_t chosen)
{
    struct view *list = view_list(view, "roles");
    for (size_t i = 0; i < ROLES; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", roles[i].word);
        view_word(item, "words", str_format(visit->arena, "users.role.%s",
                                            roles[i].word).at);
        view_flag(item, "is_staff", roles[i].role != ROLE_PROVIDER);
        view_flag(item, "may_key", access_key_role(roles[i].role));
        view_flag(item, "is_chosen", roles[i].role == chosen);
    }
}

bool user_role_parse(struct str word, uint32_t *role)
{
    for (size_t i = 0; i < ROLES; i++) {
        if (str_is(word, roles[i].word)) {
            *role = roles[i].role;
            return true;
        }
    }
    return false;
}

struct str user_role_word(uint32_t of)
{
    size_t at = 0;
    while (at < ROLES - 1 && !(of & roles[at].role))
        at++;
    return str_of(roles[at].word);
}

static enum app_login_change change_of(struct str word)
{
    static const struct {
        const char *word;
        enum app_login_change change;
    } rows[] = {
        { "disable", APP_LOGIN_DISABLE }, { "enable", APP_LOGIN_ENABLE },
        { "password", APP_LOGIN_PASSWORD }, { "role", APP_LOGIN_ROLE },
        { "reset", APP_LOGIN_RESET }
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (str_is(word, rows[i].word))
            return rows[i].change;
    return APP_LOGIN_NO_CHANGE;
}

/* Four groups of five letters and digits that nobody confuses: 99 bits. */
static struct str password_make(struct web_visit *visit)
{
    char text[PASSWORD_GROUPS * (PASSWORD_GROUP_LEN + 1)];
    size_t len = 0;
    for (size_t i = 0; i < PASSWORD_GROUPS * PASSWORD_GROUP_LEN; i++) {
        if (i > 0 && i % PASSWORD_GROUP_LEN == 0)
            text[len++] = '-';
        text[len++] = letter_draw(visit->app->world);
    }
    return str_copy(visit->arena, (struct str){ text, len });
}

/* Of 31 letters; drawn again where the rest would make some likelier. */
static char letter_draw(struct world *world)
{
    static const char letter[] = "23456789abcdefghjkmnpqrstuvwxyz";
    unsigned char byte;
    do {
        world_random(world, &byte, 1);
    } while (byte >= 31 * 8);
    return letter[byte % 31];
}
