#include <errno.h>
#include <unistd.h>

#include "base/base.h"
#include "text/csv_apart.h"

#define SAY_AT ((size_t)64 << 10) /* as much waits before it is said */

struct csv_apart {
    struct apart child;
    bool is_done;     /* the last step is final, and said again */
    enum csv_step last;
    struct csv_stuck stuck;
    struct err trouble;
    uint64_t line;    /* of the record before */
    uint64_t said;    /* bytes of text, in all records */
    size_t from, to;  /* of `heard`, what is not yet a record */
    struct csv_field field[CSV_FIELDS_MAX];
    char heard[CSV_WIRE_BYTES];
};

static bool say(struct csv_child *child);
static bool frame_add(struct csv_child *child, const struct csv_frame *frame,
                      const struct csv_record *record);
static enum csv_step hear(struct csv_apart *apart, struct csv_record *record);
static bool hear_bytes(struct csv_apart *apart, size_t len);
static bool read_record(struct csv_apart *apart,
                        const struct csv_frame *frame,
                        struct csv_record *record);
static bool read_fields(struct csv_apart *apart,
                        const struct csv_frame *frame);
static enum csv_step read_trouble(struct csv_apart *apart,
                                  const struct csv_frame *frame);
static enum csv_step disbelieve(struct csv_apart *apart);

/* --- the child -------------------------------------------------------- */

ssize_t csv_child_read(void *context, void *bytes, size_t len)
{
    const struct csv_child *child = context;
    return read(child->socket, bytes, len);
}

bool csv_child_work(void *context, int socket)
{
    struct csv_child *child = context;
    struct csv_record record;
    struct err err = { .kind = ERR_NONE };
    enum csv_step step;
    child->socket = socket;
    child->held = 0;
    while ((step = csv_next(child->csv, &record, &err)) == CSV_RECORD) {
        struct csv_frame frame = {
            CSV_RECORD, 0, record.line, record.count, record.fault,
            record.fault_field, record.fault_column, record.fault_line
        };
        for (uint32_t i = 0; i < record.count; i++)
            frame.bytes += (uint32_t)record.field[i].text.len;
        if (!frame_add(child, &frame, &record))
            return false;
    }
    struct csv_stuck stuck = csv_stuck(child->csv);
    struct csv_frame last = { .step = step, .line = stuck.line,
                              .fault = stuck.what,
                              .fault_column = stuck.column };
    return frame_add(child, &last, NULL) && say(child);
}

static bool frame_add(struct csv_child *child, const struct csv_frame *frame,
                      const struct csv_record *record)
{
    char *at = child->said + child->held;
    memcpy(at, frame, sizeof *frame);
    at += sizeof *frame;
    for (uint32_t i = 0; record != NULL && i < record->count; i++) {
        const struct csv_field *from = &record->field[i];
        struct csv_frame_field field = { (uint32_t)from->text.len,
                                         from->column, from->line,
                                         from->quoted };
        memcpy(at, &field, sizeof field);
        at += sizeof field;
    }
    for (uint32_t i = 0; record != NULL && i < record->count; i++) {
        struct str one = record->field[i].text;
        if (one.len > 0)
            memcpy(at, one.at, one.len);
        at += one.len;
    }
    child->held = (size_t)(at - child->said);
    CHECK(child->held <= SAY_AT + CSV_FRAME_MAX);
    return child->held < SAY_AT || say(child);
}
_Static_assert(SAY_AT + CSV_FRAME_MAX <= CSV_WIRE_BYTES, "a frame fits");

