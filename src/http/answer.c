#include "base/base.h"

#include "http/answer.h"

/* Slots kept for http_answer_secure, which must always find room. */
#define SECURE_HEADERS 12

static const char policy_bare[] =
    "default-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

static void add(struct http_answer *answer, struct str name, struct str value);
static bool is_clean(struct str text);
static bool is_token(struct str text);
static struct str policy(const struct http_answer *answer);
static struct str cache(const struct http_answer *answer);
static const char *reason(int status);

void http_answer_init(struct http_answer *answer, struct arena *arena)
{
    CHECK(arena != NULL);
    *answer = (struct http_answer){ .arena = arena, .body = STR("") };
}

void http_answer_html(struct http_answer *answer, int status, struct str body)
{
    answer->status = status;
    answer->content_type = STR("text/html; charset=utf-8");
    answer->body = body;
}

void http_answer_json(struct http_answer *answer, int status, struct str body)
{
    answer->status = status;
    answer->content_type = STR("application/json");
    answer->body = body;
}

void http_answer_text(struct http_answer *answer, int status, struct str body)
{
    answer->status = status;
    answer->content_type = STR("text/plain; charset=utf-8");
    answer->body = body;
}

void http_answer_header(struct http_answer *answer, const char *name,
                        struct str value)
{
    if (answer->header_count >= HTTP_ANSWER_HEADERS_MAX - SECURE_HEADERS
        || !is_token(str_of(name)) || !value.at || !is_clean(value)) {
        answer->failed = true;
        return;
    }
    struct http_pair pair = { str_copy(answer->arena, str_of(name)),
                              str_copy(answer->arena, value) };
    if (!pair.name.at || !pair.value.at) {
        answer->failed = true;
        return;
    }
    answer->header[answer->header_count++] = pair;
}

void http_answer_cookie(struct http_answer *answer,
                        const struct http_cookie_set *cookie)
{
    if (!is_token(str_of(cookie->name))
        || (cookie->value.len > 0 && !is_token(cookie->value))) {
        answer->failed = true;
        return;
    }
    struct buf buf;
    buf_init(&buf, answer->arena, 4096);
    buf_add_format(&buf, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Strict",
                   cookie->secure ? "__Host-" : "", cookie->name,
                   STR_ARGS(cookie->value));
    if (cookie->secure)
        buf_add_c(&buf, "; Secure");
    if (cookie->max_age_seconds > 0)
        buf_add_format(&buf, "; Max-Age=%" PRId64, cookie->max_age_seconds);
    if (cookie->max_age_seconds < 0)
        buf_add_c(&buf, "; Max-Age=0");
    if (buf.failed)
        answer->failed = true;
    else
        http_answer_header(answer, "Set-Cookie", buf_str(&buf));
}

struct str http_cookie_get(const struct http_request *request,
                           const char *name, bool secure)
{
    char full[128];
    int len = snprintf(full, sizeof full, "%s%s", secure ? "__Host-" : "",
                       name);
    CHECK(len > 0 && (size_t)len < sizeof full);
    return http_cookie(request, full);
}

void http_answer_redirect(struct http_answer *answer, struct str path)
{
    /* Browsers read "/\" as "//", which names another host. */
    bool is_ours = path.len > 0 && path.at[0] == '/'
                   && !(path.len > 1
                        && (path.at[1] == '/' || path.at[1] == '\\'));
    if (!is_ours) {
        answer->failed = true;
        return;
    }
    http_answer_html(answer, 303, STR(""));
    http_answer_header(answer, "Location", path);
}

struct str http_answer_header_get(const struct http_answer *answer,
                                  const char *name)
{
    for (uint32_t i = 0; i < answer->header_count; i++) {
        if (str_equal_fold(answer->header[i].name, str_of(name)))
            return answer->header[i].value;
    }
    return (struct str){ NULL, 0 };
}

/* Allocates nothing that it cannot do without, so that an answer about
 * memory running out has its headers too.
 *
 * Referrer-Policy is same-origin, not no-referrer: with no-referrer browsers
 * send "Origin: null" even with our own forms, and then those too old for
 * Sec-Fetch-Site could not be told from a stranger's (csrf.h).  Other origins
 * get no referrer either way. */
