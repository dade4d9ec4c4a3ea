#include "base/base.h"
#include "choice/rest.h"

static bool is_rest(const struct choice_rest *rest, const struct fact *fact);
static struct moment rest_end(const struct choice_rest *rest,
                              const struct fact *fact);

bool choice_rested(const struct choice_rest *rest, struct moment from,
                   struct moment to)
{
    for (uint32_t i = 0; i < rest->count; i++) {
        const struct fact *fact = &rest->fact[i];
        if (is_rest(rest, fact) && moment_compare(fact->holds_from, to) < 0
            && moment_compare(rest_end(rest, fact), from) > 0)
            return true;
    }
    return false;
}

bool choice_rests(const struct choice_rest *rest, struct moment at,
                  struct moment *until)
{
    bool is_found = false;
    for (uint32_t i = 0; i < rest->count; i++) {
        const struct fact *fact = &rest->fact[i];
        if (!is_rest(rest, fact) || moment_compare(fact->holds_from, at) > 0)
            continue;
        struct moment end = rest_end(rest, fact);
        if (moment_compare(end, at) > 0
            && (!is_found || moment_compare(end, *until) > 0)) {
            *until = end;
            is_found = true;
        }
    }
    return is_found;
}

bool choice_pause_ended(const struct choice_rest *rest, struct moment from,
                        struct moment to, struct moment *ended)
{
    bool is_found = false;
    for (uint32_t i = 0; i < rest->count; i++) {
        const struct fact *fact = &rest->fact[i];
        if (fact->kind != FACT_HELD || !is_rest(rest, fact)
            || moment_compare(rest_end(rest, fact), fact->until) != 0
            || moment_compare(fact->until, from) < 0
            || moment_compare(fact->until, to) >= 0)
            continue;
        if (!is_found || moment_compare(fact->until, *ended) > 0)
            *ended = fact->until;
        is_found = true;
    }
    return is_found;
}

static bool is_rest(const struct choice_rest *rest, const struct fact *fact)
{
    bool is_kind = fact->kind == FACT_HELD || fact->kind == FACT_DISPUTE
        || fact->kind == FACT_ATTORNEY || fact->kind == FACT_BANKRUPTCY
        || fact->kind == FACT_DECEASED;
    return is_kind && (fact->debt.n == 0 || fact->debt.n == rest->debt.n);
}

/* By its own date, or sooner: taken back, or answered. */
static struct moment rest_end(const struct choice_rest *rest,
                              const struct fact *fact)
{
    struct moment end = fact->until;
    for (uint32_t i = 0; i < rest->count; i++) {
        const struct fact *other = &rest->fact[i];
        bool is_answer = fact->kind == FACT_DISPUTE
            && other->kind == FACT_DISPUTE_ANSWERED
            && (other->debt.n == 0 || other->debt.n == rest->debt.n)
            && moment_compare(other->holds_from, fact->holds_from) > 0;
        if (is_answer && moment_compare(other->holds_from, end) < 0)
            end = other->holds_from;
        if (other->corrects.n == fact->id.n && other->corrects.n != 0
            && moment_compare(other->recorded_at, end) < 0)
            end = other->recorded_at;
    }
    return end;
}
