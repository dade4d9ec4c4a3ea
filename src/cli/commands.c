/* The table of commands; docs/man/bedside.1 tells the same. */
#include "base/base.h"
#include "app/app.h"
#include "cli/cli.h"
#include "web/api.h"

static int version(struct cli *cli);
static int openapi(struct cli *cli);

#define END { NULL, NULL, NULL }

#define AGENCY_OPTIONS                                                       \
    { "name", "NAME", "the agency's legal name" },                           \
    { "known-as", "NAME", "what people know it by (else the legal name)" },  \
    { "line1", "LINE", "street or box of its address" },                     \
    { "line2", "LINE", "second line" },                                      \
    { "city", "CITY", "" },                                                  \
    { "state", "XX", "two letters" },                                        \
    { "zip", "ZIP", "five digits" },                                         \
    { "phone", "NUMBER", "ten digits" },                                     \
    { "hours", "WORDS", "when somebody answers, in English" },               \
    { "hours-es", "WORDS", "the same in Spanish" },                          \
    { "website", "URL", "" },                                                \
    { "portal", "ADDRESS", "what letters say to type, without https://" },   \
    { "license", "WORDS", "licences to show, if any" }

static const struct cli_option agency_options[] = { AGENCY_OPTIONS, END };
static const struct cli_option init_options[] = {
    AGENCY_OPTIONS,
    { "postgres", "URL", "keep the data in PostgreSQL, not in the folder" },
    { "postgres-owner", "URL", "who may change its schema (else the same)" },
    END
};
static const struct cli_option client_options[] = { END };
static const struct cli_option import_options[] = {
    { "client", "CODE", "whose accounts these are" },
    { "kind", "KIND", "placements, adjustments, payments, recalls, "
      "addresses or insurance (else by its columns)" },
    { "total", "AMOUNT", "what the amounts of the file must sum to" },
    { "dry-run", NULL, "say what would happen, store nothing" },
    { "preview", NULL, "show which column is understood as what" },
    { "map", "MAP", "with --preview: \"field=Header;...\" is learned" },
    { "undo", "BATCH", "take an import back while nothing of it has left" },
    END
};
static const struct cli_option daily_options[] = {
    { "date", "YYYY-MM-DD", "run the dates due up to this one" },
    { "dry-run", NULL, "say what would leave, change nothing" },
    { "release", "CODE", "let that provider's letters go that wait" },
    END
};
static const struct cli_option contact_options[] = {
    { "channel", "WAY", "phone (else), voicemail, text, email or letter" },
    { "address", "NUMBER", "the number or address asked about" },
    END
};
static const struct cli_option remit_options[] = {
    { "client", "CODE", "whose money it is" },
    { "through", "YYYY-MM-DD", "the last day that counts; it must be over" },
    { "csv", NULL, "the lines as CSV" },
    END
};
static const struct cli_option backup_options[] = {
    { "keep", "N", "remove all but the newest N backups of that folder" },
    END
};
static const struct cli_option code_options[] = {
    { "on-paper", "GROUP", "its last group, typed from the paper" },
    END
};
static const struct cli_option ready_options[] = {
    { "no-license", "WORDS", "no state asks for one: who checked, and when" },
    END
};
static const struct cli_option restore_options[] = {
    { "recovery", "FILE", "a file with the recovery code (else the folder's)" },
    { "postgres", "URL", "an empty database, for a backup from PostgreSQL" },
    { "postgres-owner", "URL", "who may make its tables (else the same)" },
    END
};
static const struct cli_option serve_options[] = {
    { "port", "N", "on 127.0.0.1; 8080 when not given, 0 for any free one" },
    { "behind-proxy", NULL, "a proxy of ours ends TLS in front" },
    { "origin", "URL", "the address people see, e.g. https://pay.example" },
    END
};
static const struct cli_option courier_options[] = {
    { "once", NULL, "carry what is there, then leave" },
    { "every", "SECONDS", "look that often (5)" },
    END
};
static const struct cli_option demo_options[] = {
    { "accounts", "N", "how many invented accounts (2000)" },
    { "days", "N", "how many days of history (28)" },
    { "seed", "N", "of the invented accounts (1)" },
    END
};
static const struct cli_option login_options[] = {
    { "role", "ROLE", "representative, supervisor, compliance, "
      "administrator or provider" },
    { "client", "CODE", "the provider, for role provider" },
    { "full-name", "NAME", "" },
    { "password", "TEXT", "else one is made and shown once" },
    END
};
static const struct cli_option password_options[] = {
    { "password", "TEXT", "else one is made and shown once" },
    END
};
static const struct cli_option role_options[] = {
    { "role", "ROLE", "representative, supervisor, compliance or "
      "administrator" },
    END
};
static const struct cli_option key_options[] = {
    { "client", "CODE", "the provider whose key it is" },
    { "role", "ROLE", "else: representative, supervisor or compliance" },
    { "scope", "WORDS", "some of read, place, pay, contact, work, stop, "
      "remit, with commas between" },
    { "days", "N", "good for that long (365)" },
    END
};

