#include "base/base.h"
#include "text/embedded.h"

bool embedded_find(const struct embedded_set *set, struct str name,
                   struct str *bytes)
{
    CHECK(set != NULL);
    CHECK(bytes != NULL);
    size_t low = 0;
    size_t high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct embedded_file *file = &set->file[middle];
        int order = str_compare(name, str_of(file->name));
        if (order == 0) {
            *bytes = (struct str){ file->at, file->len };
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
