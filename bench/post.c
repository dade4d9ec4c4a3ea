/* post pay PORT COOKIE KEYS FOLDER REFS CONNECTIONS MS DATE
 * post get PORT COOKIE PATH CONNECTIONS MS
 *
 * How many payments (or pages) a second does a serving bedside answer?  One
 * keep-alive socket and one thread a connection.  Form tokens are made here
 * with the folder's keys, as app/session.c makes them, so that only posting
 * is measured.  Prints "COUNT TOOK_US P50_US P99_US". */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/base.h"
#include "seal/sign.h"

#define CONNECTIONS_MAX 256
#define SAMPLES_MAX 200000
#define REFS_MAX 20000
#define NONCE_HEX 32

static struct {
    bool is_pay;
    uint16_t port;
    const char *cookie, *path, *date;
    const struct seal_keys *keys;
    char (*ref)[REF_LEN + 1];
    uint32_t ref_count, connections;
    int64_t until_us;
} plan;

struct payer {
    pthread_t thread;
    uint32_t number, count;
    int64_t *took;
    bool failed;
    char said[200];
};

static void token_make(const struct payer *payer, char token[128])
{
    char bytes[256];
    unsigned char mac[SEAL_SIGN_LEN];
    int len = snprintf(token, 128, "%08x%08x%016" PRIx64, payer->number,
                       payer->count,
                       (uint64_t)world_now(world_real()).us);
    CHECK(len == NONCE_HEX);
    len = snprintf(bytes, sizeof bytes, "%s.%s", plan.cookie, token);
    seal_token_sign(plan.keys, "form", (struct str){ bytes, (size_t)len },
                    mac);
    token[NONCE_HEX] = '.';
    for (size_t i = 0; i < SEAL_SIGN_LEN; i++)
        snprintf(token + NONCE_HEX + 1 + 2 * i, 3, "%02x", mac[i]);
}

static int request_make(const struct payer *payer, char *out, size_t max)
{
    char token[128], body[512];
    if (!plan.is_pay)
        return snprintf(out, max, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                        "Cookie: bedside=%s\r\nAccept: text/html\r\n\r\n",
                        plan.path, plan.port, plan.cookie);
    token_make(payer, token);
    int len = snprintf(body, sizeof body, "token=%s&amount=0.01&method=check"
                       "&number=%u-%u&received=%s", token, payer->number,
                       payer->count, plan.date);
    uint32_t at = payer->count * plan.connections + payer->number;
    return snprintf(out, max, "POST /desk/debt/%s/payment HTTP/1.1\r\n"
                    "Host: 127.0.0.1:%u\r\nOrigin: http://127.0.0.1:%u\r\n"
                    "Cookie: bedside=%s\r\nContent-Length: %d\r\nContent-Type:"
                    " application/x-www-form-urlencoded\r\n\r\n%s",
                    plan.ref[at % plan.ref_count], plan.port, plan.port,
                    plan.cookie, len, body);
}

/* Reads one answer whole; gives its status, or 0. */
static int answer_read(int fd, char *bytes, size_t max)
{
    size_t have = 0, want = 0;
    while (have < max - 1) {
        ssize_t got = read(fd, bytes + have, max - 1 - have);
        if (got <= 0)
            return 0;
        have += (size_t)got;
        bytes[have] = '\0';
        const char *end = strstr(bytes, "\r\n\r\n");
        const char *length = strcasestr(bytes, "content-length:");
        if (end == NULL)
            continue;
        want = (size_t)(end - bytes) + 4
            + (length != NULL && length < end
                   ? (size_t)strtoul(length + 15, NULL, 10) : 0);
        if (have >= want)
            return (int)strtol(bytes + 9, NULL, 10);
    }
    return 0;
}

static void *pay(void *context)
{
    struct payer *payer = context;
    struct world *world = world_real();
    static _Thread_local char request[2048], answer[65536];
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons(plan.port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    payer->failed = connect(fd, (struct sockaddr *)&to, sizeof to) != 0;
    while (!payer->failed && payer->count < SAMPLES_MAX) {
        int64_t begun = world_monotonic_us(world);
        if (begun > plan.until_us)
            break;
        int len = request_make(payer, request, sizeof request);
        int status = write(fd, request, (size_t)len) == len
            ? answer_read(fd, answer, sizeof answer) : 0;
        payer->failed = status != (plan.is_pay ? 303 : 200);
        if (payer->failed)
            snprintf(payer->said, sizeof payer->said, "status %d: %.150s",
                     status, answer);
        payer->took[payer->count++] = world_monotonic_us(world) - begun;
    }
    close(fd);
    return NULL;
}

static void refs_read(const char *path)
{
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    plan.ref = calloc(REFS_MAX, sizeof plan.ref[0]);
    while (plan.ref_count < REFS_MAX
           && fscanf(file, "%32s", plan.ref[plan.ref_count]) == 1)
        plan.ref_count++;
    fclose(file);
    CHECK(plan.ref_count > 0);
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int run(int64_t milliseconds)
{
    static struct payer payer[CONNECTIONS_MAX];
    int64_t begun = world_monotonic_us(world_real());
    size_t total = 0;
    int64_t *all = calloc(SAMPLES_MAX * 4, sizeof *all);
    plan.until_us = begun + milliseconds * 1000;
    CHECK(all != NULL && plan.connections <= CONNECTIONS_MAX);
    for (uint32_t i = 0; i < plan.connections; i++) {
        payer[i].number = i;
        payer[i].took = calloc(SAMPLES_MAX, sizeof(int64_t));
        CHECK(pthread_create(&payer[i].thread, NULL, pay, &payer[i]) == 0);
    }
    for (uint32_t i = 0; i < plan.connections; i++) {
        pthread_join(payer[i].thread, NULL);
        if (payer[i].failed) {
            fprintf(stderr, "post: %s\n", payer[i].said);
            return 1;
        }
        for (uint32_t k = 0; k < payer[i].count
             && total < (size_t)SAMPLES_MAX * 4; k++)
            all[total++] = payer[i].took[k];
    }
    int64_t took = world_monotonic_us(world_real()) - begun;
    qsort(all, total, sizeof *all, compare);
    printf("%zu %" PRId64 " %" PRId64 " %" PRId64 "\n", total, took,
           all[total / 2], all[total * 99 / 100]);
    return 0;
}

int main(int count, char **word)
{
    struct err err;
    struct seal_keys *keys;
    if (count < 7)
        return 64;
    plan.is_pay = strcmp(word[1], "pay") == 0;
    plan.port = (uint16_t)strtoul(word[2], NULL, 10);
    plan.cookie = word[3];
    int at = 5;
    if (plan.is_pay) {
        if (count != 10 || !seal_init(&err)
            || !seal_keys_load(world_real(), word[4], word[5], &keys, &err))
            return 64;
        plan.keys = keys;
        refs_read(word[6]);
        plan.date = word[9];
        at = 7;
    } else {
        plan.path = word[4];
    }
    plan.connections = (uint32_t)strtoul(word[at], NULL, 10);
    return run(strtol(word[at + 1], NULL, 10));
}