static const struct cli_command rows[] = {
    { "init", "--name NAME --line1 .. --city .. --state .. --zip .. --phone ..",
      "make a data folder for an agency",
      "All settings may also stand in a YAML file: bedside init FILE.yaml\n"
      "with the option names as keys.  What is given by option wins.",
      init_options, 0, 1, false, cli_init },
    { "agency", "[--phone NUMBER ...]",
      "show who we are, or change what letters and pages say",
      "Takes the options of init.  An empty value clears a part that may be\n"
      "empty.  A serving house shows it at once; the clock of another time\n"
      "zone counts from its next start.",
      agency_options, 0, 0, false, cli_agency },
    { "client apply", "FILE.yaml",
      "apply a provider's agreement (all its problems at once)",
      "Errors name file:line:column.  The same file again changes nothing.",
      client_options, 1, 1, false, cli_client_apply },
    { "import", "--client CODE FILE.csv [--kind KIND] [--total AMOUNT] "
      "[--dry-run | --preview [--map MAP]]\n         | --undo BATCH",
      "import a client's file, or take an import back",
      "A placement file, or a later one: adjustments, payments made to the\n"
      "provider, recalls, new addresses, insurance; docs/placements.md has the columns.\n"
      "Every row is accounted for.  Exit code 65 when rows were refused;\n"
      "a file that was imported before says \"0 new, N known\" and exits 0.",
      import_options, 0, 1, false, cli_import },
    { "daily", "[--date YYYY-MM-DD] [--dry-run] | --release CODE",
      "run the business dates that are due",
      "A second run at the same time leaves at once with exit code 75.\n"
      "A new provider's letters, and many more than usual, wait until\n"
      "somebody looked at some of them (/desk/day) and released them.",
      daily_options, 0, 0, false, cli_daily },
    { "may-contact", "BILL [--channel WAY] [--address NUMBER]",
      "may we contact this person now? if not: why, and when",
      "BILL is the bill's reference.  Question and answer are kept.",
      contact_options, 1, 1, false, cli_may_contact },
    { "law check", "FILE...", "run .case files against the built-in rules",
      "Needs no folder.  Exit code 1 when a case fails.",
      client_options, 1, CLI_WORDS_MAX, true, cli_law_check },
    { "pay import", "FILE.csv", "post a file of mailed payments",
      "Columns: client, account, amount, received_on, method, number.\n"
      "Each row is posted once; the same file again posts nothing.",
      client_options, 1, 1, false, cli_pay_import },
    { "remit", "--client CODE --through YYYY-MM-DD [--csv]",
      "make (or show again) a provider's remittance", NULL, remit_options, 0,
      0, false, cli_remit },
    { "verify", "", "check everything that is stored",
      "Changes nothing.  Exit code 76 when something is wrong.",
      client_options, 0, 0, false, cli_verify },
    { "backup make", "FILE|FOLDER [--keep N]",
      "keep everything in one sealed file, while serving",
      "In a folder it takes a name with the date.  Only the recovery code\n"
      "opens it; see: bedside backup code.",
      backup_options, 1, 1, false, cli_backup_make },
    { "backup check", "FILE|FOLDER [--recovery FILE]",
      "bring a backup back beside the folder, verify it, remove it again",
      "Of a folder it takes the newest one.", restore_options, 1, 1, false, cli_backup_check },
    { "backup code", "[--on-paper GROUP]",
      "show the recovery code, to keep on paper",
      "Typing its last group from the paper says that it stands there.",
      code_options, 0, 0, false, cli_backup_code },
    { "restore", "FILE --folder NEW [--recovery FILE]",
      "bring a backup back as a new folder",
      "The folder and its keys must not be there yet.",
      restore_options, 1, 1, false, cli_restore },
    { "serve", "[--port N]", "serve the pages and the commands", NULL,
      serve_options, 0, 0, false, cli_serve },
    { "courier", "[--once]", "carry letters to the spool as PDF",
      "Has no database: it asks a serving bedside over courier.sock.",
      courier_options, 0, 0, false, cli_run_courier },
    { "demo", "[--accounts N] [--days N] [--seed N]",
      "make a folder of invented people and 28 days of history",
      "Needs no network.  A folder that is there already is only shown.",
      demo_options, 0, 0, false, cli_demo },
    { "login add", "NAME --role ROLE [--client CODE]", "add a user", NULL,
      login_options, 1, 1, false, cli_login_add },
    { "login list", "", "who may sign in, and as what", NULL, client_options,
      0, 0, false, cli_login_list },
    { "login disable", "NAME", "end somebody's access, now", NULL,
      client_options, 1, 1, false, cli_login_change },
    { "login enable", "NAME", "let somebody sign in again", NULL,
      client_options, 1, 1, false, cli_login_change },
    { "login password", "NAME [--password TEXT]", "give a new password",
      "It is shown once, and ends every session of theirs.",
      password_options, 1, 1, false, cli_login_change },
    { "login role", "NAME --role ROLE", "give another role", NULL,
      role_options, 1, 1, false, cli_login_change },
    { "login reset", "NAME", "clear the second step of signing in",
      "For a lost phone.  It must be set up anew at the next sign-in.",
      client_options, 1, 1, false, cli_login_change },
    { "key make", "NAME --client CODE | --role ROLE --scope WORDS",
      "make a key for a program",
      "It is shown once.  docs/api.md says what a program does with it.",
      key_options, 1, 1, false, cli_key_make },
    { "key list", "", "which programs may ask, and what", NULL,
      client_options, 0, 0, false, cli_key_list },
    { "key end", "NAME", "end a key, now and for good", NULL,
      client_options, 1, 1, false, cli_key_end },
    { "openapi", "", "write what programs may ask, as OpenAPI 3.1",
      "A serving house has it at /api/openapi.json.  See docs/api.md.",
      client_options, 0, 0, true, openapi },
    { "doctor", "", "is this house well, and if not, what helps?",
      "Exit code 76 when something does not work.",
      client_options, 0, 0, false, cli_doctor },
    { "ready", "[--no-license WORDS]",
      "may letters leave yet, and if not, what is to be done?",
      "Each thing in one line, with what helps.  Until all is done letters\n"
      "are written and wait.  Exit code 73 until then.",
      ready_options, 0, 0, false, cli_ready },
    { "status", "", "whose folder this is, and what is due", NULL,
      client_options, 0, 0, false, cli_status },
    { "help", "", "this list", NULL, client_options, 0, 1, true, cli_help },
    { "version", "", "which build this is", NULL, client_options, 0, 0, true,
      version },
};

const struct cli_command *cli_command_at(uint32_t index)
{
    return index < sizeof rows / sizeof rows[0] ? &rows[index] : NULL;
}

static int version(struct cli *cli)
{
    (void)cli;
    (void)puts(APP_BUILD);
    return 0;
}

static int openapi(struct cli *cli)
{
    struct str document = api_document(&cli->arena);
    if (document.at == NULL)
        return err_exit_code(ERR_EXHAUSTED);
    (void)fwrite(document.at, 1, document.len, stdout);
    return fflush(stdout) == 0 ? 0 : err_exit_code(ERR_OUTSIDE);
}
