#include "base/base.h"
#include "message/release.h"

/* Twice the median, so that the mean of two middles stays whole. */
static int64_t median_twice(const struct message_before *before)
{
    int64_t sorted[MESSAGE_SIZES_MAX];
    for (uint32_t i = 0; i < before->count; i++) {
        uint32_t at = i;
        while (at > 0 && sorted[at - 1] > before->size[i]) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = before->size[i];
    }
    uint32_t middle = before->count / 2;
    return before->count % 2 == 1 ? 2 * sorted[middle]
                                  : sorted[middle - 1] + sorted[middle];
}

enum message_look message_look(const struct message_before *before,
                               struct day made_on, int64_t letters,
                               int64_t *usual)
{
    CHECK(before->count <= MESSAGE_SIZES_MAX);
    CHECK(letters > 0);
    int64_t twice = before->count > 0 ? median_twice(before) : 0;
    *usual = twice / 2;
    if (before->count == 0 || day_is_none(before->first_on)
        || day_compare(made_on, day_add(before->first_on,
                                        MESSAGE_FIRST_DAYS)) < 0)
        return MESSAGE_LOOK_FIRST;
    return letters > twice ? MESSAGE_LOOK_LARGE : MESSAGE_LOOK_NONE;
}
