/* keys.h - which secrets does this installation hold, and where are they?
 *
 * One text file, 0600, outside the data folder (a copied data folder or a
 * backup of it must be worth nothing alone).  It holds one or more master
 * keys of 32 bytes, one a line, "number hex"; the highest number seals and
 * signs, the older ones still open and check, so a rotation needs no stop
 * (reliability §3.11).  What is used is never a master key but a subkey of
 * it, one for each purpose, so an index never tells about a field.
 *
 * This room is the only one that sees libsodium and libcrypto.  Keys live in
 * guarded memory that is not swapped or dumped.  seal_keys is read only after
 * loading: any thread may use it. */
#ifndef SEAL_KEYS_H
#define SEAL_KEYS_H

#include "base/base.h"

#define SEAL_KEY_LEN 32
#define SEAL_MASTERS_MAX 16
#define SEAL_FILE_MAX ((size_t)8 << 10)

struct seal_keys;

/* Once, before anything else of this room and before other threads start.
 * A second call does nothing. */
bool seal_init(struct err *err) MUST_USE;

/* Makes a new key file with one fresh master key.  Trouble when a file is
 * there already: a lost key is lost data, so nothing overwrites one. */
bool seal_keys_create(struct world *world, const char *path,
                      const char *data_dir, struct err *err) MUST_USE;

/* Adds a fresh master key to the file and so makes it the current one.  Keys
 * already loaded do not change; load again. */
bool seal_keys_rotate(struct world *world, const char *path,
                      const char *data_dir, struct err *err) MUST_USE;

/* Loads the file.  Refused in one sentence: a file that others may read or
 * write, one inside data_dir (NULL: not asked), one that is not ours, a line
 * that does not read.  Close with seal_keys_close. */
bool seal_keys_load(struct world *world, const char *path,
                    const char *data_dir, struct seal_keys **keys,
                    struct err *err) MUST_USE;

/* Keys from one given master key, number 1: for simulations and tests, so a
 * seed replays to the byte. */
struct seal_keys *seal_keys_given(const unsigned char master[SEAL_KEY_LEN]);

/* Wipes and frees; NULL is fine. */
void seal_keys_close(struct seal_keys *keys);

/* The numbers of the keys held, the current one first. */
uint32_t seal_keys_count(const struct seal_keys *keys);
uint32_t seal_keys_number(const struct seal_keys *keys, uint32_t index);

#endif
