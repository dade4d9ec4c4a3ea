#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "http/works.h"

static void line_open(struct door *door, struct MHD_Connection *connection,
                      void **socket_context);
static void line_peer(struct http_line *line,
                      struct MHD_Connection *connection);
static void line_close(struct http_line *line);

void line_on_change(void *cls, struct MHD_Connection *connection,
                      void **socket_context,
                      enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        line_open(cls, connection, socket_context);
    else if (*socket_context != NULL)
        line_close(*socket_context);
}

static void line_open(struct door *door, struct MHD_Connection *connection,
                      void **socket_context)
{
    struct http_server *server = door->server;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int64_t now = world_monotonic_us(server->options.world);

    pthread_mutex_lock(&server->lock);
    struct http_line *line = server->line_free;
    if (line != NULL) {
        server->line_free = line->next_free;
        *line = (struct http_line){
            .door = door,
            .fd = info->connect_fd,
            .deadline_us = now + server->options.head_ms * 1000,
        };
        server->counters.connections++;
        server->counters.open_connections++;
    }
    pthread_mutex_unlock(&server->lock);
    *socket_context = line;
    if (line != NULL)
        line_peer(line, connection);
}

/* Only this thread reads these fields, so they need no lock. */
static void line_peer(struct http_line *line,
                      struct MHD_Connection *connection)
{
    if (line->door->transport != HTTP_TCP) {
        struct ucred peer;
        socklen_t len = sizeof peer;
        if (getsockopt(line->fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0) {
            line->has_uid = true;
            line->uid = (int64_t)peer.uid;
            line->gid = (int64_t)peer.gid;
            line->pid = (int64_t)peer.pid;
        }
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL)
        return;
    union {
        const struct sockaddr *any;
        const struct sockaddr_in *four;
        const struct sockaddr_in6 *six;
    } address = { .any = info->client_addr };
    if (address.any->sa_family == AF_INET)
        inet_ntop(AF_INET, &address.four->sin_addr, line->ip, sizeof line->ip);
    else if (address.any->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &address.six->sin6_addr, line->ip,
                  sizeof line->ip);
}

static void line_close(struct http_line *line)
{
    struct http_server *server = line->door->server;
    pthread_mutex_lock(&server->lock);
    line->door = NULL;
    line->next_free = server->line_free;
    server->line_free = line;
    server->counters.open_connections--;
    pthread_mutex_unlock(&server->lock);
}

struct http_line *line_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

bool line_enter(struct http_line *line, enum phase phase,
                       int64_t wait_ms)
{
    struct http_server *server = line->door->server;
    int64_t now = world_monotonic_us(server->options.world);
    pthread_mutex_lock(&server->lock);
    line->phase = phase;
    line->deadline_us = now + wait_ms * 1000;
    bool is_open = !line->is_cut;
    pthread_mutex_unlock(&server->lock);
    return is_open;
}
