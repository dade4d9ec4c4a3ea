#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "courier/line.h"
#include "person/person.h"

/* What one line of the file sets. */
enum setting {
    SET_HOST, SET_PORT, SET_SECURITY, SET_USER, SET_PASSWORD, SET_FROM,
    SET_WAIT, SETTINGS
};
static const char *const names[SETTINGS] = {
    "host", "port", "security", "user", "password", "from", "wait"
};

static bool settings_read(struct str text, const char *path,
                          struct str value[SETTINGS], struct err *err);
static bool line_fill(struct arena *arena, const char *path,
                      const struct str value[SETTINGS],
                      struct courier_line *line, struct err *err);
static bool security_parse(struct str word, enum courier_security *security);
static bool is_here(struct str host);

bool courier_line_read(struct world *world, const char *path,
                       struct arena *arena, struct courier_line *line,
                       struct err *err)
{
    struct str text, value[SETTINGS] = { { NULL, 0 } };
    struct stat about;
    if (stat(path, &about) != 0)
        return err_set(err, ERR_ABSENT, "no mail server is set: %s is not "
                       "there or not ours to read", path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return err_set(err, ERR_DENIED, "others may read %s; run: chmod 600 "
                       "on it", path);
    return file_read(world, arena, path, COURIER_LINE_BYTES_MAX, &text, err)
        && settings_read(text, path, value, err)
        && line_fill(arena, path, value, line, err);
}

static bool settings_read(struct str text, const char *path,
                          struct str value[SETTINGS], struct err *err)
{
    int number = 0;
    while (text.len > 0) {
        size_t end = str_find_byte(text, '\n', 0);
        struct str one = str_trim(str_part(text, 0, end)), name, rest;
        text = str_part(text, end + 1, text.len);
        number++;
        if (one.len == 0 || one.at[0] == '#')
            continue;
        int which = 0;
        if (!str_cut(one, ':', &name, &rest))
            name = one;
        while (which < SETTINGS && !str_is(str_trim(name), names[which]))
            which++;
        if (which == SETTINGS || str_trim(rest).len == 0)
            return err_set(err, ERR_INVALID, "%s, line %d: write one of host, "
                           "port, security, user, password, from, wait, then "
                           "a colon and its value", path, number);
        value[which] = str_trim(rest);
    }
    return true;
}

static bool line_fill(struct arena *arena, const char *path,
                      const struct str value[SETTINGS],
                      struct courier_line *line, struct err *err)
{
    *line = (struct courier_line){
        .host = value[SET_HOST], .port = 587, .from = value[SET_FROM],
        .user = value[SET_USER], .password = value[SET_PASSWORD],
        .wait_seconds = COURIER_WAIT_SECONDS
    };
    struct str ca = str_format(arena, "%s.pem", path);
    if (ca.at != NULL && access(ca.at, R_OK) == 0)
        line->ca = ca;
    for (size_t i = 0; i < line->host.len; i++)
        if (line->host.at[i] <= ' ' || line->host.at[i] == '/'
            || line->host.at[i] == '@' || line->host.at[i] == '"')
            line->host.len = 0;
    if (line->host.len == 0 || !person_email_fits(line->from))
        return err_set(err, ERR_INVALID, "%s needs the mail server's name "
                       "(host) and the address we write from (from)", path);
    if ((value[SET_PORT].at && (!str_to_int64(value[SET_PORT], &line->port)
                                || line->port < 1 || line->port > 65535))
        || (value[SET_WAIT].at
            && (!str_to_int64(value[SET_WAIT], &line->wait_seconds)
                || line->wait_seconds < 1 || line->wait_seconds > 600)))
        return err_set(err, ERR_INVALID, "%s: port is 1 to 65535, wait 1 to "
                       "600 seconds", path);
    if ((value[SET_SECURITY].at
         && !security_parse(value[SET_SECURITY], &line->security))
        || (line->security == LINE_PLAIN && !is_here(line->host)))
        return err_set(err, ERR_INVALID, "%s: security is starttls or tls; "
                       "plain only when the mail server is this machine",
                       path);
    if ((line->user.len > 0) != (line->password.len > 0))
        return err_set(err, ERR_INVALID, "%s: user and password belong "
                       "together", path);
    return true;
}

static bool security_parse(struct str word, enum courier_security *security)
{
    static const char *const words[] = {
        [LINE_STARTTLS] = "starttls", [LINE_TLS] = "tls",
        [LINE_PLAIN] = "plain"
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_is(word, words[i])) {
            *security = (enum courier_security)i;
            return true;
        }
    return false;
}

static bool is_here(struct str host)
{
    return str_is(host, "localhost") || str_is(host, "127.0.0.1")
        || str_is(host, "[::1]");
}
