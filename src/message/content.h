/* content.h - what does a filled message say, part by part?
 *
 * A message is filled once, in the unit that decides to send it, and kept in
 * the outbox as text; the courier reads it back and makes paper of it without
 * asking anybody again.  So this is the contract between the two: plain
 * parts in reading order, no fonts, no positions, no markup.
 *
 * Written as one JSON object.  parse(write(content)) is the same content, and
 * write(parse(text)) is the same bytes. */
#ifndef MESSAGE_CONTENT_H
#define MESSAGE_CONTENT_H

#include "base/base.h"
#include "message/message.h"

#define MESSAGE_LINES_MAX 8     /* of an address */
#define MESSAGE_BLOCKS_MAX 128
#define MESSAGE_ITEMS_MAX 32    /* of one block */
#define MESSAGE_BYTES_MAX ((size_t)64 << 10) /* as stored */

/* Where a block stands.  LEFT and RIGHT that follow each other are two
 * columns side by side; so are the two of the form, which is the tear-off
 * response block at the bottom of page one.  REVERSE is the back. */
enum message_area {
    MESSAGE_BODY, MESSAGE_LEFT, MESSAGE_RIGHT,
    MESSAGE_FORM_LEFT, MESSAGE_FORM_RIGHT, MESSAGE_REVERSE,
    MESSAGE_AREAS
};

enum message_block_kind {
    MESSAGE_HEADING,   /* text */
    MESSAGE_PARAGRAPH, /* lead (strong, may be absent) and text */
    MESSAGE_BULLETS,   /* items: lead, text */
    MESSAGE_SUM,       /* items: sign, text, amount; no empty amount except
                          under MESSAGE_SIGN_LABEL */
    MESSAGE_TICKS,     /* items: boxes to tick: level, lead, text */
    MESSAGE_ADDRESS,   /* items: text, one line each */
    MESSAGE_BLOCK_KINDS
};

enum message_sign {
    MESSAGE_SIGN_NONE,  /* the figure it starts from */
    MESSAGE_SIGN_PLUS, MESSAGE_SIGN_MINUS,
    MESSAGE_SIGN_TOTAL, /* what is left */
    MESSAGE_SIGN_LABEL, /* a line of words above a group, no amount */
    MESSAGE_SIGNS
};

struct message_item {
    struct str lead;        /* strong words at the start; absent: none */
    struct str text;
    struct str amount;      /* as people read it, "$1,420.00"; sums only */
    enum message_sign sign; /* sums only */
    uint32_t level;         /* ticks: 0, or 1 for a box below another */
    bool has_amount_box;    /* ticks: a box to write dollars into */
};

struct message_block {
    enum message_area area;
    enum message_block_kind kind;
    struct str lead, text;
    uint32_t item_count;
    struct message_item *item;
};

struct message_content {
    enum message_kind kind;
    enum language language;      /* English or Spanish */
    struct str title;            /* of the document; printed nowhere: what is
                                    read stands in the blocks */
    struct str sender[MESSAGE_LINES_MAX]; /* name, street, place, phone+hours */
    uint32_t sender_count;
    struct str to_word;          /* "To:" */
    struct str recipient[MESSAGE_LINES_MAX]; /* window: name and address */
    uint32_t recipient_count;
    struct day sent_on;          /* the date on the letter */
    struct str date_line;        /* as people read it */
    struct str reference_line;   /* "Reference: K7QM-4T2X" or absent */
    struct str code;             /* "K7QM-4T2X"; absent when it has none */
    struct str link;             /* for the QR code and the typed address */
    bool is_large;               /* large print */
    struct str template_version; /* 16 hex digits of the template's text */
    uint32_t block_count;
    struct message_block *block;
};

/* Appends the JSON.  A full buf shows in buf->failed. */
void message_content_write(const struct message_content *content,
                           struct buf *buf);
/* False when the text is not one that write made: unknown kind, too many
 * parts, a missing member.  The content lives in the arena. */
bool message_content_parse(struct arena *arena, struct str text,
                           struct message_content *content,
                           struct err *err) MUST_USE;

/* The letter as plain text, lines of at most 78 letters: for golden files,
 * the page and people who read with their ears. */
void message_content_plain(const struct message_content *content,
                           struct buf *buf);

#endif
