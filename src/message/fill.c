#include "base/base.h"
#include "message/fill.h"
#include "message/fill_view.h"
#include "message/lines.h"
#include "message/lint.h"
#include "message/templates.h"
#include "text/embedded.h"
#include "text/format.h"
#include "text/mustache.h"

extern const struct embedded_set embedded_messages;

static struct str template_name(struct arena *arena,
                                const struct message_input *input);
static enum message_answer input_check(const struct message_input *input,
                                       struct str *why);
static enum message_answer parts_check(const struct message_input *input,
                                       struct str *why);
static enum message_answer sums_check(const struct message_input *input,
                                      struct str *why);
static bool bill_adds_up(const struct message_input *input);
static bool itemization_adds_up(const struct message_input *input);
static bool plan_adds_up(const struct message_plan *plan);
static bool standing_adds_up(const struct message_input *input);
static struct str single_stops(struct arena *arena, struct str text);
static void fill_head(const struct message_input *input, struct arena *arena,
                      struct message_content *content);
static void lint_filled(const struct lint_lists *lists,
                        const struct message_input *input,
                        struct arena *arena, struct message_filled *filled);

bool message_templates_open(struct arena *arena,
                            struct message_templates **templates,
                            struct err *err)
{
    struct message_templates *open = arena_new(arena,
                                               struct message_templates);
    if (!open)
        return err_set(err, ERR_EXHAUSTED, "no memory for the messages");
    open->set = mustache_set_new(arena, MUSTACHE_PLAIN);
    open->lists = lint_lists_open(arena);
    if (!open->set || !open->lists)
        return err_set(err, ERR_EXHAUSTED, "no memory for the messages");
    for (size_t i = 0; i < embedded_messages.count; i++) {
        const struct embedded_file *file = &embedded_messages.file[i];
        struct str name = str_of(file->name);
        if (str_starts(name, STR("lint/")))
            continue;
        if (!mustache_add(open->set, name, (struct str){ file->at, file->len },
                          err))
            return err_context(err, "messages");
    }
    if (!mustache_ready(open->set, MUSTACHE_STRICT, err))
        return err_context(err, "messages");
    *templates = open;
    return true;
}

bool message_fill(const struct message_templates *templates,
                  const struct message_input *input, struct arena *arena,
                  struct message_filled *filled, struct err *err)
{
    struct message_filled fill = { .answer = MESSAGE_UNSET };
    fill.answer = input_check(input, &fill.why);
    if (fill.answer != MESSAGE_FILLED) {
        *filled = fill;
        return true;
    }
    struct str name = template_name(arena, input);
    struct view *view = message_fill_view(arena, input);
    struct buf rendered;
    buf_init(&rendered, arena, MESSAGE_BYTES_MAX);
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for a message");
    if (!mustache_render(templates->set, name, view, MUSTACHE_STRICT,
                         &rendered, err)
        || !message_lines_parse(arena, single_stops(arena, buf_str(&rendered)),
                                &fill.content, err))
        return err_context(err, "message %.*s", STR_ARGS(name));
    fill_head(input, arena, &fill.content);
    fill.content.template_version = message_template_version(arena, name);
    lint_filled(templates->lists, input, arena, &fill);
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for a message");
    if (fill.answer != MESSAGE_FILLED)
        fill.content = (struct message_content){ .kind = MESSAGE_NONE };
    *filled = fill;
    return true;
}

static struct str template_name(struct arena *arena,
                                const struct message_input *input)
{
    return str_format(arena, "%.*s/%.*s",
                      STR_ARGS(language_code(input->language)),
                      STR_ARGS(message_kind_word(input->kind)));
}

/* FNV-1a over every file of that language, since templates include others:
 * which words did we have on the day it was sent? */
struct str message_template_version(struct arena *arena, struct str name)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < embedded_messages.count; i++) {
        const struct embedded_file *file = &embedded_messages.file[i];
        struct str other = str_of(file->name);
        bool is_care = str_ends(other, STR("/care"))
                    && str_equal(str_part(other, 0, 3), str_part(name, 0, 3));
        if (!is_care && !str_equal(other, name))
            continue;
        for (size_t b = 0; b < file->len; b++)
            sum = (sum ^ (uint8_t)file->at[b]) * UINT64_C(0x100000001b3);
    }
    return str_format(arena, "%016" PRIx64, sum);
}

