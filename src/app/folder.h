/* folder.h - what does a data folder hold beside its store? */
#ifndef APP_FOLDER_H
#define APP_FOLDER_H

#include "base/base.h"

/* Makes a folder only we may enter; one that is there is fine. */
bool app_folder_make(const char *path, struct err *err) MUST_USE;
/* Makes the folder itself and those every data folder has inside. */
bool app_folder_lay_out(const char *folder, struct err *err) MUST_USE;
/* Removes a folder and all in it; one that is not there is fine.  Only for a
 * name this program made up itself. */
bool app_folder_remove(const char *folder, struct err *err) MUST_USE;
/* FOLDER-keys/NAME: keys lie beside the folder, so a copied folder alone is
 * worth nothing. */
const char *app_folder_key(struct arena *arena, const char *folder,
                           const char *name);
/* The store's two URLs: FOLDER/postgres.url holds a line for us and one for
 * the owner who migrates (else the same); without that file it is SQLite in
 * the folder. */
bool app_folder_store(struct world *world, struct arena *arena,
                      const char *folder, const char **url,
                      const char **owner_url, struct err *err) MUST_USE;
bool app_folder_store_write(struct world *world, struct arena *arena,
                            const char *folder, const char *url,
                            const char *owner_url, struct err *err) MUST_USE;

#endif
