/* note.h - what should the next representative know about this bill?
 *
 * A note is added and never changed, so two who write at once lose nothing.
 * It is kept sealed and shown in the desk's timeline only. */
#ifndef APP_NOTE_H
#define APP_NOTE_H

#include "app/app.h"

#define APP_NOTE_MAX 2000

struct app_note {
    struct str debt_ref, words;
    struct str key; /* the form's: twice is once */
};
/* ERR_INVALID: nothing, or too much of it. */
bool app_note_add(struct app *app, struct caller caller,
                  const struct app_note *note, struct err *err) MUST_USE;

#endif
