#include "intake/again.h"

#include "intake/field.h"
#include "intake/reason.h"

#define VALUES_MAX 6

struct again {
    enum words_language language;
    uint32_t count;
    struct words_value value[VALUES_MAX];
};

static struct str hint_cut(struct str *kept);
static bool frame_read(struct again *again, struct str frame,
                       struct str kept);
static bool value_add(struct again *again, struct str name,
                      struct str text);

struct str intake_said_again(struct arena *arena,
                             enum words_language language, struct str code,
                             bool is_fix, struct str kept)
{
    struct again again = { .language = language };
    enum intake_reason reason = intake_reason_parse(code);
    struct str sentence = kept, hint = hint_cut(&sentence);
    if (language == WORDS_EN || reason == REASON_NONE)
        return kept;
    char id[WORDS_ID_MAX];
    snprintf(id, sizeof id, "reason.%s%s", intake_reason_word(reason),
             is_fix ? ".fix" : "");
    if (!frame_read(&again, words_text(WORDS_EN, str_of(id)), sentence)
        || (hint.len > 0
            && !frame_read(&again, words_text(WORDS_EN, STR("reason.hint")),
                           hint)))
        return kept;
    struct buf buf;
    buf_init(&buf, arena, 4000);
    words_fill(&buf, language, str_of(id), again.value, again.count);
    if (hint.len > 0) {
        buf_add_byte(&buf, ' ');
        words_fill(&buf, language, STR("reason.hint"), again.value,
                   again.count);
    }
    return buf_str(&buf);
}

/* Takes a "did you mean" off the end, and the blank before it. */
static struct str hint_cut(struct str *kept)
{
    struct str frame = words_text(WORDS_EN, STR("reason.hint")), opening;
    size_t at = 0, from = 0, next;
    bool is_name;
    struct str hint = { NULL, 0 };
    if (!words_piece(frame, &at, &opening, &is_name) || is_name)
        return hint;
    while ((next = str_find(str_part(*kept, from, SIZE_MAX), opening))
           != SIZE_MAX) {
        from += next;
        hint = str_part(*kept, from, SIZE_MAX);
        from++;
    }
    if (hint.len > 0 && from >= 2)
        *kept = str_part(*kept, 0, from - 2);
    return hint;
}

/* What stands in the places of the frame, all of which must fit. */
static bool frame_read(struct again *again, struct str frame,
                       struct str kept)
{
    struct str piece, name = { NULL, 0 };
    size_t at = 0;
    bool is_name;
    while (words_piece(frame, &at, &piece, &is_name)) {
        if (is_name) {
            name = piece;
            continue;
        }
        bool is_last = at == frame.len;
        size_t to = name.len == 0 ? 0
            : is_last && kept.len >= piece.len ? kept.len - piece.len
                                               : str_find(kept, piece);
        if (to == SIZE_MAX
            || !str_starts(str_part(kept, to, SIZE_MAX), piece)
            || (name.len > 0
                && !value_add(again, name, str_part(kept, 0, to))))
            return false;
        kept = str_part(kept, to + piece.len, SIZE_MAX);
        name.len = 0;
    }
    return name.len > 0 ? value_add(again, name, kept) : kept.len == 0;
}

/* The name of a field has one in the other language too. */
static bool value_add(struct again *again, struct str name, struct str text)
{
    bool is_label = str_is(name, "label");
    for (int i = FIELD_NONE + 1; is_label && i < FIELD_COUNT; i++) {
        enum intake_field field = (enum intake_field)i;
        if (!str_equal(intake_field_label(WORDS_EN, field), text))
            continue;
        text = intake_field_label(again->language, field);
        is_label = false;
    }
    if (is_label || again->count == VALUES_MAX)
        return false;
    again->value[again->count++] = (struct words_value){ name, text };
    return true;
}
