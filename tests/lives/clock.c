/* clock.c - what time is it for a program whose clock a test sets?
 *
 * Loaded before libc (LD_PRELOAD) into the real, unchanged program: the wall
 * clock runs as always, but so many nanoseconds away as the file named by
 * BEDSIDE_TEST_CLOCK says.  The file is mapped before any fence goes up; the
 * test writes it while the program runs.  Every other clock stays. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS INT64_C(1000000000)

typedef int clock_fn(clockid_t, struct timespec *);

static clock_fn *real;
static const _Atomic int64_t *away_ns;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("BEDSIDE_TEST_CLOCK");
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *page = fd < 0 ? MAP_FAILED
                        : mmap(NULL, sizeof *away_ns, PROT_READ, MAP_SHARED,
                               fd, 0);
    if (fd >= 0)
        close(fd);
    if (page != MAP_FAILED)
        away_ns = page;
    *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t id, struct timespec *now)
{
    if (real == NULL) /* somebody asks before we have begun */
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(id, now);
    if (done != 0 || id != CLOCK_REALTIME || away_ns == NULL)
        return done;
    int64_t ns = (int64_t)now->tv_sec * SECOND_NS + now->tv_nsec
                 + atomic_load(away_ns);
    now->tv_sec = (time_t)(ns / SECOND_NS);
    now->tv_nsec = (long)(ns % SECOND_NS);
    return 0;
}
