/* morning.h - is everything as it should be before the day begins?
 *
 * What a supervisor looks at first: did the day run, does it add up, is there
 * a backup, what left, what waits for a person, whose file did not come, what
 * money came in.  Health is the doctor's (app/doctor.h), said once there.
 * Changes nothing. */
#ifndef APP_MORNING_H
#define APP_MORNING_H

#include "app/app.h"
#include "app/doctor.h"
#include "app/letters.h"
#include "client/usual.h"

#define APP_MORNING_CLIENTS_MAX 500
#define APP_MORNING_LOOK_MAX 500 /* bills a look at the next day asks about */

struct app_morning_client {
    struct str code;
    struct client_usual usual;
    struct money before, month; /* received yesterday; this month to date */
};
struct app_morning {
    struct day today;
    struct day day_due;         /* DAY_NONE: every date is done */
    struct moment verified_at, backup_at; /* MOMENT_NONE: never */
    int64_t sent_today, sent_before; /* of today's and yesterday's letters */
    int64_t waiting;            /* released, and the courier was not here */
    int64_t unreleased;         /* nobody looked at them yet */
    int64_t held_back;          /* since yesterday: held, or waited too long */
    int64_t requests, requests_late, files_missing;
    int64_t plans, plans_missed; /* that go on; of which a payment is missed */
    struct money before, month; /* of all clients */
    struct app_doctor doctor;
    uint32_t client_count;
    struct app_morning_client *client;
};

bool app_morning(struct app *app, struct caller caller, struct arena *arena,
                 struct app_morning *morning, struct err *err) MUST_USE;

/* What the next business date would write, gate and all, when it ran now:
 * APP_MORNING_LOOK_MAX bills are asked about, and report->is_cut says that
 * there are more. */
bool app_morning_next(struct app *app, struct caller caller,
                      struct arena *arena, struct day *business_on,
                      struct app_letters_report *report,
                      struct err *err) MUST_USE;

#endif
