#include "base/base.h"
#include "choice/offers.h"
#include "choice/reference.h"

/* The numbers of payments people are shown; the longest allowed one joins
 * them.  Least a month comes first, so longest first. */
static const uint32_t usual_counts[] = { 12, 6, 3 };
_Static_assert(sizeof usual_counts / sizeof usual_counts[0] + 3
                   <= CHOICE_OFFERS_MAX,
               "the longest plan, the pause and paying in full must fit");

static void add_plan(const struct choice_facts *facts, uint32_t count,
                     struct choice_offers *offers);
static void add_offer(const struct choice_facts *facts,
                      struct choice_offer offer, struct choice_offers *offers);
static struct ref offer_reference(const struct choice_facts *facts,
                                  const struct choice_offer *offer);

struct str choice_kind_word(enum choice_kind kind)
{
    switch (kind) {
    case CHOICE_PLAN:
        return STR("plan");
    case CHOICE_PAUSE:
        return STR("pause");
    case CHOICE_PAY_IN_FULL:
        return STR("pay_in_full");
    case CHOICE_NONE:
        break;
    }
    return STR("none");
}

void choice_offers(const struct choice_facts *facts,
                   struct choice_offers *offers)
{
    CHECK(!day_is_none(facts->today));
    CHECK(facts->balance.cents <= MONEY_MAX_CENTS);

    *offers = (struct choice_offers){ .count = 0 };
    if (facts->balance.cents <= 0)
        return;
    uint32_t longest = choice_longest(facts->balance, facts->plan_months_max,
                                      facts->plan_payment_min);
    if (longest >= 2)
        add_plan(facts, longest, offers);
    for (size_t i = 0; i < sizeof usual_counts / sizeof usual_counts[0]; i++)
        if (usual_counts[i] < longest)
            add_plan(facts, usual_counts[i], offers);
    add_offer(facts, (struct choice_offer){
        .kind = CHOICE_PAUSE, .first_on = facts->today,
        .last_on = day_add(facts->today, CHOICE_PAUSE_DAYS),
        .miss = CHOICE_MISS_NOTHING }, offers);
    add_offer(facts, (struct choice_offer){
        .kind = CHOICE_PAY_IN_FULL, .count = 1, .each = facts->balance,
        .last = facts->balance, .total = facts->balance,
        .first_on = facts->today, .last_on = facts->today,
        .miss = CHOICE_MISS_NOTHING }, offers);
    CHECK(offers->count >= 2);
}

const struct choice_offer *choice_offer_find(
    const struct choice_offers *offers, struct str reference)
{
    CHECK(offers->count <= CHOICE_OFFERS_MAX);
    for (uint32_t i = 0; i < offers->count; i++)
        if (str_is(reference, offers->offer[i].reference.text))
            return &offers->offer[i];
    return NULL;
}

void choice_offer_schedule(const struct choice_offer *offer,
                           struct choice_schedule *schedule)
{
    CHECK(offer->kind == CHOICE_PLAN || offer->kind == CHOICE_PAY_IN_FULL);
    choice_schedule(&(struct choice_terms){ .balance = offer->total,
                                            .count = offer->count,
                                            .first_due = offer->first_on },
                    schedule);
}

uint32_t choice_longest(struct money balance, int64_t months_max,
                        struct money payment_min)
{
    int64_t least = payment_min.cents < 1 ? 1 : payment_min.cents;
    int64_t longest = balance.cents / least;
    if (longest > months_max)
        longest = months_max;
    if (longest > CHOICE_ITEMS_MAX)
        longest = CHOICE_ITEMS_MAX;
    return longest < 2 ? 0 : (uint32_t)longest;
}

static void add_plan(const struct choice_facts *facts, uint32_t count,
                     struct choice_offers *offers)
{
    struct choice_schedule schedule;
    choice_schedule(&(struct choice_terms){
                        .balance = facts->balance, .count = count,
                        .first_due = choice_first_due(facts->today) },
                    &schedule);
    add_offer(facts, (struct choice_offer){
        .kind = CHOICE_PLAN, .count = count,
        .each = schedule.item[0].amount,
        .last = schedule.item[count - 1].amount,
        .total = choice_schedule_total(&schedule),
        .first_on = schedule.item[0].due,
        .last_on = schedule.item[count - 1].due,
        .miss = CHOICE_MISS_GRACE }, offers);
}

static void add_offer(const struct choice_facts *facts,
                      struct choice_offer offer, struct choice_offers *offers)
{
    CHECK(offers->count < CHOICE_OFFERS_MAX);
    offer.reference = offer_reference(facts, &offer);
    /* Two offers with one reference could not be told apart on the form. */
    CHECK(!choice_offer_find(offers, str_of(offer.reference.text)));
    offers->offer[offers->count++] = offer;
}

static struct ref offer_reference(const struct choice_facts *facts,
                                  const struct choice_offer *offer)
{
    struct choice_digest digest;
    choice_digest_begin(&digest, &facts->debt);
    /* Only a plan's dates are terms.  A pause and paying in full are offered
     * "from today", and stay the same offer for who reads past midnight. */
    bool is_dated = offer->kind == CHOICE_PLAN;
    const int64_t term[] = {
        facts->balance.cents, facts->agreement_version, offer->kind,
        offer->count, offer->each.cents, offer->last.cents,
        offer->total.cents, is_dated ? offer->first_on.n : 0,
        is_dated ? offer->last_on.n : 0, offer->miss,
    };
    for (size_t i = 0; i < sizeof term / sizeof term[0]; i++)
        choice_digest_add(&digest, term[i]);
    return choice_digest_end(&digest);
}
