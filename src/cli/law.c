#include "base/base.h"
#include "app/law.h"
#include "cli/cli.h"
#include "contact/case.h"
#include "seal/keys.h"
#include "text/json.h"

#define CASE_BYTES_MAX ((size_t)4 << 20)

struct law_check {
    bool is_json;
    struct json_out *out;
};

static void fail_show(void *context, const struct case_failure *failure);
static bool files_run(struct cli *cli, const struct app_law *law,
                      struct case_report *report, struct err *err);

int cli_law_check(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct app_law law;
    struct buf buf;
    struct json_out out;
    buf_init(&buf, &cli->arena, CASE_BYTES_MAX);
    json_out_init(&out, &buf);
    struct law_check check = { cli->is_json, &out };
    struct case_report report = { .context = &check, .fail = fail_show };
    json_out_object(&out);
    json_out_key(&out, STR("failure"));
    json_out_list(&out);
    if (!seal_init(&err)
        || !app_law_open(cli->world, NULL, &cli->arena, &law, &err)
        || !files_run(cli, &law, &report, &err))
        return cli_trouble(cli, &err);
    json_out_list_end(&out);
    json_out_key(&out, STR("passed"));
    json_out_int(&out, report.passed);
    json_out_key(&out, STR("failed"));
    json_out_int(&out, report.failed);
    json_out_object_end(&out);
    if (cli->is_json)
        (void)printf("%.*s\n", STR_ARGS(buf_str(&buf)));
    else
        (void)printf("%" PRIu32 " passed, %" PRIu32 " failed\n",
                     report.passed, report.failed);
    return report.failed == 0 ? 0 : 1;
}

static bool files_run(struct cli *cli, const struct app_law *law,
                      struct case_report *report, struct err *err)
{
    for (uint32_t i = 0; i < cli->word_count; i++) {
        struct arena arena;
        struct str text;
        arena_init(&arena, ARENA_JOB_BYTES);
        bool done = file_read(cli->world, &arena, cli->word[i],
                              CASE_BYTES_MAX, &text, err);
        if (done)
            contact_case_run(text, str_of(cli->word[i]), law->zones,
                             law->table, &arena, report);
        arena_clear(&arena);
        if (!done)
            return err_context(err, "%s", cli->word[i]);
    }
    return true;
}

static void fail_show(void *context, const struct case_failure *failure)
{
    const struct law_check *check = context;
    if (!check->is_json) {
        (void)printf("%.*s:%" PRIu32 ": %.*s: expected %.*s, found %.*s\n",
                     STR_ARGS(failure->file), failure->line,
                     STR_ARGS(failure->name), STR_ARGS(failure->expected),
                     STR_ARGS(failure->found));
        return;
    }
    json_out_object(check->out);
    json_out_key(check->out, STR("file"));
    json_out_text(check->out, failure->file);
    json_out_key(check->out, STR("line"));
    json_out_int(check->out, failure->line);
    json_out_key(check->out, STR("case"));
    json_out_text(check->out, failure->name);
    json_out_key(check->out, STR("expected"));
    json_out_text(check->out, failure->expected);
    json_out_key(check->out, STR("found"));
    json_out_text(check->out, failure->found);
    json_out_object_end(check->out);
}
