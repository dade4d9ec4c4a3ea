/* mapping.h - which column of a client's files is which field of ours?
 *
 * A file is looked at before anything is placed (app_preview); what somebody
 * confirms is learned once and kept as a dated version beside the agreement.
 * Only what differs from the usual names is kept.  A learned column goes
 * before the agreement's `columns`, and must be there; when a whole placement
 * file was confirmed, it alone says the columns. */
#ifndef APP_MAPPING_H
#define APP_MAPPING_H

#include "app/app.h"
#include "client/client.h"
#include "text/words.h"

#define APP_MAPPING_MAX 200 /* columns of one file */
#define APP_LEARNED_MAX 64  /* of them, not as usual */
#define APP_MAPPING_HEADER_MAX 120

struct app_column {
    struct str header;
    struct str field; /* of intake/field.h; "unread"; "usual": forget it */
};
struct app_mapping {
    uint32_t count;
    struct app_column column[APP_MAPPING_MAX];
    bool is_whole;    /* all columns of a file: what is not here is forgotten */
    struct str kind;  /* of the file; absent: placements */
};
/* *version is the one in force then; *was_known: nothing changed. */
bool app_mapping_learn(struct app *app, struct caller caller,
                       struct client_id client,
                       const struct app_mapping *mapping, int64_t *version,
                       bool *was_known, struct err *err) MUST_USE;

/* The client with an agreement that knows the learned columns too. */
bool app_mapping_apply(struct app *app, struct caller caller,
                       struct client *client, struct arena *arena,
                       struct err *err) MUST_USE;

struct app_preview_ask {
    struct client_id client;
    enum words_language language; /* of everything it says */
    struct str kind;      /* absent: found */
    struct str file_name;
    const char *path;     /* NULL: bytes */
    struct str bytes;
};
struct app_preview_column {
    uint32_t number;
    struct str header, field, label; /* field "" and label "": unread */
    struct str hint, hint_label;     /* did you mean? */
    bool is_unwanted;
    int64_t filled, good;
    struct str trouble;
    uint32_t sample_count;
    struct str sample[3];
};
struct app_preview {
    struct str kind;
    int64_t rows;
    uint32_t column_count, missing_count;
    struct app_preview_column *column;
    struct str *missing; /* a sentence each */
};
bool app_preview(struct app *app, struct caller caller,
                 const struct app_preview_ask *ask, struct arena *arena,
                 struct app_preview *preview, struct err *err) MUST_USE;

/* The fields a file of this kind may bring, for a list to choose from. */
struct app_field {
    struct str word, label;
};
bool app_fields(struct str kind, enum words_language language,
                struct arena *arena,
                struct app_field **field, uint32_t *count) MUST_USE;

#endif
