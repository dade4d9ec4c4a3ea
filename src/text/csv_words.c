/* How is what is wrong with a file said? */
#include "base/base.h"
#include "text/csv.h"
#include "text/csv_apart.h"

_Static_assert(CSV_FIELDS_MAX == 512 && CSV_RECORD_MAX == 262144
               && CSV_FIELD_MAX == 65536, "the words of trouble name them");

static struct str wrong_words(enum words_language language,
                              enum csv_wrong what)
{
    static const char *const id[CSV_WRONG_COUNT] = {
        [CSV_RIGHT] = "",
#define CSV_ID(name, word) [CSV_##name] = "csv." word,
        CSV_WRONGS(CSV_ID)
#undef CSV_ID
    };
    return words_text(language, str_of(id[what]));
}

void csv_trouble(struct csv_stuck stuck, struct err *err)
{
    char column[32] = "";
    CHECK(stuck.what > CSV_RIGHT && stuck.what < CSV_WRONG_COUNT);
    if (stuck.column > 0)
        snprintf(column, sizeof column, ", column %" PRIu32, stuck.column);
    err_set(err, stuck.what == CSV_READ     ? ERR_OUTSIDE
                 : stuck.what == CSV_MEMORY ? ERR_EXHAUSTED
                                            : ERR_INVALID,
            "line %" PRIu64 "%s: %.*s", stuck.line, column,
            STR_ARGS(wrong_words(WORDS_EN, stuck.what)));
}

struct str csv_stuck_words(struct arena *arena, enum words_language language,
                           struct csv_stuck stuck)
{
    struct buf buf;
    struct words_value at[] = {
        { STR("line"), str_format(arena, "%" PRIu64, stuck.line) },
        { STR("number"), str_format(arena, "%" PRIu32, stuck.column) }
    };
    buf_init(&buf, arena, 1000);
    if (stuck.line > 0)
        words_fill(&buf, language, stuck.column > 0 ? STR("layout.column")
                                                    : STR("layout.line"),
                   at, 2);
    if (stuck.line > 0)
        buf_add_c(&buf, ": ");
    buf_add(&buf, wrong_words(language, stuck.what));
    return buf_str(&buf);
}

const char *csv_fault_words(enum csv_fault fault)
{
    switch (fault) {
    case CSV_SOUND: return "nothing is wrong";
    case CSV_NOT_UTF8: return "this file is not UTF-8";
    case CSV_WINDOWS_1252:
        return "this file is not UTF-8; it looks like Windows-1252";
    case CSV_STRAY_QUOTE: break;
    }
    return "a quote in the middle of a field that does not start with one";
}
