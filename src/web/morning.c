#include "base/base.h"
#include "app/morning.h"
#include "text/format.h"
#include "web/morning.h"
#include "web/respond.h"

#define WEEKDAY_BYTES 32

/* The page under way, and the list its lines go to. */
struct lines {
    struct web_visit *visit;
    const struct app_morning *morning;
    struct view *list;
    int64_t looks; /* how many are not well */
};

static void day_line(struct lines *lines);
static void ready_line(struct lines *lines);
static void letter_lines(struct lines *lines);
static void kept_lines(struct lines *lines);
static void house_line(struct lines *lines);
static void view_clients(struct web_visit *visit, struct view *view,
                         const struct app_morning *morning);
static void view_next(struct view *view, struct day on,
                      const struct app_letters_report *report);

void get_morning(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_morning morning;
    struct app_letters_report report;
    struct day next;
    bool has_next = http_query(visit->request, "tomorrow").at != NULL;
    if (!app_morning(visit->app, visit->caller, visit->arena, &morning, &err)
        || (has_next && !app_morning_next(visit->app, visit->caller,
                                          visit->arena, &next, &report,
                                          &err))) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "morning");
    struct lines lines = { visit, &morning, view_list(view, "line"), 0 };
    view_day(view, "today", morning.today);
    day_line(&lines);
    ready_line(&lines);
    letter_lines(&lines);
    kept_lines(&lines);
    house_line(&lines);
    view_flag(view, "is_good", lines.looks == 0);
    view_count(view, "looks", lines.looks);
    view_clients(visit, view, &morning);
    if (has_next)
        view_next(view_section(view, "next"), next, &report);
    else
        view_absent(view, "next");
}

/* --- the lines --------------------------------------------------------- */

static enum app_health health_of(const struct app_doctor *doctor,
                                 const char *name)
{
    for (uint32_t i = 0; i < doctor->count; i++)
        if (str_is(str_of(doctor->finding[i].name), name))
            return doctor->finding[i].health;
    return APP_WELL;
}

/* One line; the caller fills what its words name, then says the words. */
static struct view *line_begin(struct lines *lines, const char *name,
                               enum app_health health)
{
    static const char *const state[] = { "morning.well", "morning.weak",
                                         "morning.ill" };
    struct view *item = view_item(lines->list);
    lines->looks += health != APP_WELL;
    view_text_c(item, "name", name);
    view_word(item, "label",
              str_format(lines->visit->arena, "morning.%s", name).at);
    view_text(item, "health", app_health_word(health));
    view_word(item, "state", state[health]);
    view_flag(item, "is_well", health == APP_WELL);
    return item;
}

static void line_end(struct view *item, const char *words, const char *link)
{
    view_word(item, "words", words);
    if (link != NULL)
        view_text_c(item, "link", link);
    else
        view_absent(item, "link");
}

static void day_line(struct lines *lines)
{
    const struct app_morning *morning = lines->morning;
    enum app_health health = health_of(&morning->doctor, "day");
    struct view *item = line_begin(lines, "day", health);
    view_day(item, "due", morning->day_due);
    line_end(item, day_is_none(morning->day_due) ? "morning.day.done"
                   : health == APP_WELL          ? "morning.day.today"
                                                 : "morning.day.late", NULL);
}

/* What must stand before a letter leaves; the list has a page. */
static void ready_line(struct lines *lines)
{
    enum app_health health = health_of(&lines->morning->doctor, "ready");
    struct view *item = line_begin(lines, "ready", health);
    line_end(item, health == APP_WELL ? "morning.ready.well"
                                      : "morning.ready.look", "/desk/ready");
}

