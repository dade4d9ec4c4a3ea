/* wish_in.h - how does a wish become a code on its way?  Inside app only. */
#ifndef APP_WISH_IN_H
#define APP_WISH_IN_H

#include "app/wish.h"
#include "seal/code.h"
#include "seal/field.h"

/* The keyed hash of six digits: a wish's own, so that equal digits differ. */
void app_wish_hash(const struct app *app, int64_t id, struct str digits,
                   unsigned char hash[SEAL_INDEX_LEN]);

/* One code for one person, by e-mail. */
struct app_wish_code {
    struct person_id person;
    struct str about;   /* ref of the wish */
    struct str address; /* as on file; absent: any that may be written to */
    char digits[SEAL_DIGITS_LEN + 1];
    bool is_sent;       /* false: the gate, or our own words, said no */
};
/* Asks the gate for each of their bills that a letter of ours has left for,
 * until one says yes; draws the digits. */
bool app_wish_mail(struct app *app, struct db *db, struct caller caller,
                   struct app_wish_code *code, struct arena *arena,
                   struct err *err) MUST_USE;

#endif
