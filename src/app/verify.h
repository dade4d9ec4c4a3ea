/* verify.h - is everything we stored still true?
 *
 * Schema, constraints, cached against summed balances, the audit chain, the
 * outbox against its answers and the spool.  Changes nothing. */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

#include "app/app.h"

#define APP_VERIFY_CHECKS_MAX 24

struct app_check {
    const char *name;     /* "balances", "audit", ... */
    bool is_good;
    int64_t looked_at;
    char words[240];      /* the first thing wrong, or what was counted */
};
struct app_verify {
    bool is_good;
    uint32_t count;
    struct app_check check[APP_VERIFY_CHECKS_MAX];
    /* A digest of ledger and audit, for simulations. */
    char digest[65];
};
bool app_verify(struct app *app, struct caller caller,
                struct app_verify *verify, struct err *err) MUST_USE;

#endif
