/* The pages of trouble.  Both languages on one page, because here nobody
 * knows yet who reads it. */
#include "base/base.h"

#include "http/answer.h"

struct words {
    int status;
    const char *kind; /* for programs; err_kind's names where one fits */
    const char *english;
    const char *spanish;
};

static const struct words rows[] = {
    { 400, "invalid",
      "We could not read that request. Please go back and try again.",
      "No pudimos leer la solicitud. Regrese y pruebe otra vez." },
    { 401, "key",
      "This key opens nothing here. Please ask for a new one.",
      "Esta clave no abre nada aquí. Pida una nueva." },
    { 404, "absent",
      "We could not find that page. Please check the address or your code.",
      "No encontramos esa página. Revise la dirección o su código." },
    { 405, "method",
      "This page cannot be used that way. Please go back and try again.",
      "Esta página no se puede usar así. Regrese y pruebe otra vez." },
    { 408, "late",
      "The request took too long to arrive. Please try again.",
      "La solicitud tardó demasiado en llegar. Pruebe otra vez." },
    { 409, "conflict",
      "This was changed or done already. Please go back and look again.",
      "Esto ya se cambió o ya se hizo. Regrese y revise otra vez." },
    { 411, "length",
      "The request did not say how long it is.",
      "La solicitud no indicó su tamaño." },
    { 413, "too-big",
      "What you sent is too big. Please send something smaller.",
      "Lo que envió es demasiado grande. Envíe algo más pequeño." },
    { 414, "too-long",
      "That address is too long.",
      "Esa dirección es demasiado larga." },
    { 415, "type",
      "We cannot read that kind of file.",
      "No podemos leer ese tipo de archivo." },
    { 421, "host",
      "That address does not belong to this site.",
      "Esa dirección no es de este sitio." },
    { 422, "invalid",
      "Something in what you sent does not fit. Please check it.",
      "Algo de lo que envió no coincide. Por favor, revíselo." },
    { 429, "too-many",
      "Too many tries. Please wait a little and try again.",
      "Demasiados intentos. Espere un poco y pruebe otra vez." },
    { 431, "head",
      "The request's head is too long.",
      "El encabezado de la solicitud es demasiado largo." },
    { 500, "bug",
      "Something went wrong on our side. Nothing was charged. "
      "Please try again later.",
      "Algo salió mal de nuestro lado. No se cobró nada. "
      "Pruebe más tarde." },
    { 502, "outside",
      "A service we need did not answer. Please try again later.",
      "Un servicio que necesitamos no respondió. Pruebe más tarde." },
    { 503, "busy",
      "We are very busy right now. Please try again in a few seconds.",
      "Estamos muy ocupados ahora. Pruebe otra vez en unos segundos." },
    { 507, "exhausted",
      "We have no room for that right now. Please try again later.",
      "No tenemos espacio para eso ahora. Pruebe más tarde." },
};

static const struct words *words_of(int status);
static void fill(struct http_answer *answer,
                 const struct http_request *request,
                 const struct words *words, int status, struct str detail);
static void add_html(struct buf *buf, struct str text);
static void add_json(struct buf *buf, struct str text);

void http_answer_trouble(struct http_answer *answer,
                         const struct http_request *request,
                         const struct err *err)
{
    CHECK(err->kind != ERR_NONE);
    int status = err_http_status(err->kind);
    bool is_about_input = err->kind == ERR_INVALID
                          || err->kind == ERR_CONFLICT;
    struct str detail = is_about_input ? str_of(err->text)
                                       : (struct str){ NULL, 0 };
    fill(answer, request, words_of(status), status, detail);
}

void http_answer_status(struct http_answer *answer,
                        const struct http_request *request, int status)
{
    fill(answer, request, words_of(status), status, (struct str){ NULL, 0 });
}

const char *http_status_kind(int status)
{
    return words_of(status)->kind;
}

const char *http_status_words(int status)
{
    return words_of(status)->english;
}

static const struct words *words_of(int status)
{
    const struct words *bug = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].status == status)
            return &rows[i];
        if (rows[i].status == 500)
            bug = &rows[i];
    }
    CHECK(bug != NULL);
    return bug;
}

static void fill(struct http_answer *answer,
                 const struct http_request *request,
                 const struct words *words, int status, struct str detail)
{
    struct buf buf;
    buf_init(&buf, answer->arena, 16384);
    /* A 404 must be the same bytes whatever was asked, so no id there. */
    struct str id = { NULL, 0 };
    if (request != NULL && status >= 500)
        id = str_of(request->id.text);

    if (request != NULL && request->wants_json) {
        buf_add_format(&buf, "{\"error\":{\"status\":%d,\"kind\":\"%s\","
                       "\"message\":\"", status, words->kind);
        add_json(&buf, detail.len > 0 ? detail : str_of(words->english));
        buf_add_c(&buf, "\"");
        if (id.at)
            buf_add_format(&buf, ",\"request\":\"%.*s\"", STR_ARGS(id));
        buf_add_c(&buf, "}}\n");
        http_answer_json(answer, status, buf_str(&buf));
    } else {
        buf_add_format(&buf,
                       "<!doctype html>\n<html lang=\"en\">\n<head>"
                       "<meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\">"
                       "<title>%d</title></head>\n<body><main>\n"
                       "<h1>Sorry / Lo sentimos</h1>\n<p>%s</p>\n"
                       "<p lang=\"es\">%s</p>\n",
                       status, words->english, words->spanish);
        if (detail.len > 0) {
            buf_add_c(&buf, "<p>");
            add_html(&buf, detail);
            buf_add_c(&buf, "</p>\n");
        }
        if (id.at)
            buf_add_format(&buf, "<p>Number / Número: %.*s</p>\n",
                           STR_ARGS(id));
        buf_add_c(&buf, "</main></body>\n</html>\n");
        http_answer_html(answer, status, buf_str(&buf));
    }
    /* Out of memory even for this: the bare words are static. */
    if (buf.failed)
        http_answer_text(answer, status, str_of(words->english));
    if (status == 503)
        http_answer_header(answer, "Retry-After", STR(HTTP_RETRY_SECONDS));
    if (status == 429)
        http_answer_header(answer, "Retry-After", STR(HTTP_TRIES_SECONDS));
}

static void add_html(struct buf *buf, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&': buf_add_c(buf, "&amp;"); break;
        case '<': buf_add_c(buf, "&lt;"); break;
        case '>': buf_add_c(buf, "&gt;"); break;
        case '"': buf_add_c(buf, "&quot;"); break;
        default: buf_add_byte(buf, text.at[i]);
        }
    }
}

static void add_json(struct buf *buf, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\')
            buf_add_format(buf, "\\%c", c);
        else if (c < ' ')
            buf_add_format(buf, "\\u%04x", (unsigned)c);
        else
            buf_add_byte(buf, text.at[i]);
    }
}
