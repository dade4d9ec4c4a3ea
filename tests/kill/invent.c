/* invent SEED ROWS AGREEMENT.yaml YYYY-MM-DD - an invented placement file on
 * stdout, for tests and measurements on the real program. */
#include "base/base.h"
#include "intake/agreement.h"
#include "intake/invent.h"

#define PART_BYTES ((size_t)64 << 10)

int main(int count, char **word)
{
    struct arena arena, part;
    struct err err = { .kind = ERR_NONE };
    struct client_agreement agreement;
    struct str yaml;
    struct day today;
    int64_t seed, rows;
    if (count != 5 || !str_to_int64(str_of(word[1]), &seed)
        || !str_to_int64(str_of(word[2]), &rows) || rows < 0
        || rows > INTAKE_INVENT_MAX || !day_parse(str_of(word[4]), &today)) {
        fprintf(stderr, "use: invent SEED ROWS AGREEMENT.yaml DATE\n");
        return 64;
    }
    arena_init(&arena, ARENA_JOB_BYTES);
    struct yaml_file *file = arena_new(&arena, struct yaml_file);
    if (file == NULL
        || !file_read(world_real(), &arena, word[3], 1 << 20, &yaml, &err)
        || !intake_agreement_parse(&arena, str_of(word[3]), yaml, &agreement,
                                   file, &err)) {
        fprintf(stderr, "invent: %s\n", err.text);
        return 1;
    }
    for (uint32_t row = 0; row <= (uint32_t)rows; row++) {
        struct buf buf;
        arena_init(&part, ARENA_REQUEST_BYTES);
        buf_init(&buf, &part, PART_BYTES);
        intake_invent_row((uint64_t)seed, row, &agreement, today, &buf);
        CHECK(!buf.failed);
        struct str text = buf_str(&buf);
        if (fwrite(text.at, 1, text.len, stdout) != text.len)
            return 74;
        arena_clear(&part);
    }
    arena_clear(&arena);
    return fflush(stdout) == 0 ? 0 : 74;
}
