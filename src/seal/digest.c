#include <errno.h>
#include <fcntl.h>

#include <sodium.h>

#include "base/base.h"
#include "seal/digest.h"

#define PIECE_BYTES ((size_t)32 << 10)

_Static_assert(SEAL_SHA256_LEN == crypto_hash_sha256_BYTES, "one hash");

static bool file_digest(struct world *world, int fd,
                        unsigned char digest[SEAL_SHA256_LEN]);

void seal_sha256(struct str bytes, unsigned char digest[SEAL_SHA256_LEN])
{
    CHECK(crypto_hash_sha256(digest, (const unsigned char *)bytes.at,
                             bytes.len) == 0);
}

struct str seal_sha256_hex(struct arena *arena, struct str bytes)
{
    unsigned char digest[SEAL_SHA256_LEN];
    seal_sha256(bytes, digest);
    return hex_of(arena, (struct str){ (const char *)digest, sizeof digest });
}

bool seal_sha256_file(struct world *world, const char *path,
                      char hex[SEAL_SHA256_HEX + 1], struct err *err)
{
    int fd = world->open(world->context, path,
                         O_RDONLY | O_NOCTTY | O_CLOEXEC, 0);
    if (fd < 0)
        return err_set(err, errno == ENOENT ? ERR_ABSENT : ERR_OUTSIDE,
                       "cannot open %s: %s", path, strerror(errno));
    unsigned char digest[SEAL_SHA256_LEN];
    bool is_read = file_digest(world, fd, digest);
    int error = errno;
    (void)world->close(world->context, fd); /* nothing was written */
    if (!is_read)
        return err_set(err, ERR_OUTSIDE, "cannot read %s: %s", path,
                       strerror(error));
    sodium_bin2hex(hex, SEAL_SHA256_HEX + 1, digest, sizeof digest);
    return true;
}

void seal_session_hash(struct str session_text,
                       unsigned char digest[SEAL_SHA256_LEN])
{
    seal_sha256(session_text, digest);
}

bool seal_equal(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    return a.len == 0 || sodium_memcmp(a.at, b.at, a.len) == 0;
}

void seal_wipe(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}

static bool file_digest(struct world *world, int fd,
                        unsigned char digest[SEAL_SHA256_LEN])
{
    unsigned char piece[PIECE_BYTES];
    crypto_hash_sha256_state state;
    CHECK(crypto_hash_sha256_init(&state) == 0);
    for (;;) {
        ssize_t got = world->read(world->context, fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        CHECK(crypto_hash_sha256_update(&state, piece, (size_t)got) == 0);
    }
    CHECK(crypto_hash_sha256_final(&state, digest) == 0);
    return true;
}
