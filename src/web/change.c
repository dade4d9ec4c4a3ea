#include "base/base.h"
#include "text/format.h"
#include "web/change.h"
#include "web/respond.h"

static void view_side(struct view *view, const char *name,
                      const struct choice_schedule *schedule,
                      uint32_t from, struct money left);
static void view_inputs(struct view *view,
                        const struct choice_change_ask *ask,
                        const struct app_change_look *look);

static int64_t number_of(const struct web_visit *visit, const char *name)
{
    int64_t number;
    return str_to_int64(visit_field(visit, name), &number) && number > 0
        && number <= 100 ? number : 0;
}

struct choice_change_ask change_asked(const struct web_visit *visit)
{
    int64_t what = number_of(visit, "do");
    return (struct choice_change_ask){
        .what = what >= CHOICE_CHANGE_DAY && what <= CHOICE_CHANGE_END
            ? (enum choice_change)what : CHOICE_CHANGE_NONE,
        .day = (uint32_t)number_of(visit, "day"),
        .count = (uint32_t)number_of(visit, "count")
    };
}

void view_plan(struct view *view, const struct app_bill *bill,
               const struct app_change_look *look)
{
    const struct app_plan *plan = &look->plan;
    const struct choice_standing *standing = &plan->standing;
    static const char *const state[] = {
        [CHOICE_ITEM_LATER] = "plan.state.later",
        [CHOICE_ITEM_DUE] = "plan.state.due",
        [CHOICE_ITEM_MISSED] = "plan.state.missed",
        [CHOICE_ITEM_PAID] = "plan.state.paid"
    };
    bool rests = bill->state == APP_BILL_ON_HOLD;
    struct view *list = view_list(view, "payments");
    for (uint32_t i = 0; i < standing->count; i++) {
        struct view *item = view_item(list);
        enum choice_item_state is = standing->item[i].state;
        /* While the bill rests nothing is due, and nothing was missed. */
        if (rests && is != CHOICE_ITEM_PAID)
            is = CHOICE_ITEM_LATER;
        view_day(item, "due_on", plan->schedule.item[i].due);
        view_money(item, "amount", plan->schedule.item[i].amount);
        view_money(item, "open", standing->item[i].left);
        view_text(item, "code", choice_item_word(is));
        view_word(item, "words", state[is]);
    }
    if (standing->missed_count > 0 && !rests) {
        struct view *missed = view_section(view, "missed");
        view_day(missed, "date",
                 plan->schedule.item[standing->missed_last].due);
    } else {
        view_absent(view, "missed");
    }
    view_flag(view, "rests", rests);
    view_flag(view, "reminds", plan->reminds);
    view_money(view, "total", plan->total);
    view_money(view, "left", standing->left);
    view_count(view, "skips_left", look->skips_left);
    view_flag(view, "may_lower", look->lower_count > 0);
    view_count(view, "days", CHOICE_PAUSE_DAYS);
    view_day(view, "notice_ends", look->notice_ends);
    view_flag(view, "is_notice_over", look->is_notice_over);
}

void view_changes(struct view *view, const struct app_change *change,
                  uint32_t count)
{
    struct view *list = view_list(view, "changes");
    for (uint32_t i = 0; i < count; i++) {
        struct view *item = view_item(list);
        struct str word = choice_change_word(change[i].what);
        view_text(item, "what", word);
        view_day(item, "due_on", change[i].due_on);
        view_day(item, "first_on", change[i].first_on);
        view_word(item, "words",
                  str_format(view_arena(view), "plan.change.%.*s%c",
                             STR_ARGS(word), 0).at);
    }
}

void view_change(struct web_visit *visit, struct view *view,
                 const struct choice_change_ask *ask,
                 const struct app_change_look *look)
{
    struct arena *arena = visit->arena;
    const struct choice_changed *changed = &look->changed;
    const struct choice_standing *standing = &look->plan.standing;
    struct str word = choice_change_word(ask->what);
    bool wants_more = (ask->what == CHOICE_CHANGE_DAY && ask->day == 0)
        || (ask->what == CHOICE_CHANGE_LOWER && ask->count == 0
            && look->lower_count > 0);
    bool is_review = changed->answer == CHOICE_CHANGED;
    view_count(view, "do", ask->what);
    view_count(view, "day", ask->day);
    view_count(view, "count", ask->count);
    view_word(view, "title", str_format(arena, "change.title.%.*s%c",
                                        STR_ARGS(word), 0).at);
    view_word(view, "lead", str_format(arena, "change.lead.%.*s%c",
                                       STR_ARGS(word), 0).at);
    if (is_review || wants_more || changed->answer == CHOICE_CHANGE_UNSET)
        view_absent(view, "refused");
    else
        view_word(view, "refused",
                  str_format(arena, "change.no.%.*s%c", STR_ARGS(
                      choice_change_answer_word(changed->answer)), 0).at);
    view_inputs(view, ask, look);
    view_flag(view, "is_review", is_review);
    view_flag(view, "is_end", ask->what == CHOICE_CHANGE_END);
    view_text(view, "reference", is_review
              ? str_copy(arena, str_of(changed->reference.text))
              : (struct str){ NULL, 0 });
    view_text(view, "sentence", is_review
              ? change_sentence(visit, &changed->schedule)
              : (struct str){ NULL, 0 });
    view_side(view, "before", &look->plan.schedule, standing->next,
              standing->left);
    view_side(view, "after", &changed->schedule, 0, standing->left);
}