void http_answer_secure(struct http_answer *answer,
                        const struct http_request *request,
                        bool behind_tls_proxy)
{
    static const struct {
        const char *name, *value;
    } fixed[] = {
        { "X-Content-Type-Options", "nosniff" },
        { "X-Frame-Options", "DENY" },
        { "Referrer-Policy", "same-origin" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
    };
    if (http_answer_header_get(answer, fixed[0].name).at)
        return;
    if (answer->failed || answer->status == 0 || answer->arena->exhausted) {
        struct arena *arena = answer->arena;
        struct str route = answer->route;
        http_answer_init(answer, arena);
        answer->route = route;
        http_answer_status(answer, request, arena->exhausted ? 503 : 500);
    }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        add(answer, str_of(fixed[i].name), str_of(fixed[i].value));
    add(answer, STR("Content-Security-Policy"), policy(answer));
    add(answer, STR("Cache-Control"), cache(answer));
    if (behind_tls_proxy)
        add(answer, STR("Strict-Transport-Security"), STR("max-age=63072000"));
    if (request != NULL)
        add(answer, STR("X-Request-Id"), str_of(request->id.text));
}

struct str http_answer_render(const struct http_answer *answer,
                              struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, arena->limit);
    buf_add_format(&buf, "HTTP/1.1 %d %s\r\n", answer->status,
                   reason(answer->status));
    for (uint32_t i = 0; i < answer->header_count; i++)
        buf_add_format(&buf, "%.*s: %.*s\r\n",
                       STR_ARGS(answer->header[i].name),
                       STR_ARGS(answer->header[i].value));
    if (answer->content_type.len > 0)
        buf_add_format(&buf, "Content-Type: %.*s\r\n",
                       STR_ARGS(answer->content_type));
    if (answer->close)
        buf_add_c(&buf, "Connection: close\r\n");
    buf_add_format(&buf, "Content-Length: %zu\r\n\r\n", answer->body.len);
    buf_add(&buf, answer->body);
    return buf.failed ? (struct str){ NULL, 0 } : buf_str(&buf);
}

/* The pair is kept, not copied; slots are kept free for these. */
static void add(struct http_answer *answer, struct str name, struct str value)
{
    CHECK(answer->header_count < HTTP_ANSWER_HEADERS_MAX);
    answer->header[answer->header_count++] = (struct http_pair){ name, value };
}

/* A page may do nothing but show itself and send its forms home. */
static struct str policy(const struct http_answer *answer)
{
    struct buf buf;
    buf_init(&buf, answer->arena, 1024);
    bool has_style = answer->style_self || answer->style_sha256.len > 0;
    bool has_image = answer->image_self || answer->image_data;
    if (!has_style && !has_image)
        return str_of(policy_bare);

    buf_add_c(&buf, policy_bare);
    if (has_style)
        buf_add_c(&buf, "; style-src");
    if (answer->style_self)
        buf_add_c(&buf, " 'self'");
    if (answer->style_sha256.len > 0)
        buf_add_format(&buf, " 'sha256-%.*s'", STR_ARGS(answer->style_sha256));
    if (has_image)
        buf_add_c(&buf, "; img-src");
    if (answer->image_self)
        buf_add_c(&buf, " 'self'");
    if (answer->image_data)
        buf_add_c(&buf, " data:");
    return buf.failed ? str_of(policy_bare) : buf_str(&buf);
}

static struct str cache(const struct http_answer *answer)
{
    struct str value = { NULL, 0 };
    if (answer->cache_seconds > 0)
        value = str_format(answer->arena, "public, max-age=%" PRId64,
                           answer->cache_seconds);
    return value.at ? value : STR("no-store");
}

static bool is_clean(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

/* RFC 9110 tchar, and the few more a cookie's value may hold. */
static bool is_token(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool is_fit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                      || (c >= '0' && c <= '9')
                      || (c != '\0' && strchr("!#$%&'*+-.^_`|~/=", c));
        if (!is_fit)
            return false;
    }
    return text.len > 0;
}

static const char *reason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 303: return "See Other";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 408: return "Request Timeout";
    case 413: return "Content Too Large";
    case 421: return "Misdirected Request";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Answer";
    }
}
