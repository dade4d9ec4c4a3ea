/* The document: web/routes.c, web/api.c and web/shapes.c as OpenAPI 3.1. */
#include "base/base.h"
#include "app/app.h"
#include "web/api.h"
#include "web/respond.h"
#include "web/shape.h"

#define DOCUMENT_BYTES_MAX ((size_t)4 << 20)
#define JSON_TYPE "application/json"

static void add_info(struct json_out *out);
static void add_paths(struct json_out *out);
static void add_path(struct json_out *out, uint32_t first);
static void add_operation(struct json_out *out,
                          const struct web_route *route);
static void add_who(struct json_out *out, const struct web_route *route);
static void add_parameters(struct json_out *out,
                           const struct web_route *route,
                           const struct api_row *row);
static void add_parameter(struct json_out *out, struct str name,
                          const char *where, const struct shape_field *type);
static void add_body(struct json_out *out, const struct api_row *row);
static void add_answers(struct json_out *out, const struct web_route *route,
                        const struct api_row *row);
static void add_success(struct json_out *out, const struct api_row *row);
static void add_problems(struct json_out *out, const struct web_route *route,
                         const struct api_row *row);
static void add_components(struct json_out *out);
static struct str path_of(struct arena *arena, const char *path);
static bool is_public(const struct web_route *route);

static void text(struct json_out *out, const char *key, struct str words)
{
    json_out_key(out, str_of(key));
    json_out_text(out, words);
}

static void open_at(struct json_out *out, const char *key)
{
    json_out_key(out, str_of(key));
    json_out_object(out);
}

static void ref(struct json_out *out, const char *kind, struct str name)
{
    json_out_object(out);
    text(out, "$ref", str_format(out->buf->arena, "#/components/%s/%.*s",
                                 kind, STR_ARGS(name)));
    json_out_object_end(out);
}

void get_openapi(struct web_visit *visit)
{
    struct str document = api_document(visit->arena);
    if (document.at != NULL)
        http_answer_json(visit->answer, 200, document);
    else
        http_answer_status(visit->answer, visit->request, 507);
}

struct str api_document(struct arena *arena)
{
    struct buf buf;
    struct json_out out;
    buf_init(&buf, arena, DOCUMENT_BYTES_MAX);
    json_out_init(&out, &buf);
    json_out_object(&out);
    text(&out, "openapi", STR("3.1.0"));
    add_info(&out);
    add_paths(&out);
    add_components(&out);
    json_out_object_end(&out);
    buf_add_byte(&buf, '\n');
    return buf.failed ? (struct str){ NULL, 0 } : buf_str(&buf);
}

static void add_info(struct json_out *out)
{
    open_at(out, "info");
    text(out, "title", STR("bedside"));
    text(out, "version", STR(APP_BUILD));
    text(out, "description", STR("The pages' own routes, asked with Accept: "
        "application/json.  docs/api.md shows how."));
    json_out_object_end(out);
}

/* --- the routes --------------------------------------------------------- */

static bool is_public(const struct web_route *route)
{
    return route->doors & DOOR_TCP;
}

/* Methods of one path stand together, at its first row. */
static void add_paths(struct json_out *out)
{
    const struct web_route *route, *before;
    open_at(out, "paths");
    for (uint32_t i = 0; (route = web_route_at(i)) != NULL; i++) {
        bool is_first = is_public(route);
        for (uint32_t j = 0; j < i && is_first; j++) {
            before = web_route_at(j);
            is_first = !is_public(before)
                       || strcmp(before->path, route->path) != 0;
        }
        if (is_first)
            add_path(out, i);
    }
    json_out_object_end(out);
}

static void add_path(struct json_out *out, uint32_t first)
{
    const struct web_route *route, *head = web_route_at(first);
    struct arena *arena = out->buf->arena;
    json_out_key(out, path_of(arena, head->path));
    json_out_object(out);
    for (uint32_t i = first; (route = web_route_at(i)) != NULL; i++)
        if (is_public(route) && strcmp(route->path, head->path) == 0) {
            struct str method = str_of(http_method_name(route->method));
            json_out_key(out, str_lower(arena, method));
            add_operation(out, route);
        }
    json_out_object_end(out);
}

/* "/desk/debt/:ref/call" to "/desk/debt/{ref}/call".  The router cuts a
 * ".json" off, but this one is asked for by it. */
static struct str path_of(struct arena *arena, const char *path)
{
    struct buf buf;
    struct str part, rest = str_of(path);
    buf_init(&buf, arena, 512);
    (void)str_cut(rest, '/', &part, &rest);
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &part, &rest);
        bool is_name = part.len > 0 && part.at[0] == ':';
        buf_add_format(&buf, is_name ? "/{%.*s}" : "/%.*s",
                       STR_ARGS(str_part(part, is_name, part.len)));
    }
    if (strcmp(path, API_PATH) == 0)
        buf_add_c(&buf, ".json");
    return buf_str(&buf);
}

