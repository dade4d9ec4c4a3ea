#include "base/base.h"
#include "choice/offers.h"

/* The numbers of payments people are shown; the longest allowed one joins
 * them.  Least a month comes first, so longest first. */
static const uint32_t usual_counts[] = { 12, 6, 3 };
_Static_assert(sizeof usual_counts / sizeof usual_counts[0] + 3
                   <= CHOICE_OFFERS_MAX,
               "the longest plan, the pause and paying in full must fit");

static uint32_t longest_plan(const struct choice_facts *facts);
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
    uint32_t longest = longest_plan(facts);
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

/* As many payments as the agreement allows without one below its least. */
static uint32_t longest_plan(const struct choice_facts *facts)
{
    int64_t least = facts->plan_payment_min.cents;
    if (least < 1)
        least = 1;
    int64_t longest = facts->balance.cents / least;
    if (longest > facts->plan_months_max)
        longest = facts->plan_months_max;
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

/* Two 64-bit FNV-1a sums with different starts make the 128 bits of a ref.
 * Enough here: it only tells a handful of offers and their changes apart. */
struct digest {
    uint64_t half[2];
};

static void digest_byte(struct digest *digest, uint8_t byte)
{
    for (uint32_t i = 0; i < 2; i++)
        digest->half[i] = (digest->half[i] ^ byte) * UINT64_C(0x100000001b3);
}

static void digest_number(struct digest *digest, int64_t number)
{
    for (uint32_t shift = 0; shift < 64; shift += 8)
        digest_byte(digest, (uint8_t)((uint64_t)number >> shift));
}

/* FNV mixes high bits poorly; this spreads every bit over the half. */
static uint64_t digest_finish(uint64_t half)
{
    half = (half ^ (half >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    half = (half ^ (half >> 27)) * UINT64_C(0x94d049bb133111eb);
    return half ^ (half >> 31);
}

static struct ref offer_reference(const struct choice_facts *facts,
                                  const struct choice_offer *offer)
{
    struct digest digest = { { UINT64_C(0xcbf29ce484222325),
                               UINT64_C(0x6c62272e07bb0142) } };
    for (size_t i = 0; i < REF_LEN; i++)
        digest_byte(&digest, (uint8_t)facts->debt.text[i]);
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
        digest_number(&digest, term[i]);

    struct ref reference;
    snprintf(reference.text, sizeof reference.text, "%016" PRIx64 "%016" PRIx64,
             digest_finish(digest.half[0]), digest_finish(digest.half[1]));
    return reference;
}
