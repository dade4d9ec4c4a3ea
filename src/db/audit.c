#include <pthread.h>

#include "db/audit.h"

#include "db/audit_sql.h"
#include "db/engine.h"

#define STREAM_OPEN "audit.open"
#define STREAM_CLOSE "audit.close"
#define ENTRY_BYTES_MAX (DB_DETAIL_MAX * 2)

static const char *const kind_word[] = {
    [CALLER_NOBODY] = "nobody", [CALLER_PERSON] = "person",
    [CALLER_STAFF] = "staff", [CALLER_PROVIDER] = "provider",
    [CALLER_SYSTEM] = "system", [CALLER_ADMIN] = "admin",
};

static bool entry_sign(const struct db_signer *signer, struct arena *arena,
                       const struct db_audit_entry *entry,
                       unsigned char signature[DB_SIGNATURE_LEN]);
static bool append(struct db *db, struct db_stream *stream,
                   struct db_audit_entry *entry, struct err *err);
static bool stream_follow(struct db *db, int64_t old, struct err *err);
static bool stream_new(struct db *db, int64_t follows, struct err *err);
static struct str stream_words(struct arena *arena, struct str node,
                               int64_t slot, struct moment opened_at,
                               int64_t follows, struct str head);

/* --- writing ---------------------------------------------------------- */

bool db_audit_append(struct db *db, struct err *err)
{
    struct db_audit_entry entry = {
        .at = db->caller.at.us > 0 ? db->caller.at : world_now(
            db->pool->world),
        .kind = str_of(kind_word[db->caller.kind]),
        .user_id = db->caller.user.n, .person_id = db->caller.person.n,
        .client_id = db->caller.client.n, .name = db->caller.name,
        .action = str_of(db->deed.action), .object = db->deed.object,
        .detail = db->deed.detail,
        .unit = { db->unit.text, REF_LEN },
    };
    CHECK(db->stream && db->stream->is_open);
    if (!append(db, db->stream, &entry, err)) {
        /* Somebody closed our stream: open another and run again. */
        if (!db->pool->is_sqlite && err && err->kind == ERR_CONFLICT) {
            db->stream->is_open = false;
            db->must_retry = true;
        }
        return false;
    }
    db->at = entry.at;
    return true;
}

/* Fills stream, seq, previous, signature; moves the stream on. */
static bool append(struct db *db, struct db_stream *stream,
                   struct db_audit_entry *entry, struct err *err)
{
    unsigned char signature[DB_SIGNATURE_LEN];
    struct arena_mark mark = arena_here(db->own);

    entry->stream = stream->id;
    entry->seq = stream->seq + 1;
    entry->previous = (struct str){ (char *)stream->head, DB_SIGNATURE_LEN };
    if (!entry_sign(&db->pool->signer, db->own, entry, signature))
        return err_set(err, ERR_EXHAUSTED, "no memory for an audit entry");
    arena_back(db->own, mark);

    struct sql_audit_entry_add_in in = {
        .stream = entry->stream, .seq = entry->seq, .unit = entry->unit,
        .at = entry->at, .kind = entry->kind, .user_id = entry->user_id,
        .person_id = entry->person_id, .client_id = entry->client_id,
        .name = entry->name, .action = entry->action,
        .object = entry->object, .detail = entry->detail,
        .previous = entry->previous,
        .signature = { (char *)signature, DB_SIGNATURE_LEN },
    };
    struct caller house = { .kind = CALLER_SYSTEM };
    if (!sql_audit_entry_add(db, house, &in, NULL, err))
        return false;
    stream->seq = entry->seq;
    memcpy(stream->head, signature, DB_SIGNATURE_LEN);
    return true;
}

/* A field is its length, a colon, its bytes and a comma; "-," is absent.  So
 * no two entries have the same bytes. */
static void add_text(struct buf *buf, struct str text)
{
    if (!text.at) {
        buf_add(buf, STR("-,"));
        return;
    }
    buf_add_int(buf, (int64_t)text.len);
    buf_add_byte(buf, ':');
    buf_add(buf, text);
    buf_add_byte(buf, ',');
}

static void add_number(struct buf *buf, int64_t number)
{
    buf_add_int(buf, number);
    buf_add_byte(buf, ',');
}

