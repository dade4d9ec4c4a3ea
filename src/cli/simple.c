/* The commands that are one question to the router. */
#include "base/base.h"
#include "app/mark.h"
#include "cli/ask.h"

/* Runs a question whose form names an uploaded file. */
static int ask_with_file(struct cli *cli, const char *path,
                         const char *target, struct cli_form *form)
{
    struct err err = { .kind = ERR_NONE };
    const char *name;
    if (!cli_upload(cli, path, &name, &err))
        return cli_trouble(cli, &err);
    cli_form_add(form, "file", name);
    cli_form_add(form, "file_name", cli_base_name(path));
    int exit_code = cli_ask_and_show(cli, HTTP_POST, target, form);
    cli_upload_remove(cli, name);
    return exit_code;
}

int cli_client_apply(struct cli *cli)
{
    struct cli_form form;
    cli_form_init(&form, cli);
    return ask_with_file(cli, cli->word[0], "/admin/client/apply", &form);
}

int cli_import(struct cli *cli)
{
    struct cli_form form;
    const char *batch = cli_option(cli, "undo");
    cli_form_init(&form, cli);
    if (batch != NULL) {
        if (cli->word_count > 0 || cli_has(cli, "client"))
            return cli_usage(cli, "--undo takes only the batch");
        cli_form_add(&form, "batch", batch);
        return cli_ask_and_show(cli, HTTP_POST, "/admin/import/undo", &form);
    }
    if (!cli_has(cli, "client") || cli->word_count != 1)
        return cli_usage(cli, "say whose file it is, and which");
    cli_form_add(&form, "client", cli_option(cli, "client"));
    cli_form_add(&form, "kind", cli_option(cli, "kind"));
    cli_form_add(&form, "total", cli_option(cli, "total"));
    cli_form_add(&form, "dry_run", cli_has(cli, "dry-run") ? "yes" : NULL);
    cli_form_add(&form, "map", cli_option(cli, "map"));
    return ask_with_file(cli, cli->word[0],
                         cli_has(cli, "preview") ? "/admin/import/preview"
                                                 : "/admin/import", &form);
}

int cli_daily(struct cli *cli)
{
    struct cli_form form;
    cli_form_init(&form, cli);
    if (cli_has(cli, "release")) {
        if (cli_has(cli, "date") || cli_has(cli, "dry-run"))
            return cli_usage(cli, "--release takes only the provider");
        cli_form_add(&form, "client", cli_option(cli, "release"));
        return cli_ask_and_show(cli, HTTP_POST, "/admin/release", &form);
    }
    cli_form_add(&form, "date", cli_option(cli, "date"));
    cli_form_add(&form, "dry_run", cli_has(cli, "dry-run") ? "yes" : NULL);
    return cli_ask_and_show(cli, HTTP_POST, "/admin/daily", &form);
}

int cli_may_contact(struct cli *cli)
{
    struct cli_form form;
    cli_form_init(&form, cli);
    cli_form_add(&form, "debt", cli->word[0]);
    cli_form_add(&form, "channel", cli_option(cli, "channel"));
    cli_form_add(&form, "address", cli_option(cli, "address"));
    return cli_ask_and_show(cli, HTTP_POST, "/admin/may-contact", &form);
}

int cli_pay_import(struct cli *cli)
{
    struct cli_form form;
    cli_form_init(&form, cli);
    return ask_with_file(cli, cli->word[0], "/admin/pay/import", &form);
}

int cli_remit(struct cli *cli)
{
    struct cli_form form;
    if (!cli_has(cli, "client") || !cli_has(cli, "through"))
        return cli_usage(cli, "say for which client and through which day");
    cli_form_init(&form, cli);
    cli_form_add(&form, "client", cli_option(cli, "client"));
    cli_form_add(&form, "through", cli_option(cli, "through"));
    cli_form_add(&form, "format", cli_has(cli, "csv") ? "csv" : NULL);
    return cli_ask_and_show(cli, HTTP_POST, "/admin/remit", &form);
}

int cli_verify(struct cli *cli)
{
    return cli_ask_and_show(cli, HTTP_POST, "/admin/verify", NULL);
}

int cli_doctor(struct cli *cli)
{
    return cli_ask_and_show(cli, HTTP_GET, "/admin/doctor", NULL);
}

int cli_ready(struct cli *cli)
{
    struct cli_form form;
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", app_mark_name(APP_MARK_NO_LICENSE));
    cli_form_add(&form, "words", cli_option(cli, "no-license"));
    if (cli_has(cli, "no-license") && cli_option(cli, "no-license")[0] == 0)
        return cli_usage(cli, "say who checked that no license is needed");
    if (cli_has(cli, "no-license"))
        return cli_ask_and_show(cli, HTTP_POST, "/admin/mark", &form);
    return cli_ask_and_show(cli, HTTP_GET, "/admin/ready", NULL);
}

int cli_status(struct cli *cli)
{
    return cli_ask_and_show(cli, HTTP_GET, "/admin/status", NULL);
}

int cli_login_add(struct cli *cli)
{
    struct cli_form form;
    if (!cli_has(cli, "role"))
        return cli_usage(cli, "say which role");
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", cli->word[0]);
    cli_form_add(&form, "role", cli_option(cli, "role"));
    cli_form_add(&form, "client", cli_option(cli, "client"));
    cli_form_add(&form, "full_name", cli_option(cli, "full-name"));
    cli_form_add(&form, "password", cli_option(cli, "password"));
    return cli_ask_and_show(cli, HTTP_POST, "/admin/login", &form);
}

int cli_login_list(struct cli *cli)
{
    return cli_ask_and_show(cli, HTTP_GET, "/admin/login", NULL);
}

/* "login disable": the second word is what to do. */
int cli_login_change(struct cli *cli)
{
    struct cli_form form;
    const char *change = strchr(cli->command->name, ' ') + 1;
    bool is_role = str_is(str_of(change), "role");
    if (is_role && !cli_has(cli, "role"))
        return cli_usage(cli, "say which role");
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", cli->word[0]);
    cli_form_add(&form, "do", change);
    if (is_role)
        cli_form_add(&form, "role", cli_option(cli, "role"));
    if (str_is(str_of(change), "password"))
        cli_form_add(&form, "password", cli_option(cli, "password"));
    return cli_ask_and_show(cli, HTTP_POST, "/admin/login/change", &form);
}

int cli_key_make(struct cli *cli)
{
    struct cli_form form;
    if (cli_has(cli, "client") == cli_has(cli, "role"))
        return cli_usage(cli, "say --client or --role");
    if (!cli_has(cli, "scope"))
        return cli_usage(cli, "say what it may do: --scope read,place");
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", cli->word[0]);
    cli_form_add(&form, "role", cli_option(cli, "role"));
    cli_form_add(&form, "client", cli_option(cli, "client"));
    cli_form_add(&form, "scope", cli_option(cli, "scope"));
    cli_form_add(&form, "days", cli_option(cli, "days"));
    return cli_ask_and_show(cli, HTTP_POST, "/admin/key", &form);
}

int cli_key_list(struct cli *cli)
{
    return cli_ask_and_show(cli, HTTP_GET, "/admin/key", NULL);
}

int cli_key_end(struct cli *cli)
{
    struct cli_form form;
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", cli->word[0]);
    return cli_ask_and_show(cli, HTTP_POST, "/admin/key/end", &form);
}
