#include "base/base.h"
#include "text/json.h"
#include "web/body.h"

static bool take_json(struct http_request *request, struct err *err);
static bool value_of(struct http_request *request, const struct json *node,
                     struct str *value, struct err *err);
static bool take_csv(struct http_request *request, struct err *err);

bool body_take(struct web_visit *visit, struct err *err)
{
    struct http_request *request = visit->request;
    struct str type = request->content_type;
    if (request->transport != HTTP_TCP || request->method != HTTP_POST
        || request->body.len == 0
        || str_is(type, "application/x-www-form-urlencoded")
        || str_is(type, "multipart/form-data"))
        return true;
    if (str_is(type, "application/json"))
        return take_json(request, err);
    if (str_is(type, "text/csv"))
        return take_csv(request, err);
    http_answer_status(visit->answer, request, 415);
    return false;
}

static bool take_json(struct http_request *request, struct err *err)
{
    const struct json *root;
    if (!json_parse(request->arena, request->body, &root, err))
        return err_context(err, "this JSON cannot be read");
    if (root->kind != JSON_OBJECT || root->count > HTTP_FORM_MAX)
        return err_set(err, ERR_INVALID, "send one JSON object of at most %d "
                       "fields", HTTP_FORM_MAX);
    request->form = arena_many(request->arena, root->count + 1u,
                               struct http_pair);
    if (request->form == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the form");
    json_each(node, root) {
        struct http_pair pair = { .name = node->key };
        if (!value_of(request, node, &pair.value, err))
            return false;
        if (pair.value.at != NULL)
            request->form[request->form_count++] = pair;
    }
    return true;
}

static bool value_of(struct http_request *request, const struct json *node,
                     struct str *value, struct err *err)
{
    switch (node->kind) {
    case JSON_TEXT:
    case JSON_INT:
    case JSON_DIGITS:
        *value = str_copy(request->arena, node->text);
        return true;
    case JSON_FLAG:
        *value = node->flag ? STR("yes") : (struct str){ NULL, 0 };
        return true;
    case JSON_NULL:
        *value = (struct str){ NULL, 0 };
        return true;
    case JSON_ABSENT:
    case JSON_LIST:
    case JSON_OBJECT:
        break;
    }
    return err_set(err, ERR_INVALID, "the field '%.*s' must be a text, a "
                   "number or a flag", STR_ARGS(str_part(node->key, 0, 60)));
}

/* The query's fields are the form's. */
static bool take_csv(struct http_request *request, struct err *err)
{
    struct str name = http_query(request, "file_name");
    request->file = arena_new(request->arena, struct http_file);
    if (request->file == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the file");
    request->file[0] = (struct http_file){
        .field = STR("file"), .content_type = request->content_type,
        .file_name = name.len > 0 ? name : STR("file.csv"),
        .bytes = request->body
    };
    request->file_count = 1;
    request->form = request->query;
    request->form_count = request->query_count;
    return true;
}
