#include "base/base.h"
#include "text/escape.h"
#include "text/json.h"

/* Below this many keys a duplicate is looked for by comparing each pair. */
#define FEW_KEYS 12

struct parser {
    struct arena *arena;
    struct str in;
    size_t at;
    uint32_t depth;
    struct err *err;
};

static bool parse_value(struct parser *p, struct json *node);
static bool parse_object(struct parser *p, struct json *node);
static bool parse_list(struct parser *p, struct json *node);
static struct json *append(struct parser *p, struct json *parent,
                           struct json *last);
static bool check_keys(struct parser *p, const struct json *object);
static int compare_keys(const void *a, const void *b);
static bool parse_word(struct parser *p, struct str word);
static bool parse_number(struct parser *p, struct json *node);
static size_t skip_digits(struct parser *p);
static bool parse_text(struct parser *p, struct str *text);
static bool parse_escape(struct parser *p, char *to, size_t *len);
static bool parse_hex(struct parser *p, uint32_t *unit);
static size_t put_utf8(char *to, uint32_t point);
static void skip_blanks(struct parser *p);
static int peek(const struct parser *p);
static bool refuse_at(struct parser *p, size_t at, const char *words);
static bool refuse(struct parser *p, const char *words);
static uint32_t line_of(struct str in, size_t at, size_t *line_start);

