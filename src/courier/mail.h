/* mail.h - what are the bytes of this e-mail?
 *
 * Made by ourselves, so that what is stored is what was sent: a text of lines,
 * quoted-printable, in UTF-8.  The same message gives the same bytes; its
 * Message-ID is its row's, so a server that sees it twice can tell. */
#ifndef COURIER_MAIL_H
#define COURIER_MAIL_H

#include "base/base.h"
#include "message/mail.h"

struct courier_letterhead {
    struct str ref;  /* of the message */
    struct str from; /* our address */
    struct str to;
    struct moment made_at;
};

/* ERR_INVALID when the address cannot stand in a header, or a line of the
 * header would break. */
bool courier_mail_write(const struct courier_letterhead *head,
                        const struct message_mail *mail, struct arena *arena,
                        struct str *bytes, struct err *err) MUST_USE;

#endif