static bool entry_sign(const struct db_signer *signer, struct arena *arena,
                       const struct db_audit_entry *entry,
                       unsigned char signature[DB_SIGNATURE_LEN])
{
    struct buf buf;

    buf_init(&buf, arena, ENTRY_BYTES_MAX);
    buf_add(&buf, STR("bedside audit 1\n"));
    add_number(&buf, entry->stream);
    add_number(&buf, entry->seq);
    add_text(&buf, entry->unit);
    add_number(&buf, entry->at.us);
    add_text(&buf, entry->kind);
    add_number(&buf, entry->user_id);
    add_number(&buf, entry->person_id);
    add_number(&buf, entry->client_id);
    add_text(&buf, entry->name);
    add_text(&buf, entry->action);
    add_text(&buf, entry->object);
    add_text(&buf, entry->detail);
    add_text(&buf, entry->previous);
    if (buf.failed)
        return false;
    signer->sign(signer->context, buf_str(&buf), signature);
    return true;
}

/* --- streams ---------------------------------------------------------- */

bool db_stream_open(struct db *db, struct err *err)
{
    struct sql_audit_stream_last_row last;
    bool is_found;
    struct str node = db->pool->is_sqlite ? STR("one")
                                          : str_of(db->pool->node);
    struct sql_audit_stream_last_in in = { .node = node,
                                           .slot = db->stream->slot };

    if (!sql_audit_stream_last(db, db->caller, &in, db->own, &last,
                               &is_found, err))
        return false;
    if (!is_found)
        return stream_new(db, 0, err);
    return stream_follow(db, last.stream, err);
}

/* SQLite has one writer a file, by a lock, and goes on with its stream.  On
 * PostgreSQL the old owner may still live: its stream gets a last entry. */
static bool stream_follow(struct db *db, int64_t old, struct err *err)
{
    struct sql_audit_entry_head_row head;
    bool is_found;
    struct sql_audit_entry_head_in in = { .stream = old };

    if (!sql_audit_entry_head(db, db->caller, &in, db->own, &head, &is_found,
                              err))
        return false;
    if (!is_found || head.signature.len != DB_SIGNATURE_LEN)
        return err_set(err, ERR_CORRUPT, "the audit stream %" PRId64
                       " has no entry; run bedside verify", old);
    struct db_stream stream = { .id = old, .slot = db->stream->slot,
                                .seq = head.seq, .is_open = true };
    memcpy(stream.head, head.signature.at, DB_SIGNATURE_LEN);
    if (!db->pool->is_sqlite) {
        *db->stream = stream;
        return stream_new(db, old, err);
    }
    *db->stream = stream;
    return true;
}

/* Opens a stream; the one it follows is closed and named first. */
static bool stream_new(struct db *db, int64_t follows, struct err *err)
{
    struct str head = { 0 };
    struct world *world = db->pool->world;
    struct moment now = world_now(world);
    struct db_stream stream = { .id = id_new(world), .is_open = true,
                                .slot = db->stream->slot };
    struct str node = db->pool->is_sqlite ? STR("one")
                                          : str_of(db->pool->node);
    struct ref first = ref_new(world), last = ref_new(world);
    struct sql_audit_stream_add_in in = {
        .stream = stream.id, .opened_at = now, .node = node,
        .slot = stream.slot, .follows = follows };

    if (!sql_audit_stream_add(db, db->caller, &in, NULL, err))
        return false;
    struct db_audit_entry entry = {
        .at = now, .kind = STR("system"), .unit = { last.text, REF_LEN },
        .action = STR(STREAM_CLOSE),
        .object = str_format(db->own, "audit_stream:%" PRId64, stream.id) };
    if (follows && !append(db, db->stream, &entry, err))
        return false;
    entry.unit = (struct str){ first.text, REF_LEN };
    entry.action = STR(STREAM_OPEN);
    entry.object = (struct str){ 0 };
    if (follows) /* the old stream's head is its closing entry now */
        head = (struct str){ (char *)db->stream->head, DB_SIGNATURE_LEN };
    entry.detail = stream_words(db->own, node, stream.slot, now, follows,
                                head);
    if (!append(db, &stream, &entry, err))
        return false;
    *db->stream = stream;
    db->at = now;
    return true;
}

/* What the first entry of a stream says of it, so that it is signed. */
static struct str stream_words(struct arena *arena, struct str node,
                               int64_t slot, struct moment opened_at,
                               int64_t follows, struct str head)
{
    struct str end = head.at ? hex_of(arena, head) : STR("-");
    return str_format(arena, "{\"node\":\"%.*s\",\"slot\":%" PRId64
                      ",\"opened_at\":%" PRId64 ",\"follows\":%" PRId64
                      ",\"head\":\"%.*s\"}", STR_ARGS(node), slot,
                      opened_at.us, follows, STR_ARGS(end));
}

