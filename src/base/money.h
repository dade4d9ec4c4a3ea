/* money.h - what is a dollar amount?
 *
 * Whole cents in 64 bits, US dollars only, no float anywhere.  Every sum is
 * checked; every rounding names its direction. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdint.h>

#include "base/str.h"

struct money {
    int64_t cents;
};

/* The largest amount a single bill, payment or sum of a file may have:
 * ten billion dollars.  Parsers refuse more. */
#define MONEY_MAX_CENTS INT64_C(1000000000000)

#define MONEY_ZERO ((struct money){ 0 })

bool money_add(struct money a, struct money b, struct money *sum) MUST_USE;
bool money_subtract(struct money a, struct money b,
                    struct money *difference) MUST_USE;
int money_compare(struct money a, struct money b); /* -1, 0, 1 */
bool money_equal(struct money a, struct money b);
struct money money_less(struct money a, struct money b); /* the smaller */

/* part of a whole in parts per million, rounded toward zero; amount and
 * ppm (0 .. 1,000,000) are checked. */
struct money money_share_down(struct money amount, int64_t ppm);
/* The same, a half cent rounded away from zero. */
struct money money_share_half_up(struct money amount, int64_t ppm);

/* Reads "1234", "1234.5", "1234.56" and "-..": digits only, at most two
 * decimals, within MONEY_MAX_CENTS.  False otherwise. */
bool money_parse(struct str text, struct money *amount) MUST_USE;
/* Reads any number of decimals and rounds half away from zero at the cent,
 * from the digits: "11480.648000000001" is 11480.65.  No exponent. */
bool money_parse_round(struct str text, struct money *amount) MUST_USE;
/* "1234.56", "-0.05"; for files and the API.  People see text/format. */
struct str money_plain(struct arena *arena, struct money amount);

#endif