static void letter_lines(struct lines *lines)
{
    const struct app_morning *morning = lines->morning;
    struct view *item = line_begin(lines, "letters",
                                   health_of(&morning->doctor, "letters"));
    view_count(item, "sent_today", morning->sent_today);
    view_count(item, "sent_before", morning->sent_before);
    view_count(item, "waiting", morning->waiting);
    line_end(item, "morning.letters.are", NULL);
    item = line_begin(lines, "release",
                      morning->unreleased > 0 ? APP_WEAK : APP_WELL);
    view_count(item, "unreleased", morning->unreleased);
    view_count(item, "held_back", morning->held_back);
    line_end(item, "morning.release.are", "/desk/day");
    item = line_begin(lines, "requests",
                      morning->requests_late > 0 ? APP_ILL : APP_WELL);
    view_count(item, "open", morning->requests);
    view_count(item, "late", morning->requests_late);
    line_end(item, "morning.requests.are", NULL);
    item = line_begin(lines, "plans", APP_WELL);
    view_count(item, "going", morning->plans);
    view_count(item, "missed", morning->plans_missed);
    line_end(item, "morning.plans.are", NULL);
    item = line_begin(lines, "files",
                      morning->files_missing > 0 ? APP_WEAK : APP_WELL);
    view_count(item, "missing", morning->files_missing);
    line_end(item, morning->files_missing > 0 ? "morning.files.missing"
                                              : "morning.files.came", NULL);
}

static void kept_lines(struct lines *lines)
{
    const struct {
        const char *name, *since, *never;
        struct moment at;
    } kept[] = {
        { "verify", "morning.verify.since", "morning.verify.never",
          lines->morning->verified_at },
        { "backup", "morning.backup.since", "morning.backup.never",
          lines->morning->backup_at }
    };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        bool is_never = moment_is_none(kept[i].at);
        struct view *item = line_begin(
            lines, kept[i].name,
            health_of(&lines->morning->doctor, kept[i].name));
        respond_moment(lines->visit, item, "at", kept[i].at);
        line_end(item, is_never ? kept[i].never : kept[i].since, NULL);
    }
}

/* What an administrator can mend, in one line. */
static void house_line(struct lines *lines)
{
    static const char *const names[] = { "folder", "disk", "clock" };
    enum app_health worst = APP_WELL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        enum app_health one = health_of(&lines->morning->doctor, names[i]);
        worst = one > worst ? one : worst;
    }
    struct view *item = line_begin(lines, "house", worst);
    line_end(item, worst == APP_WELL ? "morning.house.well"
                                     : "morning.house.look", NULL);
}

/* --- each provider, and the next day ------------------------------------ */

static void view_clients(struct web_visit *visit, struct view *view,
                         const struct app_morning *morning)
{
    static const struct { const char *code, *word; } files[] = {
        { "none", "morning.file.none" }, { "came", "morning.file.came" },
        { "today", "morning.file.today" },
        { "missing", "morning.file.missing" }
    };
    view_flag(view, "has_clients", morning->client_count > 0);
    view_money(view, "before", morning->before);
    view_money(view, "month", morning->month);
    struct view *list = view_list(view, "client");
    for (uint32_t i = 0; i < morning->client_count; i++) {
        const struct app_morning_client *client = &morning->client[i];
        struct view *item = view_item(list);
        struct buf weekday;
        buf_init(&weekday, visit->arena, WEEKDAY_BYTES);
        if (!day_is_none(client->usual.expected_on))
            format_weekday(&weekday, visit->language,
                           client->usual.expected_on);
        view_text(item, "code", client->code);
        view_text_c(item, "files", files[client->usual.files].code);
        view_word(item, "file_words", files[client->usual.files].word);
        view_flag(item, "is_missing",
                  client->usual.files == CLIENT_FILES_MISSING);
        view_day(item, "last_on", client->usual.last_on);
        view_day(item, "expected_on", client->usual.expected_on);
        view_text(item, "weekday", buf_str(&weekday));
        view_money(item, "before", client->before);
        view_money(item, "month", client->month);
    }
}

static void view_next(struct view *view, struct day on,
                      const struct app_letters_report *report)
{
    view_day(view, "on", on);
    view_count(view, "written", report->written);
    view_count(view, "refused", report->refused);
    view_money(view, "left", report->left_to_pay);
    view_flag(view, "is_cut", report->is_cut);
}
