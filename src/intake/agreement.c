#include "intake/agreement.h"

#include "intake/field.h"
#include "intake/read.h"
#include "person/person.h"

#define CODE_MAX 24
#define NEAR_EDITS 2

/* Letters of a line: what the top of a letter holds above the window of the
 * envelope, at the smallest print (tests/unit/paper/place_test.c). */
#define BRAND_LINE_MAX 50
#define BRAND_CITY_MAX 40
#define BRAND_HOURS_MAX 90

/* The file's shape; agreement_fill turns it into client_agreement. */
struct form_help { struct str url, phone; };
struct form_hours { struct str en, es; };
struct form_brand {
    struct str name, line1, line2, city, state, zip, phone;
    struct form_hours hours;
};
struct form_plan {
    int64_t months_max, missed_max;
    struct money payment_min;
};
struct form_placements {
    struct money balance_min;
    int64_t days_max;
    int32_t round;
    bool excel_dates;
};
struct form {
    struct str code, name, known_as;
    int32_t program;
    bool default_at_placement;
    struct str phone, website;
    struct form_help help;
    struct form_brand brand;
    int64_t fee_ppm;
    struct form_plan plan;
    struct form_placements placements;
    struct yaml_list facilities; /* struct client_facility */
    struct yaml_map columns;
};

enum { ROUND_REFUSE, ROUND_HALF_UP };

static const struct yaml_choice program_choice[] = {
    { "early_out", 1 }, { "bad_debt", 2 }, { 0 }
};
static const struct yaml_choice round_choice[] = {
    { "refuse", ROUND_REFUSE }, { "half_up", ROUND_HALF_UP }, { 0 }
};

#define AT(type, member) .offset = offsetof(struct type, member)

