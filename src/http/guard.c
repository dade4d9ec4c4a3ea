#include "base/base.h"

#include "http/guard.h"

struct framing { /* the headers that decide where a request ends */
    uint32_t lengths, encodings, hosts;
    struct str length, encoding, host;
};

static struct http_verdict no(int status, const char *why);
static bool is_token(struct str text);
static bool is_value(struct str text);
static bool framing_find(const struct http_head *head, struct framing *found);
static struct http_verdict framing_judge(const struct http_head *head,
                                         const struct framing *found);
static bool digits_parse(struct str text, uint64_t *number);
static bool host_fits(struct str host, const struct http_limits *limits);

bool http_head_is_exact(const struct http_places *places)
{
    const char *at = places->method;
    at += strlen(places->method) + 1;
    if (at != places->target)
        return false;
    at += places->target_len + 1;
    if (at != places->version || strlen(places->version) != 8)
        return false;
    at += 8;
    for (uint32_t i = 0; i < places->header_count; i++) {
        struct str name = places->header[i].name;
        struct str value = places->header[i].value;
        if (name.at != at + 2)
            return false;
        at = name.at + name.len;
        if (*at != '\0' || value.at <= at) /* the colon, as it was left */
            return false;
        for (at++; at < value.at; at++) {
            if (*at != ' ' && *at != '\t')
                return false;
        }
        at = value.at + value.len;
    }
    return at + 4 == places->method + places->head_len;
}

struct http_verdict http_guard(const struct http_head *head,
                               const struct http_limits *limits)
{
    if (!head->is_exact)
        return no(400, "line ends, NUL or blanks in the head");
    if (!is_token(head->method))
        return no(400, "a method that is no word");
    if (head->target.len > HTTP_PATH_MAX)
        return no(414, "a long address");
    if (head->target.len == 0 || head->target.at[0] != '/')
        return no(400, "an address that is no path");
    if (head->header_count > HTTP_HEADERS_MAX)
        return no(431, "many headers");

    struct framing found;
    if (!framing_find(head, &found))
        return no(400, "a header with odd bytes");
    struct http_verdict verdict = framing_judge(head, &found);
    if (verdict.status != 0)
        return verdict;
    if (found.hosts == 1 && !host_fits(found.host, limits))
        return no(421, "a host that is not ours");
    if (verdict.length > limits->body_max)
        return no(413, "a large body");
    return verdict;
}

static struct http_verdict no(int status, const char *why)
{
    return (struct http_verdict){ .status = status, .why = why };
}

static bool framing_find(const struct http_head *head, struct framing *found)
{
    *found = (struct framing){ 0 };
    for (uint32_t i = 0; i < head->header_count; i++) {
        struct str name = head->header[i].name;
        struct str value = head->header[i].value;
        if (!is_token(name) || !is_value(value))
            return false;
        if (str_equal_fold(name, STR("content-length"))) {
            found->lengths++;
            found->length = value;
        } else if (str_equal_fold(name, STR("transfer-encoding"))) {
            found->encodings++;
            found->encoding = value;
        } else if (str_equal_fold(name, STR("host"))) {
            found->hosts++;
            found->host = str_trim(value);
        }
    }
    return true;
}

static struct http_verdict framing_judge(const struct http_head *head,
                                         const struct framing *found)
{
    bool is_1_0 = str_is(head->version, "HTTP/1.0");
    if (!is_1_0 && !str_is(head->version, "HTTP/1.1"))
        return no(400, "an unknown version");
    if (found->lengths > 1)
        return no(400, "two lengths");
    if (found->encodings > 1)
        return no(400, "two encodings");
    if (found->lengths + found->encodings > 1)
        return no(400, "a length and an encoding");
    if (found->hosts > 1 || (found->hosts == 0 && !is_1_0))
        return no(400, "not exactly one host");

    struct http_verdict verdict = { 0 };
    if (found->encodings == 1) {
        if (is_1_0 || !str_equal_fold(found->encoding, STR("chunked")))
            return no(400, "an unknown encoding");
        verdict.is_chunked = true;
    }
    if (found->lengths == 1 && !digits_parse(found->length, &verdict.length))
        return no(400, "a length that is no number");
    return verdict;
}

static bool is_token(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool is_fit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                      || (c >= '0' && c <= '9')
                      || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
        if (!is_fit)
            return false;
    }
    return text.len > 0;
}

static bool is_value(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

/* Eighteen digits are enough for any body and cannot overflow. */
static bool digits_parse(struct str text, uint64_t *number)
{
    uint64_t sum = 0;
    if (text.len == 0 || text.len > 18)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text.at[i] - '0');
    }
    *number = sum;
    return true;
}

/* "[::1]:8080" and "localhost:8080" lose their port first. */
static bool host_fits(struct str host, const struct http_limits *limits)
{
    struct str name, port;
    if (host.len > 0 && host.at[0] == '[') {
        size_t end = str_find_byte(host, ']', 0);
        name = str_part(host, 0, end + 1);
        port = str_part(host, end + 1, host.len);
    } else {
        size_t colon = str_find_byte(host, ':', 0);
        name = str_part(host, 0, colon);
        port = str_part(host, colon, host.len);
    }
    uint64_t number;
    if (port.len > 0
        && (port.at[0] != ':'
            || !digits_parse(str_part(port, 1, port.len), &number)))
        return false;
    if (limits->host_count == 0 && limits->host_any)
        return true;
    for (uint32_t i = 0; i < limits->host_count; i++) {
        if (str_equal_fold(name, str_of(limits->host[i])))
            return true;
    }
    return false;
}