/* A name that ends in a full stop ("Inc.") at the end of a sentence gives
 * two; one is left.  Three are meant. */
static struct str single_stops(struct arena *arena, struct str text)
{
    struct buf buf;
    buf_init(&buf, arena, MESSAGE_BYTES_MAX);
    for (size_t i = 0; i < text.len; i++) {
        struct str next = str_part(text, i, 3);
        bool is_three = i > 0 && text.at[i - 1] == '.';
        if (str_starts(next, STR("..")) && !str_is(next, "...") && !is_three)
            continue;
        buf_add_byte(&buf, text.at[i]);
    }
    return buf_str(&buf);
}

static enum message_answer input_check(const struct message_input *input,
                                       struct str *why)
{
    CHECK(input->kind > MESSAGE_NONE && input->kind < MESSAGE_KINDS);
    CHECK(input->person && input->address && input->debt);
    CHECK(input->agreement && input->facility);
    CHECK(!day_is_none(input->sent_on));
    bool is_third_party = debt_is_third_party(input->debt);
    *why = STR("program");
    if ((input->kind == MESSAGE_FIRST_STATEMENT && is_third_party)
        || (input->kind == MESSAGE_VALIDATION_NOTICE && !is_third_party))
        return MESSAGE_WRONG_PROGRAM;
    enum message_answer answer = parts_check(input, why);
    if (answer == MESSAGE_FILLED)
        answer = sums_check(input, why);
    if (answer == MESSAGE_FILLED)
        *why = (struct str){ NULL, 0 };
    return answer;
}

static bool is_about_payments(enum message_kind kind)
{
    return kind == MESSAGE_PLAN_REMINDER || kind == MESSAGE_PLAN_MISSED
        || kind == MESSAGE_PLAN_NOTICE;
}

static enum message_answer parts_check(const struct message_input *input,
                                       struct str *why)
{
    const struct client_agreement *agreement = input->agreement;
    bool is_spanish = input->language == LANGUAGE_SPANISH;
    const struct { const char *part; struct str value; } part[] = {
        { "last name", input->person->name.last },
        { "street", input->address->line1 },
        { "city", input->address->city },
        { "state", input->address->state },
        { "zip", input->address->zip },
        { "account", input->debt->account },
        { "facility", input->facility->name },
        { "creditor", agreement->name },
        { "known_as", agreement->known_as },
        { "brand name", agreement->brand_name },
        { "brand street", agreement->brand_line1 },
        { "brand city", agreement->brand_city },
        { "brand state", agreement->brand_state },
        { "brand zip", agreement->brand_zip },
        { "brand phone", agreement->brand_phone },
        { "brand hours", is_spanish ? agreement->brand_hours_es
                                    : agreement->brand_hours_en },
        { "help_phone", agreement->help_phone },
        { "help_url", agreement->help_url },
        { "code", input->code },
        { "portal", input->portal },
    };
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
        *why = str_of(part[i].part);
        if (str_trim(part[i].value).len == 0)
            return MESSAGE_PART_MISSING;
    }
    *why = STR("service date");
    if (day_is_none(input->debt->service_on))
        return MESSAGE_PART_MISSING;
    *why = STR("itemization, plan or payment");
    bool has_own = input->kind == MESSAGE_FIRST_STATEMENT
        || (input->kind == MESSAGE_VALIDATION_NOTICE && input->itemization)
        || (input->kind == MESSAGE_PLAN_CONFIRMATION && input->plan)
        || (input->kind == MESSAGE_RECEIPT && input->payment)
        || (input->kind == MESSAGE_PAUSE_ENDED
            && !day_is_none(input->ended_on))
        || (is_about_payments(input->kind) && input->standing)
        || input->kind == MESSAGE_NEW_CODE;
    if (!has_own)
        return MESSAGE_PART_MISSING;
    *why = STR("days of grace");
    if (input->kind == MESSAGE_PLAN_CONFIRMATION
        && input->plan->grace_days == 0)
        return MESSAGE_PART_MISSING;
    *why = STR("the date nothing changes before");
    if (input->kind == MESSAGE_PLAN_NOTICE
        && (day_is_none(input->standing->until)
            || day_compare(input->standing->until, input->sent_on) <= 0))
        return MESSAGE_PART_MISSING;
    *why = STR("dispute date");
    if (input->kind == MESSAGE_VALIDATION_NOTICE
        && (day_is_none(input->dispute_by)
            || day_compare(input->dispute_by, input->sent_on) <= 0))
        return MESSAGE_PART_MISSING;
    return MESSAGE_FILLED;
}

