#include "client/agreement.h"

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
