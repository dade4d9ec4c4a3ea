#include <errno.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/base.h"
#include "text/csv.h"
#include "text/csv_apart.h"
#include "text/escape.h"

/* The window grows only for records that do not fit.  At its largest it holds
 * more than the longest record, so a scan always ends. */
#define WINDOW_FIRST ((size_t)64 << 10)
#define WINDOW_BYTES (2 * CSV_RECORD_MAX)
#define STRIDE 16 /* bytes looked at in one step, perhaps past the end */
#define SNIFF_BYTES ((size_t)8 << 10)

struct csv {
    struct csv_apart *apart; /* a child reads; all below is not used */
    csv_read_fn *read;
    void *context;
    struct arena *arena;
    char *window;
    size_t room;   /* of the window */
    size_t start;  /* of the record to read next */
    size_t end;    /* of the bytes held */
    bool begun;    /* the head of the file was looked at */
    bool at_end;   /* the callback has no more */
    struct csv_stuck stuck; /* trouble, kept for every later call */
    uint64_t line; /* at start */
    char delimiter;
    struct csv_record record;
    struct csv_field field[CSV_FIELDS_MAX];
    bool doubled[CSV_FIELDS_MAX]; /* holds "" that must become " */
};

/* Where a scan stands; nothing in the window is changed by it. */
struct scan {
    const char *at;
    const char *limit;
    const char *line_start;
    uint64_t line;
};

enum scanned { SCAN_STUCK, SCAN_MORE, SCAN_FIELD, SCAN_RECORD };

static enum csv_step give_up(struct csv *csv, struct err *err);
static bool stuck(struct csv *csv, uint64_t line, size_t column,
                  enum csv_wrong what);
static bool begin(struct csv *csv);
static bool fill(struct csv *csv);
static bool grow(struct csv *csv);
static enum scanned scan_record(struct csv *csv, struct scan *scan);
static enum scanned scan_quoted(struct csv *csv, struct scan *scan);
static enum scanned scan_plain(struct csv *csv, struct scan *scan);
static const char *find_special(const char *at, const char *limit,
                                char delimiter);
static enum scanned scan_end(struct csv *csv, struct scan *scan);
static enum scanned want_more(struct csv *csv, const struct scan *scan,
                              size_t held, bool quoted);
static void count_lines(struct scan *scan, const char *from, const char *to);
static bool is_odd(const char *at, size_t len);
static bool judge_bytes(struct csv *csv, struct str raw);
static enum csv_fault guess_encoding(struct str raw);
static void set_fault(struct csv *csv, enum csv_fault fault, uint32_t field,
                      uint64_t line, size_t column);
static void undouble(struct str *text);

