/* The day, the gate, and what the command line asks about itself. */
#include "base/base.h"
#include "app/contact.h"
#include "app/day.h"
#include "app/doctor.h"
#include "app/job.h"
#include "app/mark.h"
#include "web/admin.h"
#include "web/job.h"
#include "web/ready.h"
#include "web/release.h"
#include "web/respond.h"

static void view_day_report(struct view *item,
                            const struct app_day_report *report);
static bool channel_in(struct web_visit *visit, struct app_may_contact *ask,
                       struct err *err);
static void view_answer(struct web_visit *visit,
                        const struct app_may_answer *may);

void post_daily(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct day only = DAY_NONE;
    struct app_day_report *report;
    struct app_release *release;
    uint32_t count, releases;
    struct str date = visit_form(visit, "date");
    bool is_dry_run = str_is(visit_form(visit, "dry_run"), "yes");
    web_daily *daily = visit->web->options.daily;
    if (date.at != NULL && !day_parse(date, &only))
        err_set(&err, ERR_INVALID, "'%.*s' is not a date such as 2026-11-30",
                STR_ARGS(date));
    else if (daily == NULL)
        err_set(&err, ERR_INVALID, "this program does not run the day");
    if (err.kind != ERR_NONE
        || !daily(visit->app, visit->caller, only, is_dry_run, visit->arena,
                  &report, &count, &err)
        || !app_releases(visit->app, visit->caller, visit->arena, &release,
                         &releases, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    bool is_good = true;
    for (uint32_t i = 0; i < count; i++)
        is_good = is_good && (is_dry_run || report[i].verify_is_good);
    struct view *view = respond_page_status(
        visit, is_good ? 200 : err_http_status(ERR_CORRUPT), "admin/daily");
    view_flag(view, "is_dry_run", is_dry_run);
    view_count(view, "days", count);
    struct view *list = view_list(view, "day");
    for (uint32_t i = 0; i < count; i++)
        view_day_report(view_item(list), &report[i]);
    view_waiting(view, "waiting", release, releases);
    if (!view_ready(visit, view, &err))
        respond_trouble(visit, &err);
}

static void view_day_report(struct view *item,
                            const struct app_day_report *report)
{
    const struct app_letters_report *letters = &report->letters;
    view_day(item, "business_on", report->business_on);
    view_flag(item, "was_done", report->was_done);
    view_count(item, "looked_at", letters->looked_at);
    view_count(item, "written", letters->written);
    view_count(item, "refused", letters->refused);
    view_money(item, "left_to_pay", letters->left_to_pay);
    view_count(item, "remits", report->remits);
    view_count(item, "plans_moved", report->clocks.moved);
    view_count(item, "plans_asked", report->clocks.asked);
    view_flag(item, "verify_is_good", report->verify_is_good);
    struct view *refusals = view_list(item, "refusal");
    for (uint32_t i = 0; i < letters->refusal_count; i++) {
        struct view *one = view_item(refusals);
        view_text(one, "rule", letters->refusal[i].rule);
        view_count(one, "count", letters->refusal[i].count);
    }
    struct view *samples = view_list(item, "sample");
    for (uint32_t i = 0; i < letters->sample_count; i++) {
        struct view *one = view_item(samples);
        view_text(one, "kind", letters->sample[i].kind);
        view_text(one, "language", letters->sample[i].language);
        view_text(one, "name", letters->sample[i].name);
        view_text(one, "bill", letters->sample[i].ref);
    }
}

void post_may_contact(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_may_answer may;
    struct app_may_contact ask = {
        .debt_ref = visit_form(visit, "debt"),
        .address = visit_form(visit, "address")
    };
    if (!channel_in(visit, &ask, &err)
        || !app_may_contact(visit->app, visit->caller, &ask, visit->arena,
                            &may, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_answer(visit, &may);
}

static bool channel_in(struct web_visit *visit, struct app_may_contact *ask,
                       struct err *err)
{
    struct str word = visit_form(visit, "channel");
    ask->channel = word.at == NULL ? CHANNEL_PHONE : channel_parse(word);
    if (ask->channel != CHANNEL_NONE)
        return true;
    return err_set(err, ERR_INVALID, "'%.*s' is no way to reach somebody; "
                   "use phone, voicemail, text, email or letter",
                   STR_ARGS(word));
}

static void view_answer(struct web_visit *visit,
                        const struct app_may_answer *may)
{
    const struct contact_answer *answer = &may->answer;
    struct view *view = respond_page(visit, "admin/may-contact");
    view_flag(view, "is_allowed", contact_is_allowed(answer));
    view_text(view, "decision", decision_word(answer->decision));
    view_text(view, "answer",
              str_copy(visit->arena, str_of(may->ref.text)));
    view_text(view, "address", may->address);
    view_text(view, "zone", may->zone);
    bool has_next = !moment_is_none(answer->next)
                    && !moment_is_never(answer->next);
    if (has_next)
        view_moment(view, "next", answer->next, may->local_next);
    else
        view_absent(view, "next");
    view_count(view, "calls_used", answer->calls_used);
    view_count(view, "calls_limit", answer->calls_limit);
    view_text(view, "law", answer->law);
    struct view *list = view_list(view, "reason");
    for (uint32_t i = 0; i < answer->reason_count; i++) {
        const struct contact_reason *reason = &answer->reason[i];
        struct view *item = view_item(list);
        view_text_c(item, "rule", reason->rule->id);
        view_text_c(item, "citation", reason->rule->citation);
        view_text(item, "decision", decision_word(reason->decision));
        view_text(item, "words",
                  contact_reason_words(reason, LANGUAGE_ENGLISH));
        respond_moment(visit, item, "until", reason->until);
    }
}

void post_mark(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str name = visit_form(visit, "name");
    if (!app_mark_set(visit->app, visit->caller, app_mark_parse(name),
                      visit_form(visit, "words"), &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "admin/mark");
    view_text(view, "name", name);
    respond_moment(visit, view, "at", visit->caller.at);
}

void get_doctor(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_doctor doctor;
    if (!app_doctor(visit->app, visit->caller, visit->arena, &doctor, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    bool is_ill = doctor.worst == APP_ILL;
    struct view *view = respond_page_status(
        visit, is_ill ? err_http_status(ERR_CORRUPT) : 200, "admin/doctor");
    view_flag(view, "is_well", doctor.worst == APP_WELL);
    view_flag(view, "is_ill", is_ill);
    struct view *list = view_list(view, "finding");
    for (uint32_t i = 0; i < doctor.count; i++) {
        const struct app_finding *finding = &doctor.finding[i];
        struct view *item = view_item(list);
        view_text_c(item, "name", finding->name);
        view_text(item, "health", app_health_word(finding->health));
        view_text(item, "words", finding->words);
        if (finding->advice.at != NULL)
            view_text(item, "advice", finding->advice);
        else
            view_absent(item, "advice");
    }
}

void get_status(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct day next;
    if (!app_day_next(visit->app, visit->caller, &next, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "admin/status");
    view_text_c(view, "build", APP_BUILD);
    view_text(view, "agency", web_agency(visit->web)->name);
    view_flag(view, "is_demo", web_agency(visit->web)->is_demo);
    view_text_c(view, "folder", visit->app->folder);
    view_text(view, "law", visit->app->law_hash);
    view_day(view, "today", app_today(visit->app, visit->caller.at));
    view_day(view, "day_due", next);
    view_flag(view, "is_serving", visit->web->jobs != NULL);
}

/* The answer of the job travels as text inside: its status and type are the
 * command's to act on. */
void get_job(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct web_job_state state;
    enum app_job_state kept;
    struct str result;
    if (!web_job_state(visit->web, visit->ref[0], visit->arena, &state)) {
        if (app_job_find(visit->app, visit->caller, visit->ref[0],
                         visit->arena, &kept, &result, &err))
            err_set(&err, ERR_OUTSIDE, "bedside stopped while this was "
                    "running; it is safe to run the same command again");
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "admin/job");
    view_text(view, "state", state.state);
    view_count(view, "done", (int64_t)state.done);
    view_count(view, "total", (int64_t)state.total);
    view_count(view, "status", state.status);
    view_text(view, "content_type", state.content_type);
    view_text(view, "body", state.body);
}

void get_health(struct web_visit *visit)
{
    bool wants_json = visit->request->wants_json
                      && visit->request->transport == HTTP_TCP;
    if (wants_json)
        http_answer_json(visit->answer, 200, STR("{\"is_well\":true}\n"));
    else
        http_answer_text(visit->answer, 200, STR("ok\n"));
}