static void add_operation(struct json_out *out,
                          const struct web_route *route)
{
    struct str name = web_route_name(route, out->buf->arena);
    const struct api_row *row = api_row_of(name);
    json_out_object(out);
    text(out, "operationId", name);
    if (row != NULL) {
        text(out, "summary", str_of(row->summary));
        add_who(out, route);
        add_parameters(out, route, row);
        if (route->method == HTTP_POST)
            add_body(out, row);
        add_answers(out, route, row);
    }
    json_out_object_end(out);
}

static void add_who(struct json_out *out, const struct web_route *route)
{
    static const struct {
        const char *word;
        struct caller caller;
    } who[] = {
        { "anyone", { .kind = CALLER_NOBODY } },
        { "person", { .kind = CALLER_PERSON } },
        { "provider", { .kind = CALLER_PROVIDER } },
        { "representative", { .kind = CALLER_STAFF,
                              .roles = ROLE_REPRESENTATIVE } },
        { "supervisor", { .kind = CALLER_STAFF, .roles = ROLE_SUPERVISOR } },
        { "compliance", { .kind = CALLER_STAFF, .roles = ROLE_COMPLIANCE } },
        { "administrator", { .kind = CALLER_STAFF,
                             .roles = ROLE_ADMINISTRATOR } },
    };
    json_out_key(out, STR("x-who"));
    json_out_list(out);
    for (size_t i = 0; i < sizeof who / sizeof who[0]; i++)
        if (access_may(&who[i].caller, route->right, RELATION_NONE))
            json_out_text(out, str_of(who[i].word));
    json_out_list_end(out);

    json_out_key(out, STR("security"));
    json_out_list(out);
    for (uint32_t i = 0; i < ACCESS_SCOPES; i++) {
        if (!(web_route_scopes(route) & (1u << i)))
            continue;
        json_out_object(out);
        json_out_key(out, STR("key"));
        json_out_list(out);
        json_out_text(out, access_scope_word(i));
        json_out_list_end(out);
        json_out_object_end(out);
    }
    json_out_object(out);
    if (route->right != MAY_ANYONE) {
        json_out_key(out, STR("session"));
        json_out_list(out);
        json_out_list_end(out);
    }
    json_out_object_end(out);
    json_out_list_end(out);
}

static void add_parameters(struct json_out *out,
                           const struct web_route *route,
                           const struct api_row *row)
{
    struct shape_field field;
    struct str part, rest = str_of(route->path);
    struct str query = str_of(row->query != NULL ? row->query : "");
    json_out_key(out, STR("parameters"));
    json_out_list(out);
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &part, &rest);
        if (part.len > 0 && part.at[0] == ':')
            add_parameter(out, str_part(part, 1, part.len), "path", NULL);
    }
    while (shape_next(&query, &field))
        add_parameter(out, field.name, "query", &field);
    ref(out, "parameters", STR("lang"));
    if (route->method == HTTP_POST && web_route_scopes(route) != 0)
        ref(out, "parameters", STR("once"));
    json_out_list_end(out);
}

static void add_parameter(struct json_out *out, struct str name,
                          const char *where, const struct shape_field *type)
{
    static const struct shape_field plain = { .type = { "text", 4 } };
    json_out_object(out);
    text(out, "name", name);
    text(out, "in", str_of(where));
    json_out_key(out, STR("required"));
    json_out_flag(out, type == NULL);
    json_out_key(out, STR("schema"));
    shape_type(out, type != NULL ? type : &plain, true);
    json_out_object_end(out);
}

/* --- what is sent ------------------------------------------------------- */

static void add_media(struct json_out *out, const char *type, struct str body)
{
    open_at(out, type);
    json_out_key(out, STR("schema"));
    shape_body(out, body);
    json_out_object_end(out);
}

/* A browser's form carries its token; a program has none. */
static void add_body(struct json_out *out, const struct api_row *row)
{
    struct arena *arena = out->buf->arena;
    struct str fields = str_of(row->body != NULL ? row->body : "");
    struct str body = str_format(arena, "%.*s%stoken text",
                                 STR_ARGS(fields), fields.len ? ", " : "");
    open_at(out, "requestBody");
    open_at(out, "content");
    if (row->more & API_FILE_IN) {
        add_media(out, "multipart/form-data",
                  str_format(arena, "%.*s, file! text", STR_ARGS(body)));
        open_at(out, "text/csv");
        open_at(out, "schema");
        text(out, "type", STR("string"));
        json_out_object_end(out);
        json_out_object_end(out);
    } else {
        add_media(out, JSON_TYPE, body);
        add_media(out, "application/x-www-form-urlencoded", body);
        add_media(out, "multipart/form-data", body);
    }
    json_out_object_end(out);
    json_out_object_end(out);
}

