#include "base/base.h"
#include "app/contact.h"
#include "app/find.h"
#include "text/format.h"
#include "web/desk/desk.h"
#include "web/respond.h"

static bool is_their_number(struct web_visit *visit, struct str number,
                            struct err *err);
static void view_times(struct web_visit *visit, struct view *view,
                       const struct app_may_answer *may);
static bool is_only_plan(const struct contact_answer *answer);
static void view_reasons(struct web_visit *visit, struct view *view,
                         const struct app_may_answer *may);
static void view_channels(struct view *view, uint32_t open);
static struct wall wall_there(const struct web_visit *visit,
                              const struct app_may_answer *may,
                              struct moment moment);
static void show_call(struct web_visit *visit, int status, struct str answer,
                      const char *wrong);

/* --- may I call now? -------------------------------------------------- */

void post_may_call(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_may_answer may;
    struct app_may_contact ask = {
        .debt_ref = visit->ref[0], .channel = CHANNEL_PHONE,
        .address = visit_form(visit, "number")
    };
    if (!is_their_number(visit, ask.address, &err)
        || !app_bill_by_ref(visit->app, visit->caller, visit->ref[0],
                            visit->arena, &bill, &err)
        || !app_may_contact(visit->app, visit->caller, &ask, visit->arena,
                            &may, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "desk/may-call");
    view_text(view, "ref", visit->ref[0]);
    view_text(view, "name", desk_name(visit, &bill));
    view_flag(view, "is_allowed", contact_is_allowed(&may.answer));
    view_text(view, "answer",
              str_copy(visit->arena, str_of(may.ref.text)));
    view_phone(view, "number", may.address);
    view_count(view, "calls_used", may.answer.calls_used);
    view_count(view, "calls_limit", may.answer.calls_limit);
    view_times(visit, view, &may);
    view_reasons(visit, view, &may);
    view_channels(view, may.answer.open_channels);
}

/* A number of somebody else's would be asked about, and counted, as theirs. */
static bool is_their_number(struct web_visit *visit, struct str number,
                            struct err *err)
{
    struct app_opened opened;
    if (number.at == NULL)
        return true;
    if (!app_open_bill(visit->app, visit->caller, visit->ref[0],
                       visit->arena, &opened, err))
        return false;
    for (uint32_t i = 0; i < opened.phone_count; i++)
        if (str_equal(opened.phone[i].number, number))
            return true;
    return err_set(err, ERR_INVALID,
                   "this number is not one of this person's");
}

static void view_times(struct web_visit *visit, struct view *view,
                       const struct app_may_answer *may)
{
    const struct contact_answer *answer = &may->answer;
    bool is_allowed = contact_is_allowed(answer);
    bool has_zone = may->zone.len > 0;
    bool has_end = has_zone && !moment_is_none(answer->closes)
                   && !moment_is_never(answer->closes);
    bool has_next = has_zone && !moment_is_none(answer->next)
                    && !moment_is_never(answer->next);
    view_text(view, "zone", may->zone);
    if (has_zone)
        view_moment(view, "local_now", visit->caller.at, may->local_now);
    else
        view_absent(view, "local_now");
    if (has_end) {
        struct wall wall = wall_there(visit, may, answer->closes);
        view_moment(view, "closes", answer->closes, wall);
        view_text(view, "until_time",
                  format_time_str(visit->arena, wall.second));
        view_only_page(view);
    } else {
        view_absent(view, "closes");
    }
    if (has_next)
        view_moment(view, "next_at", answer->next, may->local_next);
    else
        view_absent(view, "next_at");
    if (is_allowed)
        view_word(view, "verdict", has_end ? "may.yes" : "may.yes.open");
    else
        view_word(view, "verdict", has_next ? "may.no"
                                 : is_only_plan(answer) ? "may.no.plan"
                                                        : "may.no.open");
}

/* Rule POL-plan, and nothing else that has no end of its own: then the plan
 * is the whole answer, and it lapses with the plan. */
static bool is_only_plan(const struct contact_answer *answer)
{
    bool has_plan = false;
    for (uint32_t i = 0; i < answer->reason_count; i++) {
        const struct contact_reason *reason = &answer->reason[i];
        bool is_plan = str_is(str_of(reason->rule->id), "POL-plan");
        has_plan = has_plan || is_plan;
        if (!is_plan && reason->decision == DECISION_BLOCK)
            return false;
    }
    return has_plan;
}

/* The clock face there; without a known zone, ours. */
static struct wall wall_there(const struct web_visit *visit,
                              const struct app_may_answer *may,
                              struct moment moment)
{
    const struct contact_zone_book *book = visit->app->zones;
    uint32_t index = contact_zone_find(book, may->zone);
    if (may->zone.len == 0 || index >= contact_zone_count(book))
        return respond_wall(visit, moment);
    return zone_wall(contact_zone_at(book, index), moment);
}

static void view_reasons(struct web_visit *visit, struct view *view,
                         const struct app_may_answer *may)
{
    static const char *const words[] = {
        [DECISION_UNSET] = "decision.block",
        [DECISION_BLOCK] = "decision.block",
        [DECISION_DELAY] = "decision.delay",
        [DECISION_REQUIRE] = "decision.require",
        [DECISION_WARN] = "decision.warn",
        [DECISION_ALLOW] = "decision.allow"
    };
    const struct contact_answer *answer = &may->answer;
    enum language language = visit->language == WORDS_ES ? LANGUAGE_SPANISH
                                                         : LANGUAGE_ENGLISH;
    view_flag(view, "has_reasons", answer->reason_count > 0);
    struct view *list = view_list(view, "reasons");
    for (uint32_t i = 0; i < answer->reason_count; i++) {
        const struct contact_reason *reason = &answer->reason[i];
        struct view *item = view_item(list);
        view_text(item, "words", contact_reason_words(reason, language));
        view_flag(item, "is_missing", reason->is_missing);
        view_word(item, "decision", words[reason->decision]);
        view_text_c(item, "rule", reason->rule->id);
        view_text_c(item, "citation", reason->rule->citation);
        if (moment_is_never(reason->until) || moment_is_none(reason->until))
            view_absent(item, "until");
        else
            view_moment(item, "until", reason->until,
                        wall_there(visit, may, reason->until));
    }
}

static void view_channels(struct view *view, uint32_t open)
{
    static const char *const words[CHANNEL_COUNT] = {
        [CHANNEL_PHONE] = "channel.phone",
        [CHANNEL_VOICEMAIL] = "channel.voicemail",
        [CHANNEL_TEXT] = "channel.text", [CHANNEL_EMAIL] = "channel.email",
        [CHANNEL_LETTER] = "channel.letter"
    };
    struct view *list = view_list(view, "channels");
    for (uint32_t i = 1; i < CHANNEL_COUNT; i++)
        if (open & (1u << i))
            view_word(view_item(list), "words", words[i]);
    view_flag(view, "has_channels", view_item_count(list) > 0);
}

/* --- the call --------------------------------------------------------- */

/* The button starts the attempt, so that it counts before anybody dials. */
void post_call(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_attempt attempt = {
        .debt_ref = visit->ref[0],
        .answer_ref = visit_form(visit, "answer"),
        .outcome = OUTCOME_UNKNOWN, .key = visit->nonce
    };
    if (app_attempt_record(visit->app, visit->caller, &attempt, &err)) {
        desk_redirect(visit, str_c(visit->arena, str_format(
            visit->arena, "/call?answer=%.*s",
            STR_ARGS(attempt.answer_ref))));
    } else if (err.kind == ERR_CONFLICT) {
        const char *const wrong[DESK_FIELDS] = {
            [DESK_NUMBER] = "call.stale"
        };
        desk_show(visit, 409, wrong);
    } else {
        respond_trouble(visit, &err);
    }
}

void get_call(struct web_visit *visit)
{
    show_call(visit, 200, http_query(visit->request, "answer"), NULL);
}

void post_outcome(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_attempt attempt = {
        .debt_ref = visit->ref[0],
        .answer_ref = visit_form(visit, "answer"),
        .outcome = outcome_parse(visit_form(visit, "outcome")),
        .key = visit->nonce
    };
    if (attempt.outcome == OUTCOME_UNKNOWN || attempt.outcome == OUTCOME_SENT)
        show_call(visit, 422, attempt.answer_ref, "call.err.outcome");
    else if (app_attempt_record(visit->app, visit->caller, &attempt, &err))
        desk_redirect(visit, "?said=outcome");
    else
        respond_trouble(visit, &err);
}

static void show_call(struct web_visit *visit, int status, struct str answer,
                      const char *wrong)
{
    static const struct {
        const char *code, *word;
    } outcomes[] = { { "no_answer", "outcome.no_answer" },
                     { "conversation", "outcome.conversation" },
                     { "voicemail", "outcome.voicemail" },
                     { "busy", "outcome.busy" },
                     { "not_in_service", "outcome.not_in_service" },
                     { "wrong_person", "outcome.wrong_person" } };
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct str number;
    struct problem problem = { "outcome_no_answer", "outcome_problem",
                               wrong };
    if (!app_bill_by_ref(visit->app, visit->caller, visit->ref[0],
                         visit->arena, &bill, &err)
        || !app_answer_number(visit->app, visit->caller, visit->ref[0],
                              answer, visit->arena, &number, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "desk/call");
    view_problems(view, &problem, 1);
    view_text(view, "ref", visit->ref[0]);
    view_text(view, "name", desk_name(visit, &bill));
    view_text(view, "answer", answer);
    view_text(view, "digits", number);
    view_phone(view, "number", number);
    view_flag(view, "is_third_party", debt_is_third_party(&bill.debt));
    struct view *list = view_list(view, "outcomes");
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", outcomes[i].code);
        view_word(item, "words", outcomes[i].word);
    }
}
