/* sim.c - does a whole month hold together, whatever goes wrong in it?
 *
 *   sim SEED [DAYS]   one line "seed S digest D" when everything held
 *   sim 1..50         a range of seeds; the last line is "N passed, N failed"
 *
 * Everything behind the sockets runs on this one thread: a month of requests
 * through the real router, days and letters, on a simulated clock, with
 * seeded randomness and with faults in the store, the files, the courier, the
 * clock and the answers.  A model beside it remembers what was acknowledged;
 * at the end both must say the same.  The same seed gives the same digest of
 * ledger and audit. */
#include <dirent.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "sim.h"

static bool seed_run(uint64_t seed, uint32_t days, char digest[65]);

uint32_t dice(struct sim *sim, uint32_t sides)
{
    sim->dice = sim->dice * UINT64_C(6364136223846793005)
        + UINT64_C(1442695040888963407);
    return (uint32_t)((sim->dice >> 33) % sides);
}

bool wrong(struct sim *sim, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(sim->words, sizeof sim->words, format, list);
    va_end(list);
    return false;
}

int main(int count, char **word)
{
    if (count < 2) {
        fprintf(stderr, "use: sim SEED [DAYS] | sim FROM..TO [DAYS]\n");
        return 64;
    }
    struct str from, to;
    int64_t first, last, days = SIM_DAYS;
    bool is_range = str_find(str_of(word[1]), STR("..")) != SIZE_MAX;
    if (is_range) {
        (void)str_cut(str_of(word[1]), '.', &from, &to);
        to = str_part(to, 1, SIZE_MAX);
    } else {
        from = to = str_of(word[1]);
    }
    if (!str_to_int64(from, &first) || !str_to_int64(to, &last)
        || (count > 2 && !str_to_int64(str_of(word[2]), &days))) {
        fprintf(stderr, "sim: a seed is a number\n");
        return 64;
    }
    uint32_t passed = 0, failed = 0;
    for (int64_t seed = first; seed <= last; seed++) {
        char one[65] = "", two[65] = "";
        bool good = seed_run((uint64_t)seed, (uint32_t)days, one);
        /* Every tenth seed runs twice: the digest must come out again. */
        if (good && (!is_range || seed % 10 == 0))
            good = seed_run((uint64_t)seed, (uint32_t)days, two)
                && str_equal(str_of(one), str_of(two));
        printf("seed %" PRId64 " digest %s%s\n", seed, one,
               good ? "" : " FAILED");
        *(good ? &passed : &failed) += 1;
    }
    printf("%u passed, %u failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

/* Removes a folder of plain files and folders, as far as it can. */
static void folder_remove(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char inner[1024];
        struct stat status;
        if (str_is(str_of(entry->d_name), ".")
            || str_is(str_of(entry->d_name), ".."))
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (lstat(inner, &status) == 0 && S_ISDIR(status.st_mode))
            folder_remove(inner);
        else
            unlink(inner);
    }
    closedir(dir);
    rmdir(path);
}

static bool seed_run(uint64_t seed, uint32_t days, char digest[65])
{
    /* In memory where there is such a place: the disk is not under test. */
    char root[64] = "/dev/shm/bedside-sim-XXXXXX";
    if (mkdtemp(root) == NULL) {
        snprintf(root, sizeof root, "/tmp/bedside-sim-XXXXXX");
        CHECK(mkdtemp(root) != NULL);
    }
    static struct sim sim;
    memset(&sim, 0, sizeof sim);
    bool good = house_begin(&sim, seed, root);
    for (uint32_t day = 0; good && day < days; day++)
        good = month_day(&sim);
    good = good && house_settle(&sim, digest);
    if (!good)
        printf("seed %" PRIu64 ", %s: %s\n", seed,
               moment_iso(&sim.arena, sim.world.now).at, sim.words);
    house_end(&sim);
    folder_remove(root);
    return good;
}
