#include <curl/curl.h>
#include <pthread.h>
#include <unistd.h>

#include "base/base.h"

#include "http/client.h"

struct hearing { /* what came back so far */
    struct buf body;
    struct arena *arena;
    struct http_reply *reply;
};

static void curl_once(void);
static bool options_set(CURL *curl, const struct http_ask *ask,
                        struct arena *arena, struct curl_slist *headers);
static struct curl_slist *headers_of(const struct http_ask *ask,
                                     struct arena *arena, bool *is_whole);
static bool ask_with(CURL *curl, const struct http_ask *ask,
                     struct arena *arena, struct http_reply *reply,
                     struct err *err);
static bool outcome(CURLcode code, const struct hearing *hearing,
                    const struct http_ask *ask, struct err *err);
static size_t on_body(char *bytes, size_t size, size_t count, void *context);
static size_t on_header(char *bytes, size_t size, size_t count, void *context);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode once_code = CURLE_FAILED_INIT;

bool http_ask(const struct http_ask *ask, struct arena *arena,
              struct http_reply *reply, struct err *err)
{
    CHECK(ask->socket_path != NULL);
    CHECK(ask->method != HTTP_OTHER);
    CHECK(ask->target.len > 0 && ask->target.at[0] == '/');
    pthread_once(&once, curl_once);
    CURL *curl = once_code == CURLE_OK ? curl_easy_init() : NULL;
    if (curl == NULL)
        return err_set(err, ERR_EXHAUSTED, "cannot start the HTTP client");
    bool is_done = ask_with(curl, ask, arena, reply, err);
    curl_easy_cleanup(curl);
    return is_done;
}

static void curl_once(void)
{
    once_code = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool ask_with(CURL *curl, const struct http_ask *ask,
                     struct arena *arena, struct http_reply *reply,
                     struct err *err)
{
    struct http_reply heard = { 0 };
    struct hearing hearing = { .arena = arena, .reply = &heard };
    buf_init(&hearing.body, arena,
             ask->answer_max ? ask->answer_max : HTTP_ANSWER_BYTES_MAX);

    bool is_whole = true;
    struct curl_slist *headers = headers_of(ask, arena, &is_whole);
    if (!is_whole || !options_set(curl, ask, arena, headers)
        || curl_easy_setopt(curl, CURLOPT_WRITEDATA, &hearing) != CURLE_OK
        || curl_easy_setopt(curl, CURLOPT_HEADERDATA, &hearing) != CURLE_OK) {
        curl_slist_free_all(headers);
        return err_set(err, ERR_EXHAUSTED, "no memory to ask with");
    }
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    if (!outcome(code, &hearing, ask, err))
        return false;

    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    heard.status = (int)status;
    heard.body = hearing.body.len > 0 ? buf_str(&hearing.body) : STR("");
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the answer");
    *reply = heard;
    return true;
}

/* No redirects, no proxy, no netrc, no name lookup: the URL's host is never
 * resolved, because the socket path stands in for it. */
static bool options_set(CURL *curl, const struct http_ask *ask,
                        struct arena *arena, struct curl_slist *headers)
{
    const char *url = str_c(arena, str_format(arena, "http://localhost%.*s",
                                              STR_ARGS(ask->target)));
    long timeout =
        (long)(ask->timeout_ms ? ask->timeout_ms : HTTP_ASK_TIMEOUT_MS);
    bool has_body = ask->body.len > 0 || ask->method == HTTP_POST
                    || ask->method == HTTP_PUT || ask->method == HTTP_PATCH;
    bool is_bad = false;
#define SET(option, value)                                                   \
    is_bad |= curl_easy_setopt(curl, (option), (value)) != CURLE_OK
    SET(CURLOPT_URL, url);
    SET(CURLOPT_UNIX_SOCKET_PATH, ask->socket_path);
    SET(CURLOPT_PROTOCOLS_STR, "http");
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_PATH_AS_IS, 1L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_TIMEOUT_MS, timeout);
    SET(CURLOPT_HTTPHEADER, headers);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    if (has_body) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body.len);
        SET(CURLOPT_POSTFIELDS, ask->body.len ? ask->body.at : "");
    }
    if (ask->method == HTTP_HEAD)
        SET(CURLOPT_NOBODY, 1L);
    else
        SET(CURLOPT_CUSTOMREQUEST, http_method_name(ask->method));
#undef SET
    return !is_bad && !arena->exhausted;
}

static struct curl_slist *headers_of(const struct http_ask *ask,
                                     struct arena *arena, bool *is_whole)
{
    struct curl_slist *list = NULL;
    *is_whole = true;
    for (uint32_t i = 0; i < ask->header_count + 3u; i++) {
        struct str line = { NULL, 0 };
        if (i < ask->header_count)
            line = str_format(arena, "%.*s: %.*s",
                              STR_ARGS(ask->header[i].name),
                              STR_ARGS(ask->header[i].value));
        else if (i == ask->header_count)
            line = STR("Accept: application/json");
        else if (i == ask->header_count + 1u)
            line = STR("Expect:"); /* no waiting for 100 on our own socket */
        else
            line = str_format(arena, "Content-Type: %.*s",
                              STR_ARGS(ask->content_type));
        if (i == ask->header_count + 2u && ask->content_type.len == 0)
            line = STR("Content-Type:"); /* and no form by default */
        struct curl_slist *longer = curl_slist_append(list, str_c(arena, line));
        if (longer == NULL || !line.at) {
            *is_whole = false;
            return list;
        }
        list = longer;
    }
    return list;
}

static bool outcome(CURLcode code, const struct hearing *hearing,
                    const struct http_ask *ask, struct err *err)
{
    if (hearing->body.failed)
        return err_set(err, ERR_EXHAUSTED, "the answer is too large");
    switch (code) {
    case CURLE_OK:
        return true;
    case CURLE_COULDNT_CONNECT:
        if (access(ask->socket_path, F_OK) == 0
            && access(ask->socket_path, W_OK) != 0)
            return err_set(err, ERR_DENIED, "%s is not ours to open",
                           ask->socket_path);
        return err_set(err, ERR_ABSENT, "nobody serves at %s",
                       ask->socket_path);
    case CURLE_OPERATION_TIMEDOUT:
        return err_set(err, ERR_BUSY, "no answer in time from %s",
                       ask->socket_path);
    default:
        return err_set(err, ERR_OUTSIDE, "%s: %s", ask->socket_path,
                       curl_easy_strerror(code));
    }
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct hearing *hearing = context;
    buf_add(&hearing->body, (struct str){ bytes, size * count });
    return hearing->body.failed ? 0 : size * count;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct hearing *hearing = context;
    struct str name, value;
    if (str_cut((struct str){ bytes, size * count }, ':', &name, &value)) {
        value = str_trim(value);
        if (str_equal_fold(name, STR("content-type")))
            hearing->reply->content_type = str_copy(hearing->arena, value);
        if (str_equal_fold(name, STR("x-request-id")))
            hearing->reply->request_id = str_copy(hearing->arena, value);
        int64_t seconds;
        if (str_equal_fold(name, STR("retry-after"))
            && str_to_int64(value, &seconds) && seconds > 0
            && seconds < 86400)
            hearing->reply->retry_seconds = (uint32_t)seconds;
    }
    return size * count;
}
