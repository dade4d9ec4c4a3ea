#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "cli/cli.h"
#include "text/json.h"

#define NEAR 3 /* letters apart that still count as a slip */

static const struct cli_option common[] = {
    { "folder", "DIR", "the data folder (else $BEDSIDE_FOLDER, else "
      "./bedside-data)" },
    { "json", NULL, "answer in JSON" },
    { "help", NULL, "what this command does" },
    { NULL, NULL, NULL }
};

static const struct cli_command *find_command(int argc, char **argv,
                                              int *used);
static int unknown_command(const struct cli *cli, const char *word);
static bool parse(struct cli *cli, int argc, char **argv, int from,
                  bool *wants_help, int *exit_code);
static bool take_option(struct cli *cli, char **argv, int argc, int *at,
                        bool *wants_help, int *exit_code);
static void help_show(const struct cli_command *command);
static int refuse_root(const struct cli *cli);
static void harden(void);
static const char *without_slash(struct arena *arena, const char *folder);

int cli_main(int argc, char **argv, const struct cli_courier *courier)
{
    struct cli cli = {
        .world = world_real(), .courier = *courier,
        .program = argc > 0 ? argv[0] : "bedside",
        .folder = getenv("BEDSIDE_FOLDER")
    };
    bool wants_help = false;
    int used, exit_code = 0;
    harden();
    arena_init(&cli.arena, ARENA_JOB_BYTES);
    if (cli.folder == NULL || cli.folder[0] == '\0')
        cli.folder = "bedside-data";
    cli.command = find_command(argc, argv, &used);
    if (cli.command == NULL)
        exit_code = unknown_command(&cli, argc > 1 ? argv[1] : "");
    else if (parse(&cli, argc, argv, used, &wants_help, &exit_code)) {
        cli.folder = without_slash(&cli.arena, cli.folder);
        if (wants_help)
            help_show(cli.command);
        else if (!cli.command->needs_no_folder && getuid() == 0)
            exit_code = refuse_root(&cli);
        else
            exit_code = cli.command->run(&cli);
    }
    arena_clear(&cli.arena);
    return exit_code;
}

const char *cli_option(const struct cli *cli, const char *name)
{
    const struct cli_option *option = cli->command->option;
    for (size_t i = 0; option != NULL && option[i].name != NULL; i++)
        if (str_is(str_of(option[i].name), name))
            return cli->value[i];
    check_failed("the command has that option", __FILE__, __LINE__, name);
}

bool cli_has(const struct cli *cli, const char *name)
{
    return cli_option(cli, name) != NULL;
}

bool cli_count(const struct cli *cli, const char *name, int64_t min,
               int64_t max, int64_t preset, int64_t *count, struct err *err)
{
    const char *text = cli_option(cli, name);
    *count = preset;
    if (text == NULL
        || (str_to_int64(str_of(text), count) && *count >= min
            && *count <= max))
        return true;
    return err_set(err, ERR_INVALID, "--%s wants a number from %" PRId64
                   " to %" PRId64 ", not '%s'", name, min, max, text);
}

int cli_trouble(const struct cli *cli, const struct err *err)
{
    (void)fprintf(stderr, "bedside: %s\n", err->text);
    if (cli->is_json) {
        struct arena arena;
        struct buf buf;
        struct json_out out;
        arena_init(&arena, ARENA_REQUEST_BYTES);
        buf_init(&buf, &arena, 8192);
        json_out_init(&out, &buf);
        json_out_object(&out);
        json_out_key(&out, STR("error"));
        json_out_object(&out);
        json_out_key(&out, STR("kind"));
        json_out_text(&out, str_of(err_name(err->kind)));
        json_out_key(&out, STR("message"));
        json_out_text(&out, str_of(err->text));
        json_out_object_end(&out);
        json_out_object_end(&out);
        (void)printf("%.*s\n", STR_ARGS(buf_str(&buf)));
        arena_clear(&arena);
    }
    return err_exit_code(err->kind);
}

