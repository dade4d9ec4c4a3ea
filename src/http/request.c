#include "base/base.h"

#include "http/form.h"
#include "http/request.h"

static const char *const method_name[] = {
    [HTTP_OTHER] = "OTHER", [HTTP_GET] = "GET",
    [HTTP_HEAD] = "HEAD",   [HTTP_POST] = "POST",
    [HTTP_PUT] = "PUT",     [HTTP_PATCH] = "PATCH",
    [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

static bool headers_copy(const struct http_raw *raw,
                         struct http_request *request, struct err *err);
static bool target_parse(struct str target, struct http_request *request,
                         struct err *err);
static bool path_is_plain(struct str path);
static bool cookies_read(struct http_request *request, struct err *err);
static bool body_read(const struct http_raw *raw,
                      struct http_request *request, struct err *err);
static struct str forwarded_for(const struct http_request *request);
static struct str find(const struct http_pair *pair, uint32_t count,
                       const char *name);

const char *http_method_name(enum http_method method)
{
    CHECK((size_t)method < sizeof method_name / sizeof method_name[0]);
    return method_name[method];
}

enum http_method http_method_of(struct str name)
{
    for (int i = HTTP_GET; i <= HTTP_OPTIONS; i++) {
        if (str_is(name, method_name[i]))
            return (enum http_method)i;
    }
    return HTTP_OTHER;
}

struct str http_header(const struct http_request *request, const char *name)
{
    for (uint32_t i = 0; i < request->header_count; i++) {
        if (str_equal_fold(request->header[i].name, str_of(name)))
            return request->header[i].value;
    }
    return (struct str){ NULL, 0 };
}

struct str http_query(const struct http_request *request, const char *name)
{
    return find(request->query, request->query_count, name);
}

struct str http_form(const struct http_request *request, const char *name)
{
    return find(request->form, request->form_count, name);
}

struct str http_cookie(const struct http_request *request, const char *name)
{
    return find(request->cookie, request->cookie_count, name);
}

/* A browser always names text/html; who names only JSON is a program. */
bool http_accepts_json(const struct http_request *request)
{
    struct str accept =
        str_lower(request->arena, http_header(request, "accept"));
    return str_find(accept, STR("application/json")) != SIZE_MAX
           && str_find(accept, STR("text/html")) == SIZE_MAX;
}

bool http_request_make(const struct http_raw *raw, struct arena *arena,
                       struct http_request *request, struct err *err)
{
    CHECK(raw->world != NULL);
    struct http_request made = {
        .method = raw->method,
        .transport = raw->transport,
        .body = STR(""),
        .peer = raw->peer,
        .id = ref_new(raw->world),
        .received_us = world_monotonic_us(raw->world),
        .arena = arena,
    };
    if (!headers_copy(raw, &made, err) || !target_parse(raw->target, &made, err)
        || !cookies_read(&made, err) || !body_read(raw, &made, err))
        return false;
    made.wants_json = made.wants_json || raw->transport != HTTP_TCP
                      || http_accepts_json(&made);
    made.peer.ip = raw->peer.ip.at ? str_copy(arena, raw->peer.ip)
                                   : (struct str){ NULL, 0 };
    made.peer.client = made.peer.ip;
    if (raw->behind_tls_proxy && raw->transport == HTTP_TCP) {
        struct str client = forwarded_for(&made);
        if (client.len > 0)
            made.peer.client = client;
    }
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the request");
    *request = made;
    return true;
}

static bool headers_copy(const struct http_raw *raw,
                         struct http_request *request, struct err *err)
{
    if (raw->header_count > HTTP_HEADERS_MAX)
        return err_set(err, ERR_INVALID, "more than %d headers",
                       HTTP_HEADERS_MAX);
    request->header =
        arena_many(request->arena, raw->header_count + 1u, struct http_pair);
    if (!request->header)
        return err_set(err, ERR_EXHAUSTED, "no memory for the headers");
    for (uint32_t i = 0; i < raw->header_count; i++) {
        request->header[i].name = str_copy(request->arena, raw->header[i].name);
        request->header[i].value =
            str_copy(request->arena, str_trim(raw->header[i].value));
    }
    request->header_count = raw->header_count;
    if (request->arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the headers");
    return true;
}

static bool target_parse(struct str target, struct http_request *request,
                         struct err *err)
{
    if (target.len == 0 || target.len > HTTP_PATH_MAX || target.at[0] != '/')
        return err_set(err, ERR_INVALID, "an address that is no path");
    for (size_t i = 0; i < target.len; i++) {
        if (target.at[i] <= ' ' || target.at[i] > '~' || target.at[i] == '#')
            return err_set(err, ERR_INVALID, "an address with odd bytes");
    }
    struct str path, query;
    if (!str_cut(target, '?', &path, &query))
        query = STR("");
    if (!http_url_decode(request->arena, path, false, &path, err)
        || !http_pairs_parse(request->arena, query, HTTP_QUERY_MAX,
                             &request->query, &request->query_count, err))
        return false;
    if (!path_is_plain(path))
        return err_set(err, ERR_INVALID, "an address with odd steps");
    if (str_ends(path, STR(".json")) && path.len > 6) {
        request->wants_json = true;
        path.len -= 5;
    }
    request->path = path;
    return true;
}

/* Checked after decoding, so an encoded "%2e%2e" or "%2F" has no way in. */
static bool path_is_plain(struct str path)
{
    if (str_find(path, STR("//")) != SIZE_MAX
        || str_find(path, STR("/./")) != SIZE_MAX
        || str_find(path, STR("/../")) != SIZE_MAX
        || str_ends(path, STR("/.")) || str_ends(path, STR("/..")))
        return false;
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (c < ' ' || c == 0x7f || c == '\\')
            return false;
    }
    return true;
}

static bool cookies_read(struct http_request *request, struct err *err)
{
    struct str all = http_header(request, "cookie");
    if (!all.at)
        return true;
    if (!http_cookies_parse(request->arena, all, &request->cookie,
                            &request->cookie_count))
        return err_set(err, ERR_EXHAUSTED, "no memory for the cookies");
    return true;
}

static bool body_read(const struct http_raw *raw, struct http_request *request,
                      struct err *err)
{
    struct arena *arena = request->arena;
    if (raw->body.len > 0)
        request->body = raw->body;
    struct str whole = http_header(request, "content-type");
    if (!whole.at)
        return true;
    struct str type = str_part(whole, 0, str_find_byte(whole, ';', 0));
    request->content_type = str_lower(arena, str_trim(type));
    if (str_is(request->content_type, "application/x-www-form-urlencoded"))
        return http_pairs_parse(arena, request->body, HTTP_FORM_MAX,
                                &request->form, &request->form_count, err);
    if (str_is(request->content_type, "multipart/form-data")) {
        struct http_parts parts;
        if (!http_parts_parse(arena, whole, request->body, &parts, err))
            return false;
        request->form = parts.field;
        request->form_count = parts.field_count;
        request->file = parts.file;
        request->file_count = parts.file_count;
    }
    return true;
}

/* The last entry is the one our own proxy wrote; those before it are whatever
 * the client claimed.  Digits, hex letters, dots and colons only. */
static struct str forwarded_for(const struct http_request *request)
{
    struct str last = { NULL, 0 };
    for (uint32_t i = 0; i < request->header_count; i++) {
        if (str_equal_fold(request->header[i].name, STR("x-forwarded-for")))
            last = request->header[i].value;
    }
    struct str head, tail = last;
    while (str_cut(tail, ',', &head, &tail))
        continue;
    head = str_trim(head);
    if (head.len > 45)
        return (struct str){ NULL, 0 };
    for (size_t i = 0; i < head.len; i++) {
        char c = head.at[i];
        bool is_fit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
                      || (c >= 'A' && c <= 'F') || c == '.' || c == ':';
        if (!is_fit)
            return (struct str){ NULL, 0 };
    }
    return head;
}

static struct str find(const struct http_pair *pair, uint32_t count,
                       const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (str_is(pair[i].name, name))
            return pair[i].value;
    }
    return (struct str){ NULL, 0 };
}
