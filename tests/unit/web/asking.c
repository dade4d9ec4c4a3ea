#include "asking.h"

#define ORIGIN "http://127.0.0.1:8080"

static void ask_with(struct asking *asking, enum http_transport door,
                     const char *words, const struct http_pair *header,
                     uint32_t count, const char *body)
{
    struct arena *arena = &asking->house->arena;
    struct err err = { .kind = ERR_NONE };
    struct str method, target;
    assert_true(str_cut(str_of(words), ' ', &method, &target));
    struct http_raw raw = {
        .world = asking->house->app.world, .transport = door,
        .method = http_method_of(method), .target = target, .header = header,
        .header_count = count, .body = body ? str_of(body) : STR("")
    };
    if (!http_request_make(&raw, arena, &asking->request, &err))
        fail_msg("%s: %s", words, err.text);
    http_answer_init(&asking->answer, arena);
    web_handle(&asking->web, &asking->request, &asking->answer);
    assert_false(asking->answer.failed);
}

void ask(struct asking *asking, enum http_transport door, const char *words,
         const char *cookie, const char *body)
{
    const struct http_pair header[] = {
        { STR("Host"), STR("127.0.0.1:8080") }, { STR("Origin"), STR(ORIGIN) },
        { STR("Content-Type"), STR("application/x-www-form-urlencoded") },
        { STR("Cookie"), str_of(cookie) },
    };
    ask_with(asking, door, words, header, cookie ? 4 : 3, body);
}

void ask_json(struct asking *asking, const char *words, const char *cookie)
{
    const struct http_pair header[] = {
        { STR("Host"), STR("127.0.0.1:8080") },
        { STR("Accept"), STR("application/json") },
        { STR("Cookie"), str_of(cookie) },
    };
    ask_with(asking, HTTP_TCP, words, header, cookie ? 3 : 2, NULL);
}