bool json_parse(struct arena *arena, struct str bytes,
                const struct json **root, struct err *err)
{
    CHECK(arena != NULL);
    CHECK(root != NULL);
    struct parser p = { .arena = arena, .in = bytes, .err = err };
    if (bytes.len > JSON_BYTES_MAX)
        return err_set(err, ERR_EXHAUSTED,
                       "JSON of more than %zu bytes", JSON_BYTES_MAX);
    struct json *node = arena_new(arena, struct json);
    if (node == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to read JSON");
    skip_blanks(&p);
    int first = peek(&p);
    if (first != '{' && first != '[')
        return refuse(&p, "expected { or [ at the start");
    if (!parse_value(&p, node))
        return false;
    skip_blanks(&p);
    if (p.at < p.in.len)
        return refuse(&p, "nothing may follow the end of the value");
    *root = node;
    return true;
}

static bool parse_value(struct parser *p, struct json *node)
{
    int byte = peek(p);
    node->at = (uint32_t)p->at;
    if (byte == '{' || byte == '[') {
        if (p->depth == JSON_DEPTH_MAX)
            return refuse(p, "more than 64 levels");
        p->depth++;
        bool done = byte == '{' ? parse_object(p, node) : parse_list(p, node);
        p->depth--;
        return done;
    }
    if (byte == '"') {
        node->kind = JSON_TEXT;
        return parse_text(p, &node->text);
    }
    if (byte == 'n') {
        node->kind = JSON_NULL;
        return parse_word(p, STR("null"));
    }
    if (byte == 't' || byte == 'f') {
        node->kind = JSON_FLAG;
        node->flag = byte == 't';
        return parse_word(p, byte == 't' ? STR("true") : STR("false"));
    }
    if (byte == '-' || (byte >= '0' && byte <= '9'))
        return parse_number(p, node);
    return refuse(p, byte < 0 ? "the text ends too early"
                              : "expected a value");
}
_Static_assert(JSON_DEPTH_MAX == 64, "the words of trouble name it");

static bool parse_object(struct parser *p, struct json *node)
{
    node->kind = JSON_OBJECT;
    p->at++;
    skip_blanks(p);
    if (peek(p) == '}') {
        p->at++;
        return true;
    }
    struct json *last = NULL;
    for (;;) {
        skip_blanks(p);
        if (peek(p) != '"')
            return refuse(p, "expected a key in double quotes");
        last = append(p, node, last);
        if (last == NULL || !parse_text(p, &last->key))
            return false;
        skip_blanks(p);
        if (peek(p) != ':')
            return refuse(p, "expected : after the key");
        p->at++;
        skip_blanks(p);
        if (!parse_value(p, last))
            return false;
        skip_blanks(p);
        int byte = peek(p);
        if (byte != ',' && byte != '}')
            return refuse(p, "expected , or } in the object");
        p->at++;
        if (byte == '}')
            return check_keys(p, node);
    }
}

static bool parse_list(struct parser *p, struct json *node)
{
    node->kind = JSON_LIST;
    p->at++;
    skip_blanks(p);
    if (peek(p) == ']') {
        p->at++;
        return true;
    }
    struct json *last = NULL;
    for (;;) {
        skip_blanks(p);
        last = append(p, node, last);
        if (last == NULL || !parse_value(p, last))
            return false;
        skip_blanks(p);
        int byte = peek(p);
        if (byte != ',' && byte != ']')
            return refuse(p, "expected , or ] in the list");
        p->at++;
        if (byte == ']')
            return true;
    }
}

/* A new last child, or NULL when memory is short. */
static struct json *append(struct parser *p, struct json *parent,
                           struct json *last)
{
    struct json *node = arena_new(p->arena, struct json);
    if (node == NULL) {
        err_set(p->err, ERR_EXHAUSTED, "no memory to read JSON");
        return NULL;
    }
    if (last == NULL)
        parent->first = node;
    else
        last->next = node;
    parent->count++;
    return node;
}

/* Sorting, not hashing: a hostile sender cannot make it slow. */
static bool check_keys(struct parser *p, const struct json *object)
{
    const struct json *twice = NULL;
    if (object->count <= FEW_KEYS) {
        json_each(a, object)
            for (const struct json *b = a->next; b != NULL; b = b->next)
                if (str_equal(a->key, b->key))
                    twice = b;
    } else {
        struct arena_mark mark = arena_here(p->arena);
        const struct json **node = (const struct json **)arena_array(
            p->arena, object->count, sizeof *node);
        if (node == NULL)
            return err_set(p->err, ERR_EXHAUSTED, "no memory to read JSON");
        uint32_t count = 0;
        json_each(child, object)
            node[count++] = child;
        qsort(node, count, sizeof *node, compare_keys);
        for (uint32_t i = 1; i < count; i++)
            if (str_equal(node[i - 1]->key, node[i]->key))
                twice = node[i];
        arena_back(p->arena, mark);
    }
    return twice == NULL || refuse_at(p, twice->at, "a key is given twice");
}

static int compare_keys(const void *a, const void *b)
{
    const struct json *const *left = a;
    const struct json *const *right = b;
    return str_compare((*left)->key, (*right)->key);
}

static bool parse_word(struct parser *p, struct str word)
{
    if (!str_equal(str_part(p->in, p->at, word.len), word))
        return refuse(p, "expected a value");
    p->at += word.len;
    return true;
}

static bool parse_number(struct parser *p, struct json *node)
{
    size_t from = p->at;
    if (peek(p) == '-')
        p->at++;
    bool leads_zero = peek(p) == '0';
    size_t whole = skip_digits(p);
    if (whole == 0)
        return refuse(p, "expected a digit");
    if (leads_zero && whole > 1)
        return refuse(p, "a number may not start with 0");

    bool is_whole = true;
    if (peek(p) == '.') {
        is_whole = false;
        p->at++;
        if (skip_digits(p) == 0)
            return refuse(p, "expected a digit after the point");
    }
    if (peek(p) == 'e' || peek(p) == 'E') {
        is_whole = false;
        p->at++;
        if (peek(p) == '+' || peek(p) == '-')
            p->at++;
        if (skip_digits(p) == 0)
            return refuse(p, "expected a digit in the exponent");
    }
    struct str digits = str_part(p->in, from, p->at - from);
    is_whole = is_whole && str_to_int64(digits, &node->number);
    node->kind = is_whole ? JSON_INT : JSON_DIGITS;
    node->text = str_copy(p->arena, digits);
    return node->text.at != NULL
           || err_set(p->err, ERR_EXHAUSTED, "no memory to read JSON");
}

static size_t skip_digits(struct parser *p)
{
    size_t from = p->at;
    while (peek(p) >= '0' && peek(p) <= '9')
        p->at++;
    return p->at - from;
}

/* At the opening quote.  What it says is never longer than how it is said. */
static bool parse_text(struct parser *p, struct str *text)
{
    size_t open = p->at++;
    size_t end = p->at;
    while (end < p->in.len && p->in.at[end] != '"')
        end += p->in.at[end] == '\\' ? 2 : 1;
    if (end >= p->in.len)
        return refuse_at(p, open, "the quote that opens here is never closed");

    char *to = arena_bytes(p->arena, end - p->at + 1);
    if (to == NULL)
        return err_set(p->err, ERR_EXHAUSTED, "no memory to read JSON");
    size_t len = 0;
    while (p->at < end) {
        unsigned char byte = (unsigned char)p->in.at[p->at];
        if (byte < 0x20)
            return refuse(p, "a control character in a text");
        if (byte == '\\') {
            if (!parse_escape(p, to, &len))
                return false;
            continue;
        }
        size_t size = escape_utf8_len(p->in, p->at);
        if (size == 0)
            return refuse(p, "a byte that is not UTF-8");
        memcpy(to + len, p->in.at + p->at, size);
        len += size;
        p->at += size;
    }
    CHECK(p->at == end);
    p->at++;
    *text = (struct str){ to, len };
    return true;
}

/* At the backslash. */
static bool parse_escape(struct parser *p, char *to, size_t *len)
{
    static const char said[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    size_t from = p->at++;
    int byte = peek(p);
    p->at++;
    const char *found = byte > 0 ? strchr(said, byte) : NULL;
    if (found != NULL) {
        to[(*len)++] = meant[found - said];
        return true;
    }
    uint32_t point;
    if (byte != 'u' || !parse_hex(p, &point))
        return refuse_at(p, from, "no such escape in a text");
    if (point == 0)
        return refuse_at(p, from, "U+0000 in a text");
    if (point >= 0xDC00 && point <= 0xDFFF)
        return refuse_at(p, from, "half of a surrogate pair in a text");
    if (point >= 0xD800 && point <= 0xDBFF) {
        uint32_t low;
        if (!str_equal(str_part(p->in, p->at, 2), STR("\\u")))
            return refuse_at(p, from, "half of a surrogate pair in a text");
        p->at += 2;
        if (!parse_hex(p, &low) || low < 0xDC00 || low > 0xDFFF)
            return refuse_at(p, from, "half of a surrogate pair in a text");
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    *len += put_utf8(to + *len, point);
    return true;
}

static bool parse_hex(struct parser *p, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int byte = peek(p);
        uint32_t digit;
        if (byte >= '0' && byte <= '9')
            digit = (uint32_t)(byte - '0');
        else if (byte >= 'a' && byte <= 'f')
            digit = (uint32_t)(byte - 'a') + 10;
        else if (byte >= 'A' && byte <= 'F')
            digit = (uint32_t)(byte - 'A') + 10;
        else
            return false;
        *unit = *unit * 16 + digit;
        p->at++;
    }
    return true;
}

static size_t put_utf8(char *to, uint32_t point)
{
    CHECK(point <= 0x10FFFF);
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xC0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (char)(0xE0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 0x3F));
        to[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 0x3F));
    to[2] = (char)(0x80 | (point >> 6 & 0x3F));
    to[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static void skip_blanks(struct parser *p)
{
    while (peek(p) == ' ' || peek(p) == '\t' || peek(p) == '\n'
           || peek(p) == '\r')
        p->at++;
}

/* The next byte, or -1 at the end. */
static int peek(const struct parser *p)
{
    return p->at < p->in.len ? (unsigned char)p->in.at[p->at] : -1;
}

static bool refuse(struct parser *p, const char *words)
{
    return refuse_at(p, p->at, words);
}

static bool refuse_at(struct parser *p, size_t at, const char *words)
{
    size_t line_start;
    uint32_t line = line_of(p->in, at, &line_start);
    return err_set(p->err, ERR_INVALID, "line %" PRIu32 ", column %zu: %s",
                   line, at - line_start + 1, words);
}

static uint32_t line_of(struct str in, size_t at, size_t *line_start)
{
    uint32_t line = 1;
    *line_start = 0;
    for (size_t i = 0; i < at && i < in.len; i++) {
        if (in.at[i] == '\n') {
            line++;
            *line_start = i + 1;
        }
    }
    return line;
}

const struct json *json_get(const struct json *parent, struct str key)
{
    static const struct json absent = { .kind = JSON_ABSENT };
    if (parent->kind == JSON_OBJECT)
        json_each(child, parent)
            if (str_equal(child->key, key))
                return child;
    return &absent;
}

const struct json *json_at(const struct json *parent, uint32_t index)
{
    static const struct json absent = { .kind = JSON_ABSENT };
    if (parent->kind != JSON_LIST)
        return &absent;
    uint32_t left = index;
    json_each(child, parent) {
        if (left == 0)
            return child;
        left--;
    }
    return &absent;
}

bool json_text(const struct json *node, struct str *out)
{
    if (node->kind != JSON_TEXT)
        return false;
    *out = node->text;
    return true;
}

bool json_int(const struct json *node, int64_t *out)
{
    if (node->kind != JSON_INT)
        return false;
    *out = node->number;
    return true;
}

bool json_flag(const struct json *node, bool *out)
{
    if (node->kind != JSON_FLAG)
        return false;
    *out = node->flag;
    return true;
}

bool json_money(const struct json *node, struct money *out)
{
    bool has_digits = node->kind == JSON_INT || node->kind == JSON_DIGITS
                      || node->kind == JSON_TEXT;
    return has_digits && money_parse(node->text, out);
}

bool json_money_round(const struct json *node, struct money *out)
{
    bool has_digits = node->kind == JSON_INT || node->kind == JSON_DIGITS
                      || node->kind == JSON_TEXT;
    return has_digits && money_parse_round(node->text, out);
}

bool json_day(const struct json *node, struct day *out)
{
    return node->kind == JSON_TEXT && day_parse(node->text, out);
}
