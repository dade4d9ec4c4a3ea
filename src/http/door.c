#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/works.h"

#define BACKLOG 1024

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un local;
};

static bool address_of(const struct http_bind *bind, union address *address,
                       socklen_t *len);
static bool tcp_listen(int fd, const union address *address, socklen_t len);
static bool directory_make(const char *path, struct err *err);
static bool stale_or_absent(const char *path, struct err *err);
static bool local_address(const char *path, const char *suffix,
                          union address *address);
static bool local_listen(int fd, const char *path, struct err *err);

bool door_is_loopback(const char *text)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, text, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool door_open_tcp(struct door *door, const struct http_bind *bind,
                   bool behind_tls_proxy, struct err *err)
{
    union address address;
    socklen_t len;
    if (!address_of(bind, &address, &len))
        return err_set(err, ERR_INVALID, "%s is not a numeric address",
                       bind->address);
    if (!behind_tls_proxy && !door_is_loopback(bind->address))
        return err_set(err, ERR_DENIED,
                       "%s can be reached from outside without encryption; "
                       "put a TLS proxy in front and say so, or use 127.0.0.1",
                       bind->address);
    int fd = socket(address.any.sa_family,
                    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return err_set(err, ERR_OUTSIDE, "cannot open a socket: %s",
                       strerror(errno));
    if (!tcp_listen(fd, &address, len)) {
        int code = errno;
        close(fd);
        return err_set(err, code == EADDRINUSE ? ERR_CONFLICT : ERR_OUTSIDE,
                       "cannot listen on %s port %u: %s", bind->address,
                       (unsigned)bind->port, strerror(code));
    }
    getsockname(fd, &address.any, &len);
    door->fd = fd;
    door->port = ntohs(address.any.sa_family == AF_INET
                           ? address.four.sin_port
                           : address.six.sin6_port);
    return true;
}

/* The socket is born under another name and renamed over the old one, so at
 * every moment the path either answers or is stale; never half open. */
bool door_open_unix(struct door *door, const char *path, struct err *err)
{
    if (!directory_make(path, err) || !stale_or_absent(path, err))
        return false;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return err_set(err, ERR_OUTSIDE, "cannot open a socket: %s",
                       strerror(errno));
    if (!local_listen(fd, path, err)) {
        close(fd);
        return false;
    }
    door->fd = fd;
    door->path = path;
    return true;
}

static bool address_of(const struct http_bind *bind, union address *address,
                       socklen_t *len)
{
    *address = (union address){ 0 };
    if (inet_pton(AF_INET, bind->address, &address->four.sin_addr) == 1) {
        address->four.sin_family = AF_INET;
        address->four.sin_port = htons(bind->port);
        *len = sizeof address->four;
        return true;
    }
    if (inet_pton(AF_INET6, bind->address, &address->six.sin6_addr) == 1) {
        address->six.sin6_family = AF_INET6;
        address->six.sin6_port = htons(bind->port);
        *len = sizeof address->six;
        return true;
    }
    return false;
}

static bool tcp_listen(int fd, const union address *address, socklen_t len)
{
    int yes = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0)
        return false;
    if (address->any.sa_family == AF_INET6
        && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) != 0)
        return false;
    return bind(fd, &address->any, len) == 0 && listen(fd, BACKLOG) == 0;
}

/* Nobody else may put a socket of theirs where ours is looked for. */
static bool directory_make(const char *path, struct err *err)
{
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (len == 0 || len >= sizeof directory)
        return err_set(err, ERR_INVALID,
                       "socket %s needs a directory of its own", path);
    memcpy(directory, path, len);
    directory[len] = '\0';
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return err_set(err, ERR_OUTSIDE, "cannot make %s: %s", directory,
                       strerror(errno));
    struct stat st;
    if (lstat(directory, &st) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot look at %s: %s", directory,
                       strerror(errno));
    if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid()
        || (st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return err_set(err, ERR_DENIED,
                       "%s is not a directory that only we can write",
                       directory);
    return true;
}

static bool stale_or_absent(const char *path, struct err *err)
{
    union address address;
    struct stat st;
    if (!local_address(path, "", &address))
        return err_set(err, ERR_INVALID, "socket path %s is too long", path);
    if (lstat(path, &st) != 0)
        return errno == ENOENT
               || err_set(err, ERR_OUTSIDE, "cannot look at %s: %s", path,
                          strerror(errno));
    if (!S_ISSOCK(st.st_mode))
        return err_set(err, ERR_CONFLICT, "%s is there and is no socket",
                       path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return err_set(err, ERR_OUTSIDE, "cannot open a socket: %s",
                       strerror(errno));
    int answered = connect(fd, &address.any, sizeof address.local);
    int code = errno;
    close(fd);
    if (answered == 0 || code != ECONNREFUSED)
        return err_set(err, ERR_CONFLICT, "somebody serves at %s already",
                       path);
    return true;
}

static bool local_address(const char *path, const char *suffix,
                          union address *address)
{
    *address = (union address){ 0 };
    address->local.sun_family = AF_UNIX;
    int len = snprintf(address->local.sun_path,
                       sizeof address->local.sun_path, "%s%s", path, suffix);
    return len > 0 && (size_t)len < sizeof address->local.sun_path;
}

/* On Linux the mode set on an unbound socket becomes that of its file, less
 * the umask, so it is never open to others, not even for an instant. */
static bool local_listen(int fd, const char *path, struct err *err)
{
    union address address;
    if (!local_address(path, ".new", &address))
        return err_set(err, ERR_INVALID, "socket path %s is too long", path);
    const char *born = address.local.sun_path;
    unlink(born);
    if (fchmod(fd, 0600) != 0
        || bind(fd, &address.any, sizeof address.local) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot make socket %s: %s", path,
                       strerror(errno));
    if (chmod(born, 0600) != 0 || listen(fd, BACKLOG) != 0
        || rename(born, path) != 0) {
        int code = errno;
        unlink(born);
        return err_set(err, ERR_OUTSIDE, "cannot make socket %s: %s", path,
                       strerror(code));
    }
    return true;
}
