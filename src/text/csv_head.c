/* What do the first bytes of a file say: is it CSV, and what divides it? */
#include "base/base.h"
#include "text/csv.h"

enum csv_wrong csv_kind(struct str head)
{
    static const struct {
        const char *first;
        size_t len;
        enum csv_wrong kind;
    } kinds[] = {
        { "\xFF\xFE", 2, CSV_UTF16 }, { "\xFE\xFF", 2, CSV_UTF16 },
        { "\xD0\xCF\x11\xE0", 4, CSV_XLS }, { "%PDF-", 5, CSV_PDF },
        { "\x1F\x8B", 2, CSV_PACKED }, { "BZh", 3, CSV_PACKED },
        { "7z\xBC\xAF", 4, CSV_PACKED }, { "Rar!\x1A", 5, CSV_PACKED },
        { "\xFD" "7zXZ", 5, CSV_PACKED }, { "<html", 5, CSV_WEB },
        { "<!doc", 5, CSV_WEB }, { "<?xml", 5, CSV_WEB },
        { "<table", 6, CSV_WEB }
    };
    struct str start = str_part(head, 0, 4096);
    if (str_starts(head, STR("PK\x03\x04")))
        return str_find(start, STR("[Content_Types].xml")) != SIZE_MAX
                       || str_find(start, STR("xl/")) != SIZE_MAX
                   ? CSV_XLSX : CSV_PACKED;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_equal_fold(str_part(head, 0, kinds[i].len),
                           (struct str){ kinds[i].first, kinds[i].len }))
            return kinds[i].kind;
    /* Letters of English in UTF-16 without its mark: every second byte. */
    bool is_wide = head.len >= 4 && (head.at[0] == 0) != (head.at[1] == 0)
                   && (head.at[2] == 0) == (head.at[0] == 0)
                   && (head.at[3] == 0) == (head.at[1] == 0);
    return is_wide ? CSV_UTF16 : CSV_RIGHT;
}

char csv_sniff(struct str head)
{
    static const char candidate[4] = { ',', ';', '\t', '|' };
    uint32_t seen[4] = { 0 };
    bool in_quotes = false;
    for (size_t i = 0; i < head.len; i++) {
        char byte = head.at[i];
        if (byte == '"')
            in_quotes = !in_quotes;
        if (in_quotes)
            continue;
        if (byte == '\n' || byte == '\r')
            break;
        for (size_t c = 0; c < sizeof candidate; c++)
            seen[c] += byte == candidate[c] ? 1 : 0;
    }
    size_t best = 0;
    for (size_t c = 1; c < sizeof candidate; c++)
        if (seen[c] > seen[best])
            best = c;
    return candidate[best];
}
