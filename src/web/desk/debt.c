#include "base/base.h"
#include "app/contact.h"
#include "app/find.h"
#include "app/plan.h"
#include "web/desk/desk.h"
#include "web/portal/show.h"
#include "web/respond.h"

struct desk_page {
    struct app_bill bill;
    struct app_opened opened;
    struct app_plan plan;
    struct app_event *event;
    uint32_t event_count;
};

static bool page_load(struct web_visit *visit, struct desk_page *page,
                      struct err *err);
static void view_person(struct web_visit *visit, struct view *view,
                        const struct desk_page *page);
static void view_form(struct web_visit *visit, struct view *view);
static void view_kinds(struct view *view);
static void view_events(struct web_visit *visit, struct view *view,
                        const struct desk_page *page);
static void view_said(struct web_visit *visit, struct view *view);

/* What people say, as a representative hears it, and what the gate reads. */
static const struct said {
    const char *code, *word;
    enum fact_kind kind;
    enum channel channel;
    bool is_person_wide;
    bool is_hold;
} said[] = {
    { "stop_calling", "kind.stop_calling", FACT_MEDIUM_REFUSED,
      CHANNEL_PHONE, true, false },
    { "dispute", "kind.dispute", FACT_DISPUTE, CHANNEL_NONE, false, false },
    { "attorney", "kind.attorney", FACT_ATTORNEY, CHANNEL_NONE, false,
      false },
    { "bankruptcy", "kind.bankruptcy", FACT_BANKRUPTCY, CHANNEL_NONE, true,
      false },
    { "deceased", "kind.deceased", FACT_DECEASED, CHANNEL_NONE, true, false },
    { "cease", "kind.cease", FACT_CEASE_WRITTEN, CHANNEL_NONE, false, false },
    { "hold", "kind.hold", FACT_HELD, CHANNEL_NONE, false, true },
};
#define SAID (sizeof said / sizeof said[0])

static const struct {
    const char *code, *word;
} methods[] = { { "check", "method.check" },
                { "money_order", "method.money_order" },
                { "cash", "method.cash" }, { "bank", "method.bank" } };

void get_desk_debt(struct web_visit *visit)
{
    static const char *const fine[DESK_FIELDS] = { NULL };
    desk_show(visit, 200, fine);
}

void desk_show(struct web_visit *visit, int status,
               const char *const wrong[DESK_FIELDS])
{
    struct err err = { .kind = ERR_NONE };
    struct desk_page page = { .event_count = 0 };
    if (!page_load(visit, &page, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    const struct app_bill *bill = &page.bill;
    struct view *view = respond_page_status(visit, status, "desk/debt");
    struct problem problem[DESK_FIELDS] = {
        [DESK_AMOUNT] = { "amount", "amount_problem", wrong[DESK_AMOUNT] },
        [DESK_METHOD] = { "method", "method_problem", wrong[DESK_METHOD] },
        [DESK_RECEIVED] = { "received_month", "received_problem",
                            wrong[DESK_RECEIVED] },
        [DESK_KIND] = { "kind_stop_calling", "kind_problem",
                        wrong[DESK_KIND] },
        [DESK_NUMBER] = { "number", NULL, wrong[DESK_NUMBER] },
        [DESK_UNTIL] = { "until_month", "until_problem", wrong[DESK_UNTIL] },
        [DESK_NOTE] = { "note", "note_problem", wrong[DESK_NOTE] }
    };
    view_bill(visit, view, bill);
    view_sum(view, bill);
    view_problems(view, problem, DESK_FIELDS);
    view_said(visit, view);
    view_text(view, "name", desk_name(visit, bill));
    view_word(view, "language", bill->person.language == LANGUAGE_SPANISH
                                ? "lang.es" : "lang.en");
    view_word(view, "care", bill->facility_city.len > 0 ? "desk.care"
                                                        : "desk.care.nocity");
    view_word(view, "program", debt_is_third_party(&bill->debt)
                               ? "program.bad_debt" : "program.early_out");
    view_flag(view, "has_plan", bill->has_plan);
    view_count(view, "count", page.plan.schedule.count);
    view_money(view, "total", page.plan.total);
    view_person(visit, view, &page);
    view_form(visit, view);
    view_kinds(view);
    view_events(visit, view, &page);
    if (!desk_view_hold(visit, view, &err))
        respond_trouble(visit, &err);
}

struct str desk_name(const struct web_visit *visit,
                     const struct app_bill *bill)
{
    return person_full_name(visit->arena, &bill->person.name);
}

void desk_view_method(struct view *view, struct str method)
{
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (str_is(method, methods[i].code)) {
            view_word(view, "method", methods[i].word);
            return;
        }
    view_absent(view, "method");
}

void desk_redirect(struct web_visit *visit, const char *rest)
{
    respond_redirect(visit, str_format(visit->arena, "/desk/debt/%.*s%s",
                                       STR_ARGS(visit->ref[0]), rest));
}

static bool page_load(struct web_visit *visit, struct desk_page *page,
                      struct err *err)
{
    struct app *app = visit->app;
    struct caller caller = visit->caller;
    struct arena *arena = visit->arena;
    return app_open_bill(app, caller, visit->ref[0], arena, &page->opened,
                         err)
        && app_bill_by_ref(app, caller, visit->ref[0], arena, &page->bill,
                           err)
        && (!page->bill.has_plan
            || app_plan_load(app, caller, &page->bill, arena, &page->plan,
                             err))
        && app_timeline(app, caller, &page->bill, arena, &page->event,
                        &page->event_count, err);
}

static void view_person(struct web_visit *visit, struct view *view,
                        const struct desk_page *page)
{
    const struct app_opened *opened = &page->opened;
    view_day(view, "born_on", page->bill.person.born_on);
    view_flag(view, "has_phone", opened->phone_count > 0);
    struct view *phones = view_list(view, "phones");
    for (uint32_t i = 0; i < opened->phone_count; i++) {
        struct view *item = view_item(phones);
        view_text(item, "digits", opened->phone[i].number);
        view_phone(item, "number", opened->phone[i].number);
        view_flag(item, "is_landline", opened->phone[i].is_landline);
    }
    struct view *emails = view_list(view, "emails");
    for (uint32_t i = 0; i < opened->email_count; i++)
        view_text(view_item(emails), "email",
                  person_email_masked(visit->arena, opened->email[i]));
    struct view *addresses = view_list(view, "addresses");
    if (!opened->has_address)
        return;
    struct view *item = view_item(addresses);
    view_text(item, "line1", opened->address.line1);
    view_text(item, "line2", opened->address.line2);
    view_text(item, "city", opened->address.city);
    view_text(item, "state", opened->address.state);
    view_text(item, "zip", opened->address.zip);
}

/* What was typed stays when the form comes back. */
static void view_form(struct web_visit *visit, struct view *view)
{
    static const char *const kept[] = { "amount", "number", "received_month",
                                        "received_day", "received_year",
                                        "until_month", "until_day",
                                        "until_year" };
    struct str chosen = visit_form(visit, "method");
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        view_text(view, kept[i], visit_form(visit, kept[i]));
        view_only_page(view);
    }
    struct view *list = view_list(view, "methods");
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", methods[i].code);
        view_word(item, "words", methods[i].word);
        view_flag(item, "is_chosen", str_is(chosen, methods[i].code));
    }
}

