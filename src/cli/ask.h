/* ask.h - how does a command reach the router?
 *
 * Over FOLDER/run/admin/admin.sock when somebody serves the folder; else it
 * takes the folder's lock, opens it here and calls the same router.  Who
 * waits for the lock says so, at most CLI_LOCK_SECONDS, then ERR_BUSY.
 * Long work is a job when served: the command asks how far it is. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "app/app.h"
#include "cli/cli.h"
#include "web/web.h"

#define CLI_ADMIN_SOCKET "run/admin/admin.sock"
#define CLI_COURIER_SOCKET "run/courier/courier.sock"
#define CLI_POLL_US 150000

/* A folder opened in this process, with its lock. */
struct cli_house {
    struct app app;
    struct web web;
    int lock;
};
struct cli_house_options {
    struct world *world;
    bool is_serving;       /* jobs get a thread */
    bool is_quiet;         /* no progress on stderr */
};
/* Takes the lock (waiting) and opens; false leaves nothing behind. */
bool cli_house_open(struct cli *cli, const struct cli_house_options *options,
                    struct cli_house *house, struct err *err) MUST_USE;
void cli_house_close(struct cli_house *house);
/* One request straight into the router. */
bool cli_house_ask(struct cli_house *house, enum http_transport transport,
                   enum http_method method, struct str target, struct str body,
                   const char *accept, struct arena *arena,
                   struct http_reply *reply, struct err *err) MUST_USE;

/* A form, built field by field; NULL values are left out. */
struct cli_form {
    struct buf body;
};
void cli_form_init(struct cli_form *form, struct cli *cli);
void cli_form_add(struct cli_form *form, const char *name, const char *value);

/* Asks and waits for a job; the reply lies in cli's arena.  accept:
 * CLI_JSON or CLI_PLAIN.  form may be NULL. */
#define CLI_JSON "application/json"
#define CLI_PLAIN "text/plain"
bool cli_ask(struct cli *cli, enum http_method method, const char *target,
             const struct cli_form *form, const char *accept,
             struct http_reply *reply, struct err *err) MUST_USE;
/* Asks, waits for a job, prints the answer (plain words, or JSON with
 * --json) and gives the exit code. */
int cli_ask_and_show(struct cli *cli, enum http_method method,
                     const char *target, const struct cli_form *form);

/* Copies a file into the folder's spool for the router; *name is what to
 * call it there.  Removed again by cli_upload_remove. */
bool cli_upload(struct cli *cli, const char *path, const char **name,
                struct err *err) MUST_USE;
void cli_upload_remove(struct cli *cli, const char *name);
/* The part of a path people know a file by. */
const char *cli_base_name(const char *path);

/* The folder's one lock.  *fd is -1 when, while waiting, somebody began to
 * serve the folder: ask there.  ERR_BUSY when it is held and we do not wait,
 * or after CLI_LOCK_SECONDS; ERR_ABSENT without a folder. */
bool cli_lock(struct cli *cli, bool is_waiting, int *fd,
              struct err *err) MUST_USE;

#endif
