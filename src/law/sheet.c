#include "law/sheet.h"

static bool cell_plain(struct str *line, struct str *cell, bool *has_more);
static bool cell_quoted(struct sheet *sheet, struct str *line,
                        struct str *cell, bool *has_more);
static bool cells_cut(struct sheet *sheet, struct str line, uint32_t count,
                      struct str *cell, struct err *err);

void law_sheet_open(struct sheet *sheet, struct str name, struct str bytes)
{
    sheet->name = name;
    sheet->rest = bytes;
    sheet->line = 0;
    sheet->quoted_len = 0;
}

bool law_sheet_row(struct sheet *sheet, uint32_t count, struct str *cell,
               bool *is_row, struct err *err)
{
    CHECK(count >= 1);
    CHECK(count <= SHEET_CELLS_MAX);

    while (sheet->rest.len > 0) {
        struct str line;
        struct str rest = { NULL, 0 };

        if (!str_cut(sheet->rest, '\n', &line, &rest))
            rest = (struct str){ NULL, 0 };
        sheet->rest = rest;
        sheet->line++;
        if (line.len > 0 && line.at[line.len - 1] == '\r')
            line.len--;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (!str_is_utf8(line))
            return err_set(err, ERR_INVALID, "%.*s:%" PRIu32 ": not UTF-8",
                           STR_ARGS(sheet->name), sheet->line);
        *is_row = true;
        return cells_cut(sheet, line, count, cell, err);
    }
    *is_row = false;
    return true;
}

static bool cells_cut(struct sheet *sheet, struct str line, uint32_t count,
                      struct str *cell, struct err *err)
{
    bool has_more = true;
    uint32_t found = 0;

    sheet->quoted_len = 0;
    while (has_more) {
        struct str one;
        bool is_good = line.len > 0 && line.at[0] == '"'
                           ? cell_quoted(sheet, &line, &one, &has_more)
                           : cell_plain(&line, &one, &has_more);
        if (!is_good || one.len > SHEET_CELL_BYTES_MAX)
            return err_set(err, ERR_INVALID,
                           "%.*s:%" PRIu32 ": cell %" PRIu32
                           " does not read as a cell",
                           STR_ARGS(sheet->name), sheet->line, found + 1);
        if (found < count)
            cell[found] = one;
        found++;
    }
    if (found != count)
        return err_set(err, ERR_INVALID,
                       "%.*s:%" PRIu32 ": %" PRIu32 " cells, not %" PRIu32,
                       STR_ARGS(sheet->name), sheet->line, found, count);
    return true;
}

static bool cell_plain(struct str *line, struct str *cell, bool *has_more)
{
    size_t end = str_find_byte(*line, ',', 0);

    *cell = str_part(*line, 0, end);
    *has_more = end < line->len;
    *line = str_part(*line, end + (*has_more ? 1 : 0), line->len);
    return str_find_byte(*cell, '"', 0) == cell->len;
}

/* The text between quotes, doubled quotes made one, in the sheet's own
 * bytes. */
static bool cell_quoted(struct sheet *sheet, struct str *line,
                        struct str *cell, bool *has_more)
{
    size_t from = sheet->quoted_len;
    size_t i = 1;

    for (;;) {
        if (i >= line->len || sheet->quoted_len >= sizeof sheet->quoted)
            return false; /* no closing quote, or no room */
        if (line->at[i] == '"') {
            if (i + 1 >= line->len || line->at[i + 1] != '"')
                break;
            i++;
        }
        sheet->quoted[sheet->quoted_len++] = line->at[i++];
    }
    i++; /* past the closing quote */
    *cell = (struct str){ sheet->quoted + from, sheet->quoted_len - from };
    *has_more = i < line->len;
    if (*has_more && line->at[i] != ',')
        return false;
    *line = str_part(*line, i + (*has_more ? 1 : 0), line->len);
    return true;
}
