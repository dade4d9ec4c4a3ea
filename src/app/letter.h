/* letter.h - how does what was filled enter the outbox, with its code?
 *
 * In the unit that decided it: the row, and for a letter the index of the
 * code it brings.  The stored words hold a place for the code; the code
 * itself lies sealed beside them.  Used inside app only. */
#ifndef APP_LETTER_H
#define APP_LETTER_H

#include "app/load.h"
#include "message/content.h"

struct app_letter {
    const struct app_loaded *loaded;
    const struct message_content *content;
    struct answer_id answer; /* of the gate */
    struct str about;        /* ref of what it is about, or "" */
    struct day business_on;
    bool is_asked;           /* leaves without anybody's release */
};
/* Draws the letter's code. */
bool app_letter_keep(struct app *app, struct db *db, struct caller caller,
                     const struct app_letter *letter, struct arena *arena,
                     struct err *err) MUST_USE;

/* An e-mail they asked for, with six digits.  *is_kept false when the lint
 * refused its words: then nothing is kept. */
struct app_mail {
    const struct app_loaded *loaded;
    struct answer_id answer;
    struct str address, about, digits;
    int64_t minutes; /* so long they are good */
};
bool app_mail_keep(struct app *app, struct db *db, struct caller caller,
                   const struct app_mail *mail, struct arena *arena,
                   bool *is_kept, struct err *err) MUST_USE;

#endif
