#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "house.h"

#include "access/access.h"
#include "app/mark.h"
#include "app/user.h"
#include "app/verify.h"

#define SEED 20261125

static int open_as(void **state, const char *where, const char *zip,
                   bool is_demo)
{
    static struct app_house house;
    struct app_agency agency = {
        .name = STR("Harbor Care LLC"), .known_as = STR("Harbor Care"),
        .line1 = STR("P.O. Box 2170"), .city = STR("Portland"),
        .state = str_of(where), .zip = str_of(zip), .phone = STR("2075550170"),
        .hours_en = STR("Monday to Friday, 8 a.m. to 8 p.m."),
        .hours_es = STR("lunes a viernes, 8 a.m. a 8 p.m."),
        .website = STR("harborcare.example"),
        .portal_url = STR("harborcare.example/m"), .is_demo = is_demo
    };
    struct err err = { .kind = ERR_NONE };
    struct moment start;
    house = (struct app_house){ .root = "/dev/shm/bedside-app-XXXXXX" };
    if (mkdtemp(house.root) == NULL) {
        snprintf(house.root, sizeof house.root, "/tmp/bedside-app-XXXXXX");
        assert_non_null(mkdtemp(house.root));
    }
    snprintf(house.folder, sizeof house.folder, "%s/data", house.root);
    assert_true(moment_parse(STR("2026-06-01T13:00:00Z"), &start));
    world_sim_init(&house.world, SEED, start);
    arena_init(&house.arena, ARENA_JOB_BYTES);
    struct app_options options = {
        .world = &house.world.world, .folder = house.folder,
        .may_migrate = true
    };
    if (!app_init(&options, &agency, &err)
        || !app_open(&options, &house.app, &err))
        fail_msg("cannot open a folder: %s", err.text);
    *state = &house;
    return 0;
}

int app_house_open(void **state)
{
    return open_as(state, "ME", "04101", true);
}

int app_house_open_at(void **state, const char *where, const char *zip)
{
    return open_as(state, where, zip, true);
}

int app_house_open_real(void **state)
{
    return open_as(state, "ME", "04101", false);
}

static int remove_one(const char *path, const struct stat *about, int kind,
                      struct FTW *walk)
{
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

int app_house_close(void **state)
{
    struct app_house *house = *state;
    app_close(&house->app);
    arena_clear(&house->arena);
    return nftw(house->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

struct caller app_house_caller(const struct app_house *house)
{
    return app_system(&house->app, "test");
}

void app_house_whole(struct app_house *house)
{
    static struct app_verify verify;
    struct err err = { .kind = ERR_NONE };
    if (!app_verify(&house->app, app_house_caller(house), &verify, &err))
        fail_msg("verify: %s", err.text);
    for (uint32_t i = 0; i < verify.count; i++)
        if (!verify.check[i].is_good)
            fail_msg("verify: %s: %s", verify.check[i].name,
                     verify.check[i].words);
}

void app_house_ready(struct app_house *house)
{
    static const enum app_mark needed[] = {
        APP_MARK_BACKUP_MADE, APP_MARK_RECOVERY_KEPT, APP_MARK_NO_LICENSE
    };
    struct caller caller = app_house_caller(house);
    struct err err = { .kind = ERR_NONE };
    struct app_login_new login = {
        .name = STR("keeper"), .full_name = STR("Lee Moss"),
        .password = STR("a keeper of keys 7"),
        .roles = ROLE_REPRESENTATIVE | ROLE_ADMINISTRATOR
    };
    if (!app_login_add(&house->app, caller, &login, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!app_mark_set(&house->app, caller, needed[i], STR("a test"),
                          &err))
            fail_msg("%s", err.text);
}
