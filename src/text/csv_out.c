#include "base/base.h"
#include "text/csv.h"

static void add_field(struct csv_out *out, struct str text, bool guard);
static bool needs_quotes(const struct csv_out *out, struct str text);
static bool is_formula(struct str text);

void csv_out_init(struct csv_out *out, struct buf *buf, char delimiter)
{
    CHECK(buf != NULL);
    CHECK(delimiter == ',' || delimiter == ';' || delimiter == '\t'
          || delimiter == '|');
    *out = (struct csv_out){ .buf = buf, .delimiter = delimiter };
}

void csv_out_text(struct csv_out *out, struct str text)
{
    add_field(out, text, is_formula(text));
}

void csv_out_exact(struct csv_out *out, struct str text)
{
    add_field(out, text, false);
}

void csv_out_money(struct csv_out *out, struct money amount)
{
    csv_out_exact(out, money_plain(out->buf->arena, amount));
}

void csv_out_int(struct csv_out *out, int64_t number)
{
    csv_out_exact(out, str_format(out->buf->arena, "%" PRId64, number));
}

void csv_out_day(struct csv_out *out, struct day day)
{
    csv_out_exact(out, day_is_none(day) ? STR("")
                                        : day_iso(out->buf->arena, day));
}

void csv_out_end(struct csv_out *out)
{
    CHECK(out->started);
    if (out->lone_empty) /* else it would read back as an empty line */
        buf_add(out->buf, STR("\"\""));
    buf_add(out->buf, STR("\r\n"));
    out->started = false;
    out->lone_empty = false;
}

static void add_field(struct csv_out *out, struct str text, bool guard)
{
    if (out->started)
        buf_add_byte(out->buf, out->delimiter);
    out->lone_empty = !out->started && text.len == 0;
    out->started = true;

    bool quoted = needs_quotes(out, text);
    if (quoted)
        buf_add_byte(out->buf, '"');
    if (guard)
        buf_add_byte(out->buf, '\'');
    size_t from = 0;
    while (from < text.len) {
        size_t quote = str_find_byte(text, '"', from);
        buf_add(out->buf, str_part(text, from, quote - from));
        if (quote < text.len)
            buf_add(out->buf, STR("\"\""));
        from = quote < text.len ? quote + 1 : quote;
    }
    if (quoted)
        buf_add_byte(out->buf, '"');
}

static bool needs_quotes(const struct csv_out *out, struct str text)
{
    if (text.len == 0)
        return false;
    if (text.at[0] == ' ' || text.at[text.len - 1] == ' ')
        return true;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];
        if (byte == out->delimiter || byte == '"' || byte == '\r'
            || byte == '\n')
            return true;
    }
    /* A leading BOM would be taken off by whoever reads it back. */
    return str_starts(text, STR("\xEF\xBB\xBF"));
}

static bool is_formula(struct str text)
{
    if (text.len == 0)
        return false;
    char byte = text.at[0];
    return byte == '=' || byte == '+' || byte == '-' || byte == '@'
           || byte == '\t' || byte == '\r' || byte == '\n';
}