static void view_kinds(struct view *view)
{
    struct view *list = view_list(view, "kinds");
    for (size_t i = 0; i < SAID; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", said[i].code);
        view_word(item, "words", said[i].word);
    }
}

static void view_events(struct web_visit *visit, struct view *view,
                        const struct desk_page *page)
{
    struct view *list = view_list(view, "timeline");
    for (uint32_t i = 0; i < page->event_count; i++) {
        const struct app_event *event = &page->event[i];
        struct view *item = view_item(list);
        bool is_money = str_is(event->kind, "money");
        struct str id = str_format(visit->arena, "event.%.*s.%.*s%s",
                                   STR_ARGS(event->kind),
                                   STR_ARGS(event->what),
                                   event->has_until ? ".until" : "");
        if (event->has_until)
            view_day(item, "until", respond_wall(visit, event->until).day);
        else
            view_absent(item, "until");
        respond_moment(visit, item, "at", event->at);
        view_word(item, "words", str_c(visit->arena, id));
        view_text(item, "by", event->by);
        view_text(item, "text", event->text);
        if (is_money)
            view_money(item, "amount", event->amount);
        else
            view_absent(item, "amount");
        /* The placement is the bill itself: there is no more to see. */
        bool has_more = is_money && !str_is(event->what, "opening");
        view_text(item, "payment", has_more ? event->ref
                                            : (struct str){ NULL, 0 });
        view_text(item, "bill_ref", visit->ref[0]);
    }
}

static void view_said(struct web_visit *visit, struct view *view)
{
    static const struct {
        const char *code, *word;
    } lines[] = { { "fact", "desk.said.fact" },
                  { "outcome", "desk.said.outcome" },
                  { "note", "desk.said.note" },
                  { "lifted", "desk.said.lifted" },
                  { "answered", "desk.said.answered" },
                  { "changed", "desk.said.changed" },
                  { "reversed", "desk.said.reversed" } };
    struct str code = http_query(visit->request, "said");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (str_is(code, lines[i].code)) {
            view_word(view, "said", lines[i].word);
            return;
        }
    view_absent(view, "said");
}

/* --- what they said --------------------------------------------------- */

static void fact_wrong(struct web_visit *visit, enum desk_field field,
                       const char *word)
{
    const char *wrong[DESK_FIELDS] = { NULL };
    wrong[field] = word;
    desk_show(visit, 422, wrong);
}

void post_desk_fact(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str code = visit_form(visit, "kind");
    const struct said *one = NULL;
    struct moment until = MOMENT_NEVER;
    for (size_t i = 0; i < SAID; i++)
        if (str_is(code, said[i].code))
            one = &said[i];
    if (one == NULL) {
        fact_wrong(visit, DESK_KIND, "desk.says.err");
        return;
    }
    if (one->is_hold && !desk_hold_until(visit, CHOICE_PAUSE_DAYS, &until)) {
        fact_wrong(visit, DESK_UNTIL, "desk.hold.err");
        return;
    }
    struct app_fact fact = {
        .debt_ref = visit->ref[0], .is_person_wide = one->is_person_wide,
        .kind = one->kind, .channel = one->channel,
        .words = visit_form(visit, "words"), .until = until,
        .source = STR("desk"), .key = visit->nonce
    };
    if (app_fact_record(visit->app, visit->caller, &fact, &err))
        desk_redirect(visit, "?said=fact");
    else
        respond_trouble(visit, &err);
}
