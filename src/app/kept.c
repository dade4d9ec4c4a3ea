#include <pthread.h>

#include "base/base.h"
#include "app/kept.h"
#include "intake/agreement.h"

struct kept_item {
    struct client client;
    struct str sha256;
};

struct app_kept {
    pthread_mutex_t lock;
    struct arena arena;
    uint32_t count;
    struct kept_item item[APP_KEPT_MAX];
};

static bool read_into(struct app_kept *kept, const struct app_kept_new *made,
                      struct kept_item *item, struct err *err);

struct app_kept *app_kept_open(struct arena *arena)
{
    struct app_kept *kept = arena_new(arena, struct app_kept);
    if (kept == NULL)
        return NULL;
    pthread_mutex_init(&kept->lock, NULL);
    arena_init(&kept->arena, ARENA_JOB_BYTES);
    return kept;
}

void app_kept_close(struct app_kept *kept)
{
    if (kept == NULL)
        return;
    arena_clear(&kept->arena);
    pthread_mutex_destroy(&kept->lock);
}

bool app_kept_find(struct app_kept *kept, struct client_id id,
                   int64_t version, struct str sha256, struct client *client)
{
    bool is_found = false;
    pthread_mutex_lock(&kept->lock);
    for (uint32_t i = kept->count; i > 0 && !is_found; i--) {
        const struct kept_item *item = &kept->item[i - 1];
        is_found = item->client.id.n == id.n
            && item->client.version == version
            && str_equal(item->sha256, sha256);
        if (is_found)
            *client = item->client;
    }
    pthread_mutex_unlock(&kept->lock);
    return is_found;
}

bool app_kept_add(struct app_kept *kept, const struct app_kept_new *made,
                  struct client *client, struct err *err)
{
    struct kept_item item;
    pthread_mutex_lock(&kept->lock);
    bool done = read_into(kept, made, &item, err);
    if (done && kept->count < APP_KEPT_MAX)
        kept->item[kept->count++] = item;
    pthread_mutex_unlock(&kept->lock);
    if (done)
        *client = item.client;
    return done;
}

static bool read_into(struct app_kept *kept, const struct app_kept_new *made,
                      struct kept_item *item, struct err *err)
{
    struct arena *arena = &kept->arena;
    struct yaml_file *file = arena_new(arena, struct yaml_file);
    struct client_agreement *agreement =
        arena_new(arena, struct client_agreement);
    struct str name = str_copy(arena, made->file_name);
    struct str yaml = str_copy(arena, made->yaml);
    if (file == NULL || agreement == NULL || arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for an agreement");
    if (!intake_agreement_parse(arena, name, yaml, agreement, file, err))
        return err_context(err, "the stored agreement of %.*s",
                           STR_ARGS(made->code));
    *item = (struct kept_item){
        .client = { .id = made->id, .code = str_copy(arena, made->code),
                    .version = made->version, .agreement = agreement },
        .sha256 = str_copy(arena, made->sha256)
    };
    CHECK(ref_parse(made->ref, &item->client.ref));
    return !arena->exhausted
        || err_set(err, ERR_EXHAUSTED, "no memory for an agreement");
}
