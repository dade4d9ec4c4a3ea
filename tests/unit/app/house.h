/* house.h - what do the tests of app and web stand on?
 *
 * A fresh data folder on SQLite, opened, on a simulated clock; gone
 * afterwards.  Waiting is done for real: threads are under test here. */
#ifndef APP_TEST_HOUSE_H
#define APP_TEST_HOUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base.h"
#include "app/agency.h"
#include "app/app.h"
#include "base/world_sim.h"

struct app_house {
    char root[64], folder[96];
    struct world_sim world;
    struct app app;
    struct arena arena; /* of one test */
};

/* cmocka's setup and teardown of one test; *state is the house. */
int app_house_open(void **state);
/* The same with the agency in another state; an empty ZIP is none. */
int app_house_open_at(void **state, const char *where, const char *zip);
/* The same, of an agency that is no demonstration. */
int app_house_open_real(void **state);
int app_house_close(void **state);

struct caller app_house_caller(const struct app_house *house);
/* What `bedside ready` asks of a demonstration before a letter leaves. */
void app_house_ready(struct app_house *house);
/* The trail of acts verifies, and everything else does too. */
void app_house_whole(struct app_house *house);

#endif