/* --- what is answered --------------------------------------------------- */

static void add_answers(struct json_out *out, const struct web_route *route,
                        const struct api_row *row)
{
    open_at(out, "responses");
    add_success(out, row);
    add_problems(out, route, row);
    json_out_object_end(out);
}

static void add_answer(struct json_out *out, const char *status,
                       const char *words, struct str shapes, bool has_csv)
{
    struct str shape;
    open_at(out, status);
    text(out, "description", str_of(words));
    open_at(out, "content");
    open_at(out, JSON_TYPE);
    open_at(out, "schema");
    json_out_key(out, STR("oneOf"));
    json_out_list(out);
    for (bool more = true; more;) {
        more = str_cut(shapes, '|', &shape, &shapes);
        ref(out, "schemas", shape);
    }
    json_out_list_end(out);
    json_out_object_end(out);
    json_out_object_end(out);
    if (has_csv) {
        open_at(out, "text/csv");
        json_out_object_end(out);
    }
    json_out_object_end(out);
    json_out_object_end(out);
}

static void add_success(struct json_out *out, const struct api_row *row)
{
    if (row->more & API_OTHER) {
        open_at(out, "200");
        text(out, "description", str_of(row->summary));
        json_out_object_end(out);
        return;
    }
    if (row->answer[0] != '\0')
        add_answer(out, "200", row->summary, str_of(row->answer),
                   row->more & API_CSV);
    if (row->more & API_BEGUN)
        add_answer(out, "202", "it has begun; ask there", STR("see"), false);
    if (row->more & API_COMING)
        add_answer(out, "202", "it is under way; ask again", STR("placing"),
                   false);
}

static void add_problems(struct json_out *out, const struct web_route *route,
                         const struct api_row *row)
{
    enum { ALL = 1, POSTED = 2, FIELDS = 4, JOBS = 8 };
    static const struct {
        const char *status;
        uint32_t when;
    } problems[] = {
        { "400", ALL }, { "401", ALL }, { "404", ALL },
        { "409", POSTED | JOBS }, { "413", POSTED }, { "415", POSTED },
        { "422", POSTED | FIELDS | JOBS }, { "429", ALL }, { "500", ALL },
        { "502", ALL }, { "503", ALL }, { "507", ALL }
    };
    uint32_t is = ALL;
    is |= route->method == HTTP_POST ? POSTED : 0;
    is |= row->more & API_FIELDS ? FIELDS : 0;
    is |= row->more & API_COMING ? JOBS : 0;
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
        if (problems[i].when & is) {
            json_out_key(out, str_of(problems[i].status));
            ref(out, "responses", STR("problem"));
        }
}

/* --- what they share ---------------------------------------------------- */

static void add_shared(struct json_out *out, const char *key,
                       const char *name, const char *where,
                       const char *words)
{
    open_at(out, key);
    text(out, "name", str_of(name));
    text(out, "in", str_of(where));
    text(out, "description", str_of(words));
    open_at(out, "schema");
    text(out, "type", STR("string"));
    json_out_object_end(out);
    json_out_object_end(out);
}

static void add_components(struct json_out *out)
{
    struct str name, fields;
    open_at(out, "components");
    open_at(out, "schemas");
    for (uint32_t i = 0; shape_at(i, &name, &fields); i++) {
        json_out_key(out, name);
        shape_answer(out, fields);
    }
    json_out_object_end(out);
    open_at(out, "responses");
    add_answer(out, "problem", "what is wrong, in a sentence",
               STR("problem"), false);
    json_out_object_end(out);
    open_at(out, "parameters");
    add_shared(out, "lang", "lang", "query", "en or es: the words' language");
    add_shared(out, "once", "Idempotency-Key", "header",
               "with a key: 1 to 64 letters and digits of your choice, the "
               "same again when this very request is repeated");
    json_out_object_end(out);
    open_at(out, "securitySchemes");
    open_at(out, "key");
    text(out, "type", STR("http"));
    text(out, "scheme", STR("bearer"));
    json_out_object_end(out);
    open_at(out, "session");
    text(out, "type", STR("apiKey"));
    text(out, "in", STR("cookie"));
    text(out, "name", STR(WEB_COOKIE));
    json_out_object_end(out);
    json_out_object_end(out);
    json_out_object_end(out);
}