bool db_audit_latest(struct db *db, struct moment *at, struct err *err)
{
    struct sql_audit_entry_latest_row latest;
    bool is_found;

    if (!sql_audit_entry_latest(db, db->caller, db->own, &latest, &is_found,
                                err))
        return false;
    *at = is_found ? latest.at : MOMENT_NONE;
    return true;
}

bool db_audit_has_unit(struct db *db, struct ref unit, bool *is_there,
                       struct err *err)
{
    struct sql_audit_entry_unit_row row;
    struct sql_audit_entry_unit_in in = { { unit.text, REF_LEN } };

    return sql_audit_entry_unit(db, db->caller, &in, db->own, &row, is_there,
                                err);
}

/* --- reading ---------------------------------------------------------- */

static bool broken(struct db_audit_report *report, int64_t stream,
                   int64_t seq, const char *words)
{
    report->is_whole = false;
    report->stream = stream;
    report->seq = seq;
    snprintf(report->words, sizeof report->words, "%s", words);
    return true; /* an answer, not trouble */
}

/* One entry against the place before it.  False when broken. */
static bool entry_fits(struct db *db, struct arena *arena,
                       struct db_audit_place *place,
                       const struct db_audit_entry *entry,
                       struct db_audit_report *report)
{
    unsigned char signature[DB_SIGNATURE_LEN];
    struct str before = { (char *)place->previous, DB_SIGNATURE_LEN };

    if (entry->seq != place->seq + 1)
        return !broken(report, entry->stream, place->seq + 1,
                       "this entry is missing");
    if (!str_equal(entry->previous, before))
        return !broken(report, entry->stream, entry->seq,
                       "this entry does not follow the one before it");
    if (!entry_sign(&db->pool->signer, arena, entry, signature)
        || !str_equal(entry->signature,
                      (struct str){ (char *)signature, DB_SIGNATURE_LEN }))
        return !broken(report, entry->stream, entry->seq,
                       "this entry was changed after it was signed");
    place->seq = entry->seq;
    memcpy(place->previous, signature, DB_SIGNATURE_LEN);
    report->entries++;
    return true;
}

/* A page of one stream, until its end or the first break. */
static bool verify_page(struct db *db, struct arena *arena,
                        struct db_audit_place *place, bool *is_end,
                        struct db_audit_report *report, struct err *err)
{
    struct sql_audit_entry_page_row *row;
    uint32_t count;
    struct sql_audit_entry_page_in in = {
        .stream = place->stream, .after = place->seq,
        .limit = DB_AUDIT_PAGE };

    if (!sql_audit_entry_page(db, db->caller, &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct db_audit_entry entry = {
            .stream = place->stream, .seq = row[i].seq, .unit = row[i].unit,
            .at = row[i].at, .kind = row[i].kind, .user_id = row[i].user_id,
            .person_id = row[i].person_id, .client_id = row[i].client_id,
            .name = row[i].name, .action = row[i].action,
            .object = row[i].object, .detail = row[i].detail,
            .previous = row[i].previous, .signature = row[i].signature };
        if (!entry_fits(db, arena, place, &entry, report))
            return true;
    }
    *is_end = count < DB_AUDIT_PAGE;
    return true;
}

/* Does a stream end as its successor's row says? */
static bool check_end(struct db *db, struct arena *arena,
                      const struct db_audit_place *place,
                      const struct sql_audit_stream_page_row *stream,
                      struct db_audit_report *report, struct err *err)
{
    struct sql_audit_entry_head_row last;
    struct sql_audit_entry_head_in in = { .stream = place->stream };
    bool is_found;

    if (!sql_audit_entry_head(db, db->caller, &in, arena, &last, &is_found,
                              err))
        return false;
    if (!is_found)
        return broken(report, place->stream, 1, "this entry is missing");
    bool says_closed = str_equal(last.action, STR(STREAM_CLOSE));
    struct str name = str_format(arena, "audit_stream:%" PRId64,
                                 stream->followed_by);
    if (says_closed && stream->followed_by == 0)
        return broken(report, place->stream, last.seq,
                      "the stream this entry names is missing");
    if (stream->followed_by != 0
        && (!says_closed || !str_equal(last.object, name)))
        return broken(report, place->stream, last.seq + 1,
                      "the end of this stream was cut off");
    return true;
}

/* Does the first entry say what the stream's row says, and how the stream
 * before ended? */
static bool check_start(struct db *db, struct arena *arena,
                        const struct sql_audit_stream_page_row *stream,
                        struct db_audit_report *report, struct err *err)
{
    struct sql_audit_entry_head_row before = { 0 };
    struct sql_audit_entry_head_in in = { .stream = stream->follows };
    struct sql_audit_entry_page_row *first;
    struct sql_audit_entry_page_in page = { .stream = stream->stream,
                                            .after = 0, .limit = 1 };
    uint32_t count;
    bool is_found = false;

