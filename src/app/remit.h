/* remit.h - what do we owe the provider, line by line?
 *
 * A remittance takes every money event up to a day that is on none yet; its
 * lines sum to its transfers to the cent. */
#ifndef APP_REMIT_H
#define APP_REMIT_H

#include "app/app.h"

struct app_remit_line {
    struct str event_ref, account, kind, method, number;
    struct day business_on;
    struct money gross, fee, net; /* negative for a reversal */
};
struct app_remit {
    struct str ref, client_code, client_name;
    struct day through_on;
    struct money gross, fee, net;
    uint32_t count;
    struct app_remit_line *line;
    bool was_known; /* made before: the same again */
};

/* Makes (or finds) the client's remittance through a day that is over. */
bool app_remit_make(struct app *app, struct caller caller,
                    struct str client_code, struct day through_on,
                    struct arena *arena, struct app_remit *remit,
                    struct err *err) MUST_USE;
/* A client's remittances, newest first, without lines. */
bool app_remits(struct app *app, struct caller caller,
                struct client_id client, struct arena *arena,
                struct app_remit **remits, uint32_t *count,
                struct err *err) MUST_USE;
/* One of them with its lines.  ERR_ABSENT when it is not this client's. */
bool app_remit_load(struct app *app, struct caller caller,
                    struct client_id client, struct str ref,
                    struct arena *arena, struct app_remit *remit,
                    struct err *err) MUST_USE;
/* The lines as CSV, with a total line. */
struct str app_remit_csv(const struct app_remit *remit, struct arena *arena);

#endif
