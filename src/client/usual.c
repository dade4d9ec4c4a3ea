#include "base/base.h"
#include "client/usual.h"

#define WEEK 7

/* In how many of the weeks before today did a file come on this weekday? */
static uint32_t weeks_with(const struct day *came, uint32_t count,
                           enum weekday weekday, struct day today)
{
    bool has_file[CLIENT_USUAL_WEEKS] = { false };
    uint32_t weeks = 0;
    for (uint32_t i = 0; i < count; i++) {
        int32_t age = day_between(came[i], today);
        if (age >= 0 && age < CLIENT_USUAL_DAYS
            && day_weekday(came[i]) == weekday)
            has_file[age / WEEK] = true;
    }
    for (size_t i = 0; i < CLIENT_USUAL_WEEKS; i++)
        weeks += has_file[i];
    return weeks;
}

struct client_usual client_usual(const struct day *came, uint32_t count,
                                 struct day today)
{
    struct client_usual usual = { .last_on = DAY_NONE,
                                  .expected_on = DAY_NONE };
    uint32_t most = 0;
    for (int32_t back = 0; back < WEEK; back++) {
        struct day day = day_add(today, -back);
        uint32_t weeks = weeks_with(came, count, day_weekday(day), today);
        if (weeks >= CLIENT_USUAL_LEAST && weeks > most) {
            most = weeks;
            usual.expected_on = day;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        if (day_compare(came[i], today) <= 0
            && day_between(came[i], today) < CLIENT_USUAL_DAYS
            && (day_is_none(usual.last_on)
                || day_compare(came[i], usual.last_on) > 0))
            usual.last_on = came[i];
    if (most == 0)
        return usual;
    bool has_come = day_compare(usual.last_on,
                                day_add(usual.expected_on,
                                        -CLIENT_EARLY_DAYS)) >= 0;
    usual.files = has_come ? CLIENT_FILES_CAME
        : day_compare(usual.expected_on, today) == 0 ? CLIENT_FILES_TODAY
                                                      : CLIENT_FILES_MISSING;
    return usual;
}
