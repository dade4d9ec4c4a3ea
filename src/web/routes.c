#include "base/base.h"
#include "web/admin.h"
#include "web/api.h"
#include "web/assets.h"
#include "web/courier_door.h"
#include "web/desk/desk.h"
#include "web/key.h"
#include "web/morning.h"
#include "web/portal/portal.h"
#include "web/preview.h"
#include "web/provider/provider.h"
#include "web/ready.h"
#include "web/release.h"
#include "web/routes.h"
#include "web/sign.h"
#include "web/stop.h"
#include "web/user.h"

/* Parts are tried in order; a literal row stands before one with a :name in
 * the same place. */
static const struct web_route rows[] = {
    /* --- anyone ------------------------------------------------------- */
    ROUTE(GET, "/health", MAY_ANYONE, NO_TOKEN,
          DOOR_TCP | DOOR_ADMIN | KEY_ANY, get_health),
    ROUTE(GET, "/assets/:name", MAY_ANYONE, NO_TOKEN, DOOR_TCP | KEY_ANY,
          get_asset),

    ROUTE(GET, "/api/openapi", MAY_ANYONE, NO_TOKEN, DOOR_TCP | KEY_ANY,
          get_openapi),

    ROUTE(GET, "/sign-in", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_sign_in),
    ROUTE(POST, "/sign-in", MAY_ANYONE, TOKEN, DOOR_TCP, post_sign_in),
    ROUTE(GET, "/sign-in/code", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_second),
    ROUTE(POST, "/sign-in/code", MAY_ANYONE, TOKEN, DOOR_TCP, post_second),
    ROUTE(GET, "/sign-in/setup", MAY_ANYONE, NO_TOKEN, DOOR_TCP,
          get_second_set),
    ROUTE(POST, "/sign-in/setup", MAY_ANYONE, TOKEN, DOOR_TCP,
          post_second_set),
    ROUTE(POST, "/sign-out", MAY_ANYONE, TOKEN, DOOR_TCP, post_sign_out),

    /* --- the person's pages: web/portal -------------------------------- */
    ROUTE(GET, "/m", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_find),
    ROUTE(POST, "/m", MAY_ANYONE, TOKEN, DOOR_TCP, post_find),
    ROUTE(GET, "/m/real", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_real),
    ROUTE(GET, "/m/not-me", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_not_me),
    ROUTE(POST, "/m/not-me", MAY_ANYONE, TOKEN, DOOR_TCP, post_not_me),
    ROUTE(GET, "/m/back", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_back),
    ROUTE(POST, "/m/back", MAY_ANYONE, TOKEN, DOOR_TCP, post_back),
    ROUTE(GET, "/m/back/code", MAY_ANYONE, NO_TOKEN, DOOR_TCP,
          get_back_code),
    ROUTE(POST, "/m/back/code", MAY_ANYONE, TOKEN, DOOR_TCP, post_back_code),
    ROUTE(GET, "/m/mail/:ref", MAY_ANYONE, NO_TOKEN, DOOR_TCP, get_mail),
    ROUTE(POST, "/m/mail/:ref", MAY_ANYONE, TOKEN, DOOR_TCP, post_mail),
    ROUTE(POST, "/m/sign-out", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_goodbye),
    ROUTE(GET, "/m/preferences", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP,
          get_prefer),
    ROUTE(POST, "/m/preferences", MAY_OWN_DEBT, TOKEN, DOOR_TCP,
          post_prefer),
    ROUTE(GET, "/m/email", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_email),
    ROUTE(POST, "/m/email", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_email),
    ROUTE(GET, "/m/proof", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_proof),
    ROUTE(POST, "/m/proof", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_proof),
    ROUTE(GET, "/m/proof/code", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP,
          get_proof_code),
    ROUTE(POST, "/m/proof/code", MAY_OWN_DEBT, TOKEN, DOOR_TCP,
          post_proof_code),
    ROUTE(GET, "/m/helper", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_helper),
    ROUTE(POST, "/m/helper", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_helper),
    ROUTE(POST, "/m/helper/end", MAY_OWN_DEBT, TOKEN, DOOR_TCP,
          post_helper_end),
    ROUTE(GET, "/m/bill", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_bill),
    ROUTE(GET, "/m/choices", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_choices),
    ROUTE(GET, "/m/pause", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_pause),
    ROUTE(POST, "/m/pause", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_pause),
    ROUTE(GET, "/m/say", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_say),
    ROUTE(POST, "/m/say", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_say),
    ROUTE(GET, "/m/said", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_said),
    ROUTE(GET, "/m/pay", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_pay),
    ROUTE(GET, "/m/plan", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_plan),
    ROUTE(POST, "/m/plan", MAY_OWN_DEBT, TOKEN, DOOR_TCP, post_plan),
    ROUTE(GET, "/m/plan/done", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP,
          get_plan_done),
    ROUTE(GET, "/m/plan/change", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP,
          get_change),
    ROUTE(POST, "/m/plan/change", MAY_OWN_DEBT, TOKEN, DOOR_TCP,
          post_change),
    ROUTE(GET, "/m/plan/changed", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP,
          get_changed),
    ROUTE(GET, "/m/plan/extra", MAY_OWN_DEBT, NO_TOKEN, DOOR_TCP, get_extra),
    ROUTE(POST, "/m/plan/remind", MAY_OWN_DEBT, TOKEN, DOOR_TCP,
          post_remind),

    /* --- representatives: web/desk ------------------------------------- */
    ROUTE(GET, "/desk", MAY_WORK_DESK, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_desk),
    ROUTE(GET, "/desk/find", MAY_WORK_DESK, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_desk_find),
    ROUTE(GET, "/desk/debt/:ref", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_desk_debt),
    ROUTE(POST, "/desk/debt/:ref/may-call", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_CONTACT, post_may_call),
    ROUTE(GET, "/desk/debt/:ref/call", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_CONTACT, get_call),
    ROUTE(POST, "/desk/debt/:ref/call", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_CONTACT, post_call),
    ROUTE(POST, "/desk/debt/:ref/outcome", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_CONTACT, post_outcome),
    ROUTE(POST, "/desk/debt/:ref/payment", MAY_TAKE_PAYMENT, TOKEN,
          DOOR_TCP | KEY_PAY, post_payment),
    ROUTE(GET, "/desk/debt/:ref/payment/:payment", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_READ | KEY_PAY, get_payment),
    ROUTE(POST, "/desk/debt/:ref/reverse", MAY_TAKE_PAYMENT, TOKEN,
          DOOR_TCP | KEY_PAY, post_reverse),
    ROUTE(POST, "/desk/debt/:ref/fact", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_desk_fact),
    ROUTE(GET, "/desk/debt/:ref/plan", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_desk_plan),
    ROUTE(POST, "/desk/debt/:ref/plan", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_desk_plan),
    ROUTE(GET, "/desk/debt/:ref/preferences", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_desk_prefer),
    ROUTE(POST, "/desk/debt/:ref/preferences", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_desk_prefer),
    ROUTE(GET, "/desk/debt/:ref/helper", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_desk_helper),
    ROUTE(POST, "/desk/debt/:ref/helper", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_desk_helper),
    ROUTE(POST, "/desk/debt/:ref/helper/end", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_desk_helper_end),
    ROUTE(POST, "/desk/debt/:ref/note", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_note),
    ROUTE(POST, "/desk/debt/:ref/lift", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_lift),
    ROUTE(POST, "/desk/debt/:ref/answered", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_answered),
    ROUTE(GET, "/desk/request/:ref", MAY_WORK_DESK, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_request),
    ROUTE(POST, "/desk/request/:ref/done", MAY_WORK_DESK, TOKEN,
          DOOR_TCP | KEY_WORK, post_request_done),

    ROUTE(GET, "/desk/users", MAY_ADMINISTER, NO_TOKEN, DOOR_TCP, get_users),
    ROUTE(POST, "/desk/users", MAY_ADMINISTER, TOKEN, DOOR_TCP, post_user),
    ROUTE(POST, "/desk/users/change", MAY_ADMINISTER, TOKEN, DOOR_TCP,
          post_user_change),

    ROUTE(GET, "/desk/keys", MAY_ADMINISTER, NO_TOKEN, DOOR_TCP, get_keys),
    ROUTE(POST, "/desk/keys", MAY_ADMINISTER, TOKEN, DOOR_TCP, post_key),
    ROUTE(POST, "/desk/keys/end", MAY_ADMINISTER, TOKEN, DOOR_TCP,
          post_key_end),

    ROUTE(GET, "/desk/morning", MAY_STOP, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_morning),
    ROUTE(GET, "/desk/ready", MAY_STOP, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_ready),
    ROUTE(GET, "/desk/day", MAY_STOP, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_releases),
    ROUTE(GET, "/desk/day/:ref", MAY_STOP, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_release),
    ROUTE(POST, "/desk/day/:ref/release", MAY_STOP, TOKEN,
          DOOR_TCP | KEY_STOP, post_release),
    ROUTE(POST, "/desk/day/:ref/hold", MAY_STOP, TOKEN, DOOR_TCP | KEY_STOP,
          post_hold_back),
    ROUTE(GET, "/desk/stops", MAY_STOP, NO_TOKEN, DOOR_TCP | KEY_STOP,
          get_stops),
    ROUTE(POST, "/desk/stops", MAY_STOP, TOKEN, DOOR_TCP | KEY_STOP,
          post_stops),
    ROUTE(GET, "/desk/stops/:ref", MAY_STOP, NO_TOKEN, DOOR_TCP | KEY_STOP,
          get_stop),
    ROUTE(POST, "/desk/stops/:ref/release", MAY_STOP, TOKEN,
          DOOR_TCP | KEY_STOP, post_stop_end),

    /* --- providers: web/provider --------------------------------------- */
    ROUTE(GET, "/provider", MAY_SEE_CLIENT, NO_TOKEN, DOOR_TCP | KEY_READ,
          get_provider),
    ROUTE(GET, "/provider/accounts", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_accounts),
    ROUTE(GET, "/provider/batch/:ref", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_batch),
    ROUTE(GET, "/provider/needs", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_READ, get_needs),
    ROUTE(POST, "/provider/needs/:ref", MAY_SEE_CLIENT, TOKEN,
          DOOR_TCP | KEY_WORK, post_need),
    ROUTE(GET, "/provider/stops", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_STOP, get_stops),
    ROUTE(POST, "/provider/stops", MAY_SEE_CLIENT, TOKEN, DOOR_TCP | KEY_STOP,
          post_stops),
    ROUTE(GET, "/provider/stops/:ref", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_STOP, get_stop),
    ROUTE(POST, "/provider/stops/:ref/release", MAY_SEE_CLIENT, TOKEN,
          DOOR_TCP | KEY_STOP, post_stop_end),
    ROUTE(GET, "/provider/preview", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_PLACE, get_preview),
    ROUTE(POST, "/provider/preview", MAY_SEE_CLIENT, TOKEN,
          DOOR_TCP | KEY_PLACE, post_preview),
    ROUTE(POST, "/provider/columns", MAY_SEE_CLIENT, TOKEN,
          DOOR_TCP | KEY_PLACE, post_columns),
    ROUTE(POST, "/provider/files", MAY_SEE_CLIENT, TOKEN,
          DOOR_TCP | KEY_PLACE, post_files),
    ROUTE(GET, "/provider/files/:job", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_PLACE, get_files),
    ROUTE(GET, "/provider/remit", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_REMIT, get_remits),
    ROUTE(GET, "/provider/remit/:ref", MAY_SEE_CLIENT, NO_TOKEN,
          DOOR_TCP | KEY_REMIT, get_remit),

    /* --- the administrator's commands: admin.sock only ----------------- */
    ROUTE(POST, "/admin/client/apply", MAY_PLACE, NO_TOKEN, DOOR_ADMIN,
          post_client_apply),
    ROUTE(POST, "/admin/import", MAY_PLACE, NO_TOKEN, DOOR_ADMIN | JOB,
          post_import),
    ROUTE(POST, "/admin/import/preview", MAY_PLACE, NO_TOKEN, DOOR_ADMIN,
          post_import_preview),
    ROUTE(POST, "/admin/import/undo", MAY_PLACE, NO_TOKEN, DOOR_ADMIN | JOB,
          post_import_undo),
    ROUTE(POST, "/admin/daily", MAY_RUN_DAY, NO_TOKEN, DOOR_ADMIN | JOB,
          post_daily),
    ROUTE(POST, "/admin/release", MAY_STOP, NO_TOKEN, DOOR_ADMIN,
          post_release_client),
    ROUTE(POST, "/admin/may-contact", MAY_WORK_DESK, NO_TOKEN, DOOR_ADMIN,
          post_may_contact),
    ROUTE(POST, "/admin/pay/import", MAY_TAKE_PAYMENT, NO_TOKEN,
          DOOR_ADMIN | JOB, post_pay_import),
    ROUTE(POST, "/admin/remit", MAY_REMIT, NO_TOKEN, DOOR_ADMIN | JOB,
          post_remit),
    ROUTE(POST, "/admin/verify", MAY_VERIFY, NO_TOKEN, DOOR_ADMIN | JOB,
          post_verify),
    ROUTE(POST, "/admin/mark", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          post_mark),
    ROUTE(GET, "/admin/agency", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_agency),
    ROUTE(POST, "/admin/agency", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          post_agency),
    ROUTE(GET, "/admin/login", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_users),
    ROUTE(POST, "/admin/login", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          post_user),
    ROUTE(POST, "/admin/login/change", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          post_user_change),
    ROUTE(GET, "/admin/key", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_keys),
    ROUTE(POST, "/admin/key", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          post_key),
    ROUTE(POST, "/admin/key/end", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          post_key_end),
    ROUTE(GET, "/admin/doctor", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_doctor),
    ROUTE(GET, "/admin/ready", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_ready_plain),
    ROUTE(GET, "/admin/status", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_status),
    ROUTE(GET, "/admin/job/:ref", MAY_ADMINISTER, NO_TOKEN, DOOR_ADMIN,
          get_job),

    /* --- the courier: courier.sock only -------------------------------- */
    ROUTE(GET, "/courier/outbox", MAY_CARRY, NO_TOKEN, DOOR_COURIER,
          get_outbox),
    ROUTE(POST, "/courier/outbox/:ref/take", MAY_CARRY, NO_TOKEN,
          DOOR_COURIER, post_outbox_take),
    ROUTE(POST, "/courier/outbox/:ref/sent", MAY_CARRY, NO_TOKEN,
          DOOR_COURIER, post_outbox_sent),
    ROUTE(POST, "/courier/outbox/:ref/fate", MAY_CARRY, NO_TOKEN,
          DOOR_COURIER, post_outbox_fate),
    ROUTE(POST, "/courier/wishes", MAY_CARRY, NO_TOKEN, DOOR_COURIER,
          post_wishes),
    ROUTE(POST, "/courier/health", MAY_CARRY, NO_TOKEN, DOOR_COURIER,
          post_mail_health),
};

