#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/base.h"
#include "seal/subkey.h"

#define ARENA_BYTES ((size_t)64 << 10)
#define KDF_CONTEXT "bedside1" /* crypto_kdf wants exactly eight bytes */

static const char file_head[] =
    "# Master keys of this bedside installation, newest last.\n"
    "# Keep a copy apart from the data and from its backups: without these\n"
    "# lines sealed fields cannot be opened.  Never edit a line.\n";

struct master {
    uint32_t number;
    unsigned char bytes[SEAL_KEY_LEN];
};
struct master_list {
    uint32_t count;
    struct master item[SEAL_MASTERS_MAX]; /* numbers go up */
};

/* In sodium_malloc's memory, read only once it is filled. */
struct seal_keys {
    uint32_t count;
    uint32_t number[SEAL_MASTERS_MAX]; /* newest first */
    unsigned char sub[SEAL_MASTERS_MAX][SEAL_PURPOSES][SEAL_KEY_LEN];
};

static bool is_outside(const char *path, const char *data_dir,
                       struct err *err);
static bool is_private(const char *path, struct err *err);
static bool masters_read(struct world *world, const char *path,
                         struct master_list *list, struct err *err);
static bool masters_parse(struct str text, const char *path,
                          struct master_list *list, struct err *err);
static bool master_parse(struct str line, struct master *master);
static bool masters_write(struct world *world, const char *path,
                          const struct master_list *list, struct err *err);
static struct seal_keys *keys_derive(const struct master_list *list);
static void keys_keep_here(const struct seal_keys *keys);

bool seal_init(struct err *err)
{
    if (sodium_init() < 0)
        return err_set(err, ERR_OUTSIDE, "cannot start the crypto library");
    return true;
}

bool seal_keys_create(struct world *world, const char *path,
                      const char *data_dir, struct err *err)
{
    CHECK(path != NULL);
    if (!is_outside(path, data_dir, err))
        return false;
    int fd = world->open(world->context, path,
                         O_RDONLY | O_NOCTTY | O_CLOEXEC, 0);
    int error = errno;
    if (fd >= 0)
        (void)world->close(world->context, fd);
    if (fd >= 0 || error != ENOENT)
        return err_set(err, ERR_CONFLICT,
                       "the key file %s is there already or cannot be seen; "
                       "nothing was changed", path);

    struct master_list list = { .count = 1 };
    list.item[0].number = 1;
    world_random(world, list.item[0].bytes, SEAL_KEY_LEN);
    bool is_written = masters_write(world, path, &list, err);
    sodium_memzero(&list, sizeof list);
    return is_written;
}

bool seal_keys_rotate(struct world *world, const char *path,
                      const char *data_dir, struct err *err)
{
    struct master_list list = { 0 };
    if (!is_outside(path, data_dir, err) || !is_private(path, err)
        || !masters_read(world, path, &list, err))
        return false;

    bool is_done = false;
    if (list.count == SEAL_MASTERS_MAX) {
        err_set(err, ERR_EXHAUSTED, "the key file %s already holds %d keys",
                path, SEAL_MASTERS_MAX);
    } else {
        struct master *master = &list.item[list.count];
        master->number = list.item[list.count - 1].number + 1;
        world_random(world, master->bytes, SEAL_KEY_LEN);
        list.count++;
        is_done = masters_write(world, path, &list, err);
    }
    sodium_memzero(&list, sizeof list);
    return is_done;
}

