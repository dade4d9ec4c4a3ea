#include "base/base.h"
#include "web/portal/portal.h"
#include "web/portal/show.h"
#include "web/respond.h"

static void show_list(struct web_visit *visit, const struct app_bill *bill,
                      uint32_t count);
static void show_one(struct web_visit *visit, const struct app_bill *bill,
                     bool has_others);
static void view_who(const struct web_visit *visit, struct view *view,
                     const struct app_bill *bill);

/* All of a person's bills in one place; a single one opens at once. */
void get_bill(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill *bills, one;
    uint32_t count;
    bool is_asked = http_query(visit->request, "bill").at != NULL;
    if (!app_bills(visit->app, visit->caller, visit->caller.person,
                   visit->arena, &bills, &count, &err)
        || (is_asked && !bill_asked(visit, &one, &err)))
        respond_trouble(visit, &err);
    else if (is_asked)
        show_one(visit, &one, count > 1);
    else if (count == 1)
        show_one(visit, &bills[0], false);
    else
        show_list(visit, bills, count);
}

static void show_list(struct web_visit *visit, const struct app_bill *bill,
                      uint32_t count)
{
    struct view *view = respond_page(visit, "portal/bills");
    struct view *list = view_list(view, "bills");
    view_flag(view, "has_bills", count > 0);
    for (uint32_t i = 0; i < count; i++)
        view_bill(visit, view_item(list), &bill[i]);
}

static void show_one(struct web_visit *visit, const struct app_bill *bill,
                     bool has_others)
{
    struct view *view = respond_page(visit, "portal/bill");
    bool is_paid = bill->state == APP_BILL_PAID;
    view_bill(visit, view, bill);
    view_sum(view, bill);
    view_who(visit, view, bill);
    view_flag(view, "is_paid", is_paid);
    view_flag(view, "has_other_bills", has_others);
    view_flag(view, "may_choose", bill_may_choose(bill));
    view_flag(view, "is_paused", bill_may_choose(bill)
                                 && bill->state == APP_BILL_ON_HOLD);
    view_flag(view, "has_plan", bill->has_plan && !is_paid);
    view_progress(visit, view, bill);
    view_text(view, "help_url", bill->help_url);
    if (bill->help_phone.len > 0)
        view_phone(view, "help_phone", bill->help_phone);
    else
        view_absent(view, "help_phone");
    view_phone(view, "phone", bill->brand_phone);
}

/* Early-out speaks in the provider's name; a collector says that it is one. */
static void view_who(const struct web_visit *visit, struct view *view,
                     const struct app_bill *bill)
{
    bool is_collector = debt_is_third_party(&bill->debt);
    view_text(view, "agency", web_agency(visit->web)->known_as);
    if (is_collector)
        view_word(view, "who", "brand.who");
    else
        view_word(view, "who", "brand.who.own");
    view_word(view, "care", bill->facility_city.len > 0 ? "bill.care"
                                                        : "bill.care.nocity");
}
