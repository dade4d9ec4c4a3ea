#include "base/base.h"
#include "app/agency.h"
#include "cli/ask.h"
#include "text/yaml.h"

#define SETTINGS_BYTES_MAX ((size_t)64 << 10)
#define PARTS_MAX 16

static bool settings_read(struct cli *cli, struct app_agency *agency,
                          struct err *err);
static void presets(struct app_agency *agency);
static void say_ready(const struct cli *cli, const struct app_agency *agency);

int cli_init(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct app_agency agency = { .is_demo = false };
    struct app_options options = {
        .world = cli->world, .folder = cli->folder,
        .url = cli_option(cli, "postgres"),
        .owner_url = cli_option(cli, "postgres-owner"), .may_migrate = true
    };
    if (cli->word_count == 1 && !settings_read(cli, &agency, &err))
        return cli_trouble(cli, &err);
    const struct app_agency_part *part;
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++) {
        const char *given = cli_option(cli, part->name);
        if (given != NULL)
            *app_agency_text(&agency, part) = str_of(given);
    }
    presets(&agency);
    if (!app_agency_check(&agency, &cli->arena, &err)
        || !app_init(&options, &agency, &err))
        return cli_trouble(cli, &err);
    say_ready(cli, &agency);
    return 0;
}

static bool settings_read(struct cli *cli, struct app_agency *agency,
                          struct err *err)
{
    struct str bytes;
    const struct app_agency_part *part;
    struct yaml_field fields[PARTS_MAX] = { { .name = NULL } };
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++) {
        CHECK(i < PARTS_MAX - 1);
        fields[i] = (struct yaml_field){
            .name = part->name, .type = YAML_TEXT, .offset = part->offset
        };
    }
    struct yaml_file *file = arena_new(&cli->arena, struct yaml_file);
    if (file == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the settings");
    if (!file_read(cli->world, &cli->arena, cli->word[0], SETTINGS_BYTES_MAX,
                   &bytes, err))
        return false;
    if (yaml_fill(&cli->arena, str_of(cli->word[0]), bytes, fields, agency,
                  file, err))
        return true;
    uint32_t shown = file->problem_count < YAML_PROBLEMS_MAX
        ? file->problem_count : YAML_PROBLEMS_MAX;
    for (uint32_t i = 0; i < shown; i++)
        (void)fprintf(stderr, "%.*s\n", STR_ARGS(file->problem[i].text));
    return false;
}

static void presets(struct app_agency *agency)
{
    if (agency->known_as.at == NULL)
        agency->known_as = agency->name;
    if (agency->line2.at == NULL)
        agency->line2 = STR("");
    if (agency->hours_en.at == NULL)
        agency->hours_en = STR("Monday to Friday, 8 a.m. to 5 p.m.");
    if (agency->hours_es.at == NULL)
        agency->hours_es = STR("lunes a viernes, 8 a.m. a 5 p.m.");
    if (agency->website.at == NULL)
        agency->website = STR("");
    if (agency->portal_url.at == NULL)
        agency->portal_url = STR("127.0.0.1:8080/m");
    if (agency->license.at == NULL)
        agency->license = STR("");
}

static void say_ready(const struct cli *cli, const struct app_agency *agency)
{
    if (cli->is_json) {
        (void)puts("{\"state\":\"ready\"}");
        return;
    }
    (void)printf(
        "The folder %s is ready for %.*s.\n"
        "Its keys lie beside it, in %s-keys; a backup needs both.\n\n"
        "Next:\n"
        "  [ ] bedside client apply AGREEMENT.yaml   the first provider\n"
        "  [ ] bedside login add NAME --role representative\n"
        "  [ ] bedside import --client CODE FILE.csv --dry-run\n"
        "  [ ] bedside serve\n"
        "Nothing leaves before `bedside daily` and `bedside courier` run.\n",
        cli->folder, STR_ARGS(agency->name), cli->folder);
}

/* Shows it, or changes the parts that are named. */
int cli_agency(struct cli *cli)
{
    const struct app_agency_part *part;
    struct cli_form form;
    bool is_change = false;
    cli_form_init(&form, cli);
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++) {
        const char *given = cli_option(cli, part->name);
        is_change = is_change || given != NULL;
        cli_form_add(&form, part->name, given);
    }
    return is_change
        ? cli_ask_and_show(cli, HTTP_POST, "/admin/agency", &form)
        : cli_ask_and_show(cli, HTTP_GET, "/admin/agency", NULL);
}