bool seal_keys_load(struct world *world, const char *path,
                    const char *data_dir, struct seal_keys **keys,
                    struct err *err)
{
    CHECK(path != NULL);
    CHECK(keys != NULL);
    struct master_list list = { 0 };
    if (!is_outside(path, data_dir, err) || !is_private(path, err)
        || !masters_read(world, path, &list, err))
        return false;
    struct seal_keys *made = keys_derive(&list);
    sodium_memzero(&list, sizeof list);
    if (made == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the keys");
    *keys = made;
    return true;
}

struct seal_keys *seal_keys_given(const unsigned char master[SEAL_KEY_LEN])
{
    struct master_list list = { .count = 1 };
    list.item[0].number = 1;
    memcpy(list.item[0].bytes, master, SEAL_KEY_LEN);
    struct seal_keys *keys = keys_derive(&list);
    sodium_memzero(&list, sizeof list);
    CHECK(keys != NULL);
    return keys;
}

void seal_keys_close(struct seal_keys *keys)
{
    sodium_free(keys); /* wipes; NULL is fine */
}

uint32_t seal_keys_count(const struct seal_keys *keys)
{
    return keys->count;
}

uint32_t seal_keys_number(const struct seal_keys *keys, uint32_t index)
{
    CHECK(index < keys->count);
    return keys->number[index];
}

const unsigned char *seal_subkey(const struct seal_keys *keys,
                                 uint32_t number, enum seal_purpose purpose)
{
    CHECK(keys != NULL);
    CHECK(purpose > SEAL_FOR_NOTHING);
    CHECK(purpose < SEAL_PURPOSES);
    CHECK(keys->count >= 1);
    if (number == 0)
        return keys->sub[0][purpose];
    for (uint32_t i = 0; i < keys->count; i++)
        if (keys->number[i] == number)
            return keys->sub[i][purpose];
    return NULL;
}

/* Neither path need exist yet; what exists of them is resolved, so a link
 * into the data folder is seen. */
static bool is_outside(const char *path, const char *data_dir,
                       struct err *err)
{
    char folder[PATH_MAX], real_data[PATH_MAX], real_folder[PATH_MAX];
    if (data_dir == NULL || realpath(data_dir, real_data) == NULL)
        return true;

    /* The file itself when it is there (it may be a link), else its folder. */
    if (realpath(path, real_folder) == NULL) {
        size_t len = strlen(path);
        while (len > 0 && path[len - 1] != '/')
            len--;
        if (len >= sizeof folder)
            return err_set(err, ERR_INVALID, "the path %.60s... is too long",
                           path);
        memcpy(folder, path, len);
        folder[len] = '\0';
        if (realpath(len == 0 ? "." : folder, real_folder) == NULL)
            return err_set(err, ERR_ABSENT,
                           "the folder of the key file %s is not there",
                           path);
    }
    size_t len = strlen(real_data);
    bool is_inside = strncmp(real_folder, real_data, len) == 0
                     && (real_folder[len] == '/' || real_folder[len] == '\0');
    if (is_inside)
        return err_set(err, ERR_INVALID,
                       "the key file %s lies in the data folder %s; a stolen "
                       "copy of the data would bring its keys along", path,
                       data_dir);
    return true;
}

/* Asked of the real disk only: a simulated file has no lstat and passes. */
static bool is_private(const char *path, struct err *err)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return true; /* the reading that follows says why */
    if (!S_ISREG(found.st_mode))
        return err_set(err, ERR_INVALID, "the key file %s is not a file",
                       path);
    if (found.st_uid != geteuid() && found.st_uid != 0)
        return err_set(err, ERR_INVALID,
                       "the key file %s belongs to another user", path);
    /* systemd's credentials are root's and readable through an ACL, which
     * shows as the group's read bit; everything else must be ours alone. */
    mode_t allowed = S_IRWXU;
    if (found.st_uid == 0 && geteuid() != 0)
        allowed |= S_IRGRP;
    if ((found.st_mode & (mode_t)~(allowed | S_IFMT)) != 0)
        return err_set(err, ERR_INVALID,
                       "the key file %s may be read by others; "
                       "run: chmod 600 %s", path, path);
    return true;
}

static bool masters_read(struct world *world, const char *path,
                         struct master_list *list, struct err *err)
{
    struct arena arena;
    struct str text = { 0 };
    arena_init(&arena, ARENA_BYTES);
    bool is_read = file_read(world, &arena, path, SEAL_FILE_MAX, &text, err)
                   && masters_parse(text, path, list, err);
    if (text.len > 0)
        sodium_memzero((void *)(uintptr_t)text.at, text.len);
    arena_clear(&arena);
    if (!is_read) {
        sodium_memzero(list, sizeof *list);
        return err_context(err, "keys");
    }
    return true;
}

