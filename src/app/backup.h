/* backup.h - how is everything kept elsewhere, and brought back?
 *
 * A backup is one sealed file (seal/vault.h): a note about itself, the keys,
 * the store at one moment, and the folder's own files (changed law tables,
 * letters that wait for the printer).  It is made beside a house that goes on
 * serving.  Only the recovery code opens it.
 *
 * The code lies in FOLDER-keys/recovery and belongs on paper in a safe: after
 * a fire the backup and that paper bring everything back. */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "app/app.h"
#include "seal/vault.h"

struct app_backup {
    struct str agency;     /* whose it is */
    struct str build;      /* the program that made it */
    struct moment made_at;
    bool is_sqlite;
    uint32_t files;        /* of the folder */
    int64_t bytes;         /* of the backup */
};

/* The folder's recovery key; the first call makes it (*is_new). */
bool app_recovery_key(struct world *world, const char *folder,
                      struct seal_recovery *recovery, bool *is_new,
                      struct err *err) MUST_USE;

/* Writes the backup of a folder to path, which must be free.  Somebody may
 * be serving the folder.  agency: its name, for the note. */
bool app_backup_make(struct world *world, const char *folder,
                     struct str agency, const char *path, struct arena *arena,
                     struct app_backup *backup, struct err *err) MUST_USE;

/* Brings a backup back as `folder`, which must not exist; nor its keys.  url
 * and owner_url: the empty PostgreSQL store of a backup that came from one.
 * What is half done when it fails lies under FOLDER.restoring and is begun
 * anew by the next try; FOLDER is there only when it is whole. */
bool app_backup_restore(struct world *world, const char *path,
                        const struct seal_recovery *recovery,
                        const char *folder, const char *url,
                        const char *owner_url, struct arena *arena,
                        struct app_backup *backup, struct err *err) MUST_USE;

#endif
