#include "base/base.h"
#include "message/fill_view.h"
#include "message/lines.h"

static void view_care(struct view *view, const struct message_input *input);
static void view_brand(struct view *view, const struct message_input *input);
static void view_bill(struct view *view, const struct message_input *input);
static void view_itemization(struct view *view,
                             const struct message_input *input);
static void view_plan(struct view *view, const struct message_plan *plan);
static void view_payment(struct view *view, const struct message_input *input);
static void view_standing(struct view *view,
                          const struct message_standing *standing);
static void view_clean(struct view *view, const char *name, struct str value);
static void view_lines(struct view *view, const char *name,
                       const struct str *line, uint32_t count);
static struct str place_line(struct arena *arena, struct str city,
                             struct str state, struct str zip);

struct view *message_fill_view(struct arena *arena,
                               const struct message_input *input)
{
    bool is_spanish = input->language == LANGUAGE_SPANISH;
    struct view *view = view_new(arena, is_spanish ? WORDS_ES : WORDS_EN);
    if (!view)
        return NULL;
    view_care(view, input);
    view_brand(view, input);
    view_clean(view, "code", input->code);
    view_clean(view, "portal", input->portal);
    view_flag(view, "third_party", debt_is_third_party(input->debt));

    struct str line[MESSAGE_LINES_MAX];
    uint32_t count = message_brand_lines(arena, input->agreement, line);
    view_lines(view, "brand_address", line, count);
    count = message_person_lines(arena, input->person, input->address, line);
    view_lines(view, "person_address", line, count);

    switch (input->kind) {
    case MESSAGE_FIRST_STATEMENT:
        view_bill(view, input);
        break;
    case MESSAGE_VALIDATION_NOTICE:
        view_itemization(view, input);
        break;
    case MESSAGE_PLAN_CONFIRMATION:
        view_plan(view, input->plan);
        break;
    case MESSAGE_RECEIPT:
        view_payment(view, input);
        break;
    case MESSAGE_PLAN_REMINDER:
    case MESSAGE_PLAN_MISSED:
    case MESSAGE_PLAN_NOTICE:
        view_standing(view, input->standing);
        break;
    case MESSAGE_PAUSE_ENDED:
        view_bill(view, input);
        view_day(view, "ended_on", input->ended_on);
        break;
    case MESSAGE_NEW_CODE:
    case MESSAGE_NONE:
    case MESSAGE_KINDS:
        break;
    }
    return view;
}

uint32_t message_brand_lines(struct arena *arena,
                             const struct client_agreement *agreement,
                             struct str line[MESSAGE_LINES_MAX])
{
    uint32_t count = 0;
    line[count++] = message_lines_clean(arena, agreement->brand_name);
    line[count++] = message_lines_clean(arena, agreement->brand_line1);
    if (str_trim(agreement->brand_line2).len > 0)
        line[count++] = message_lines_clean(arena, agreement->brand_line2);
    line[count++] = place_line(arena, agreement->brand_city,
                               agreement->brand_state, agreement->brand_zip);
    CHECK(count <= 4);
    return count;
}

uint32_t message_person_lines(struct arena *arena,
                              const struct person *person,
                              const struct person_address *address,
                              struct str line[MESSAGE_LINES_MAX])
{
    uint32_t count = 0;
    line[count++] = message_lines_clean(
        arena, person_full_name(arena, &person->name));
    line[count++] = message_lines_clean(arena, address->line1);
    if (str_trim(address->line2).len > 0)
        line[count++] = message_lines_clean(arena, address->line2);
    line[count++] = place_line(arena, address->city, address->state,
                               address->zip);
    CHECK(count <= 4);
    return count;
}

/* Who got care, where and when: the person knows the bill by that. */
static void view_care(struct view *view, const struct message_input *input)
{
    const struct debt *debt = input->debt;
    struct str ending = debt_account_ending(view_arena(view), debt->account);
    size_t words = sizeof "ending " - 1;
    CHECK(ending.len >= words || !ending.at);

    bool is_other = str_trim(debt->patient_first).len > 0
                 && !str_equal_fold(str_trim(debt->patient_first),
                                    str_trim(input->person->name.first));
    if (is_other)
        view_clean(view, "patient", debt->patient_first);
    else
        view_absent(view, "patient");
    view_clean(view, "facility", input->facility->name);
    view_day(view, "service", debt->service_on);
    view_clean(view, "ending", str_part(ending, words, ending.len));
}

