/* cli.h - what did somebody type, and which command is it?
 *
 * A command is a row: name, words, options, one function.  It builds one
 * request and gives it to the router (cli/ask.h): over run/admin.sock when
 * somebody serves the folder, else in this process.  There is no third way.
 *
 * Exit codes: 0 done; 64 the command line is wrong; else err_exit_code. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <signal.h>

#include "base/base.h"
#include "http/client.h"

#define CLI_OPTIONS_MAX 20
#define CLI_WORDS_MAX 256
#define CLI_EXIT_USAGE 64
#define CLI_LOCK_SECONDS 10 /* how long a command waits for another */

struct cli_option {
    const char *name;  /* "dry-run"; NULL ends the list */
    const char *value; /* "CODE"; NULL: a flag */
    const char *about;
};

struct cli;
struct cli_command {
    const char *name;   /* "client apply" */
    const char *usage;  /* what stands after the name */
    const char *about;  /* one line */
    const char *help;   /* more, or NULL */
    const struct cli_option *option; /* beside --folder, --json, --help */
    uint32_t words_min, words_max;
    bool needs_no_folder; /* then it may run as root, too */
    int (*run)(struct cli *cli);
};

/* How letters are carried out: the courier's one round, handed in by main,
 * because the courier stands beside us.  The ask is courier_ask's twin. */
typedef bool cli_ask_fn(void *context, enum http_method method,
                        struct str target, struct str body,
                        struct arena *arena, struct http_reply *reply,
                        struct err *err);
struct cli_carried {
    uint32_t sent, held_back, manifests, unprintable, mailed;
};
struct cli_courier {
    /* mail: the file that says how e-mail leaves; NULL: letters only */
    bool (*round)(struct world *world, const char *folder, const char *mail,
                  cli_ask_fn *ask, void *context,
                  struct cli_carried *carried, struct err *err);
    void (*close)(void);
};

struct cli {
    struct world *world;
    struct cli_courier courier;
    const char *program;  /* argv[0] */
    const char *folder;
    bool is_json;
    struct arena arena;
    const struct cli_command *command;
    uint32_t word_count;
    const char *word[CLI_WORDS_MAX];
    const char *value[CLI_OPTIONS_MAX]; /* of command->option, by index */
};

int cli_main(int argc, char **argv, const struct cli_courier *courier);

/* What stood after --name; "" for a flag; NULL when it was not given. */
const char *cli_option(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);
/* A count within min..max, or preset when it was not given. */
bool cli_count(const struct cli *cli, const char *name, int64_t min,
               int64_t max, int64_t preset, int64_t *count,
               struct err *err) MUST_USE;

/* For who runs until told: SIGINT and SIGTERM wait for sigwait, which alone
 * hears them when this comes before the first thread; a reader that left is
 * an error, not an end. */
void cli_hear_stop(sigset_t *stop);

/* Says what went wrong (JSON too with --json) and gives the exit code. */
int cli_trouble(const struct cli *cli, const struct err *err);
/* The same for a wrong command line. */
int cli_usage(const struct cli *cli, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* Every command, for help, the manual and "did you mean". */
const struct cli_command *cli_command_at(uint32_t index);

int cli_init(struct cli *cli);
int cli_agency(struct cli *cli);
int cli_client_apply(struct cli *cli);
int cli_import(struct cli *cli);
int cli_daily(struct cli *cli);
int cli_may_contact(struct cli *cli);
int cli_law_check(struct cli *cli);
int cli_pay_import(struct cli *cli);
int cli_remit(struct cli *cli);
int cli_verify(struct cli *cli);
int cli_backup_make(struct cli *cli);
int cli_backup_code(struct cli *cli);
int cli_backup_check(struct cli *cli);
int cli_restore(struct cli *cli);
int cli_serve(struct cli *cli);
int cli_run_courier(struct cli *cli);
int cli_demo(struct cli *cli);
int cli_login_add(struct cli *cli);
int cli_login_list(struct cli *cli);
int cli_login_change(struct cli *cli);
int cli_key_make(struct cli *cli);
int cli_key_list(struct cli *cli);
int cli_key_end(struct cli *cli);
int cli_doctor(struct cli *cli);
int cli_ready(struct cli *cli);
int cli_status(struct cli *cli);
int cli_help(struct cli *cli);

#endif
