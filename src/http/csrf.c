#include "base/base.h"

#include "http/csrf.h"

static uint32_t count(const struct http_request *request, const char *name);
static bool is_referer_ours(struct str referer, struct str own_origin);

bool http_is_same_origin(const struct http_request *request,
                         struct str own_origin)
{
    if (!http_changes_state(request->method)
        || request->transport != HTTP_TCP)
        return true;
    if (own_origin.len == 0)
        return false;

    if (count(request, "sec-fetch-site") > 0) {
        struct str site = http_header(request, "sec-fetch-site");
        return count(request, "sec-fetch-site") == 1
               && (str_is(site, "same-origin") || str_is(site, "none"));
    }
    if (count(request, "origin") > 0)
        return count(request, "origin") == 1
               && str_equal_fold(http_header(request, "origin"), own_origin);
    if (count(request, "referer") == 1)
        return is_referer_ours(http_header(request, "referer"), own_origin);
    return false;
}

bool http_changes_state(enum http_method method)
{
    return method != HTTP_GET && method != HTTP_HEAD
           && method != HTTP_OPTIONS;
}

struct str http_host_origin(const struct http_request *request,
                            bool behind_tls_proxy)
{
    struct str host = http_header(request, "host");
    if (host.len == 0)
        return (struct str){ NULL, 0 };
    return str_format(request->arena, "%s://%.*s",
                      behind_tls_proxy ? "https" : "http", STR_ARGS(host));
}

static uint32_t count(const struct http_request *request, const char *name)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < request->header_count; i++)
        n += str_equal_fold(request->header[i].name, str_of(name));
    return n;
}

/* "https://bills.example" must not let "https://bills.example.evil/" in. */
static bool is_referer_ours(struct str referer, struct str own_origin)
{
    struct str origin = str_part(referer, 0, own_origin.len);
    if (!str_equal_fold(origin, own_origin))
        return false;
    return referer.len == own_origin.len || referer.at[own_origin.len] == '/';
}
