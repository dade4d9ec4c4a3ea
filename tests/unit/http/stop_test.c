/* Does the server always leave in peace, whoever is knocking just then? */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

#define ROUNDS 300
#define KNOCKERS 3

static atomic_int port; /* 0: nobody knocks */
static atomic_bool is_over;

static int reach(uint16_t number)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(number),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0
        && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Asks, hangs up half-way, and only connects, again and again. */
static void *knock(void *context)
{
    static const char ask[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    unsigned turn = (unsigned)(uintptr_t)context;
    char bytes[512];
    while (!atomic_load(&is_over)) {
        int number = atomic_load(&port);
        int fd = number == 0 ? -1 : reach((uint16_t)number);
        if (fd < 0) {
            usleep(100);
            continue;
        }
        if (turn % 3 != 0)
            (void)!write(fd, ask, turn % 3 == 1 ? sizeof ask - 1 : 20);
        if (turn % 3 == 1)
            (void)!read(fd, bytes, sizeof bytes);
        close(fd);
        turn++;
    }
    return NULL;
}

static void leaves_while_people_knock(void **state)
{
    (void)state;
    pthread_t thread[KNOCKERS];
    struct stand stand;
    for (uintptr_t i = 0; i < KNOCKERS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, knock, (void *)i),
                         0);
    for (int i = 1; i <= ROUNDS; i++) {
        stand_init(&stand);
        stand.options.workers = 2;
        stand_start(&stand);
        atomic_store(&port, http_server_port(stand.server, 0));
        usleep((useconds_t)(i % 7) * 300);
        stand_stop(&stand);
        atomic_store(&port, 0);
    }
    atomic_store(&is_over, true);
    for (int i = 0; i < KNOCKERS; i++)
        pthread_join(thread[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_while_people_knock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