bool csv_open(struct arena *arena, csv_read_fn *read, void *context,
              char delimiter, struct csv **csv, struct err *err)
{
    CHECK(read != NULL);
    CHECK(csv != NULL);
    CHECK(delimiter == ',' || delimiter == ';' || delimiter == '\t'
          || delimiter == '|' || delimiter == 0);

    struct csv *made = arena_new(arena, struct csv);
    char *window = arena_bytes(arena, WINDOW_FIRST + STRIDE);
    if (made == NULL || window == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to read a CSV file");
    made->read = read;
    made->context = context;
    made->arena = arena;
    made->window = window;
    made->room = WINDOW_FIRST;
    made->delimiter = delimiter;
    made->line = 1;
    *csv = made;
    return true;
}

bool csv_open_apart(struct arena *arena, csv_read_fn *read, void *context,
                    struct csv **csv, struct err *err)
{
    struct csv_child *child = arena_new(arena, struct csv_child);
    struct csv *made = arena_new(arena, struct csv);
    if (child == NULL || made == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to read a CSV file");
    if (!csv_open(arena, csv_child_read, child, 0, &child->csv, err)
        || !grow(child->csv) || !grow(child->csv) || !grow(child->csv)
        || !csv_apart_start(arena, read, context, csv_child_work, child,
                            &made->apart, err))
        return false;
    *csv = made;
    return true;
}
_Static_assert(WINDOW_FIRST << 3 == WINDOW_BYTES, "three steps grow it full");

void csv_close(struct csv *csv)
{
    if (csv != NULL && csv->apart != NULL)
        csv_apart_end(csv->apart);
}

enum csv_step csv_next(struct csv *csv, struct csv_record *record,
                       struct err *err)
{
    CHECK(record != NULL);
    if (csv->apart != NULL)
        return csv_apart_next(csv->apart, record, err);
    if (csv->stuck.what != CSV_RIGHT || (!csv->begun && !begin(csv)))
        return give_up(csv, err);
    for (;;) {
        if (csv->start == csv->end && csv->at_end)
            return CSV_END;
        struct scan scan = { .at = csv->window + csv->start,
                             .limit = csv->window + csv->end,
                             .line = csv->line };
        scan.line_start = scan.at;
        enum scanned scanned = scan_record(csv, &scan);
        if (scanned == SCAN_STUCK)
            return give_up(csv, err);
        if (scanned == SCAN_MORE && fill(csv))
            continue;
        if (scanned == SCAN_MORE)
            return give_up(csv, err);

        struct str raw = { csv->window + csv->start,
                           (size_t)(scan.at - csv->window) - csv->start };
        bool is_blank = csv->record.count == 1 && !csv->field[0].quoted
                        && csv->field[0].text.len == 0;
        csv->start += raw.len;
        csv->line = scan.line;
        if (is_blank)
            continue;
        if (is_odd(raw.at, raw.len) && !judge_bytes(csv, raw))
            return give_up(csv, err);
        for (uint32_t i = 0; i < csv->record.count; i++)
            if (csv->doubled[i])
                undouble(&csv->field[i].text);
        *record = csv->record;
        return CSV_RECORD;
    }
}

static enum csv_step give_up(struct csv *csv, struct err *err)
{
    csv_trouble(csv->stuck, err);
    return CSV_TROUBLE;
}

struct csv_stuck csv_stuck(const struct csv *csv)
{
    return csv->apart != NULL ? csv_apart_stuck(csv->apart) : csv->stuck;
}

/* Returns false, so that callers can return it. */
static bool stuck(struct csv *csv, uint64_t line, size_t column,
                  enum csv_wrong what)
{
    csv->stuck = (struct csv_stuck){ what, line, (uint32_t)column };
    return false;
}

/* Fills the window for the first time and looks at what kind of file it is. */
static bool begin(struct csv *csv)
{
    csv->begun = true;
    if (!fill(csv))
        return false;
    struct str head = { csv->window, csv->end };
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        csv->start = 3;
    enum csv_wrong kind = csv_kind(head);
    if (kind != CSV_RIGHT)
        return stuck(csv, 1, 1, kind);
    if (csv->delimiter == 0)
        csv->delimiter = csv_sniff(str_part(head, 0, SNIFF_BYTES));
    return true;
}

/* Moves the unread part to the front and reads until the window is full. */
static bool fill(struct csv *csv)
{
    CHECK(!csv->at_end);
    size_t held = csv->end - csv->start;
    memmove(csv->window, csv->window + csv->start, held);
    csv->start = 0;
    csv->end = held;
    if (held > csv->room / 2 && !grow(csv))
        return false;
    while (csv->end < csv->room) {
        ssize_t got = csv->read(csv->context, csv->window + csv->end,
                                csv->room - csv->end);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return stuck(csv, csv->line, 0, CSV_READ);
        CHECK((size_t)got <= csv->room - csv->end);
        if (got == 0) {
            csv->at_end = true;
            break;
        }
        csv->end += (size_t)got;
    }
    return true;
}

static bool grow(struct csv *csv)
{
    if (csv->room == WINDOW_BYTES)
        return true;
    char *window = arena_bytes(csv->arena, 2 * csv->room + STRIDE);
    if (window == NULL)
        return stuck(csv, csv->line, 0, CSV_MEMORY);
    memcpy(window, csv->window, csv->end);
    csv->window = window;
    csv->room *= 2;
    CHECK(csv->room <= WINDOW_BYTES);
    return true;
}

static enum scanned scan_record(struct csv *csv, struct scan *scan)
{
    const char *from = scan->at;
    csv->record = (struct csv_record){ .line = scan->line,
                                       .field = csv->field };
    enum scanned scanned;
    do {
        if (csv->record.count == CSV_FIELDS_MAX) {
            stuck(csv, scan->line, (size_t)(scan->at - scan->line_start) + 1,
                  CSV_FIELDS);
            return SCAN_STUCK;
        }
        struct csv_field *field = &csv->field[csv->record.count];
        field->line = scan->line;
        field->column = (uint32_t)(scan->at - scan->line_start) + 1;
        field->quoted = scan->at < scan->limit && *scan->at == '"';
        csv->doubled[csv->record.count] = false;
        scanned = field->quoted ? scan_quoted(csv, scan)
                                : scan_plain(csv, scan);
        csv->record.count++;
    } while (scanned == SCAN_FIELD);

    if (scanned == SCAN_RECORD && (size_t)(scan->at - from) > CSV_RECORD_MAX) {
        stuck(csv, csv->record.line, 1, CSV_ROW_LONG);
        return SCAN_STUCK;
    }
    return scanned;
}
static enum scanned scan_quoted(struct csv *csv, struct scan *scan)
{
    uint32_t index = csv->record.count;
    const char *text = scan->at + 1;
    const char *from = text;
    for (;;) {
        const char *quote = memchr(from, '"', (size_t)(scan->limit - from));
        bool is_last = quote != NULL && quote + 1 == scan->limit;
        if (quote == NULL || (is_last && !csv->at_end))
            return want_more(csv, scan, (size_t)(scan->limit - text), true);
        if (is_last || quote[1] != '"') {
            scan->at = quote;
            break;
        }
        csv->doubled[index] = true;
        from = quote + 2;
    }
    csv->field[index].text = (struct str){ text, (size_t)(scan->at - text) };
    count_lines(scan, text, scan->at);
    scan->at++;
    bool closes = scan->at == scan->limit || *scan->at == csv->delimiter
                  || *scan->at == '\r' || *scan->at == '\n';
    if (!closes) {
        stuck(csv, scan->line, (size_t)(scan->at - scan->line_start) + 1,
              CSV_AFTER_QUOTE);
        return SCAN_STUCK;
    }
    return scan_end(csv, scan);
}

static enum scanned scan_plain(struct csv *csv, struct scan *scan)
{
    uint32_t index = csv->record.count;
    const char *text = scan->at;
    const char *at = text;
    for (;;) {
        at = find_special(at, scan->limit, csv->delimiter);
        if (at == scan->limit || *at != '"')
            break;
        set_fault(csv, CSV_STRAY_QUOTE, index, scan->line,
                  (size_t)(at - scan->line_start) + 1);
        at++;
    }
    size_t len = (size_t)(at - text);
    if (at == scan->limit && !csv->at_end)
        return want_more(csv, scan, len, false);
    if (at < scan->limit && *at == 0) {
        stuck(csv, scan->line, (size_t)(at - scan->line_start) + 1, CSV_NUL);
        return SCAN_STUCK;
    }
    csv->field[index].text = (struct str){ text, len };
    scan->at = at;
    return scan_end(csv, scan);
}

/* The first delimiter, quote, line end or NUL, or `limit`.  Most fields are
 * shorter than a stride, so the loop mostly runs once. */
static const char *find_special(const char *at, const char *limit,
                                char delimiter)
{
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi8(delimiter);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r');
    const __m128i nul = _mm_setzero_si128();
    for (; at < limit; at += STRIDE) {
        __m128i bytes;
        memcpy(&bytes, at, sizeof bytes);
        __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, lf),
                                    _mm_cmpeq_epi8(bytes, cr));
        __m128i odd = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote),
                                   _mm_cmpeq_epi8(bytes, nul));
        __m128i hit = _mm_or_si128(_mm_or_si128(ends, odd),
                                   _mm_cmpeq_epi8(bytes, wanted));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask != 0) {
            at += __builtin_ctz(mask);
            break;
        }
    }
    return at < limit ? at : limit;