static enum message_answer sums_check(const struct message_input *input,
                                      struct str *why)
{
    bool adds_up = false;
    switch (input->kind) {
    case MESSAGE_FIRST_STATEMENT:
        *why = STR("the bill does not add up to what is left");
        adds_up = bill_adds_up(input);
        break;
    case MESSAGE_VALIDATION_NOTICE:
        *why = STR("the itemization does not add up to what is owed now");
        adds_up = itemization_adds_up(input);
        break;
    case MESSAGE_PLAN_CONFIRMATION:
        *why = STR("the payments of the plan do not add up to its total");
        adds_up = plan_adds_up(input->plan);
        break;
    case MESSAGE_RECEIPT:
        *why = STR("what is left after the payment is not what is owed");
        adds_up = input->payment->amount.cents > 0
               && input->payment->left.cents >= 0
               && money_equal(input->payment->left, input->owed);
        break;
    case MESSAGE_PLAN_REMINDER:
    case MESSAGE_PLAN_MISSED:
    case MESSAGE_PLAN_NOTICE:
        *why = STR("the plan does not add up to what is owed");
        adds_up = standing_adds_up(input);
        break;
    case MESSAGE_PAUSE_ENDED:
        *why = STR("the bill does not add up to what is left");
        adds_up = bill_adds_up(input);
        break;
    case MESSAGE_NEW_CODE: /* speaks of no money */
        adds_up = true;
        break;
    case MESSAGE_NONE:
    case MESSAGE_KINDS:
        break;
    }
    return adds_up ? MESSAGE_FILLED : MESSAGE_SUM_WRONG;
}

/* Nothing negative, nothing beyond what one bill may be: then the sums below
 * cannot overflow. */
static bool are_amounts(const struct money *amount, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (amount[i].cents < 0 || amount[i].cents > MONEY_MAX_CENTS)
            return false;
    return true;
}

static bool bill_adds_up(const struct message_input *input)
{
    const struct debt_bill *bill = &input->debt->bill;
    const struct money amount[] = { bill->charged, bill->insurance_paid,
                                    bill->adjusted, bill->person_paid,
                                    bill->placed, input->owed };
    return are_amounts(amount, sizeof amount / sizeof amount[0])
        && bill->charged.cents - bill->insurance_paid.cents
                   - bill->adjusted.cents - bill->person_paid.cents
               == bill->placed.cents
        && input->owed.cents >= 1
        && input->owed.cents <= bill->placed.cents;
}

/* Rule RF-34-content: V8 + interest + fees - payments - credits = V10. */
static bool itemization_adds_up(const struct message_input *input)
{
    const struct message_itemization *is = input->itemization;
    const struct money amount[] = { is->owed_then, is->interest, is->fees,
                                    is->paid, is->credited, is->owed_now };
    return are_amounts(amount, sizeof amount / sizeof amount[0])
        && !day_is_none(is->as_of)
        && day_compare(is->as_of, input->sent_on) <= 0
        && is->owed_then.cents + is->interest.cents + is->fees.cents
                   - is->paid.cents - is->credited.cents
               == is->owed_now.cents
        && is->owed_now.cents >= 1
        && money_equal(is->owed_now, input->owed);
}

