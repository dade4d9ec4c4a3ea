/* seen.h - does this account stand in the file before?
 *
 * Remembers accounts by a 64-bit keyed hash and the line they came on, about
 * 16 bytes a row.  Two different accounts meet with a chance of one in 37
 * million for a file of a million rows, and then the second is refused with
 * the line it was taken for, so a person can see it.  The key is the
 * caller's, so nobody can build a file that collides on purpose. */
#ifndef INTAKE_SEEN_H
#define INTAKE_SEEN_H

#include "base/base.h"

#define INTAKE_ROWS_MAX UINT64_C(50000000)
#define INTAKE_SEEN_PARTS 256

struct intake_seen_part {
    struct arena arena; /* of this part's table; replaced when it grows */
    uint64_t *hash;     /* 0: empty */
    uint32_t *line;
    uint32_t room, count;
};

struct intake_seen {
    uint64_t key[2];
    uint64_t bytes, bytes_max;
    struct intake_seen_part part[INTAKE_SEEN_PARTS];
};

void intake_seen_init(struct intake_seen *seen, const uint64_t key[2],
                      size_t bytes_max);
/* *before is the line it stood on, or 0 and then it is remembered.  False
 * when memory ran out. */
bool intake_seen_add(struct intake_seen *seen, struct str account,
                     uint64_t line, uint64_t *before) MUST_USE;
void intake_seen_clear(struct intake_seen *seen);

#endif
