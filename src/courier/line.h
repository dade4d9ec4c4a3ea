/* line.h - which mail server carries our e-mail, and how do we speak to it?
 *
 * One file beside the folder, FOLDER-mail, that only the courier reads:
 *
 *   host: smtp.example
 *   port: 587
 *   security: starttls       (or tls; plain only to this very machine)
 *   user: bedside            (both or neither)
 *   password: ...
 *   from: no-reply@harborcare.example
 *   wait: 60                 (seconds for one message)
 *
 * When FOLDER-mail.pem lies beside it, the server's certificate must come
 * from there; else from those the system trusts.
 *
 * The password goes to the server, after the line is encrypted, and nowhere
 * else: no log, no command line, no answer to the house. */
#ifndef COURIER_LINE_H
#define COURIER_LINE_H

#include "base/base.h"

#define COURIER_LINE_BYTES_MAX ((size_t)16 << 10)
#define COURIER_WAIT_SECONDS 60

enum courier_security { LINE_STARTTLS, LINE_TLS, LINE_PLAIN };

struct courier_line {
    struct str host;
    int64_t port;
    enum courier_security security;
    struct str user, password; /* absent: the server asks for none */
    struct str from;
    struct str ca;             /* a path; absent: the system's */
    int64_t wait_seconds;
};

/* False names the file, and the line or setting that is wrong; ERR_ABSENT
 * when there is no such file. */
bool courier_line_read(struct world *world, const char *path,
                       struct arena *arena, struct courier_line *line,
                       struct err *err) MUST_USE;

#endif
