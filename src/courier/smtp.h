/* smtp.h - does the mail server take this message?
 *
 * One connection, kept while messages go.  Three ends are sure: taken, not
 * now, never.  The fourth is that nobody knows: the whole message was handed
 * over and the line fell silent before the answer.  Such a message is never
 * sent again by itself (reliability row 22).
 *
 * False is trouble with the server as a whole (no way there, no TLS, no
 * sign-in): nothing left, and the next message need not be tried. */
#ifndef COURIER_SMTP_H
#define COURIER_SMTP_H

#include "courier/line.h"

/* Zeroed means nobody knows. */
enum smtp_fate {
    SMTP_UNKNOWN,
    SMTP_SENT,
    SMTP_LATER,  /* 4xx, or the line broke before the message was whole */
    SMTP_REFUSED /* 5xx: this message, never */
};
struct str smtp_fate_word(enum smtp_fate fate); /* "sent", ... */

struct smtp {
    void *curl;
    const struct courier_line *line;
    struct arena *arena;
};
struct smtp_answer {
    enum smtp_fate fate;
    bool is_bad_address; /* there is nobody at this address */
    long code;           /* the server's last; 0: none */
};

bool smtp_open(struct smtp *smtp, const struct courier_line *line,
               struct arena *arena, struct err *err) MUST_USE;
void smtp_close(struct smtp *smtp);
bool smtp_send(struct smtp *smtp, struct str to, struct str bytes,
               struct smtp_answer *answer, struct err *err) MUST_USE;

#endif
