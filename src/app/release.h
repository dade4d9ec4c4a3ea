/* release.h - which of the day's letters wait for a person, and who let them
 * go?
 *
 * The letters of one client made on one date leave together: at once, or
 * when somebody responsible has seen samples of them (message/release.h says
 * which).  Until then the courier's door does not show them; when it does,
 * the gate is asked again for each.  What is held back is void; the next
 * day's run looks again at what is due.  So is what nobody released within
 * APP_LETTER_STALE_SECONDS, because a letter's dates count from the day it
 * was made. */
#ifndef APP_RELEASE_H
#define APP_RELEASE_H

#include "app/app.h"
#include "message/content.h"
#include "message/release.h"

#define APP_RELEASE_SAMPLES 5
#define APP_RELEASE_WHY_MAX 200
#define APP_RELEASES_MAX 500

enum app_release_state { /* as letter_day.state */
    APP_RELEASE_NONE, APP_RELEASE_WAITS, APP_RELEASE_GIVEN,
    APP_RELEASE_HELD, APP_RELEASE_LAPSED
};
struct app_release {
    struct ref ref;
    struct str client_code;
    struct day made_on;
    struct moment made_at;
    int64_t letters;
    struct money left;  /* on the bills they are about */
    enum message_look why;
    int64_t usual;      /* letters on a usual day; 0: none yet */
    enum app_release_state state;
    struct moment decided_at;
    struct str decided_by, note;
};

/* Those that wait first, then the newest that waited. */
bool app_releases(struct app *app, struct caller caller, struct arena *arena,
                  struct app_release **release, uint32_t *count,
                  struct err *err) MUST_USE;

/* One, with some of its letters while it waits: one of each kind and language
 * first.  Who read which is in the trail.  ERR_ABSENT. */
bool app_release_look(struct app *app, struct caller caller, struct str ref,
                      struct arena *arena, struct app_release *release,
                      struct message_content sample[APP_RELEASE_SAMPLES],
                      uint32_t *sample_count, struct err *err) MUST_USE;

/* Lets them go, or holds them back with a reason, in one transaction; again
 * changes nothing.  ERR_ABSENT; ERR_CONFLICT when the other was decided, or
 * when they waited too long. */
bool app_release_give(struct app *app, struct caller caller, struct str ref,
                      struct err *err) MUST_USE;
bool app_release_hold(struct app *app, struct caller caller, struct str ref,
                      struct str why, struct err *err) MUST_USE;
/* Everything of this client that waits.  ERR_ABSENT: no such client. */
bool app_release_client(struct app *app, struct caller caller,
                        struct str client_code, int64_t *letters,
                        struct err *err) MUST_USE;

/* The day's: what waited too long is void, and due anew. */
bool app_release_lapse(struct app *app, struct caller caller,
                       struct err *err) MUST_USE;
/* The day's, in the unit that ends its letters: each client's either leave
 * or wait. */
bool app_release_begin(struct db *db, struct day made_on,
                       struct arena *arena, struct err *err) MUST_USE;

#endif
