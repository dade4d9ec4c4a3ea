#include "base/base.h"
#include "text/embedded.h"
#include "web/assets.h"
#include "web/respond.h"

#define ASSET_SECONDS 3600

extern const struct embedded_set embedded_assets;

static const struct {
    const char *ending, *content_type;
} types[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".txt", "text/plain; charset=utf-8" },
};

void get_asset(struct web_visit *visit)
{
    struct str bytes;
    struct str name = visit->ref[0];
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (str_ends(name, str_of(types[i].ending))
            && embedded_find(&embedded_assets, name, &bytes)) {
            respond_file(visit, types[i].content_type,
                         (struct str){ NULL, 0 }, bytes);
            visit->answer->cache_seconds = ASSET_SECONDS;
            return;
        }
    }
    http_answer_status(visit->answer, visit->request, 404);
}
