/* What a person may tell us, each on one short page with one button. */
#include "base/base.h"
#include "app/say.h"
#include "web/portal/portal.h"
#include "web/portal/show.h"
#include "web/problem.h"
#include "web/respond.h"

/* The words of one page; the URL carries only its number, for an address bar
 * must not say what somebody is going through. */
static const struct page {
    const char *title, *lead, *legend, *words, *go, *done;
} pages[APP_SAY_COUNT] = {
    [APP_SAY_WRONG] = { "say.wrong.title", "say.wrong.lead",
                        "say.wrong.legend", "say.words", "say.wrong.go",
                        "say.wrong.done" },
    [APP_SAY_INSURANCE] = { "say.insurance.title", "say.insurance.lead", NULL,
                            "say.insurance.words", "say.insurance.go",
                            "say.insurance.done" },
    [APP_SAY_TALK] = { "say.talk.title", "say.talk.lead", "say.talk.legend",
                       "say.talk.words", "say.talk.go", "say.talk.done" },
    [APP_SAY_STOP] = { "say.stop.title", "say.stop.lead", NULL, "say.words",
                       "say.stop.go", "say.stop.done" },
    [APP_SAY_DIED] = { "say.died.title", "say.died.lead", NULL, "say.words",
                       "say.died.go", "say.died.done" },
    [APP_SAY_LAWYER] = { "say.lawyer.title", "say.lawyer.lead", NULL,
                         "say.lawyer.words", "say.lawyer.go",
                         "say.lawyer.done" },
    [APP_SAY_BANKRUPTCY] = { "say.bankruptcy.title", "say.bankruptcy.lead",
                             NULL, "say.bankruptcy.words",
                             "say.bankruptcy.go", "say.bankruptcy.done" },
    [APP_SAY_COMPLAINT] = { "say.complaint.title", "say.complaint.lead", NULL,
                            "say.complaint.words", "say.complaint.go",
                            "say.complaint.done" },
};

static bool asked(const struct web_visit *visit, enum app_saying *what,
                  struct err *err);
static void show(struct web_visit *visit, int status, enum app_saying what,
                 const char *wrong_words, const char *wrong_phone);
static void reasons_take(struct web_visit *visit, struct app_say *say);

void get_say(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    enum app_saying what;
    if (asked(visit, &what, &err))
        show(visit, 200, what, NULL, NULL);
    else
        respond_trouble(visit, &err);
}

void post_say(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_said said;
    struct app_say say = { .words = visit_form(visit, "words"),
                           .source = STR("portal"), .key = visit->nonce };
    if (!asked(visit, &say.what, &err)
        || !bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    say.debt_ref = str_of(bill.debt.ref.text);
    reasons_take(visit, &say);
    if (say.words.len > APP_SAY_WORDS_MAX) {
        show(visit, 422, say.what, "say.err.long", NULL);
        return;
    }
    if (say.what == APP_SAY_TALK) {
        say.phone = person_phone_digits(visit->arena,
                                        visit_form(visit, "phone"));
        if (say.phone.len == 0) {
            show(visit, 422, say.what, NULL, "say.err.phone");
            return;
        }
    }
    if (app_say(visit->app, visit->caller, &say, visit->arena, &said, &err))
        respond_redirect(visit, str_format(visit->arena,
                                           "/m/said?bill=%s&said=%s",
                                           bill.debt.ref.text,
                                           said.ref.text));
    else
        respond_trouble(visit, &err);
}

void get_said(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_said said;
    if (!bill_asked(visit, &bill, &err)
        || !app_said_find(visit->app, visit->caller,
                          str_of(bill.debt.ref.text),
                          http_query(visit->request, "said"), visit->arena,
                          &said, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/said");
    view_bill(visit, view, &bill);
    view_text(view, "said", app_saying_word(said.what));
    view_word(view, "words", pages[said.what].done);
    view_text(view, "receipt",
              str_copy(visit->arena, str_part(str_of(said.ref.text), 0, 8)));
    view_day(view, "answer_on", said.answer_on);
    view_text(view, "owner", said.owner);
    view_flag(view, "is_complaint", said.what == APP_SAY_COMPLAINT);
}

/* How to pay all of it; nothing is asked and nothing is promised. */
void get_pay(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    if (!bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/pay");
    view_bill(visit, view, &bill);
    view_pay_to(visit, view, &bill);
    view_flag(view, "is_due", bill.adds_up && bill.balance.cents > 0);
    view_phone(view, "phone", bill.brand_phone);
}

static bool asked(const struct web_visit *visit, enum app_saying *what,
                  struct err *err)
{
    struct str text = visit_field(visit, "what");
    int64_t number;
    if (!str_to_int64(text, &number) || number <= APP_SAY_NOTHING
        || number >= APP_SAY_COUNT)
        return err_set(err, ERR_ABSENT, "there is no such page");
    *what = (enum app_saying)number;
    return true;
}

static void show(struct web_visit *visit, int status, enum app_saying what,
                 const char *wrong_words, const char *wrong_phone)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    const struct page *page = &pages[what];
    const char *const *reason = app_saying_reasons(what);
    struct problem problem[] = {
        { "phone", "phone_problem", wrong_phone },
        { "words", "words_problem", wrong_words },
    };
    if (!bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "portal/say");
    view_bill(visit, view, &bill);
    view_problems(view, problem, 2);
    view_count(view, "what", what);
    view_phone(view, "phone", bill.brand_phone);
    view_word(view, "title", page->title);
    view_word(view, "lead", page->lead);
    view_word(view, "words_label", page->words);
    view_word(view, "go", page->go);
    view_flag(view, "has_reasons", reason[0] != NULL);
    if (page->legend != NULL)
        view_word(view, "legend", page->legend);
    else
        view_absent(view, "legend");
    view_flag(view, "asks_phone", what == APP_SAY_TALK);
    view_flag(view, "is_complaint", what == APP_SAY_COMPLAINT);
    view_flag(view, "is_stop", what == APP_SAY_STOP);
    struct view *list = view_list(view, "reasons");
    for (size_t i = 0; reason[i] != NULL; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", reason[i]);
        view_word(item, "words",
                  str_format(visit->arena, "say.%s", reason[i]).at);
    }
}

/* Each box has a name of its own: a form never says one thing twice. */
static void reasons_take(struct web_visit *visit, struct app_say *say)
{
    const char *const *reason = app_saying_reasons(say->what);
    for (size_t i = 0; reason[i] != NULL; i++)
        if (visit_form(visit, str_format(visit->arena, "reason_%s",
                                         reason[i]).at).at != NULL)
            say->reason[say->reason_count++] = str_of(reason[i]);
}