    if (stream->follows
        && !sql_audit_entry_head(db, db->caller, &in, arena, &before,
                                 &is_found, err))
        return false;
    if (!sql_audit_entry_page(db, db->caller, &page, arena, &first, &count,
                              err))
        return false;
    struct str words = stream_words(arena, stream->node, stream->slot,
                                    stream->opened_at, stream->follows,
                                    before.signature);
    if (count == 1 && !str_equal(first->detail, words))
        return broken(report, stream->stream, 1, "the stream's own row, or "
                      "the end of the stream before, was changed");
    return true;
}

static bool check_orphans(struct db *db, struct arena *arena,
                          struct db_audit_report *report, struct err *err)
{
    struct sql_audit_entry_orphan_row row;
    bool is_found;

    if (!sql_audit_entry_orphan(db, db->caller, arena, &row, &is_found, err))
        return false;
    if (is_found)
        return broken(report, row.stream, row.seq,
                      "the stream of this entry is missing");
    return true;
}

bool db_audit_verify_part(struct db *db, struct arena *arena,
                          struct db_audit_place *place,
                          struct db_audit_report *report, struct err *err)
{
    struct sql_audit_stream_page_row *stream;
    uint32_t count;
    struct sql_audit_stream_page_in in = {
        .after = place->is_inside ? place->stream - 1 : place->stream,
        .limit = 1 };

    if (!place->is_inside && place->stream == 0)
        *report = (struct db_audit_report){ .is_whole = true };
    if (!sql_audit_stream_page(db, db->caller, &in, arena, &stream, &count,
                               err))
        return false;
    if (count == 0) {
        place->is_done = true;
        return check_orphans(db, arena, report, err);
    }
    if (!place->is_inside)
        *place = (struct db_audit_place){ .stream = stream->stream,
                                          .is_inside = true };
    bool is_end = false;
    if (!verify_page(db, arena, place, &is_end, report, err))
        return false;
    if (is_end && report->is_whole) {
        report->streams++;
        place->is_inside = false;
        if (!check_end(db, arena, place, stream, report, err)
            || (report->is_whole
                && !check_start(db, arena, stream, report, err)))
            return false;
    }
    place->is_done = !report->is_whole;
    return true;
}

struct verify {
    struct db_audit_place place;
    struct db_audit_report report;
};

static bool verify_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct verify *verify = work;
    return db_audit_verify_part(db, arena, &verify->place, &verify->report,
                                err);
}

bool db_audit_verify(struct db_pool *pool, struct db_audit_report *report,
                     struct err *err)
{
    struct verify verify = { 0 };
    struct arena arena;
    struct caller caller = { .kind = CALLER_SYSTEM,
                             .at = world_now(pool->world) };

    arena_init(&arena, ARENA_JOB_BYTES);
    while (!verify.place.is_done) {
        bool is_ok = db_read(pool, caller, verify_unit, &verify, &arena, err);
        arena_clear(&arena);
        if (!is_ok)
            return false;
    }
    *report = verify.report;
    return true;
}

bool db_audit_heads(struct db *db, struct arena *arena,
                    struct db_audit_head **head, uint32_t *count,
                    struct err *err)
{
    struct sql_audit_head_page_row *row;
    struct sql_audit_head_page_in in = { .after = 0, .limit = SQL_ROWS_MAX };

    if (!sql_audit_head_page(db, db->caller, &in, arena, &row, count, err))
        return false;
    *head = arena_many(arena, *count, struct db_audit_head);
    if (!*head)
        return err_set(err, ERR_EXHAUSTED, "no memory for the audit heads");
    for (uint32_t i = 0; i < *count; i++)
        (*head)[i] = (struct db_audit_head){
            .stream = row[i].stream, .seq = row[i].seq, .at = row[i].at,
            .signature = row[i].signature };
    return true;
}

bool db_audit_stands(struct db *db, struct arena *arena,
                     const struct db_audit_head *head, bool *stands,
                     struct err *err)
{
    struct sql_audit_entry_page_row *row;
    uint32_t count;
    struct sql_audit_entry_page_in in = { .stream = head->stream,
                                          .after = head->seq - 1,
                                          .limit = 1 };

    if (!sql_audit_entry_page(db, db->caller, &in, arena, &row, &count, err))
        return false;
    *stands = count == 1 && row->seq == head->seq
        && str_equal(row->signature, head->signature);
    return true;
}
