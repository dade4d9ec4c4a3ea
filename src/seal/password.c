#include <errno.h>
#include <pthread.h>

#include <sodium.h>

#include "base/base.h"
#include "seal/password.h"

#define SALT_LEN crypto_pwhash_SALTBYTES
#define HASH_LEN 32
#define KIB 1024u

_Static_assert(SEAL_PASSWORD_TEXT == crypto_pwhash_STRBYTES, "libsodium's");

static const struct cost {
    uint32_t memory_kib;
    uint32_t passes;
} costs[] = {
    [SEAL_PASSWORD_STAFF] = { 64 * KIB, 2 },
    [SEAL_PASSWORD_PORTAL] = { 19 * KIB, 2 },
};
#define COSTS (sizeof costs / sizeof costs[0])

/* The line in front of the expensive work, for the whole process. */
static pthread_mutex_t line_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t line_moved = PTHREAD_COND_INITIALIZER;
static uint32_t working, waiting;

static bool line_enter(struct err *err);
static void line_leave(void);
static bool password_fits(struct str password, struct err *err);
static bool cost_parse(struct str stored, struct cost *cost);
static bool number_parse(struct str *text, const char *before,
                         uint32_t *number);
static bool compute(struct cost cost, struct str password,
                    const unsigned char salt[SALT_LEN],
                    unsigned char hash[HASH_LEN], struct err *err);

bool seal_password_hash(struct world *world,
                        enum seal_password_profile profile,
                        struct str password, char stored[SEAL_PASSWORD_TEXT],
                        struct err *err)
{
    CHECK((size_t)profile < COSTS);
    if (!password_fits(password, err) || !line_enter(err))
        return false;
    /* Our own salt and text, not crypto_pwhash_str: the salt must come from
     * the world.  The text is the common one, so libsodium checks it. */
    struct cost cost = costs[profile];
    unsigned char salt[SALT_LEN], hash[HASH_LEN];
    char salt_text[32], hash_text[64];
    world_random(world, salt, sizeof salt);
    bool is_done = compute(cost, password, salt, hash, err);
    line_leave();
    if (!is_done)
        return false;
    const int plain = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    sodium_bin2base64(salt_text, sizeof salt_text, salt, SALT_LEN, plain);
    sodium_bin2base64(hash_text, sizeof hash_text, hash, HASH_LEN, plain);
    memset(stored, 0, SEAL_PASSWORD_TEXT);
    int len = snprintf(stored, SEAL_PASSWORD_TEXT,
                       "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s", cost.memory_kib,
                       cost.passes, salt_text, hash_text);
    CHECK(len > 0);
    CHECK(len < SEAL_PASSWORD_TEXT);
    return true;
}

bool seal_password_check(enum seal_password_profile profile,
                         struct str password, struct str stored,
                         struct seal_password_answer *answer,
                         struct err *err)
{
    CHECK((size_t)profile < COSTS);
    CHECK(answer != NULL);
    if (!password_fits(password, err))
        return false;
    bool is_absent = stored.at == NULL;
    struct cost cost = costs[profile];
    char text[SEAL_PASSWORD_TEXT] = { 0 };
    if (!is_absent && (stored.len >= sizeof text
                       || !cost_parse(stored, &cost)))
        return err_set(err, ERR_CORRUPT,
                       "a stored password hash does not read");
    if (!is_absent)
        memcpy(text, stored.at, stored.len);

    if (!line_enter(err))
        return false;
    bool is_right = false, is_done = true;
    if (is_absent) {
        static const unsigned char salt[SALT_LEN] = "nobody has this";
        unsigned char hash[HASH_LEN];
        is_done = compute(cost, password, salt, hash, err);
    } else {
        errno = 0;
        is_right = crypto_pwhash_str_verify(text, password.at, password.len)
                   == 0;
        if (!is_right && errno == ENOMEM)
            is_done = err_set(err, ERR_EXHAUSTED,
                              "no memory to check a password");
    }
    line_leave();
    if (!is_done)
        return false;
    answer->is_right = is_right;
    answer->needs_rehash = is_right
                           && (cost.memory_kib != costs[profile].memory_kib
                               || cost.passes != costs[profile].passes);
    return true;
}

static bool compute(struct cost cost, struct str password,
                    const unsigned char salt[SALT_LEN],
                    unsigned char hash[HASH_LEN], struct err *err)
{
    if (crypto_pwhash(hash, HASH_LEN, password.at, password.len, salt,
                      cost.passes, (size_t)cost.memory_kib * KIB,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(err, ERR_EXHAUSTED, "no memory to hash a password");
    return true;
}

static bool line_enter(struct err *err)
{
    CHECK(pthread_mutex_lock(&line_lock) == 0);
    bool is_in = working < SEAL_PASSWORD_AT_ONCE
                 || waiting < SEAL_PASSWORD_WAITING;
    if (is_in) {
        waiting++;
        while (working >= SEAL_PASSWORD_AT_ONCE)
            CHECK(pthread_cond_wait(&line_moved, &line_lock) == 0);
        waiting--;
        working++;
    }
    CHECK(pthread_mutex_unlock(&line_lock) == 0);
    if (!is_in)
        return err_set(err, ERR_BUSY,
                       "too many people are signing in at this moment");
    return true;
}

static void line_leave(void)
{
    CHECK(pthread_mutex_lock(&line_lock) == 0);
    CHECK(working > 0);
    working--;
    CHECK(pthread_cond_signal(&line_moved) == 0);
    CHECK(pthread_mutex_unlock(&line_lock) == 0);
}

static bool password_fits(struct str password, struct err *err)
{
    if (password.len == 0)
        return err_set(err, ERR_INVALID, "the password is empty");
    if (password.len > SEAL_PASSWORD_MAX)
        return err_set(err, ERR_INVALID,
                       "the password is longer than %d bytes",
                       SEAL_PASSWORD_MAX);
    return true;
}

/* Reads the cost in front of libsodium's check, so that a changed row cannot
 * ask for gigabytes. */
static bool cost_parse(struct str stored, struct cost *cost)
{
    struct cost found = { 0 };
    struct str rest = stored;
    uint32_t lanes = 0;
    if (!number_parse(&rest, "$argon2id$v=19$m=", &found.memory_kib)
        || !number_parse(&rest, ",t=", &found.passes)
        || !number_parse(&rest, ",p=", &lanes) || lanes != 1)
        return false;
    if (found.memory_kib > costs[SEAL_PASSWORD_STAFF].memory_kib
        || found.passes > costs[SEAL_PASSWORD_STAFF].passes)
        return false;
    *cost = found;
    return rest.len > 0 && rest.at[0] == '$';
}

static bool number_parse(struct str *text, const char *before,
                         uint32_t *number)
{
    struct str head = str_of(before);
    if (!str_starts(*text, head))
        return false;
    struct str rest = str_part(*text, head.len, text->len - head.len);
    size_t digits = 0;
    while (digits < rest.len && rest.at[digits] >= '0'
           && rest.at[digits] <= '9')
        digits++;
    int64_t value = 0;
    if (digits == 0 || digits > 9
        || !str_to_int64(str_part(rest, 0, digits), &value))
        return false;
    *number = (uint32_t)value;
    *text = str_part(rest, digits, rest.len - digits);
    return true;
}
