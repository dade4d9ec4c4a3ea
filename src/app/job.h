/* job.h - which long works were begun, and how did they end?
 *
 * Only the record: what ran, how far it came, how it ended.  The work itself
 * is in units of its own. */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "app/app.h"

#define APP_JOB_RESULT_MAX 4000 /* bytes kept of how it ended */

enum app_job_state { APP_JOB_NONE, APP_JOB_RUNNING, APP_JOB_DONE,
                     APP_JOB_FAILED };

struct app_job {
    struct job_id id;
    struct ref ref;
    struct str kind; /* its route */
};

/* Fills id and ref; kind is kept by the caller. */
bool app_job_begin(struct app *app, struct caller caller,
                   struct app_job *job, struct err *err) MUST_USE;
/* Once; a job that is over stays as it ended. */
bool app_job_end(struct app *app, struct caller caller,
                 const struct app_job *job, enum app_job_state state,
                 struct str result, struct err *err) MUST_USE;

/* How a job of an earlier process ended; ERR_ABSENT: there was none. */
bool app_job_find(struct app *app, struct caller caller, struct str ref,
                  struct arena *arena, enum app_job_state *state,
                  struct str *result, struct err *err) MUST_USE;

#endif
