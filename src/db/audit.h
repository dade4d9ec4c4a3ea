/* audit.h - is the trail whole, and where does it end?
 *
 * One chain of entries per writing connection (a stream).  Each entry signs
 * its own fields and the signature before it, with a key that is not in the
 * database; so a changed, deleted, swapped or inserted row breaks its chain
 * at that place.  A stream that a restarted connection has left behind ends
 * in an entry that names its successor, and the successor's first entry holds
 * the last signature: a cut tail shows.  The tail of a stream that is still
 * open shows only against a head kept elsewhere (db_audit_heads). */
#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include "db/db.h"

#define DB_AUDIT_PAGE 500 /* entries read at a time */
#define DB_AUDIT_WORDS_MAX 240

struct db_audit_entry {
    int64_t stream, seq;
    struct str unit; /* the unit's ref */
    struct moment at;
    struct str kind; /* of the caller: "staff" */
    int64_t user_id, person_id, client_id;
    struct str name, action, object, detail;
    struct str previous, signature;
};

struct db_audit_report {
    uint64_t streams, entries;
    bool is_whole;
    /* Where the first break is, and what is wrong there. */
    int64_t stream, seq;
    char words[DB_AUDIT_WORDS_MAX];
};

/* Walks all streams by pages, signs each entry again and compares.  Returns
 * false only on trouble; a broken trail is an answer (is_whole false).  Runs
 * in a db_read unit; a long trail needs many, so it goes on from *place
 * (zeroed at first) until is_done. */
struct db_audit_place {
    int64_t stream, seq;
    unsigned char previous[DB_SIGNATURE_LEN];
    bool is_inside, is_done;
};
bool db_audit_verify_part(struct db *db, struct arena *arena,
                          struct db_audit_place *place,
                          struct db_audit_report *report,
                          struct err *err) MUST_USE;

/* All of it, each part in a reading unit of its own. */
bool db_audit_verify(struct db_pool *pool, struct db_audit_report *report,
                     struct err *err) MUST_USE;

/* The ends of all streams: what a checkpoint signs and keeps elsewhere. */
struct db_audit_head {
    int64_t stream, seq;
    struct moment at;
    struct str signature;
};
bool db_audit_heads(struct db *db, struct arena *arena,
                    struct db_audit_head **head, uint32_t *count,
                    struct err *err) MUST_USE;

/* Does the entry a head kept elsewhere names still stand?  False in *stands
 * after a database came back older than the head, or was rewritten. */
bool db_audit_stands(struct db *db, struct arena *arena,
                     const struct db_audit_head *head, bool *stands,
                     struct err *err) MUST_USE;

#endif