static bool masters_parse(struct str text, const char *path,
                          struct master_list *list, struct err *err)
{
    uint32_t line_number = 0;
    struct str line;
    while (text.len > 0) {
        (void)str_cut(text, '\n', &line, &text);
        line_number++;
        line = str_trim(line);
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (list->count == SEAL_MASTERS_MAX)
            return err_set(err, ERR_INVALID, "%s:%u: more than %d keys",
                           path, line_number, SEAL_MASTERS_MAX);
        struct master *master = &list->item[list->count];
        if (!master_parse(line, master)) /* never show the line itself */
            return err_set(err, ERR_INVALID,
                           "%s:%u: not a key line (number, blank, 64 "
                           "hexadecimal digits)", path, line_number);
        if (list->count > 0 && master->number <= master[-1].number)
            return err_set(err, ERR_INVALID,
                           "%s:%u: key numbers must go up", path,
                           line_number);
        list->count++;
    }
    if (list->count == 0)
        return err_set(err, ERR_INVALID, "%s: holds no key", path);
    return true;
}

static bool master_parse(struct str line, struct master *master)
{
    struct str number, hex;
    int64_t value = 0;
    size_t len = 0;
    const char *end = NULL;
    if (!str_cut(line, ' ', &number, &hex) || !str_to_int64(number, &value)
        || value < 1 || value > INT32_MAX || hex.len != 2 * SEAL_KEY_LEN)
        return false;
    if (sodium_hex2bin(master->bytes, sizeof master->bytes, hex.at, hex.len,
                       NULL, &len, &end) != 0)
        return false;
    master->number = (uint32_t)value;
    return len == SEAL_KEY_LEN && end == hex.at + hex.len;
}

static bool masters_write(struct world *world, const char *path,
                          const struct master_list *list, struct err *err)
{
    char text[SEAL_FILE_MAX], hex[2 * SEAL_KEY_LEN + 1];
    size_t len = sizeof file_head - 1;
    memcpy(text, file_head, len);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct master *master = &list->item[i];
        sodium_bin2hex(hex, sizeof hex, master->bytes, SEAL_KEY_LEN);
        int wrote = snprintf(text + len, sizeof text - len, "%u %s\n",
                             master->number, hex);
        CHECK(wrote > 0);
        len += (size_t)wrote;
        CHECK(len < sizeof text);
    }
    struct str bytes = { text, len };
    bool is_written = file_write_durably(world, path, bytes, 0600, err);
    sodium_memzero(text, sizeof text);
    sodium_memzero(hex, sizeof hex);
    return is_written;
}

static struct seal_keys *keys_derive(const struct master_list *list)
{
    _Static_assert(sizeof KDF_CONTEXT == crypto_kdf_CONTEXTBYTES + 1, "kdf");
    _Static_assert(SEAL_KEY_LEN == crypto_kdf_KEYBYTES, "kdf");
    CHECK(list->count >= 1);
    CHECK(list->count <= SEAL_MASTERS_MAX);
    struct seal_keys *keys = sodium_malloc(sizeof *keys);
    if (keys == NULL)
        return NULL;
    sodium_memzero(keys, sizeof *keys);
    keys->count = list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct master *master = &list->item[list->count - 1 - i];
        keys->number[i] = master->number;
        for (uint64_t use = SEAL_FOR_AUDIT; use < SEAL_PURPOSES; use++)
            CHECK(crypto_kdf_derive_from_key(keys->sub[i][use], SEAL_KEY_LEN,
                                             use, KDF_CONTEXT, master->bytes)
                  == 0);
    }
    CHECK(sodium_mprotect_readonly(keys) == 0);
    keys_keep_here(keys);
    return keys;
}

/* A child (base/apart.h) finds zeros in their place. */
static void keys_keep_here(const struct seal_keys *keys)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = (uintptr_t)keys & ~(page - 1);
    uintptr_t to = ((uintptr_t)keys + sizeof *keys + page - 1) & ~(page - 1);
    CHECK(madvise((void *)from, to - from, MADV_WIPEONFORK) == 0);
}