/* Which days, which amounts. */
static void view_inputs(struct view *view,
                        const struct choice_change_ask *ask,
                        const struct app_change_look *look)
{
    bool is_day = ask->what == CHOICE_CHANGE_DAY;
    bool is_lower = ask->what == CHOICE_CHANGE_LOWER && look->lower_count > 0;
    view_flag(view, "asks_day", is_day);
    struct view *list = view_list(view, "month_days");
    for (uint32_t day = 1; is_day && day <= CHOICE_DAY_MAX; day++) {
        struct view *item = view_item(list);
        view_count(item, "number", day);
        view_flag(item, "is_chosen", day == ask->day);
    }
    view_flag(view, "asks_each", is_lower);
    list = view_list(view, "lower");
    for (uint32_t i = 0; is_lower && i < look->lower_count; i++) {
        struct view *item = view_item(list);
        view_count(item, "count", look->lower[i]);
        view_money(item, "each", look->lower_each[i]);
        view_flag(item, "is_chosen", look->lower[i] == ask->count);
    }
}

/* What is still to come of one plan. */
static void view_side(struct view *view, const char *name,
                      const struct choice_schedule *schedule,
                      uint32_t from, struct money left)
{
    struct view *side = view_section(view, name);
    bool goes_on = schedule->count > from;
    view_count(side, "count", goes_on ? schedule->count - from : 0);
    if (goes_on)
        view_money(side, "each", schedule->item[from].amount);
    else
        view_absent(side, "each");
    view_day(side, "next_on", goes_on ? schedule->item[from].due : DAY_NONE);
    view_day(side, "last_on", goes_on
             ? schedule->item[schedule->count - 1].due : DAY_NONE);
    view_money(side, "total", left);
}

struct str change_sentence(const struct web_visit *visit,
                           const struct choice_schedule *schedule)
{
    struct buf buf;
    if (schedule->count > 0)
        return change_payments(visit, schedule);
    buf_init(&buf, visit->arena, 1024);
    words_fill(&buf, visit->language, STR("change.end.agreed"), NULL, 0);
    return buf_str(&buf);
}

struct str change_words(const struct web_visit *visit, struct str debt_ref,
                        const struct choice_change_ask *ask)
{
    struct app_change_look look;
    struct err err = { .kind = ERR_NONE };
    bool is_seen = ask->what != CHOICE_CHANGE_NONE
        && app_change_see(visit->app, visit->caller, debt_ref, ask,
                          visit->arena, &look, &err);
    return is_seen && look.changed.answer == CHOICE_CHANGED
        ? change_sentence(visit, &look.changed.schedule) : STR("");
}

struct str change_payments(const struct web_visit *visit,
                           const struct choice_schedule *schedule)
{
    struct arena *arena = visit->arena;
    uint32_t count = schedule->count;
    struct money each = schedule->item[0].amount;
    struct money last = schedule->item[count - 1].amount;
    const struct words_value value[] = {
        { { "n", 1 }, str_format(arena, "%u", count) },
        { { "rest", 4 }, str_format(arena, "%u", count - 1) },
        { { "amt", 3 }, format_money_str(arena, each) },
        { { "last", 4 }, format_money_str(arena, last) },
        { { "total", 5 },
          format_money_str(arena, choice_schedule_total(schedule)) }
    };
    struct buf buf;
    buf_init(&buf, arena, 1024);
    words_fill(&buf, visit->language,
               count == 1 ? STR("rev.total.single")
               : money_equal(each, last) ? STR("rev.total")
               : count == 2 ? STR("rev.total.two")
                            : STR("rev.total.odd"), value,
               sizeof value / sizeof value[0]);
    return buf_str(&buf);
}
