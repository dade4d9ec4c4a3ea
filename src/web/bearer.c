#include "base/base.h"
#include "app/key.h"
#include "web/bearer.h"

static const struct str scheme = { "Bearer ", 7 };

bool bearer_shown(const struct http_request *request)
{
    struct str value = http_header(request, "Authorization");
    return str_equal_fold(str_part(value, 0, scheme.len), scheme);
}

bool bearer_find(struct web_visit *visit, struct err *err)
{
    struct http_request *request = visit->request;
    struct str value = http_header(request, "Authorization");
    struct str key = str_trim(str_part(value, scheme.len, value.len));
    if (app_key_find(visit->app, key, request->peer.client, visit->arena,
                     &visit->caller, err))
        return true;
    if (err->kind != ERR_DENIED && err->kind != ERR_BUSY)
        return false;
    http_answer_status(visit->answer, request,
                       err->kind == ERR_BUSY ? 429 : 401);
    if (err->kind == ERR_DENIED)
        http_answer_header(visit->answer, "WWW-Authenticate",
                           STR("Bearer realm=\"bedside\", "
                               "error=\"invalid_token\""));
    err->kind = ERR_NONE;
    return false;
}

bool bearer_once(struct web_visit *visit, struct err *err)
{
    struct str once = http_header(visit->request, BEARER_ONCE);
    bool is_fit = once.len > 0 && once.len <= BEARER_ONCE_MAX;
    for (size_t i = 0; i < once.len; i++)
        is_fit = is_fit && once.at[i] > ' ' && once.at[i] <= '~';
    visit->nonce = once;
    return is_fit
        || err_set(err, ERR_INVALID, "send the header " BEARER_ONCE " with 1 "
                   "to %d letters and digits of your choice; the same again "
                   "when you repeat this very request", BEARER_ONCE_MAX);
}
