/* mail.h - what does an e-mail say?
 *
 * Others may read along: no amount, no provider, no kind of care, and the
 * subject is neutral (HIP-msg).  The words stand in messages/en|es/mail_code
 * .txt, first line the subject.  Each ends with the way to stop e-mails to
 * this address (Rule RF-6e), and each is linted before it is kept. */
#ifndef MESSAGE_MAIL_H
#define MESSAGE_MAIL_H

#include "base/base.h"
#include "message/fill.h"

#define MESSAGE_MAIL_CODE "mail_code" /* six digits somebody asked for */

struct message_mail {
    struct str from_name; /* "Harbor Care" */
    struct str subject, body;
    struct str stop_link; /* https://, also in the body */
};

struct message_mail_input {
    const char *kind; /* MESSAGE_MAIL_CODE */
    enum language language;
    struct str agency, phone, hours; /* phone: ten digits */
    struct str line1, city, state, zip;
    struct str code;      /* "482913", or what stands for it */
    struct str link;      /* to the question page, without https:// */
    struct str stop_link; /* without https:// */
    int64_t minutes;      /* so long the code is good */
};
struct message_mail_filled {
    enum message_answer answer; /* MESSAGE_FILLED or why not */
    struct str why;
    struct message_mail mail;
    struct str version;
};
/* Trouble (false) only when a template fails or the arena is exhausted. */
bool message_mail_fill(const struct message_templates *templates,
                       const struct message_mail_input *input,
                       struct arena *arena,
                       struct message_mail_filled *filled,
                       struct err *err) MUST_USE;

/* As the outbox keeps it: one JSON object; parse(write(mail)) is the same. */
void message_mail_write(const struct message_mail *mail, struct buf *buf);
bool message_mail_parse(struct arena *arena, struct str text,
                        struct message_mail *mail, struct err *err) MUST_USE;

#endif