static void view_brand(struct view *view, const struct message_input *input)
{
    const struct client_agreement *agreement = input->agreement;
    bool is_spanish = input->language == LANGUAGE_SPANISH;
    view_clean(view, "creditor", agreement->name);
    view_flag(view, "creditor_differs",
              !str_equal_fold(str_trim(agreement->name),
                              str_trim(input->facility->name)));
    view_clean(view, "known_as", agreement->known_as);
    view_clean(view, "brand_name", agreement->brand_name);
    view_phone(view, "brand_phone", agreement->brand_phone);
    view_clean(view, "hours", is_spanish ? agreement->brand_hours_es
                                         : agreement->brand_hours_en);
    view_phone(view, "help_phone", agreement->help_phone);
    view_clean(view, "help_url", agreement->help_url);
}

static void view_bill(struct view *view, const struct message_input *input)
{
    const struct debt_bill *bill = &input->debt->bill;
    struct money since;
    CHECK(money_subtract(bill->placed, input->owed, &since));
    view_money(view, "charged", bill->charged);
    view_money(view, "insurance_paid", bill->insurance_paid);
    view_money(view, "adjusted", bill->adjusted);
    view_money(view, "person_paid", bill->person_paid);
    view_money(view, "since", since); /* zero: the row is left out */
    view_money(view, "left", input->owed);
}

static void view_itemization(struct view *view,
                             const struct message_input *input)
{
    const struct message_itemization *is = input->itemization;
    struct money paid_or_credited;
    CHECK(money_add(is->paid, is->credited, &paid_or_credited));
    view_day(view, "as_of", is->as_of);
    view_money(view, "owed_then", is->owed_then);
    view_money(view, "interest", is->interest);
    view_money(view, "fees", is->fees);
    view_money(view, "paid_or_credited", paid_or_credited);
    view_money(view, "owed_now", is->owed_now);
    view_day(view, "dispute_by", input->dispute_by);
}

static void view_plan(struct view *view, const struct message_plan *plan)
{
    view_day(view, "agreed_on", plan->agreed_on);
    view_count(view, "count", plan->count);
    view_count(view, "count_less_one", (int64_t)plan->count - 1);
    view_money(view, "each", plan->each);
    view_money(view, "last", plan->last);
    view_flag(view, "odd", !money_equal(plan->each, plan->last));
    view_flag(view, "is_single", plan->count == 1);
    view_flag(view, "is_pair", plan->count == 2);
    view_money(view, "total", plan->total);
    view_day(view, "first_on", plan->first_on);
    view_day(view, "last_on", plan->last_on);
    view_count(view, "grace_days", plan->grace_days);
    view_flag(view, "changed", plan->is_changed);
    view_flag(view, "moved", plan->is_moved);
}

static void view_standing(struct view *view,
                          const struct message_standing *standing)
{
    struct money total;
    CHECK(money_add(standing->paid, standing->left, &total));
    view_money(view, "total", total);
    view_money(view, "paid", standing->paid);
    view_money(view, "left", standing->left);
    view_money(view, "amount", standing->amount);
    view_day(view, "due_on", standing->due_on);
    view_count(view, "missed_count", standing->missed_count);
    view_money(view, "missed", standing->missed);
    view_day(view, "until", standing->until);
    view_count(view, "pause_days", standing->pause_days);
}

static void view_payment(struct view *view, const struct message_input *input)
{
    const struct message_payment *payment = input->payment;
    bool is_spanish = input->language == LANGUAGE_SPANISH;
    view_money(view, "amount", payment->amount);
    view_money(view, "left", payment->left);
    view_day(view, "received_on", payment->received_on);
    view_clean(view, "method", is_spanish ? payment->method_es
                                          : payment->method_en);
    view_clean(view, "last4", payment->last4);
    view_clean(view, "reference", payment->reference);
}

static void view_clean(struct view *view, const char *name, struct str value)
{
    view_text(view, name, message_lines_clean(view_arena(view), value));
}

static void view_lines(struct view *view, const char *name,
                       const struct str *line, uint32_t count)
{
    struct view *list = view_list(view, name);
    for (uint32_t i = 0; i < count; i++)
        view_item_text(list, line[i]);
}

static struct str place_line(struct arena *arena, struct str city,
                             struct str state, struct str zip)
{
    return message_lines_clean(
        arena, str_format(arena, "%.*s, %.*s %.*s", STR_ARGS(city),
                          STR_ARGS(state), STR_ARGS(zip)));
}
