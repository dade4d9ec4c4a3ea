#include "client/agreement.h"

#define DAYS_WITHOUT_END 36500 /* a hundred years are no limit */

struct day client_asks_through(const struct client_agreement *agreement,
                               struct day care_ended)
{
    int64_t days = agreement->place_days_max;
    if (days <= 0 || days > DAYS_WITHOUT_END)
        return DAY_NONE;
    if (day_is_none(care_ended))
        return (struct day){ 0 }; /* nobody knows: long past */
    return day_add(care_ended, (int32_t)days);
}

uint32_t client_facility_find(const struct client_agreement *agreement,
                              struct str code)
{
    CHECK(agreement != NULL);
    CHECK(agreement->facility_count <= CLIENT_FACILITIES_MAX);

    /* Nearly every row has the very letters, so these are compared first. */
    for (uint32_t i = 0; i < agreement->facility_count; i++)
        if (str_equal(agreement->facility[i].code, code))
            return i;
    for (uint32_t i = 0; i < agreement->facility_count; i++)
        if (str_equal_fold(agreement->facility[i].code, code))
            return i;
    return agreement->facility_count;
}
