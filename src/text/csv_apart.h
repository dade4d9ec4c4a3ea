/* csv_apart.h - how do records come from the child that reads a file?
 *
 * Used inside text only (csv_open_apart).  The child runs the reader of csv.c
 * over its socket and says a frame for each record, for trouble and for the
 * end.  The parent believes nothing: every number, length and letter is
 * checked against the limits of csv.h, lines never go back, and it never says
 * more than it was given.  A frame that cannot be is a file that could not be
 * read. */
#ifndef TEXT_CSV_APART_H
#define TEXT_CSV_APART_H

#include "base/base.h"
#include "base/apart.h"
#include "text/csv.h"

#define CSV_APART_SILENCE_MS 20000

/* On the wire between two runs of the same program, so as they lie. */
struct csv_frame {
    uint32_t step;    /* enum csv_step */
    uint32_t bytes;   /* of text, behind the fields */
    uint64_t line;
    uint32_t count;   /* of fields */
    uint32_t fault;   /* of trouble: its enum csv_wrong */
    uint32_t fault_field, fault_column;
    uint64_t fault_line;
};
struct csv_frame_field {
    uint32_t len;
    uint32_t column;
    uint64_t line;
    uint64_t quoted;  /* 0 or 1 */
};
#define CSV_FRAME_MAX                                                        \
    (sizeof(struct csv_frame)                                                \
     + CSV_FIELDS_MAX * sizeof(struct csv_frame_field) + CSV_RECORD_MAX)
#define CSV_WIRE_BYTES (2 * CSV_FRAME_MAX)

/* What the child needs, made before it starts. */
struct csv_child {
    struct csv *csv;
    int socket;
    size_t held;
    char said[CSV_WIRE_BYTES];
};
ssize_t csv_child_read(void *child, void *bytes, size_t len);
apart_fn csv_child_work;

struct csv_apart;
bool csv_apart_start(struct arena *arena, csv_read_fn *read, void *context,
                     apart_fn *work, void *child, struct csv_apart **apart,
                     struct err *err) MUST_USE;
enum csv_step csv_apart_next(struct csv_apart *apart,
                             struct csv_record *record, struct err *err)
    MUST_USE;
struct csv_stuck csv_apart_stuck(const struct csv_apart *apart);
void csv_apart_end(struct csv_apart *apart);

/* The err of a trouble, in csv_words.c. */
void csv_trouble(struct csv_stuck stuck, struct err *err);

#endif
