/* job.h - what about work that takes longer than a browser waits?
 *
 * While serving, a route marked JOB answers 202 {"job": ref} at once and its
 * handler runs later on the one job thread, on a copy of the request and an
 * arena of its own.  The command asks GET /admin/job/REF how far it is.  A
 * `job` row in the store says that it began and how it ended; progress and
 * the answer itself live in memory, so after a crash a job is simply over
 * and the command says so (each handler resumes or repeats safely).
 *
 * A command in its own process runs the handler at once: same handler, same
 * progress, no job. */
#ifndef WEB_JOB_H
#define WEB_JOB_H

#include "web/web.h"

#define WEB_JOBS_MAX 16        /* waiting, running or not yet asked about */
#define WEB_JOBS_CLIENT_MAX 4  /* of one provider: the others get theirs */
#define WEB_JOB_FORM_BYTES 8192

bool web_jobs_open(struct web *web, struct err *err) MUST_USE;
/* Waits for the running job; those waiting are dropped. */
void web_jobs_close(struct web *web);

/* Queues this visit's request, its body a form of at most
 * WEB_JOB_FORM_BYTES; ERR_BUSY when too many wait. */
bool web_job_queue(struct web_visit *visit, struct ref *job,
                   struct err *err) MUST_USE;
/* The same, and answers 202 {"job": ref}, or the trouble. */
void web_job_start(struct web_visit *visit);

/* "waiting", "running" or "done", how far, and the answer: once a job is
 * done its answer is kept until WEB_JOBS_MAX newer ones came. */
struct web_job_state {
    struct str state;
    struct client_id client; /* whose file it is; 0: the agency's */
    uint64_t done, total;
    int status;
    struct str content_type, body; /* in the caller's arena */
};
bool web_job_state(struct web *web, struct str ref, struct arena *arena,
                   struct web_job_state *state) MUST_USE;

void web_job_progress(struct web *web, const struct web_visit *visit,
                      uint64_t done, uint64_t total);

#endif
