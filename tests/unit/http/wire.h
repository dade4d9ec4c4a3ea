/* wire.h - a server under test, and a client that speaks raw bytes to it. */
#ifndef TEST_HTTP_WIRE_H
#define TEST_HTTP_WIRE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#include "http/server.h"

#define WIRE_BYTES_MAX ((size_t)256 << 10)

/* Short deadlines, port any, admin and courier sockets in a fresh folder. */
struct stand {
    struct http_server_options options;
    struct http_server *server;
    char folder[64];
    char admin[96], courier[96];
};
/* The options, which a test may change before stand_start. */
void stand_init(struct stand *stand);
void stand_start(struct stand *stand);
void stand_stop(struct stand *stand);

/* Handlers asked for /block wait until this is called (and it stays open). */
void stand_release(void);
void stand_hold(void);
uint32_t stand_blocked(void);

/* -1 on failure. */
int wire_open(const struct stand *stand);
int wire_open_local(const char *path);
void wire_send(int fd, const char *bytes);
void wire_send_len(int fd, const char *bytes, size_t len);
/* Reads one whole answer (by its Content-Length), or to the end, or until
 * wait_ms are over.  Always NUL-terminated.  Returns the bytes read. */
size_t wire_read(int fd, char *bytes, size_t max, int wait_ms);
/* One connection, one request, all that comes back until it ends. */
int wire_status(const char *bytes); /* 0 when that is no answer */
int wire_ask(const struct stand *stand, const char *request, char *bytes,
             size_t max);
/* True once the other end has closed, within wait_ms. */
bool wire_closed(int fd, int wait_ms);
int64_t wire_ms(void);

#endif
