/* mark.h - when did this last go well?
 *
 * One moment a name, for `bedside doctor` and the alerts: a thing that has
 * not gone well for too long is a problem, also when nobody was there to see
 * it fail. */
#ifndef APP_MARK_H
#define APP_MARK_H

#include "app/app.h"

#define APP_MARK_WORDS_MAX 200

enum app_mark {
    APP_MARK_NONE,
    APP_MARK_BACKUP_MADE,    /* words: how large */
    APP_MARK_BACKUP_CHECKED, /* one was brought back and verified */
    APP_MARK_VERIFIED,       /* everything stored added up */
    APP_MARK_MAIL_WELL,      /* the mail server takes what we send */
    APP_MARK_MAIL_ILL,       /* it does not since then; words: why */
    APP_MARK_RECOVERY_KEPT,  /* somebody typed its end from the paper */
    APP_MARK_NO_LICENSE,     /* words: who says that none is needed, and why */
    APP_MARK_COURIER,        /* it asked for letters */
    APP_MARK_COUNT
};
struct app_marked {
    struct moment at; /* MOMENT_NONE: never */
    struct str words;
};

const char *app_mark_name(enum app_mark mark); /* "backup.made" */
/* APP_MARK_NONE for a name that is none of them. */
enum app_mark app_mark_parse(struct str name);

/* It went well at caller.at. */
bool app_mark_set(struct app *app, struct caller caller, enum app_mark mark,
                  struct str words, struct err *err) MUST_USE;
bool app_marks_in(struct db *db, struct arena *arena,
                  struct app_marked marked[APP_MARK_COUNT],
                  struct err *err) MUST_USE;
bool app_marks_load(struct app *app, struct caller caller,
                    struct arena *arena,
                    struct app_marked marked[APP_MARK_COUNT],
                    struct err *err) MUST_USE;

#endif
