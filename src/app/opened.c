#include <pthread.h>

#include "base/base.h"
#include "app/opened.h"

#define SLOTS 1024
#define WHO_MAX 64
#define REF_MAX 40

/* A slot holds one pair; another pair of the same place takes it over. */
struct slot {
    char who[WHO_MAX], ref[REF_MAX];
    struct moment at;
};

struct app_opens {
    pthread_mutex_t lock;
    struct slot slot[SLOTS];
};

static struct slot *slot_of(struct app_opens *opens, struct str who,
                            struct str debt_ref);
static bool fits(struct str who, struct str debt_ref);

struct app_opens *app_opens_open(struct arena *arena)
{
    struct app_opens *opens = arena_new(arena, struct app_opens);
    if (opens == NULL)
        return NULL;
    pthread_mutex_init(&opens->lock, NULL);
    for (size_t i = 0; i < SLOTS; i++)
        opens->slot[i].at = MOMENT_NONE;
    return opens;
}

void app_opens_close(struct app_opens *opens)
{
    if (opens != NULL)
        pthread_mutex_destroy(&opens->lock);
}

bool app_opens_has(struct app_opens *opens, struct str who,
                   struct str debt_ref, struct moment now)
{
    if (!fits(who, debt_ref))
        return false;
    pthread_mutex_lock(&opens->lock);
    const struct slot *slot = slot_of(opens, who, debt_ref);
    int64_t since = now.us - slot->at.us;
    bool has = !moment_is_none(slot->at) && str_is(who, slot->who)
        && str_is(debt_ref, slot->ref) && since >= 0
        && since < APP_OPENED_SECONDS * INT64_C(1000000);
    pthread_mutex_unlock(&opens->lock);
    return has;
}

void app_opens_note(struct app_opens *opens, struct str who,
                    struct str debt_ref, struct moment now)
{
    if (!fits(who, debt_ref))
        return;
    pthread_mutex_lock(&opens->lock);
    struct slot *slot = slot_of(opens, who, debt_ref);
    memcpy(slot->who, who.at, who.len);
    slot->who[who.len] = '\0';
    memcpy(slot->ref, debt_ref.at, debt_ref.len);
    slot->ref[debt_ref.len] = '\0';
    slot->at = now;
    pthread_mutex_unlock(&opens->lock);
}

static bool fits(struct str who, struct str debt_ref)
{
    return who.len > 0 && who.len < WHO_MAX && debt_ref.len > 0
        && debt_ref.len < REF_MAX;
}

/* FNV-1a of both. */
static struct slot *slot_of(struct app_opens *opens, struct str who,
                            struct str debt_ref)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < who.len; i++)
        hash = (hash ^ (unsigned char)who.at[i]) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < debt_ref.len; i++)
        hash = (hash ^ (unsigned char)debt_ref.at[i])
               * UINT64_C(0x100000001b3);
    return &opens->slot[hash >> 32 & (SLOTS - 1)];
}
