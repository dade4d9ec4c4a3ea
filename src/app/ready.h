/* ready.h - may a letter leave this house yet, and if not, what is missing?
 *
 * `bedside doctor` asks whether the machine is well; this asks whether
 * everything stands that a person needs who gets our letter: who we are,
 * whom they can call, what the provider agreed to, and that nothing of it is
 * lost after a fire.  While one needed item is open, letters are decided and
 * written as ever, but none is released and the courier is shown none. */
#ifndef APP_READY_H
#define APP_READY_H

#include "app/app.h"
#include "app/doctor.h"

#define APP_READY_COURIER_HOURS 24

enum app_ready_item {
    APP_READY_AGENCY,    /* name, address for answers, phone, hours */
    APP_READY_LICENSE,   /* named, or somebody said why none is needed */
    APP_READY_AGREEMENT, /* with at least one provider */
    APP_READY_ANSWER,    /* somebody who may answer people */
    APP_READY_ADMIN,     /* an administrator with a second step */
    APP_READY_BACKUP,    /* one was made */
    APP_READY_RECOVERY,  /* and its code stands on paper */
    APP_READY_CLOCK,     /* not behind what was written already */
    APP_READY_COURIER,   /* came lately; not needed: it asks at its door */
    APP_READY_COUNT
};
struct app_ready {
    bool is_ready;     /* no needed item is open */
    uint32_t open;     /* how many needed items are */
    enum app_health item[APP_READY_COUNT]; /* APP_ILL: open and needed */
    struct moment courier_at; /* it came last; MOMENT_NONE: never */
};

const char *app_ready_name(enum app_ready_item item); /* "agency" ... */

bool app_ready(struct app *app, struct caller caller, struct app_ready *ready,
               struct err *err) MUST_USE;
/* The same inside of a unit. */
bool app_ready_in(struct app *app, struct db *db, struct arena *arena,
                  struct app_ready *ready, struct err *err) MUST_USE;
/* "agency, backup": the needed items that are open. */
struct str app_ready_open(const struct app_ready *ready, struct arena *arena);

#endif
