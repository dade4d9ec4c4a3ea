/* json.h - what does this JSON say, and how is JSON written?
 *
 * Reader: strict RFC 8259 into a read-only tree in an arena.  Refused besides
 * what the RFC forbids: a key given twice, U+0000, a lone surrogate, invalid
 * UTF-8, a top level that is not an object or list, more than JSON_DEPTH_MAX
 * levels, more than JSON_BYTES_MAX bytes.  Numbers never pass through a
 * double: every number keeps its digits, whole ones that fit also an int64.
 *
 * Writer: append-only into a struct buf, for every byte of JSON that leaves.
 * Wrong nesting is a bug (CHECK).  Bytes that are not UTF-8 leave as U+FFFD. */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include "base/base.h"

#define JSON_DEPTH_MAX 64
#define JSON_BYTES_MAX ((size_t)16 << 20)

enum json_kind {
    JSON_ABSENT, /* what json_get gives for a key that is not there */
    JSON_NULL,
    JSON_FLAG,
    JSON_INT,    /* no fraction, no exponent, fits int64: see number */
    JSON_DIGITS, /* any other number: see text */
    JSON_TEXT,
    JSON_LIST,
    JSON_OBJECT
};

struct json {
    enum json_kind kind;
    bool flag;
    uint32_t count;    /* of children */
    uint32_t at;       /* byte offset where it starts */
    int64_t number;    /* JSON_INT */
    struct str text;   /* JSON_TEXT; the digits of both number kinds */
    struct str key;    /* its name, when its parent is an object */
    const struct json *first; /* child */
    const struct json *next;  /* brother */
};

/* err: "line 2, column 39: ...".  The tree keeps nothing of `bytes`. */
bool json_parse(struct arena *arena, struct str bytes,
                const struct json **root, struct err *err) MUST_USE;

/* Never NULL: a node of kind JSON_ABSENT when parent is no object (or list),
 * or has no such child.  So look-ups chain. */
const struct json *json_get(const struct json *parent, struct str key);
const struct json *json_at(const struct json *parent, uint32_t index);
#define json_each(child, parent)                                             \
    for (const struct json *child = (parent)->first; child;                  \
         child = child->next)

/* False when the node is not of that kind; *out stays then. */
bool json_text(const struct json *node, struct str *out) MUST_USE;
bool json_int(const struct json *node, int64_t *out) MUST_USE;
bool json_flag(const struct json *node, bool *out) MUST_USE;
/* A number, or a text of digits, of at most two decimals. */
bool json_money(const struct json *node, struct money *out) MUST_USE;
/* Any decimals, half a cent away from zero; exponents refused. */
bool json_money_round(const struct json *node, struct money *out) MUST_USE;
/* A text of the form YYYY-MM-DD. */
bool json_day(const struct json *node, struct day *out) MUST_USE;

struct json_out {
    struct buf *buf;
    uint32_t depth;
    uint64_t objects;  /* bit d: level d is an object */
    bool comma;        /* the next thing needs one before it */
    bool keyed;        /* a key was written, its value is due */
};

void json_out_init(struct json_out *out, struct buf *buf);
void json_out_object(struct json_out *out);     /* { */
void json_out_object_end(struct json_out *out); /* } */
void json_out_list(struct json_out *out);       /* [ */
void json_out_list_end(struct json_out *out);   /* ] */
void json_out_key(struct json_out *out, struct str key);
void json_out_text(struct json_out *out, struct str text); /* absent: null */
void json_out_int(struct json_out *out, int64_t number);
void json_out_digits(struct json_out *out, struct str digits); /* as given */
void json_out_flag(struct json_out *out, bool flag);
void json_out_null(struct json_out *out);
void json_out_money(struct json_out *out, struct money amount); /* "12.50" */
void json_out_day(struct json_out *out, struct day day); /* none: null */
void json_out_moment(struct json_out *out, struct moment moment);

#endif
