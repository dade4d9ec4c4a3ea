#include "base/base.h"
#include "app/agency.h"
#include "cli/cli.h"
#include "person/person.h"
#include "text/yaml.h"

#define SETTINGS_BYTES_MAX ((size_t)64 << 10)

static const struct yaml_field fields[] = {
#define FIELD(key, member)                                                   \
    { .name = key, .type = YAML_TEXT, .offset = offsetof(struct app_agency,  \
                                                         member) }
    FIELD("name", name), FIELD("known-as", known_as), FIELD("line1", line1),
    FIELD("line2", line2), FIELD("city", city), FIELD("state", state),
    FIELD("zip", zip), FIELD("phone", phone), FIELD("hours", hours_en),
    FIELD("hours-es", hours_es), FIELD("website", website),
    FIELD("portal", portal_url), FIELD("license", license),
    { .name = NULL }
#undef FIELD
};

static bool settings_read(struct cli *cli, struct app_agency *agency,
                          struct err *err);
static void presets(struct app_agency *agency);
static bool is_complete(struct cli *cli, struct app_agency *agency,
                        struct err *err);
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
    for (size_t i = 0; fields[i].name != NULL; i++) {
        const char *given = cli_option(cli, fields[i].name);
        if (given != NULL)
            *(struct str *)(void *)((char *)&agency + fields[i].offset)
                = str_of(given);
    }
    presets(&agency);
    if (!is_complete(cli, &agency, &err)
        || !app_init(&options, &agency, &err))
        return cli_trouble(cli, &err);
    say_ready(cli, &agency);
    return 0;
}

static bool settings_read(struct cli *cli, struct app_agency *agency,
                          struct err *err)
{
    struct str bytes;
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

static bool all_digits(struct str text, size_t len)
{
    bool is_fit = text.len == len;
    for (size_t i = 0; is_fit && i < len; i++)
        is_fit = text.at[i] >= '0' && text.at[i] <= '9';
    return is_fit;
}

/* A phone number as people write it, as its ten digits. */
static struct str phone_digits(struct cli *cli, struct str text)
{
    char digits[16];
    size_t len = 0;
    for (size_t i = 0; i < text.len && len < sizeof digits; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            digits[len++] = text.at[i];
    struct str all = { digits, len };
    if (len == 11 && digits[0] == '1')
        all = str_part(all, 1, 10);
    return str_copy(&cli->arena, all);
}

static bool is_complete(struct cli *cli, struct app_agency *agency,
                        struct err *err)
{
    const struct {
        const char *name;
        struct str text;
    } needed[] = {
        { "name", agency->name }, { "line1", agency->line1 },
        { "city", agency->city }, { "state", agency->state },
        { "zip", agency->zip }, { "phone", agency->phone },
    };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (str_trim(needed[i].text).len == 0)
            return err_set(err, ERR_INVALID, "an agency needs --%s",
                           needed[i].name);
    agency->phone = phone_digits(cli, agency->phone);
    if (!all_digits(agency->phone, 10))
        return err_set(err, ERR_INVALID, "--phone wants ten digits");
    if (!all_digits(agency->zip, 5))
        return err_set(err, ERR_INVALID, "--zip wants five digits");
    if (person_state_code(agency->state).at == NULL)
        return err_set(err, ERR_INVALID, "--state wants two letters such as "
                       "ME");
    agency->state = person_state_code(agency->state);
    return true;
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