#define ROWS (sizeof rows / sizeof rows[0])

static bool path_matches(struct str path, const char *pattern,
                         struct str ref[WEB_REFS_MAX]);
static bool method_matches(enum http_method asked, enum http_method row);

enum web_match web_route_find(const struct http_request *request,
                              const struct web_route **route,
                              struct str ref[WEB_REFS_MAX])
{
    enum web_match match = WEB_NO_PATH;
    for (size_t i = 0; i < ROWS; i++) {
        if (!(rows[i].doors & (1u << request->transport))
            || !path_matches(request->path, rows[i].path, ref))
            continue;
        *route = &rows[i];
        if (method_matches(request->method, rows[i].method))
            return WEB_MATCH;
        match = WEB_OTHER_METHOD;
    }
    return match;
}

const struct web_route *web_route_at(uint32_t index)
{
    return index < ROWS ? &rows[index] : NULL;
}

uint32_t web_route_scopes(const struct web_route *route)
{
    return route->doors >> WEB_KEY_SHIFT;
}

struct str web_route_name(const struct web_route *route, struct arena *arena)
{
    return str_format(arena, "%s %s", http_method_name(route->method),
                      route->path);
}

static bool method_matches(enum http_method asked, enum http_method row)
{
    return asked == row || (asked == HTTP_HEAD && row == HTTP_GET);
}

/* Part by part; a :name takes exactly one part that is not empty. */
static bool path_matches(struct str path, const char *pattern,
                         struct str ref[WEB_REFS_MAX])
{
    struct str want = str_of(pattern);
    uint32_t refs = 0;

    while (want.len > 0 && path.len > 0) {
        size_t want_end = str_find_byte(want, '/', 1);
        size_t path_end = str_find_byte(path, '/', 1);
        struct str want_part = str_part(want, 1, want_end - 1);
        struct str path_part = str_part(path, 1, path_end - 1);
        if (want_part.len > 0 && want_part.at[0] == ':') {
            if (path_part.len == 0)
                return false;
            CHECK(refs < WEB_REFS_MAX);
            ref[refs++] = path_part;
        } else if (want_part.len != path_part.len
                   || (want_part.len > 0
                       && memcmp(want_part.at, path_part.at,
                                 want_part.len) != 0)) {
            return false;
        }
        want = str_part(want, want_end, want.len - want_end);
        path = str_part(path, path_end, path.len - path_end);
    }
    return want.len == 0 && path.len == 0;
}
