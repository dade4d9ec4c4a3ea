/* vault.h - how does a backup leave the house so that only its owner reads
 * it?
 *
 * One file: a head, the file's own key sealed to the recovery key (X25519,
 * crypto_box_seal), then frames (XChaCha20-Poly1305, secretstream) that hold
 * named entries.  A frame that was changed, moved, cut off or added does not
 * open.  Writing needs only the recovery key's public half.
 *
 * A vault is written beside its name and takes it only when it is finished,
 * so a file of that name is always whole. */
#ifndef SEAL_VAULT_H
#define SEAL_VAULT_H

#include "base/base.h"

#define SEAL_VAULT_NAME_MAX 64      /* bytes of an entry's name */
#define SEAL_VAULT_FRAME ((size_t)64 << 10)
/* "XXXXX-XXXXX-...": 34 bytes as 11 groups, and its NUL. */
#define SEAL_RECOVERY_TEXT 66

/* The recovery key: who holds it opens every backup. */
struct seal_recovery {
    unsigned char secret[32];
    unsigned char open[32]; /* the public half */
};

void seal_recovery_new(struct world *world, struct seal_recovery *recovery);
/* As people keep it on paper: 5 signs a group, none that looks like another,
 * with two check bytes, so a slip of the pen is noticed. */
void seal_recovery_write(const struct seal_recovery *recovery,
                         char text[SEAL_RECOVERY_TEXT]);
/* Small letters, blanks and line ends are fine; O is 0, I and L are 1.  Lines
 * that begin with # are notes. */
bool seal_recovery_read(struct str text, struct seal_recovery *recovery,
                        struct err *err) MUST_USE;

struct seal_vault; /* one file being written or read */

/* The vault lies in the arena.  ERR_CONFLICT when a file of that name is
 * there. */
bool seal_vault_make(struct world *world, struct arena *arena,
                     const char *path, const unsigned char open[32],
                     struct seal_vault **vault, struct err *err) MUST_USE;
/* Begins an entry; what is put next belongs to it. */
bool seal_vault_entry(struct seal_vault *vault, const char *name,
                      struct err *err) MUST_USE;
bool seal_vault_put(struct seal_vault *vault, struct str bytes,
                    struct err *err) MUST_USE;
/* Ends the last entry and the file, durably.  *len: the file's bytes. */
bool seal_vault_finish(struct seal_vault *vault, int64_t *len,
                       struct err *err) MUST_USE;

/* ERR_INVALID: no backup of ours; ERR_DENIED: another recovery key. */
bool seal_vault_open(struct world *world, struct arena *arena,
                     const char *path, const struct seal_recovery *recovery,
                     struct seal_vault **vault, struct err *err) MUST_USE;
/* The next entry's name (lasts until the next call); absent at the end,
 * which is then known to be the true end.  Skips what is left of this one. */
bool seal_vault_next(struct seal_vault *vault, struct str *name,
                     struct err *err) MUST_USE;
/* The next bytes of this entry (they last until the next call); empty at its
 * end. */
bool seal_vault_take(struct seal_vault *vault, struct str *bytes,
                     struct err *err) MUST_USE;

/* Closes and wipes; a vault that was not finished leaves no file.  NULL is
 * fine. */
void seal_vault_close(struct seal_vault *vault);

#endif
