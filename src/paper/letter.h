/* letter.h - how does a letter become a PDF?
 *
 * In go words that are final: filled, linted, translated.  Out comes a US
 * Letter PDF that is tagged, has its language and title, embeds its fonts and
 * is the same to the byte whenever it is made from the same letter.  This
 * room has no opinion about words, law or money: it adds none but "Page 1 of
 * 2" and what stands for a picture when a machine reads the page aloud.
 *
 * The page: sender at the top left; date, reference, code and QR at the
 * right; the recipient's name and address, and nothing else, where the window
 * of a No. 10 envelope shows it; then the blocks in order (people §1.12).
 * LEFT and RIGHT blocks that follow each other stand in two columns, FORM
 * blocks are the tear-off response at the bottom of the last front page, both
 * as on the CFPB's Form B-1; the address in its form is then the window's.
 * REVERSE blocks begin a new page.
 *
 * Body text is 12 points (14 in large print), lines 1.3 apart, at most 65
 * letters each; a letter gives up air between its blocks before it takes a
 * second page.  Columns and form have 11 points and give way down to 9, the
 * size of the model form, so that a notice keeps to one page; when it does
 * not fit even then, and in large print, it flows on as one column.  Nothing
 * ever overlaps: what must fit and does not is trouble.
 *
 * One thread only (Pango keeps its caches for the process): the courier. */
#ifndef PAPER_LETTER_H
#define PAPER_LETTER_H

#include "base/base.h"

#define PAPER_SENDER_LINES_MAX 8    /* name first */
#define PAPER_RECIPIENT_LINES_MAX 8 /* name first */
#define PAPER_LINE_MAX 120          /* bytes of a line of the head */
#define PAPER_TEXT_MAX 8192         /* bytes of one paragraph or item */
#define PAPER_BLOCKS_MAX 256
#define PAPER_ITEMS_MAX 64          /* of one block */
#define PAPER_PAGES_MAX 24
#define PAPER_LINK_MAX 200          /* what the QR code holds */

enum paper_language { PAPER_EN, PAPER_ES };

enum paper_area {
    PAPER_BODY, PAPER_LEFT, PAPER_RIGHT,
    PAPER_FORM_LEFT, PAPER_FORM_RIGHT, PAPER_REVERSE,
    PAPER_AREAS
};

enum paper_kind {
    PAPER_HEADING,   /* text */
    PAPER_PARAGRAPH, /* lead (strong, may be absent) and text */
    PAPER_BULLETS,   /* items: lead, text */
    PAPER_SUM,       /* items: sign, text, amount */
    PAPER_TICKS,     /* items: boxes to tick: level, lead, text */
    PAPER_ADDRESS,   /* items: text, one line each */
    PAPER_SMALL,     /* text in small print: the language line */
    PAPER_KINDS
};

enum paper_sign {
    PAPER_SIGN_NONE,
    PAPER_SIGN_PLUS, PAPER_SIGN_MINUS,
    PAPER_SIGN_TOTAL, /* the last line, marked */
    PAPER_SIGN_LABEL, /* words above a group, no amount */
    PAPER_SIGNS
};

struct paper_item {
    struct str lead; /* strong words at the start; absent: none */
    struct str text;
    struct str amount;    /* sums */
    enum paper_sign sign; /* sums */
    uint32_t level;       /* ticks: 0, or 1 for a box below another */
    bool has_amount_box;  /* ticks: a box to write dollars into */
};

struct paper_block {
    enum paper_area area;
    enum paper_kind kind;
    struct str lead, text;
    uint32_t item_count;
    const struct paper_item *item;
};

struct paper_letter {
    enum paper_language language;
    bool is_large;         /* large print */
    struct moment made_at; /* the creation date in the file: the letter's own
                              date, never the clock, or the bytes differ */
    struct str title;      /* of the document; required */
    struct str heading;    /* above the body, tag H1; absent on Form B-1,
                              where the sender's name is the H1 */

    uint32_t sender_count;
    struct str sender[PAPER_SENDER_LINES_MAX];
    uint32_t recipient_count;
    struct str recipient[PAPER_RECIPIENT_LINES_MAX];

    struct str to_line;        /* "To:", above or beside; notices only */
    struct str date_line;      /* each of these may be absent */
    struct str reference_line; /* "Reference: 584-345" */
    struct str code_line;      /* "Your code", above the code */
    struct str code;           /* "K7QM-4T2X" */
    struct str link_line;      /* the address to type */
    struct str link;           /* what the QR code says; absent: no QR */

    uint32_t block_count;
    const struct paper_block *block; /* front areas first, REVERSE last */
};

/* Which third of the folded page faces out of the envelope's window. */
enum paper_panel { PAPER_PANEL_TOP, PAPER_PANEL_BOTTOM };

struct paper_made {
    struct str pdf;
    uint32_t page_count;
    uint32_t front_count; /* pages before the REVERSE blocks */
    enum paper_panel panel;
};

/* Makes the PDF in the arena.  Trouble: ERR_INVALID for content that cannot be
 * set (not UTF-8, control characters, too long, a script we have no font for,
 * blocks out of order) or does not fit where it must; ERR_ABSENT when the
 * fonts are not installed; ERR_EXHAUSTED for memory. */
bool paper_letter(const struct paper_letter *letter, struct arena *arena,
                  struct str *pdf, struct err *err) MUST_USE;

/* The same, with what the printer's manifest says of it. */
bool paper_make(const struct paper_letter *letter, struct arena *arena,
                struct paper_made *made, struct err *err) MUST_USE;

/* Gives back what Pango, Cairo and Fontconfig keep for the process; for the
 * end of the courier and of tests.  A later letter starts them again. */
void paper_close(void);

#endif