static bool say(struct csv_child *child)
{
    size_t at = 0;
    while (at < child->held) {
        ssize_t n = write(child->socket, child->said + at, child->held - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    child->held = 0;
    return true;
}

/* --- the parent ------------------------------------------------------- */

bool csv_apart_start(struct arena *arena, csv_read_fn *read, void *context,
                     apart_fn *work, void *child, struct csv_apart **apart,
                     struct err *err)
{
    struct csv_apart *made = arena_new(arena, struct csv_apart);
    if (made == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to read a CSV file");
    made->child.feed = read;
    made->child.feed_context = context;
    made->child.silence_ms = CSV_APART_SILENCE_MS;
    if (!apart_start(&made->child, work, child, err))
        return false;
    *apart = made;
    return true;
}

void csv_apart_end(struct csv_apart *apart)
{
    apart_end(&apart->child);
    apart->is_done = true;
}

enum csv_step csv_apart_next(struct csv_apart *apart,
                             struct csv_record *record, struct err *err)
{
    if (!apart->is_done) {
        apart->last = hear(apart, record);
        apart->is_done = apart->last != CSV_RECORD;
        if (apart->is_done)
            apart_end(&apart->child);
    }
    if (apart->last == CSV_TROUBLE && err != NULL)
        *err = apart->trouble;
    return apart->last;
}

static enum csv_step hear(struct csv_apart *apart, struct csv_record *record)
{
    struct csv_frame frame;
    if (!hear_bytes(apart, sizeof frame))
        return CSV_TROUBLE;
    memcpy(&frame, apart->heard + apart->from, sizeof frame);
    bool is_record = frame.step == CSV_RECORD;
    if (frame.step > CSV_END || frame.bytes > CSV_RECORD_MAX
        || (is_record && (frame.count < 1 || frame.count > CSV_FIELDS_MAX)))
        return disbelieve(apart);
    size_t fields = is_record ? frame.count : 0;
    if (!hear_bytes(apart, sizeof frame
                               + fields * sizeof(struct csv_frame_field)
                               + frame.bytes))
        return CSV_TROUBLE;
    apart->from += sizeof frame;
    if (frame.step == CSV_TROUBLE)
        return read_trouble(apart, &frame);
    if (frame.step == CSV_END)
        return frame.bytes == 0 ? CSV_END : disbelieve(apart);
    return read_record(apart, &frame, record) ? CSV_RECORD
                                              : disbelieve(apart);
}

/* Until so many bytes of the next frame are there. */
static bool hear_bytes(struct csv_apart *apart, size_t len)
{
    CHECK(len <= CSV_FRAME_MAX);
    if (apart->from + len > sizeof apart->heard
        || apart->from == apart->to) {
        memmove(apart->heard, apart->heard + apart->from,
                apart->to - apart->from);
        apart->to -= apart->from;
        apart->from = 0;
    }
    while (apart->to - apart->from < len) {
        size_t got;
        if (!apart_hear(&apart->child, apart->heard + apart->to,
                        sizeof apart->heard - apart->to, &got,
                        &apart->trouble)) {
            bool is_dead = apart->trouble.kind == ERR_INVALID;
            apart->stuck.what = is_dead ? CSV_DEAD : CSV_READ;
            return false;
        }
        apart->to += got;
        if (got == 0) { /* it ended in the middle */
            disbelieve(apart);
            return false;
        }
    }
    return true;
}

static bool read_record(struct csv_apart *apart,
                        const struct csv_frame *frame,
                        struct csv_record *record)
{
    uint64_t given = apart->child.given;
    apart->said += frame->bytes;
    if (frame->fault > CSV_STRAY_QUOTE || frame->line <= apart->line
        || frame->line > given || frame->fault_line > given
        || apart->said > given || frame->fault_field >= frame->count)
        return false;
    *record = (struct csv_record){
        .line = frame->line, .count = frame->count, .field = apart->field,
        .fault = (enum csv_fault)frame->fault,
        .fault_field = frame->fault_field, .fault_line = frame->fault_line,
        .fault_column = frame->fault_column
    };
    apart->line = frame->line;
    return read_fields(apart, frame);
}

static bool read_fields(struct csv_apart *apart,
                        const struct csv_frame *frame)
{
    const char *at = apart->heard + apart->from;
    const char *text = at + frame->count * sizeof(struct csv_frame_field);
    bool is_utf8 = frame->fault != CSV_NOT_UTF8
                   && frame->fault != CSV_WINDOWS_1252;
    size_t left = frame->bytes;
    if (memchr(text, 0, left) != NULL)
        return false;
    for (uint32_t i = 0; i < frame->count; i++) {
        struct csv_frame_field field;
        memcpy(&field, at + i * sizeof field, sizeof field);
        if (field.len > left || field.len > CSV_FIELD_MAX || field.quoted > 1
            || field.line < frame->line || field.line > apart->child.given
            || (is_utf8 && !str_is_utf8((struct str){ text, field.len })))
            return false;
        apart->field[i] = (struct csv_field){
            { text, field.len }, field.line, field.column, field.quoted == 1
        };
        text += field.len;
        left -= field.len;
    }
    apart->from += frame->count * sizeof(struct csv_frame_field)
                   + frame->bytes;
    return left == 0;
}

static enum csv_step read_trouble(struct csv_apart *apart,
                                  const struct csv_frame *frame)
{
    if (frame->fault <= CSV_RIGHT || frame->fault >= CSV_WRONG_COUNT
        || frame->bytes > 0 || frame->line < apart->line)
        return disbelieve(apart);
    apart->stuck = (struct csv_stuck){ (enum csv_wrong)frame->fault,
                                       frame->line, frame->fault_column };
    csv_trouble(apart->stuck, &apart->trouble);
    return CSV_TROUBLE;
}

static enum csv_step disbelieve(struct csv_apart *apart)
{
    apart->stuck = (struct csv_stuck){ .what = CSV_DEAD };
    struct str words = words_text(WORDS_EN, STR("csv.dead"));
    err_set(&apart->trouble, ERR_INVALID, "%.*s", STR_ARGS(words));
    return CSV_TROUBLE;
}

struct csv_stuck csv_apart_stuck(const struct csv_apart *apart)
{
    return apart->stuck;
}