void cli_hear_stop(sigset_t *stop)
{
    sigemptyset(stop);
    sigaddset(stop, SIGINT);
    sigaddset(stop, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, stop, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

int cli_usage(const struct cli *cli, const char *format, ...)
{
    va_list list;
    (void)fputs("bedside: ", stderr);
    va_start(list, format);
    (void)vfprintf(stderr, format, list);
    va_end(list);
    if (cli->command != NULL)
        (void)fprintf(stderr, "\nusage: bedside %s %s\n", cli->command->name,
                      cli->command->usage);
    else
        (void)fputs("\n", stderr);
    return CLI_EXIT_USAGE;
}

int cli_help(struct cli *cli)
{
    (void)cli;
    (void)puts("bedside - medical bills with a bedside manner\n\n"
               "usage: bedside COMMAND [options]\n");
    for (uint32_t i = 0; cli_command_at(i) != NULL; i++)
        (void)printf("  %-14s %s\n", cli_command_at(i)->name,
                     cli_command_at(i)->about);
    (void)puts("\nEvery command takes --help, --json and --folder DIR.\n"
               "Begin with: bedside demo   (or: bedside init --help)");
    return 0;
}

/* --- which command, which options ------------------------------------- */

static bool name_matches(const char *name, int argc, char **argv, int *used)
{
    struct str head, tail;
    bool has_two = str_cut(str_of(name), ' ', &head, &tail);
    *used = has_two ? 3 : 2;
    if (argc < *used || !str_is(head, argv[1]))
        return false;
    return !has_two || str_is(tail, argv[2]);
}

static const struct cli_command *find_command(int argc, char **argv,
                                              int *used)
{
    static char *const help[] = { "bedside", "help", NULL };
    bool wants_help = argc < 2 || str_is(str_of(argv[1]), "--help")
                      || str_is(str_of(argv[1]), "-h");
    if (argc >= 2 && str_is(str_of(argv[1]), "--version")) {
        argc = 2;
        argv = (char *[]){ "bedside", "version", NULL };
    } else if (wants_help) {
        argc = 2;
        argv = (char **)(uintptr_t)help;
    }
    for (uint32_t i = 0; cli_command_at(i) != NULL; i++) {
        const struct cli_command *command = cli_command_at(i);
        if (name_matches(command->name, argc, argv, used))
            return command;
    }
    return NULL;
}

static int unknown_command(const struct cli *cli, const char *word)
{
    const char *best = NULL;
    uint32_t best_far = NEAR + 1;
    for (uint32_t i = 0; cli_command_at(i) != NULL; i++) {
        struct str head, tail;
        (void)str_cut(str_of(cli_command_at(i)->name), ' ', &head, &tail);
        uint32_t far = str_distance(head, str_of(word), NEAR);
        if (far < best_far) {
            best_far = far;
            best = cli_command_at(i)->name;
        }
    }
    if (best != NULL)
        return cli_usage(cli, "there is no command '%s'; did you mean "
                         "'bedside %s'?", word, best);
    return cli_usage(cli, "there is no command '%s'; `bedside help` lists "
                     "them", word);
}

static bool parse(struct cli *cli, int argc, char **argv, int from,
                  bool *wants_help, int *exit_code)
{
    bool only_words = false;
    for (int at = from; at < argc; at++) {
        struct str word = str_of(argv[at]);
        if (!only_words && str_is(word, "--")) {
            only_words = true;
        } else if (!only_words && str_starts(word, STR("-"))
                   && word.len > 1) {
            if (!take_option(cli, argv, argc, &at, wants_help, exit_code))
                return false;
        } else if (cli->word_count == cli->command->words_max
                   || cli->word_count == CLI_WORDS_MAX) {
            *exit_code = cli_usage(cli, "'%s' is one word too many",
                                   argv[at]);
            return false;
        } else {
            cli->word[cli->word_count++] = argv[at];
        }
    }
    if (!*wants_help && cli->word_count < cli->command->words_min) {
        *exit_code = cli_usage(cli, "something is missing");
        return false;
    }
    return true;
}

static bool did_you_mean(struct cli *cli, struct str name, int *exit_code)
{
    const char *best = NULL;
    uint32_t best_far = NEAR + 1;
    const struct cli_option *lists[] = { cli->command->option, common };
    for (size_t k = 0; k < 2; k++) {
        for (const struct cli_option *o = lists[k]; o && o->name; o++) {
            uint32_t far = str_distance(str_of(o->name), name, NEAR);
            if (far < best_far) {
                best_far = far;
                best = o->name;
            }
        }
    }
    *exit_code = best != NULL
        ? cli_usage(cli, "there is no option --%.*s; did you mean --%s?",
                    STR_ARGS(name), best)
        : cli_usage(cli, "there is no option --%.*s", STR_ARGS(name));
    return false;
}

/* --name VALUE, --name=VALUE or a flag. */
static bool take_option(struct cli *cli, char **argv, int argc, int *at,
                        bool *wants_help, int *exit_code)
{
    struct str name = str_of(argv[*at]), value;
    name = str_starts(name, STR("--")) ? str_part(name, 2, name.len)
                                       : str_part(name, 1, name.len);
    if (str_is(name, "h"))
        name = STR("help");
    bool has_value = str_cut(name, '=', &name, &value);
    const struct cli_option *lists[] = { cli->command->option, common };
    const struct cli_option *found = NULL;
    for (size_t k = 0; k < 2 && found == NULL; k++)
        for (const struct cli_option *o = lists[k];
             o && o->name && found == NULL; o++)
            if (str_is(name, o->name))
                found = o;
    if (found == NULL)
        return did_you_mean(cli, name, exit_code);
    if (found->value == NULL && has_value) {
        *exit_code = cli_usage(cli, "--%s takes no value", found->name);
        return false;
    }
    if (found->value != NULL && !has_value && ++*at >= argc) {
        *exit_code = cli_usage(cli, "--%s wants %s", found->name,
                               found->value);
        return false;
    }
    const char *given = found->value == NULL ? ""
        : has_value ? value.at : argv[*at];
    if (str_is(name, "folder"))
        cli->folder = given;
    else if (str_is(name, "json"))
        cli->is_json = true;
    else if (str_is(name, "help"))
        *wants_help = true;
    else
        cli->value[found - cli->command->option] = given;
    return true;
}

static void help_show(const struct cli_command *command)
{
    (void)printf("usage: bedside %s %s\n\n%s\n", command->name,
                 command->usage, command->about);
    if (command->help != NULL)
        (void)printf("\n%s\n", command->help);
    (void)puts("\noptions:");
    const struct cli_option *lists[] = { command->option, common };
    for (size_t k = 0; k < 2; k++)
        for (const struct cli_option *o = lists[k]; o && o->name; o++) {
            char left[64];
            (void)snprintf(left, sizeof left, "--%s%s%s", o->name,
                           o->value ? " " : "", o->value ? o->value : "");
            (void)printf("  %-22s %s\n", left, o->about);
        }
}

/* --- before anything else --------------------------------------------- */

static int refuse_root(const struct cli *cli)
{
    (void)cli;
    (void)fputs("bedside: this program does not run as root; start it as an "
                "ordinary user, for example:\n"
                "    setpriv --reuid bedside --regid bedside --clear-groups "
                "bedside ...\n", stderr);
    return err_exit_code(ERR_DENIED);
}

/* Nobody else reads our files, and no crash writes people's data to disk. */
static void harden(void)
{
    struct rlimit none = { 0, 0 };
    (void)umask(077);
    (void)setrlimit(RLIMIT_CORE, &none);
}

/* The keys lie beside the data folder, by its name: not "x/" and "x/-keys". */
static const char *without_slash(struct arena *arena, const char *folder)
{
    struct str path = str_of(folder);
    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    return str_c(arena, path);
}
