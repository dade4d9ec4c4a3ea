#include "base/base.h"
#include "web/prefer.h"
#include "web/respond.h"

#define FIRST_HOUR 8  /* of the law; 12 CFR 1006.6(b)(1)(i) */
#define LAST_HOUR 21
#define DAY_HOURS 24

static const struct {
    enum channel channel;
    const char *code, *word;
} ways[] = { { CHANNEL_PHONE, "phone", "pref.way.phone" },
             { CHANNEL_TEXT, "text", "pref.way.text" },
             { CHANNEL_EMAIL, "email", "pref.way.email" },
             { CHANNEL_LETTER, "letter", "pref.way.letter" } };
static const struct {
    enum weekday day;
    const char *code, *word;
} weekdays[] = { { MONDAY, "mon", "pref.day.mon" },
                 { TUESDAY, "tue", "pref.day.tue" },
                 { WEDNESDAY, "wed", "pref.day.wed" },
                 { THURSDAY, "thu", "pref.day.thu" },
                 { FRIDAY, "fri", "pref.day.fri" },
                 { SATURDAY, "sat", "pref.day.sat" },
                 { SUNDAY, "sun", "pref.day.sun" } };

static void view_hours(struct view *list, int32_t chosen, int32_t any);
static int32_t hour_taken(const struct web_visit *visit, const char *name,
                          int32_t any);
static bool is_ticked(struct web_visit *visit, const char *group,
                      const char *code);

void view_prefer(struct view *view, const struct app_prefer *prefer)
{
    view_flag(view, "is_english", prefer->language == LANGUAGE_ENGLISH);
    view_flag(view, "is_spanish", prefer->language == LANGUAGE_SPANISH);
    view_flag(view, "not_at_work", prefer->not_at_work);
    view_flag(view, "is_large", prefer->is_large);
    struct view *list = view_list(view, "ways");
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", ways[i].code);
        view_word(item, "words", ways[i].word);
        view_flag(item, "is_on", !prefer->is_off[ways[i].channel]);
    }
    list = view_list(view, "days");
    for (size_t i = 0; i < sizeof weekdays / sizeof weekdays[0]; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", weekdays[i].code);
        view_word(item, "words", weekdays[i].word);
        view_flag(item, "is_off",
                  (prefer->days_off >> weekdays[i].day & 1) != 0);
    }
    view_hours(view_list(view, "from_hours"), prefer->from_hour, 0);
    view_hours(view_list(view, "to_hours"), prefer->to_hour, DAY_HOURS);
}

static void view_hours(struct view *list, int32_t chosen, int32_t any)
{
    for (int32_t hour = FIRST_HOUR; hour <= LAST_HOUR; hour++) {
        bool is_any = any == 0 ? hour == FIRST_HOUR : hour == LAST_HOUR;
        int32_t value = is_any ? any : hour;
        struct view *item = view_item(list);
        view_count(item, "hour", value);
        view_count(item, "clock", hour > 12 ? hour - 12 : hour);
        view_flag(item, "is_morning", hour < 12);
        view_flag(item, "is_chosen", value == chosen);
    }
}

const char *prefer_take(struct web_visit *visit, struct app_prefer *prefer)
{
    *prefer = (struct app_prefer){
        .language = language_parse(visit_form(visit, "language")),
        .from_hour = hour_taken(visit, "from", 0),
        .to_hour = hour_taken(visit, "to", DAY_HOURS),
        .not_at_work = visit_form(visit, "not_at_work").at != NULL,
        .is_large = visit_form(visit, "large").at != NULL
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        prefer->is_off[ways[i].channel] = !is_ticked(visit, "way",
                                                     ways[i].code);
    for (size_t i = 0; i < sizeof weekdays / sizeof weekdays[0]; i++)
        if (is_ticked(visit, "off", weekdays[i].code))
            prefer->days_off |= 1u << weekdays[i].day;
    static const char *const words[] = {
        [APP_PREFER_FINE] = NULL, [APP_PREFER_NO_WAY] = "pref.err.way",
        [APP_PREFER_NO_TIME] = "pref.err.hours"
    };
    return words[app_prefer_check(prefer)];
}

static int32_t hour_taken(const struct web_visit *visit, const char *name,
                          int32_t any)
{
    int64_t hour;
    return str_to_int64(visit_form(visit, name), &hour) && hour >= 0
        && hour <= DAY_HOURS ? (int32_t)hour : any;
}

static bool is_ticked(struct web_visit *visit, const char *group,
                      const char *code)
{
    return visit_form(visit, str_format(visit->arena, "%s_%s", group,
                                        code).at).at != NULL;
}