#else
    while (at < limit && *at != delimiter && *at != '"' && *at != '\n'
           && *at != '\r' && *at != 0)
        at++;
    return at;
#endif
}

/* At the delimiter, line end or file end after a field. */
static enum scanned scan_end(struct csv *csv, struct scan *scan)
{
    const struct csv_field *field = &csv->field[csv->record.count];
    if (field->text.len > CSV_FIELD_MAX) {
        stuck(csv, field->line, field->column, CSV_FIELD_LONG);
        return SCAN_STUCK;
    }
    if (scan->at == scan->limit) {
        CHECK(csv->at_end);
        return SCAN_RECORD;
    }
    char byte = *scan->at;
    if (byte == csv->delimiter) {
        scan->at++;
        return SCAN_FIELD;
    }
    CHECK(byte == '\r' || byte == '\n');
    if (byte == '\r' && scan->at + 1 == scan->limit && !csv->at_end)
        return want_more(csv, scan, field->text.len, false); /* a LF? */
    scan->at++;
    if (byte == '\r' && scan->at < scan->limit && *scan->at == '\n')
        scan->at++;
    scan->line++;
    return SCAN_RECORD;
}

/* The field runs past what the window holds; is more worth reading? */
static enum scanned want_more(struct csv *csv, const struct scan *scan,
                              size_t held, bool quoted)
{
    const struct csv_field *field = &csv->field[csv->record.count];
    bool is_long = held > CSV_FIELD_MAX;
    bool is_full = (size_t)(scan->limit - csv->window) - csv->start
                   > CSV_RECORD_MAX;
    if (!csv->at_end && !is_long && !is_full)
        return SCAN_MORE;
    enum csv_wrong what = CSV_ROW_LONG;
    if (quoted && csv->at_end)
        what = CSV_QUOTE_OPEN;
    else if (quoted && is_long)
        what = CSV_QUOTE_LONG;
    else if (is_long)
        what = CSV_FIELD_LONG;
    stuck(csv, field->line, field->column, what);
    return SCAN_STUCK;
}

