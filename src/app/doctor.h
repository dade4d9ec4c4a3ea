/* doctor.h - is this house well, and if not, what helps?
 *
 * Each finding is one sentence in plain words and, when it is not well, what
 * to do about it.  Changes nothing. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/app.h"

#define APP_FINDINGS_MAX 24
#define APP_BACKUP_HOURS 26       /* a nightly backup, and two hours more */
#define APP_BACKUP_CHECK_DAYS 35  /* a monthly drill, and some days more */
#define APP_COURIER_HOURS 24      /* a letter waits no longer than that */
#define APP_DISK_LEAST_BYTES ((int64_t)1 << 30)

enum app_health {
    APP_WELL,
    APP_WEAK, /* works today, and will not for ever */
    APP_ILL   /* something does not work */
};
struct app_finding {
    const char *name; /* "backup", "day" ... */
    enum app_health health;
    struct str words, advice; /* advice is absent when well */
};
struct app_doctor {
    enum app_health worst;
    uint32_t count;
    struct app_finding finding[APP_FINDINGS_MAX];
};

struct str app_health_word(enum app_health health); /* "well" ... */

bool app_doctor(struct app *app, struct caller caller, struct arena *arena,
                struct app_doctor *doctor, struct err *err) MUST_USE;
/* One more finding, of somebody who sees what app does not. */
void app_doctor_add(struct app_doctor *doctor, const char *name,
                    enum app_health health, struct str words,
                    const char *advice);

#endif
