#include <sodium.h>

#include "base/base.h"
#include "seal/vault.h"

#define SECRET_LEN 32
#define CHECK_LEN 2
#define ALL_LEN (SECRET_LEN + CHECK_LEN)
#define SIGNS ((ALL_LEN * 8 + 4) / 5) /* 55, five bits each */
#define GROUP 5

/* Crockford's thirty-two: no I, L, O, U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
_Static_assert(SIGNS % GROUP == 0, "groups are full");
_Static_assert(SIGNS + SIGNS / GROUP == SEAL_RECOVERY_TEXT,
               "a dash between groups, a NUL at the end");

static void check_of(const unsigned char secret[SECRET_LEN],
                     unsigned char check[CHECK_LEN]);
static int value_of(char sign);

void seal_recovery_new(struct world *world, struct seal_recovery *recovery)
{
    world_random(world, recovery->secret, sizeof recovery->secret);
    CHECK(crypto_scalarmult_base(recovery->open, recovery->secret) == 0);
}

void seal_recovery_write(const struct seal_recovery *recovery,
                         char text[SEAL_RECOVERY_TEXT])
{
    unsigned char all[ALL_LEN + 1] = { 0 }; /* the last sign reads past */
    memcpy(all, recovery->secret, SECRET_LEN);
    check_of(recovery->secret, all + SECRET_LEN);
    char *to = text;
    for (unsigned i = 0; i < SIGNS; i++) {
        unsigned bit = i * 5;
        unsigned two = (unsigned)all[bit / 8] << 8 | all[bit / 8 + 1];
        if (i > 0 && i % GROUP == 0)
            *to++ = '-';
        *to++ = alphabet[two >> (11 - bit % 8) & 31];
    }
    *to = '\0';
    sodium_memzero(all, sizeof all);
}

bool seal_recovery_read(struct str text, struct seal_recovery *recovery,
                        struct err *err)
{
    unsigned char all[ALL_LEN + 1] = { 0 }, check[CHECK_LEN];
    unsigned count = 0;
    bool is_good = true;
    bool is_note = false;
    for (size_t i = 0; i < text.len && is_good; i++) {
        char sign = text.at[i];
        bool begins = i == 0 || text.at[i - 1] == '\n';
        is_note = begins ? sign == '#' : is_note;
        if (is_note)
            continue;
        if (sign == '-' || sign == ' ' || sign == '\t' || sign == '\n'
            || sign == '\r')
            continue;
        int value = value_of(sign);
        is_good = value >= 0 && count < SIGNS;
        if (!is_good)
            break;
        unsigned bit = count++ * 5;
        unsigned two = (unsigned)value << (11 - bit % 8);
        all[bit / 8] |= (unsigned char)(two >> 8);
        all[bit / 8 + 1] |= (unsigned char)two;
    }
    check_of(all, check);
    is_good = is_good && count == SIGNS && all[ALL_LEN] == 0
        && sodium_memcmp(check, all + SECRET_LEN, CHECK_LEN) == 0;
    if (is_good) {
        memcpy(recovery->secret, all, SECRET_LEN);
        is_good = crypto_scalarmult_base(recovery->open, recovery->secret)
                  == 0;
    }
    sodium_memzero(all, sizeof all);
    return is_good
        || err_set(err, ERR_INVALID, "this is not a recovery code: it has %d "
                   "signs in groups of %d, and one of them may be mistyped",
                   SIGNS, GROUP);
}

static void check_of(const unsigned char secret[SECRET_LEN],
                     unsigned char check[CHECK_LEN])
{
    unsigned char digest[crypto_generichash_BYTES_MIN];
    CHECK(crypto_generichash(digest, sizeof digest, secret, SECRET_LEN,
                             (const unsigned char *)"recovery", 8)
          == 0);
    memcpy(check, digest, CHECK_LEN);
}

static int value_of(char sign)
{
    if (sign >= 'a' && sign <= 'z')
        sign = (char)(sign - 'a' + 'A');
    if (sign == 'O')
        sign = '0';
    if (sign == 'I' || sign == 'L')
        sign = '1';
    const char *at = sign == '\0' ? NULL : strchr(alphabet, sign);
    return at != NULL ? (int)(at - alphabet) : -1;
}