/* LF, CRLF and a lone CR inside quotes are lines of the file too. */
static void count_lines(struct scan *scan, const char *from, const char *to)
{
    size_t len = (size_t)(to - from);
    if (memchr(from, '\n', len) == NULL && memchr(from, '\r', len) == NULL)
        return;
    for (const char *at = from; at < to; at++) {
        if (*at != '\n' && *at != '\r')
            continue;
        if (*at == '\r' && at + 1 < to && at[1] == '\n')
            at++;
        scan->line++;
        scan->line_start = at + 1;
    }
}

/* Is there a byte above 127, or a NUL? */
static bool is_odd(const char *at, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t odd = 0;
    size_t i = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        odd |= ((word - ones) | word) & high;
    }
    for (; i < len; i++)
        if ((signed char)at[i] <= 0)
            return true;
    return odd != 0;
}

/* False for a NUL; a record that is not UTF-8 gets a fault and passes. */
static bool judge_bytes(struct csv *csv, struct str raw)
{
    uint64_t line = csv->record.line;
    size_t line_at = 0;
    size_t at = 0;
    while (at < raw.len) {
        size_t len = raw.at[at] == 0 ? 0 : escape_utf8_len(raw, at);
        if (len == 0)
            break;
        bool ends = raw.at[at] == '\n'
                    || (raw.at[at] == '\r'
                        && !(at + 1 < raw.len && raw.at[at + 1] == '\n'));
        at += len;
        if (ends) {
            line++;
            line_at = at;
        }
    }
    if (at == raw.len)
        return true;
    if (raw.at[at] == 0)
        return stuck(csv, line, at - line_at + 1, CSV_NUL);

    uint32_t field = 0;
    while (field + 1 < csv->record.count
           && csv->field[field + 1].text.at <= raw.at + at)
        field++;
    struct csv_record *record = &csv->record;
    record->fault = CSV_SOUND; /* the encoding matters more than a quote */
    set_fault(csv, guess_encoding(raw), field, line, at - line_at + 1);
    return memchr(raw.at + at, 0, raw.len - at) == NULL
           || stuck(csv, line, at - line_at + 1, CSV_NUL);
}

/* Windows-1252 leaves only five byte values undefined. */
static enum csv_fault guess_encoding(struct str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char byte = (unsigned char)raw.at[i];
        if (byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90
            || byte == 0x9D)
            return CSV_NOT_UTF8;
    }
    return CSV_WINDOWS_1252;
}

static void set_fault(struct csv *csv, enum csv_fault fault, uint32_t field,
                      uint64_t line, size_t column)
{
    if (csv->record.fault != CSV_SOUND)
        return;
    csv->record.fault = fault;
    csv->record.fault_field = field;
    csv->record.fault_line = line;
    csv->record.fault_column = (uint32_t)column;
}

/* The window is ours, so the text is closed up where it stands. */
static void undouble(struct str *text)
{
    char *to = (char *)(uintptr_t)text->at;
    const char *from = text->at;
    const char *end = text->at + text->len;
    size_t len = 0;
    while (from < end) {
        const char *quote = memchr(from, '"', (size_t)(end - from));
        const char *stop = quote == NULL ? end : quote + 1;
        size_t piece = (size_t)(stop - from);
        memmove(to + len, from, piece);
        len += piece;
        from = quote == NULL ? end : quote + 2;
    }
    text->len = len;
}

ssize_t csv_read_str(void *context, void *bytes, size_t len)
{
    struct str *rest = context;
    size_t take = rest->len < len ? rest->len : len;
    if (take > 0)
        memcpy(bytes, rest->at, take);
    *rest = str_part(*rest, take, SIZE_MAX);
    return (ssize_t)take;
}
