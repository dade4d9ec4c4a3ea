/* words.h - how is this said in the reader's language?
 *
 * The catalogues are words/en.po and words/es.po: msgid is an id such as
 * "bill.title", msgstr the sentence.  The build compiles them with
 * `msgfmt -c` and puts the .mo bytes into the program; nothing is read at run
 * time, nothing is process-wide, the language is an argument.
 *
 * A sentence may hold {placeholders}: names of entries, filled from the view
 * by text/mustache (escaped) or from a list by words_fill.
 * Where a count matters, keep two ids, x.one and x.many: asked for "x", the
 * entry named n decides.
 * A unit test keeps both catalogues equal in ids and placeholders. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/base.h"

enum words_language { WORDS_EN, WORDS_ES };
#define WORDS_LANGUAGES 2
#define WORDS_ID_MAX 64

/* "en" and "es": for <html lang>, the API and the store. */
const char *words_tag(enum words_language language);
/* "es", "ES", "es-US", "en"; false for anything else. */
bool words_language_parse(struct str tag, enum words_language *language)
    MUST_USE;
/* The better of ours for an Accept-Language header; English when absent. */
enum words_language words_language_accept(struct str header);

/* False when that catalogue has no such id. */
bool words_find(enum words_language language, struct str id,
                struct str *text) MUST_USE;
/* The sentence; else the English one; else the id itself, so a page is never
 * blank.  Tests use strict rendering, where a missing id is an error. */
struct str words_text(enum words_language language, struct str id);
/* Of x.one and x.many the id for this count, or x itself when it exists.
 * False when neither does. */
bool words_choose(enum words_language language, struct str id, int64_t count,
                  struct str *text) MUST_USE;

struct words_value {
    struct str name;
    struct str text;
};
/* words_text with {name} replaced; a placeholder without a value stays as it
 * is.  Nothing is escaped: for letters, texts and the command line. */
void words_fill(struct buf *buf, enum words_language language, struct str id,
                const struct words_value *value, uint32_t count);

/* The next piece of a sentence at *at: literal text, or a placeholder's name
 * (then *is_name).  False at the end.  `{` that starts no name is text. */
bool words_piece(struct str sentence, size_t *at, struct str *piece,
                 bool *is_name);

/* Every id of a catalogue in byte order; false past the last.  For tests. */
bool words_at(enum words_language language, uint32_t index, struct str *id,
              struct str *text) MUST_USE;

/* The same look-ups in the bytes of any .mo file.  Bounds-checked: a damaged
 * file gives false, never a bad read. */
bool words_mo_find(struct str mo, struct str id, struct str *text) MUST_USE;
bool words_mo_at(struct str mo, uint32_t index, struct str *id,
                 struct str *text) MUST_USE;

#endif
