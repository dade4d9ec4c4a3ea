/* The server as a bad client sees it. */
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

static char bytes[WIRE_BYTES_MAX];

static int setup(void **state)
{
    static struct stand stand;
    stand_init(&stand);
    stand_start(&stand);
    *state = &stand;
    return 0;
}

static int teardown(void **state)
{
    stand_stop(*state);
    return 0;
}

/* After each row the server must still answer a good client. */
static void assert_alive(const struct stand *stand)
{
    static char good[8192];
    int status = wire_ask(stand, "GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n",
                          good, sizeof good);
    assert_int_equal(status, 200);
}

#define HEAD "POST /x HTTP/1.1\r\nHost: localhost\r\n"
#define GET_HEAD "GET /x HTTP/1.1\r\nHost: localhost\r\n"

struct row {
    int status; /* expected, 0 for none; the connection closes after it */
    const char *request;
    size_t len; /* when it holds a NUL */
};
#define ROW(status, text) { (status), (text), sizeof(text) - 1 }

static const struct row rows[] = {
    /* Two ideas of where the body ends. */
    ROW(400, HEAD "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                  "0\r\n\r\n"),
    ROW(400, HEAD "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    ROW(400, HEAD "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
    ROW(400, HEAD "Content-Length: 0\r\nContent-Length: 3\r\n\r\nabc"),
    ROW(400, HEAD "Content-Length: 3, 3\r\n\r\nabc"),
    ROW(400, HEAD "Content-Length: +5\r\n\r\nabcde"),
    ROW(400, HEAD "Content-Length: -5\r\n\r\nabcde"),
    ROW(400, HEAD "Content-Length: 5x\r\n\r\nabcde"),
    ROW(400, HEAD "Content-Length: 0x5\r\n\r\nabcde"),
    ROW(400, HEAD "Content-Length: 5 5\r\n\r\nabcde"),
    ROW(400, HEAD "Content-Length: 5.0\r\n\r\nabcde"),
    ROW(400, HEAD "Content-Length: \r\n\r\nabcde"),
    ROW(413, HEAD "Content-Length: 99999999999999999999999\r\n\r\nabcde"),
    ROW(413, HEAD "Content-Length: 3000000\r\n\r\nabcde"),
    ROW(413, HEAD "Content-Length: 1048577\r\n\r\nabcde"),
    ROW(400, HEAD "Transfer-Encoding: gzip\r\n\r\nabcde"),
    ROW(400, HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: identity\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: \x0b"
                  "chunked\r\n\r\n0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\n"
                  "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
    ROW(400, "POST /x HTTP/1.0\r\nHost: localhost\r\n"
             "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    /* Names and colons. */
    ROW(400, GET_HEAD "X : y\r\n\r\n"),
    ROW(400, GET_HEAD "X\t: y\r\n\r\n"),
    ROW(400, HEAD "Content-Length : 3\r\n\r\nabc"),
    ROW(400, HEAD "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
    ROW(400, GET_HEAD ": y\r\n\r\n"),
    ROW(400, GET_HEAD "X Y: z\r\n\r\n"),
    ROW(400, GET_HEAD "X(Y): z\r\n\r\n"),
    ROW(400, GET_HEAD "X\x80: z\r\n\r\n"),
    ROW(400, GET_HEAD "no colon here\r\n\r\n"),
    ROW(400, GET_HEAD " X: y\r\n\r\n"),
    /* Line ends, folds, control bytes. */
    ROW(400, "GET /x HTTP/1.1\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x HTTP/1.1\r\nHost: localhost\n\r\n"),
    ROW(400, "GET /x HTTP/1.1\r\nHost: localhost\r\n\n"),
    ROW(400, "GET /x HTTP/1.1\r\nHost: localhost\n\n"),
    ROW(400, "GET /x HTTP/1.1\nHost: localhost\n\n"),
    ROW(400, GET_HEAD "A: b\nC: d\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\rC: d\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\r\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\r\n folded\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\r\n\tfolded\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\0c\r\n\r\n"),
    ROW(400, GET_HEAD "A: \0\r\n\r\n"),
    ROW(400, GET_HEAD "A\0: b\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\0\r\n\r\n"),
    ROW(400, GET_HEAD "\0A: b\r\n\r\n"),
    ROW(400, GET_HEAD "A: b\r\n\0\r\n"),
    ROW(400, GET_HEAD "A: \x01\r\n\r\n"),
    ROW(400, GET_HEAD "A: \x7f\r\n\r\n"),
    ROW(400, "GET /x\0y HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GE\0T /x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    /* Hosts. */
    ROW(400, "GET /x HTTP/1.1\r\n\r\n"),
    ROW(400, "GET /x HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x HTTP/1.1\r\nhost: localhost\r\nHOST: evil\r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: localhost:80:80\r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: localhost:x\r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: a@localhost\r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: \r\n\r\n"),
    ROW(421, "GET /x HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    /* First lines. */
    ROW(400, "GET  /x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x  HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x HTTP/1.1 \r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x y HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(0, "GET\t/x\tHTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET http://localhost/x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "CONNECT evil:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "G(T /x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x HTTP/1.7\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x http/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x HTTP/11\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /x\r\nHost: localhost\r\n\r\n"),
    ROW(505, "GET /x HTTP/2.0\r\nHost: localhost\r\n\r\n"),
    ROW(505, "GET /x HTTP/0.9\r\nHost: localhost\r\n\r\n"),
    /* Addresses. */
    ROW(400, "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /%0 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /%c0%af HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a/%2e%2e/b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a/./b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET //evil HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /%2fevil HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a%5cb HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a%0d%0aX: HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a#b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a\x80 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a?b=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ROW(400, "GET /a?%=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    /* Bodies that are not what they say. */
    ROW(400, HEAD "Content-Type: application/x-www-form-urlencoded\r\n"
                  "Content-Length: 5\r\n\r\na=%zz"),
    ROW(400, HEAD "Content-Type: application/x-www-form-urlencoded\r\n"
                  "Content-Length: 5\r\n\r\na=%00"),
    ROW(400, HEAD "Content-Type: multipart/form-data\r\n"
                  "Content-Length: 3\r\n\r\nabc"),
    ROW(400, HEAD "Content-Type: multipart/form-data; boundary=b\r\n"
                  "Content-Length: 3\r\n\r\nabc"),
    ROW(400, HEAD "Content-Type: multipart/form-data; boundary=b\r\n"
                  "Content-Length: 5\r\n\r\n--b\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\n\r\nx\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n"),
    ROW(400, HEAD "Transfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n"),
    ROW(413, HEAD "Transfer-Encoding: chunked\r\n\r\n"
                  "fffffffffffffffffff\r\nabc"),
};

/* A line end or a length wrongly believed shows as a second answer. */
static void refuses_what_is_malformed(void **state)
{
    size_t count = sizeof rows / sizeof rows[0];
    assert_true(count >= 100);
    for (size_t i = 0; i < count; i++) {
        int fd = wire_open(*state);
        assert_true(fd >= 0);
        wire_send_len(fd, rows[i].request, rows[i].len);
        wire_read(fd, bytes, sizeof bytes, 2000);
        int status = wire_status(bytes);
        bool is_refused = status == rows[i].status;
        if (!is_refused)
            fail_msg("row %zu: %d, not %d, for: %s", i, status,
                     rows[i].status, rows[i].request);
        if (!wire_closed(fd, 500))
            fail_msg("row %zu stays open: %s", i, rows[i].request);
        close(fd);
    }
    struct stand *stand = *state;
    assert_true(http_server_counters(stand->server).malformed >= 90);
    assert_alive(stand);
}

static void refuses_too_many_or_too_long_headers(void **state)
{
    static char request[65536];
    int len = snprintf(request, sizeof request, "%s", GET_HEAD);
    for (int i = 0; i < 200; i++)
        len += snprintf(request + len, sizeof request - (size_t)len,
                        "X-%d: y\r\n", i);
    snprintf(request + len, sizeof request - (size_t)len, "\r\n");
    assert_int_equal(wire_ask(*state, request, bytes, sizeof bytes), 431);

    len = snprintf(request, sizeof request, "%sX: ", GET_HEAD);
    memset(request + len, 'x', 50000);
    snprintf(request + len + 50000, 16, "\r\n\r\n");
    assert_int_equal(wire_ask(*state, request, bytes, sizeof bytes), 431);

    len = snprintf(request, sizeof request, "GET /");
    memset(request + len, 'x', 4000);
    snprintf(request + len + 4000, 64, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_int_equal(wire_ask(*state, request, bytes, sizeof bytes), 414);
    assert_alive(*state);
}

/* Three million bytes, both ways, with a client that sends before it reads. */
static void answers_413_to_a_large_body(void **state)
{
    static char part[65536];
    char line[32];
    memset(part, 'x', sizeof part);
    for (int is_chunked = 0; is_chunked <= 1; is_chunked++) {
        int fd = wire_open(*state);
        wire_send(fd, HEAD);
        wire_send(fd, is_chunked ? "Transfer-Encoding: chunked\r\n\r\n"
                                 : "Content-Length: 3145728\r\n\r\n");
        for (int i = 0; i < 48; i++) {
            snprintf(line, sizeof line, "%zx\r\n", sizeof part);
            if (is_chunked)
                wire_send(fd, line);
            wire_send_len(fd, part, sizeof part);
            if (is_chunked)
                wire_send(fd, "\r\n");
        }
        wire_send(fd, is_chunked ? "0\r\n\r\n" : "");
        wire_read(fd, bytes, sizeof bytes, 2000);
        assert_int_equal(wire_status(bytes), 413);
        assert_true(wire_closed(fd, 1000));
        close(fd);
    }
    assert_alive(*state);
}

static void holds_only_so_many_bodies_at_once(void **state)
{
    (void)state;
    static char part[60000];
    struct stand stand;
    memset(part, 'x', sizeof part);
    stand_init(&stand);
    stand.options.bodies_max = 100000;
    stand_start(&stand);
    int first = wire_open(&stand), second = wire_open(&stand);
    wire_send(first, HEAD "Content-Length: 70000\r\n\r\n");
    wire_send_len(first, part, sizeof part);
    usleep(50000);
    wire_send(second, HEAD "Content-Length: 60000\r\n\r\n");
    wire_send_len(second, part, sizeof part);
    wire_read(second, bytes, sizeof bytes, 1000);
    assert_int_equal(wire_status(bytes), 503);
    assert_non_null(strstr(bytes, "Retry-After: "));
    wire_send_len(first, part, 10000);
    wire_read(first, bytes, sizeof bytes, 1000);
    assert_int_equal(wire_status(bytes), 200);
    close(first);
    close(second);
    usleep(200000); /* what they held is let go once the answers are out */
    second = wire_open(&stand);
    wire_send(second, HEAD "Content-Length: 60000\r\n\r\n");
    wire_send_len(second, part, sizeof part);
    wire_read(second, bytes, sizeof bytes, 1000);
    assert_int_equal(wire_status(bytes), 200);
    close(second);
    stand_stop(&stand);
}

/* Sends `first`, then `drip` every 100 ms, until the other end closes. */
static int64_t trickle(const struct stand *stand, const char *first,
                       const char *drip, int64_t limit_ms)
{
    int fd = wire_open(stand);
    int64_t from = wire_ms();
    size_t len = 0;
    assert_true(fd >= 0);
    wire_send(fd, first);
    bytes[0] = '\0';
    while (wire_ms() - from < limit_ms) {
        usleep(100000);
        wire_send(fd, drip);
        ssize_t n = recv(fd, bytes + len, sizeof bytes - len - 1,
                         MSG_DONTWAIT);
        if (n > 0)
            len += (size_t)n;
        bytes[len] = '\0';
        if (n == 0)
            break;
    }
    close(fd);
    return wire_ms() - from;
}

/* head_ms 600, request_ms 1,200, a sweep each 200. */
static void cuts_who_is_slow(void **state)
{
    int64_t took = trickle(*state, "", "", 3000);
    assert_true(took >= 500 && took < 1400);
    assert_int_equal(wire_status(bytes), 0); /* silent: just closed */

    took = trickle(*state, GET_HEAD "X: ", "y", 3000);
    assert_true(took >= 500 && took < 1400);
    assert_int_equal(wire_status(bytes), 408);
    assert_non_null(strstr(bytes, "Content-Security-Policy: default-src"));

    took = trickle(*state, HEAD "Content-Length: 100000\r\n\r\n", "y", 3000);
    assert_true(took >= 500 && took < 2000);
    assert_int_equal(wire_status(bytes), 408);

    took = trickle(*state, HEAD "Transfer-Encoding: chunked\r\n\r\n",
                   "1\r\nx\r\n", 3000);
    assert_true(took >= 500 && took < 2000);
    assert_int_equal(wire_status(bytes), 408);
    assert_alive(*state);
}

/* The second request of a kept connection has deadlines too. */
static void cuts_a_kept_connection(void **state)
{
    const char *good = GET_HEAD "\r\n";
    static char twice[1024];
    snprintf(twice, sizeof twice, "%s%s", good,
             HEAD "Content-Length: 100000\r\n\r\n");
    int64_t took = trickle(*state, twice, "y", 3000);
    assert_true(took >= 500 && took < 2000);
    assert_int_equal(wire_status(bytes), 200);
    assert_non_null(strstr(bytes, "HTTP/1.1 408 "));

    took = trickle(*state, good, "", 3000);
    assert_true(took >= 500 && took < 1500);
    assert_int_equal(wire_status(bytes), 200);
    assert_null(strstr(bytes, "HTTP/1.1 408 "));
}

/* Asks for 4 MB and reads none of it: cut after answer_ms, 900. */
static void cuts_who_does_not_read(void **state)
{
    struct stand *stand = *state;
    uint64_t before = http_server_counters(stand->server).late;
    int fd = wire_open(stand);
    wire_send(fd, "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    int64_t until = wire_ms() + 3000;
    while (wire_ms() < until
           && http_server_counters(stand->server).late == before)
        usleep(20000);
    assert_int_equal(http_server_counters(stand->server).late, before + 1);
    close(fd);
    fd = wire_open(stand);
    wire_send(fd, "GET /big HTTP/1.1\r\nHost: localhost\r\n"
                  "Connection: close\r\n\r\n");
    size_t total = 0;
    for (;;) {
        ssize_t n = recv(fd, bytes, sizeof bytes, 0);
        if (n <= 0)
            break;
        total += (size_t)n;
    }
    assert_true(total > (size_t)4 << 20);
    close(fd);
}

static uint64_t random_state = 20261125;
static uint32_t dice(uint32_t sides)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % sides;
}

static size_t mutate(char *text, size_t len, size_t max)
{
    static const char *const spice[] = {
        "\r\n", "\n", "\r", "\0", ":", " ", "\t", "chunked", "Content-Length: ",
        "Transfer-Encoding: ", "%", "%00", "\xff", "99999999999999999999",
        "HTTP/1.1", "Host: a\r\n", "0\r\n\r\n", "--b", "=", "&", ";", "..",
    };
    for (uint32_t n = 1 + dice(4); n > 0; n--) {
        size_t at = dice((uint32_t)len + 1);
        uint32_t kind = dice(4);
        if (kind == 0 && at < len) {
            text[at] = (char)dice(256);
        } else if (kind == 1 && at < len) {
            size_t cut = 1 + dice(8);
            cut = cut > len - at ? len - at : cut;
            memmove(text + at, text + at + cut, len - at - cut);
            len -= cut;
        } else if (kind == 2) {
            const char *add = spice[dice(sizeof spice / sizeof spice[0])];
            size_t more = *add ? strlen(add) : 1;
            if (len + more > max)
                continue;
            memmove(text + at + more, text + at, len - at);
            memcpy(text + at, add, more);
            len += more;
        } else if (len > 0) {
            len = at; /* cut short */
        }
        if (len == 0)
            text[len++] = 'G';
    }
    return len;
}

static bool is_known(int status)
{
    static const int known[] = { 0,   200, 400, 405, 408, 413,
                                 414, 421, 431, 503, 505 };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (status == known[i])
            return true;
    }
    return false;
}

#define MUTANTS 5000
#define AT_ONCE 200

/* Never a crash, never a hang, and every answer is one of a few. */
static void survives_mutated_requests(void **state)
{
    (void)state;
    static const char *const seed[] = {
        GET_HEAD "Cookie: a=b; c=d\r\nAccept: application/json\r\n\r\n",
        HEAD "Content-Type: application/x-www-form-urlencoded\r\n"
             "Content-Length: 17\r\n\r\nname=A%20b&c=%C3%A9",
        HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        HEAD "Content-Type: multipart/form-data; boundary=b\r\n"
             "Content-Length: 71\r\n\r\n--b\r\nContent-Disposition: form-data; "
             "name=\"name\"\r\n\r\nvalue\r\n--b--\r\n",
        GET_HEAD "\r\n" HEAD "Content-Length: 3\r\n\r\nabc" GET_HEAD "\r\n",
    };
    struct stand stand;
    uint32_t answered = 0, refused = 0;
    stand_init(&stand);
    stand.options.head_ms = 200;
    stand.options.request_ms = 400;
    stand_start(&stand);
    printf("seed %" PRIu64 "\n", random_state);
    for (int i = 0; i < MUTANTS; i += AT_ONCE) {
        int fd[AT_ONCE];
        for (int j = 0; j < AT_ONCE; j++) {
            char text[2048];
            const char *from = seed[dice(sizeof seed / sizeof seed[0])];
            size_t len = strlen(from);
            memcpy(text, from, len);
            len = mutate(text, len, sizeof text);
            fd[j] = wire_open(&stand);
            assert_true(fd[j] >= 0);
            wire_send_len(fd[j], text, len);
        }
        for (int j = 0; j < AT_ONCE; j++) {
            wire_read(fd[j], bytes, sizeof bytes, 3000);
            int status = wire_status(bytes);
            if (!is_known(status))
                fail_msg("round %d: %s", i + j, bytes);
            answered += status == 200;
            refused += status >= 400 && status < 500;
            close(fd[j]);
        }
    }
    printf("%u answered, %u refused\n", answered, refused);
    assert_true(answered > MUTANTS / 20 && refused > MUTANTS / 5);
    assert_alive(&stand);
    stand_stop(&stand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_malformed),
        cmocka_unit_test(refuses_too_many_or_too_long_headers),
        cmocka_unit_test(answers_413_to_a_large_body),
        cmocka_unit_test(holds_only_so_many_bodies_at_once),
        cmocka_unit_test(cuts_who_is_slow),
        cmocka_unit_test(cuts_a_kept_connection),
        cmocka_unit_test(cuts_who_does_not_read),
        cmocka_unit_test(survives_mutated_requests),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
