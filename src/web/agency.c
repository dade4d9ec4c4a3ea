/* Who we are: the copy every page reads, and the command that changes it. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/base.h"
#include "web/admin.h"
#include "web/respond.h"

/* What was read before lies on in the arena: a page may be reading it. */
struct web_who {
    pthread_mutex_t lock; /* of whoever reads it again */
    struct arena arena;
    _Atomic(const struct app_agency *) agency;
};

const struct app_agency *web_agency(const struct web *web)
{
    return atomic_load(&web->who->agency);
}

bool web_who_open(struct web *web, struct err *err)
{
    web->who = arena_new(&web->arena, struct web_who);
    if (web->who == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the agency");
    arena_init(&web->who->arena, ARENA_JOB_BYTES);
    CHECK(pthread_mutex_init(&web->who->lock, NULL) == 0);
    return web_who_read(web, err);
}

bool web_who_read(struct web *web, struct err *err)
{
    struct web_who *who = web->who;
    pthread_mutex_lock(&who->lock);
    struct app_agency *agency = arena_new(&who->arena, struct app_agency);
    bool done = agency != NULL
        ? app_agency_load(web->app, app_system(web->app, "web"), &who->arena,
                          agency, err)
        : err_set(err, ERR_EXHAUSTED, "no memory for the agency");
    if (done)
        atomic_store(&who->agency, agency);
    pthread_mutex_unlock(&who->lock);
    return done;
}

void web_who_close(struct web *web)
{
    pthread_mutex_destroy(&web->who->lock);
    arena_clear(&web->who->arena);
    web->who = NULL;
}

static void show(struct web_visit *visit)
{
    struct app_agency agency = *web_agency(visit->web);
    struct view *view = respond_page(visit, "admin/agency");
    const struct app_agency_part *part;
    struct view *list = view_list(view, "part");
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "name", part->name);
        view_text(item, "words", *app_agency_text(&agency, part));
    }
    view_flag(view, "is_demo", agency.is_demo);
}

void get_agency(struct web_visit *visit)
{
    show(visit);
}

/* A part that is sent empty is cleared; one that is not sent stays. */
void post_agency(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_agency change = { .is_demo = false };
    const struct app_agency_part *part;
    for (uint32_t i = 0; (part = app_agency_part_at(i)) != NULL; i++) {
        struct str sent = http_form(visit->request, part->name);
        if (sent.at != NULL)
            *app_agency_text(&change, part) = str_trim(sent);
    }
    if (!app_agency_change(visit->app, visit->caller, &change, &err)
        || !web_who_read(visit->web, &err))
        respond_trouble(visit, &err);
    else
        show(visit);
}