static const struct yaml_field help_field[] = {
    { .name = "url", .type = YAML_TEXT, .required = true, AT(form_help, url),
      .min = 1, .max = 120,
      .about = "where people read about help with a bill, https://..." },
    { .name = "phone", .type = YAML_TEXT, .required = true,
      AT(form_help, phone), .min = 1, .max = 30,
      .about = "the number people call to ask for help with a bill" },
    { 0 }
};
static const struct yaml_field hours_field[] = {
    { .name = "en", .type = YAML_TEXT, .required = true, AT(form_hours, en),
      .min = 1, .max = BRAND_HOURS_MAX,
      .about = "when somebody answers, in English" },
    { .name = "es", .type = YAML_TEXT, .required = true, AT(form_hours, es),
      .min = 1, .max = BRAND_HOURS_MAX, .about = "the same in Spanish" },
    { 0 }
};
static const struct yaml_field brand_field[] = {
    { .name = "name", .type = YAML_TEXT, .required = true,
      AT(form_brand, name), .min = 1, .max = 80,
      .about = "who speaks in letters and pages: the provider for early "
               "out, the agency for bad debt" },
    { .name = "line1", .type = YAML_TEXT, .required = true,
      AT(form_brand, line1), .min = 1, .max = BRAND_LINE_MAX,
      .about = "street or P.O. box of the return address" },
    { .name = "line2", .type = YAML_TEXT, AT(form_brand, line2),
      .max = BRAND_LINE_MAX,
      .about = "second line of the return address" },
    { .name = "city", .type = YAML_TEXT, .required = true,
      AT(form_brand, city), .min = 1, .max = BRAND_CITY_MAX,
      .about = "city" },
    { .name = "state", .type = YAML_TEXT, .required = true,
      AT(form_brand, state), .min = 2, .max = 40, .about = "state" },
    { .name = "zip", .type = YAML_TEXT, .required = true,
      AT(form_brand, zip), .min = 5, .max = 10, .about = "ZIP code" },
    { .name = "phone", .type = YAML_TEXT, .required = true,
      AT(form_brand, phone), .min = 1, .max = 30,
      .about = "the number people call" },
    { .name = "hours", .type = YAML_MAPPING, .required = true,
      AT(form_brand, hours), .field = hours_field,
      .about = "when somebody answers" },
    { 0 }
};
static const struct yaml_field plan_field[] = {
    { .name = "months_max", .type = YAML_COUNT, AT(form_plan, months_max),
      .min = 1, .max = CLIENT_PLAN_MONTHS_MAX,
      .about = "longest payment plan in months; 12 when not said" },
    { .name = "payment_min", .type = YAML_CENTS, AT(form_plan, payment_min),
      .min = 100, .max = 100000,
      .about = "least monthly payment; 10.00 when not said" },
    { .name = "missed_max", .type = YAML_COUNT, AT(form_plan, missed_max),
      .min = 2, .max = 12,
      .about = "payments missed before we ask the person how to go on; 2 "
               "when not said" },
    { 0 }
};
static const struct yaml_field placements_field[] = {
    { .name = "balance_min", .type = YAML_CENTS,
      AT(form_placements, balance_min), .min = 1, .max = 1000000,
      .about = "smaller balances are sent back; 0.01 when not said" },
    { .name = "days_max", .type = YAML_COUNT, AT(form_placements, days_max),
      .min = 1, .max = 36600,
      .about = "care longer ago than so many days is sent back; 730 when "
               "not said" },
    { .name = "round", .type = YAML_ENUM, AT(form_placements, round),
      .choice = round_choice,
      .about = "amounts with more than two decimals; refuse when not "
               "said" },
    { .name = "excel_dates", .type = YAML_FLAG,
      AT(form_placements, excel_dates),
      .about = "a date may be a spreadsheet's serial number, like 46018; no "
               "when not said" },
    { 0 }
};
static const struct yaml_field facility_field[] = {
    { .name = "code", .type = YAML_TEXT, .required = true,
      AT(client_facility, code), .min = 1, .max = CODE_MAX,
      .about = "as it stands in the placement file" },
    { .name = "name", .type = YAML_TEXT, .required = true,
      AT(client_facility, name), .min = 1, .max = 80,
      .about = "what patients call it; names no condition" },
    { .name = "city", .type = YAML_TEXT, .required = true,
      AT(client_facility, city), .min = 1, .max = 60, .about = "city" },
    { .name = "state", .type = YAML_TEXT, .required = true,
      AT(client_facility, state), .min = 2, .max = 40,
      .about = "state: its law counts too (12 CFR 1006.104)" },
    { 0 }
};
static const struct yaml_field agreement_field[] = {
    { .name = "code", .type = YAML_TEXT, .required = true, AT(form, code),
      .min = 2, .max = CODE_MAX,
      .about = "short name in commands: A-Z, 0-9 and -" },
    { .name = "name", .type = YAML_TEXT, .required = true, AT(form, name),
      .min = 1, .max = 120, .about = "legal name of the creditor" },
    { .name = "known_as", .type = YAML_TEXT, .required = true,
      AT(form, known_as), .min = 1, .max = 80,
      .about = "what patients call the provider" },
    { .name = "program", .type = YAML_ENUM, .required = true,
      AT(form, program), .choice = program_choice,
      .about = "early_out (in the provider's name) or bad_debt" },
    { .name = "default_at_placement", .type = YAML_FLAG, .required = true,
      AT(form, default_at_placement),
      .about = "is an account in default when placed? "
               "(12 CFR 1006.2(i); the contract must say it)" },
    { .name = "phone", .type = YAML_TEXT, .required = true, AT(form, phone),
      .min = 1, .max = 30, .about = "the provider's own line" },
    { .name = "website", .type = YAML_TEXT, AT(form, website), .max = 200,
      .about = "the provider's own site, https://..." },
    { .name = "help", .type = YAML_MAPPING, .required = true,
      AT(form, help), .field = help_field,
      .about = "financial assistance; every letter names it" },
    { .name = "brand", .type = YAML_MAPPING, .required = true,
      AT(form, brand), .field = brand_field,
      .about = "who speaks, from where" },
    { .name = "fee", .type = YAML_PERCENT, .required = true,
      AT(form, fee_ppm), .max = 500000,
      .about = "share of what is collected, like 12.5%" },
    { .name = "plan", .type = YAML_MAPPING, AT(form, plan),
      .field = plan_field, .about = "limits of payment plans" },
    { .name = "placements", .type = YAML_MAPPING, AT(form, placements),
      .field = placements_field, .about = "which accounts are taken" },
    { .name = "facilities", .type = YAML_LIST, .required = true,
      AT(form, facilities), .min = 1, .max = CLIENT_FACILITIES_MAX,
      .field = facility_field, .size = sizeof(struct client_facility),
      .about = "where care was given" },
    { .name = "columns", .type = YAML_MAP, AT(form, columns),
      .max = CLIENT_COLUMNS_MAX,
      .about = "our field: your column, where our guess would be wrong; "
               "docs/placements.md lists the fields" },
    { 0 }
};

static void agreement_fill(const struct form *form, struct arena *arena,
                           struct client_agreement *agreement);
static void columns_fill(const struct form *form, struct arena *arena,
                         struct client_agreement *agreement);
static void agreement_check(struct yaml_file *file,
                            struct client_agreement *agreement);
static void code_check(struct yaml_file *file, const char *path,
                       struct str code);
static void phone_check(struct yaml_file *file, const char *path,
                        struct str *phone);
static void site_check(struct yaml_file *file, const char *path,
                       struct str site);
static void state_check(struct yaml_file *file, const char *path,
                        struct str *state);
static void facilities_check(struct yaml_file *file,
                             struct client_agreement *agreement);
