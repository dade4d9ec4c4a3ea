/* synthea_placement FOLDER > placement.csv
 * FOLDER is synthea/r4-flat of the shared data; see synthea.h. */
#include "synthea.h"

int main(int count, char **word)
{
    if (count != 2) {
        fputs("usage: synthea_placement FOLDER > placement.csv\n", stderr);
        return 64;
    }
    struct arena arena;
    struct err err = { 0 };
    arena_init(&arena, ARENA_JOB_BYTES);
    struct buf buf;
    buf_init(&buf, &arena, (size_t)16 << 20);
    if (!synthea_placement(&arena, word[1], &buf, &err)) {
        fprintf(stderr, "synthea_placement: %s\n", err.text);
        return err_exit_code(err.kind);
    }
    struct str bytes = buf_str(&buf);
    bool is_written = fwrite(bytes.at, 1, bytes.len, stdout) == bytes.len
                      && fflush(stdout) == 0;
    arena_clear(&arena);
    return is_written ? 0 : 74;
}
