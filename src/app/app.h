/* app.h - what does every use case stand on?
 *
 * One opened data folder: the store, the keys, the law in force, the zones,
 * and the world.  Use cases are units of work in three beats: load, decide,
 * save.  app knows no HTTP, no page and no command.
 *
 * A data folder holds: agency.db (or postgres.url), spool/ (files in and
 * letters out), law/ (overriding rows), lock, and `demo` when its people are
 * invented.  The keys lie beside it, never in it. */
#ifndef APP_APP_H
#define APP_APP_H

#include "base/base.h"
#include "contact/zones.h"
#include "db/db.h"
#include "law/law.h"
#include "message/fill.h"
#include "seal/keys.h"

#define APP_BUILD "bedside 0.1.0"
#define APP_SESSION_IDLE_SECONDS (15 * 60)
#define APP_SESSION_SECONDS (12 * 3600)
#define APP_CODE_DAYS 180           /* a letter code lives that long */
#define APP_ANSWER_FRESH_SECONDS 60 /* and an allowed answer that long */

struct app {
    struct world *world;
    const char *folder; /* in the arena */
    struct db_pool *pool;
    struct seal_keys *keys;
    const struct law_table *law;
    struct str law_hash;  /* SHA-256 of the tables, hex */
    struct str law_text;  /* the tables themselves, kept by hash */
    const struct contact_zone_book *zones;
    const struct zone *zone; /* the agency's own, of its ZIP */
    const struct message_templates *templates;
    struct arena arena;          /* lives as long as the app */
    struct app_kept *kept; /* agreements parsed once; app/kept.h */
    struct app_opens *opens; /* who read which bill just now */
    bool is_inline;
};

struct app_options {
    struct world *world;
    const char *folder;
    const char *url;      /* NULL: sqlite in the folder, or its postgres.url */
    const char *owner_url;/* PostgreSQL: who may migrate; NULL: url */
    const char *keys;     /* NULL: FOLDER-keys/master */
    bool is_inline;       /* simulations */
    bool may_migrate;
};

/* Opens keys, law, zones and store.  The folder must have been made by
 * app_init (app/agency.h), else ERR_ABSENT with the command to use. */
bool app_open(const struct app_options *options, struct app *app,
              struct err *err) MUST_USE;
void app_close(struct app *app);

/* The event's caller: kind, name and one reading of the clock. */
struct caller app_caller(const struct app *app, enum caller_kind kind,
                         const char *name);
/* A caller for the program itself (the day, jobs). */
struct caller app_system(const struct app *app, const char *name);
/* The agency's own wall clock, and so its business date. */
struct wall app_wall(const struct app *app, struct moment now);
struct day app_today(const struct app *app, struct moment now);

#endif