static void columns_check(struct yaml_file *file,
                          const struct client_agreement *agreement);
static void column_unknown(struct yaml_file *file, const char *path,
                           struct str field);
static void plain_check(struct yaml_file *file,
                        const struct client_agreement *agreement);

bool intake_agreement_parse(struct arena *arena, struct str file_name,
                            struct str bytes,
                            struct client_agreement *agreement,
                            struct yaml_file *file, struct err *err)
{
    struct form *form = arena_new(arena, struct form);
    if (form == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the agreement");
    /* Set here, not as presets: a preset needs its group to be there. */
    form->plan = (struct form_plan){ 12, 2, { 1000 } };
    form->placements = (struct form_placements){ .balance_min = { 1 },
                                                 .days_max = 730 };
    if (!yaml_fill(arena, file_name, bytes, agreement_field, form, file, err))
        return false;

    struct client_agreement read = { 0 };
    agreement_fill(form, arena, &read);
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the agreement");
    agreement_check(file, &read);
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the agreement");
    if (file->problem_count > 0)
        return err_set(err, ERR_INVALID, "%.*s",
                       STR_ARGS(file->problem[0].text));
    *agreement = read;
    return true;
}

void intake_agreement_describe(struct buf *buf)
{
    yaml_describe(agreement_field, buf);
}

static void agreement_fill(const struct form *form, struct arena *arena,
                           struct client_agreement *agreement)
{
    const struct form_brand *brand = &form->brand;
    *agreement = (struct client_agreement){
        .code = form->code,
        .name = form->name,
        .known_as = form->known_as,
        .program = form->program == 1 ? STR("early_out") : STR("bad_debt"),
        .default_at_placement = form->default_at_placement,
        .phone = form->phone,
        .website = form->website,
        .help_url = form->help.url,
        .help_phone = form->help.phone,
        .brand_name = brand->name,
        .brand_line1 = brand->line1,
        .brand_line2 = brand->line2,
        .brand_city = brand->city,
        .brand_state = brand->state,
        .brand_zip = brand->zip,
        .brand_phone = brand->phone,
        .brand_hours_en = brand->hours.en,
        .brand_hours_es = brand->hours.es,
        .fee_ppm = form->fee_ppm,
        .plan_months_max = form->plan.months_max,
        .plan_payment_min = form->plan.payment_min,
        .plan_missed_max = form->plan.missed_max,
        .balance_min = form->placements.balance_min,
        .place_days_max = form->placements.days_max,
        .amounts_half_up = form->placements.round == ROUND_HALF_UP,
        .dates_excel = form->placements.excel_dates,
        .facility_count = form->facilities.count,
        .facility = form->facilities.item,
    };
    columns_fill(form, arena, agreement);
}

static void columns_fill(const struct form *form, struct arena *arena,
                         struct client_agreement *agreement)
{
    uint32_t count = form->columns.count;
    CHECK(count <= CLIENT_COLUMNS_MAX);
    agreement->column = arena_many(arena, count, struct client_column);
    if (agreement->column == NULL)
        return;
    for (uint32_t i = 0; i < count; i++)
        agreement->column[i] = (struct client_column){
            form->columns.item[i].key, str_trim(form->columns.item[i].value)
        };
    agreement->column_count = count;
}

/* What one setting alone cannot show. */
static void agreement_check(struct yaml_file *file,
                            struct client_agreement *agreement)
{
    code_check(file, "code", agreement->code);
    if (str_is(agreement->program, "early_out")
        && agreement->default_at_placement)
        yaml_problem(file, "default_at_placement",
                     "an early-out account is not in default; if it is, the "
                     "program is bad_debt (12 CFR 1006.2(i))");
    phone_check(file, "phone", &agreement->phone);
    phone_check(file, "help.phone", &agreement->help_phone);
    phone_check(file, "brand.phone", &agreement->brand_phone);
    site_check(file, "website", agreement->website);
    site_check(file, "help.url", agreement->help_url);
    state_check(file, "brand.state", &agreement->brand_state);
    struct str zip = { 0 };
    if (intake_read_zip(file->arena, agreement->brand_zip, &zip)
            != REASON_NONE || agreement->brand_zip.len < 5)
        yaml_problem(file, "brand.zip", "“%.*s” is not a ZIP code",
                     STR_ARGS(agreement->brand_zip));
    facilities_check(file, agreement);
    columns_check(file, agreement);
    plain_check(file, agreement);
}

/* A code goes into commands, file names and links. */
static void code_check(struct yaml_file *file, const char *path,
                       struct str code)
{
    for (size_t i = 0; i < code.len; i++) {
        char c = code.at[i];
        bool fits = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                    || (c == '-' && i > 0);
        if (!fits) {
            yaml_problem(file, path, "“%.*s” may hold only A-Z, 0-9 and -",
                         STR_ARGS(code));
            return;
        }
    }
}

static void phone_check(struct yaml_file *file, const char *path,
                        struct str *phone)
{
    if (phone->len == 0)
        return;
    struct str ten = { 0 };
    if (intake_read_phone(file->arena, *phone, &ten) == REASON_NONE)
        *phone = ten;
    else
        yaml_problem(file, path, "“%.*s” is not a phone number with ten "
                     "digits", STR_ARGS(*phone));
}

static void site_check(struct yaml_file *file, const char *path,
                       struct str site)
{
    if (site.len == 0)
        return;
    bool has_blank = false;
    for (size_t i = 0; i < site.len; i++)
        has_blank |= site.at[i] <= ' ' || site.at[i] == '"'
                     || site.at[i] == '<' || site.at[i] == '>';
    if (!str_starts(site, STR("https://")) || site.len < 12 || has_blank)
        yaml_problem(file, path, "“%.*s” is not an address that starts with "
                     "https://", STR_ARGS(site));
}

static void state_check(struct yaml_file *file, const char *path,
                        struct str *state)
{
    struct str code = { 0 };
    if (intake_read_state(*state, &code) == REASON_NONE && code.len == 2)
        *state = code;
    else
        yaml_problem(file, path, "“%.*s” is not a state of the United "
                     "States", STR_ARGS(*state));
}

static void facilities_check(struct yaml_file *file,
                             struct client_agreement *agreement)
{
    for (uint32_t i = 0; i < agreement->facility_count; i++) {
        char path[64];
        snprintf(path, sizeof path, "facilities[%" PRIu32 "].state", i + 1);
        state_check(file, path, &agreement->facility[i].state);
        snprintf(path, sizeof path, "facilities[%" PRIu32 "].code", i + 1);
        struct str code = agreement->facility[i].code;
        for (uint32_t k = 0; k < i; k++)
            if (str_equal_fold(agreement->facility[k].code, code)) {
                yaml_problem(file, path, "“%.*s” is the code of another "
                             "facility above", STR_ARGS(code));
                break;
            }
    }
}

static void columns_check(struct yaml_file *file,
                          const struct client_agreement *agreement)
{
    for (uint32_t i = 0; i < agreement->column_count; i++) {
        const struct client_column *column = &agreement->column[i];
        char path[96];
        snprintf(path, sizeof path, "columns.%.*s",
                 (int)(column->field.len < 64 ? column->field.len : 64),
                 column->field.at);
        if (intake_field_parse(column->field) == FIELD_NONE)
            column_unknown(file, path, column->field);
        if (column->column.len == 0)
            yaml_problem(file, path, "names no column of your file");
        for (uint32_t k = 0; k < i; k++)
            if (column->column.len > 0
                && str_equal_fold(agreement->column[k].column,
                                  column->column))
                yaml_problem(file, path, "“%.*s” is already the column of "
                             "%.*s", STR_ARGS(column->column),
                             STR_ARGS(agreement->column[k].field));
    }
}

static void column_unknown(struct yaml_file *file, const char *path,
                           struct str field)
{
    const char *near = NULL;
    uint32_t best = NEAR_EDITS + 1;
    for (int i = FIELD_NONE + 1; i < FIELD_COUNT; i++) {
        const char *word = intake_field_word((enum intake_field)i);
        uint32_t far = str_distance(field, str_of(word), NEAR_EDITS);
        if (far < best) {
            best = far;
            near = word;
        }
    }
    if (near != NULL)
        yaml_problem(file, path, "no such field (did you mean “%s”?)", near);
    else
        yaml_problem(file, path, "no such field; docs/placements.md lists "
                     "them");
}

/* These texts are printed on letters and pages as they stand. */
static void plain_check(struct yaml_file *file,
                        const struct client_agreement *agreement)
{
    const struct { const char *path; struct str text; } texts[] = {
        { "name", agreement->name },
        { "known_as", agreement->known_as },
        { "brand.name", agreement->brand_name },
        { "brand.line1", agreement->brand_line1 },
        { "brand.line2", agreement->brand_line2 },
        { "brand.city", agreement->brand_city },
        { "brand.hours.en", agreement->brand_hours_en },
        { "brand.hours.es", agreement->brand_hours_es },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (intake_has_unseen(texts[i].text))
            yaml_problem(file, texts[i].path,
                         "holds a character that cannot be seen");
    for (uint32_t i = 0; i < agreement->facility_count; i++) {
        char path[64];
        snprintf(path, sizeof path, "facilities[%" PRIu32 "].name", i + 1);
        if (intake_has_unseen(agreement->facility[i].name)
            || intake_has_unseen(agreement->facility[i].city))
            yaml_problem(file, path,
                         "holds a character that cannot be seen");
    }
}