static bool plan_adds_up(const struct message_plan *plan)
{
    const struct money amount[] = { plan->each, plan->last, plan->total };
    return are_amounts(amount, sizeof amount / sizeof amount[0])
        && plan->count >= 1 && plan->count <= CLIENT_PLAN_MONTHS_MAX
        && plan->each.cents >= 1 && plan->last.cents >= 1
        && plan->each.cents * (plan->count - 1) + plan->last.cents
               == plan->total.cents
        && day_compare(plan->first_on, plan->last_on) <= 0;
}

/* What is missed is part of what is left, and the notice is about several
 * payments. */
static bool standing_adds_up(const struct message_input *input)
{
    const struct message_standing *is = input->standing;
    const struct money amount[] = { is->paid, is->left, is->amount,
                                    is->missed };
    return are_amounts(amount, sizeof amount / sizeof amount[0])
        && money_equal(is->left, input->owed)
        && is->amount.cents >= 1 && is->amount.cents <= is->left.cents
        && is->missed.cents <= is->left.cents
        && !day_is_none(is->due_on) && is->pause_days > 0
        && (input->kind != MESSAGE_PLAN_NOTICE
            || (is->missed_count >= 2 && is->missed.cents > 0));
}

static void fill_head(const struct message_input *input, struct arena *arena,
                      struct message_content *content)
{
    const struct client_agreement *agreement = input->agreement;
    bool is_spanish = input->language == LANGUAGE_SPANISH;
    content->kind = input->kind;
    content->is_large = input->person->wants_large;
    content->language = language_written(input->language);
    content->sender_count = message_brand_lines(arena, agreement,
                                                content->sender);
    content->sender[content->sender_count++] = str_format(
        arena, "%.*s, %.*s",
        STR_ARGS(format_phone_str(arena, agreement->brand_phone)),
        STR_ARGS(message_lines_clean(arena, is_spanish
                                                ? agreement->brand_hours_es
                                                : agreement->brand_hours_en)));
    content->sender[content->sender_count++]
        = message_lines_clean(arena, input->portal);
    content->recipient_count = message_person_lines(
        arena, input->person, input->address, content->recipient);
    content->sent_on = input->sent_on;
    content->date_line = format_day_str(
        arena, is_spanish ? WORDS_ES : WORDS_EN, input->sent_on);
    content->code = message_lines_clean(arena, input->code);
    content->link = str_format(arena, "https://%.*s",
                               STR_ARGS(message_lines_clean(arena,
                                                            input->portal)));
    CHECK(content->sender_count <= MESSAGE_LINES_MAX);
    CHECK(content->recipient_count <= MESSAGE_LINES_MAX);
}

/* Names are taken out before the letter is linted, but a provider that is
 * called a collector cannot sign for itself (D-51). */
static void lint_filled(const struct lint_lists *lists,
                        const struct message_input *input,
                        struct arena *arena, struct message_filled *filled)
{
    struct lint_report *report = arena_new(arena, struct lint_report);
    struct lint_names names = { .count = 0 };
    filled->answer = MESSAGE_FILLED;
    if (!report)
        return; /* the caller sees that the arena is exhausted */
    const struct str name[] = {
        input->agreement->brand_name, input->agreement->known_as,
        input->agreement->name, input->facility->name,
        input->debt->patient_first };
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++)
        names.name[names.count++] = message_lines_clean(arena, name[i]);
    message_lint_content(lists, &filled->content, input->debt->program,
                         &names, arena, report);
    for (uint32_t i = 0; i < 2 && report->count == 0
                         && input->debt->program == PROGRAM_EARLY_OUT; i++) {
        message_lint(lists,
                     &(struct lint_ask){ .channel = LINT_BUTTON,
                                         .language = filled->content.language,
                                         .program = PROGRAM_EARLY_OUT,
                                         .text = names.name[i] },
                     arena, report);
        if (!lint_has(report, LINT_COLLECTOR))
            report->count = 0;
    }
    if (report->count == 0)
        return;
    const struct lint_finding *finding = &report->finding[0];
    filled->answer = MESSAGE_LINT;
    filled->why = str_format(arena, "%.*s: %.*s",
                             STR_ARGS(lint_rule_word(finding->rule)),
                             STR_ARGS(finding->why));
}
