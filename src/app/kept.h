/* kept.h - which agreements were read already?
 *
 * An agreement is YAML text in the store; reading it costs more than the rest
 * of a unit.  Each version is read once and kept as long as the app, by
 * client, version and digest, so a version that was never committed cannot
 * pass for another.  Safe from any thread.  Used inside app only. */
#ifndef APP_KEPT_H
#define APP_KEPT_H

#include "base/base.h"
#include "client/client.h"

#define APP_KEPT_MAX 4096 /* versions; past it they are read, not kept */

struct app_kept;

/* NULL when memory runs out. */
struct app_kept *app_kept_open(struct arena *arena);
void app_kept_close(struct app_kept *kept); /* NULL is fine */

bool app_kept_find(struct app_kept *kept, struct client_id id,
                   int64_t version, struct str sha256,
                   struct client *client);

struct app_kept_new {
    struct client_id id;
    struct str ref, code;
    int64_t version;
    struct str sha256, file_name, yaml;
};
/* Reads and keeps it; *client points into what is kept. */
bool app_kept_add(struct app_kept *kept, const struct app_kept_new *made,
                  struct client *client, struct err *err) MUST_USE;

#endif
