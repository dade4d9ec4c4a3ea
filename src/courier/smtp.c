#include <curl/curl.h>
#include <string.h>

#include "base/base.h"
#include "courier/smtp.h"
#include "person/person.h"

#define CONNECT_SECONDS 15L

/* How far the talk has come; only forward. */
enum stage { AT_HELLO, AT_FROM, AT_TO, AT_DATA };

struct talk {
    struct str bytes;
    size_t given;
    bool is_whole; /* handed over to its end */
    enum stage stage;
    bool is_policy; /* its last no is to us, not to the address */
};

static bool options_set(struct smtp *smtp);
static size_t on_read(char *room, size_t size, size_t count, void *context);
static bool is_policy(struct str said);
static int on_talk(CURL *curl, curl_infotype kind, char *bytes, size_t len,
                   void *context);
static bool trouble(const struct smtp *smtp, CURLcode code, long last,
                    struct err *err);

struct str smtp_fate_word(enum smtp_fate fate)
{
    switch (fate) {
    case SMTP_SENT:
        return STR("sent");
    case SMTP_LATER:
        return STR("later");
    case SMTP_REFUSED:
        return STR("refused");
    case SMTP_UNKNOWN:
        break;
    }
    return STR("unknown");
}

bool smtp_open(struct smtp *smtp, const struct courier_line *line,
               struct arena *arena, struct err *err)
{
    *smtp = (struct smtp){ .line = line, .arena = arena };
    smtp->curl = curl_easy_init();
    if (smtp->curl == NULL || !options_set(smtp)) {
        smtp_close(smtp);
        return err_set(err, ERR_EXHAUSTED, "no memory to speak to the mail "
                       "server");
    }
    return true;
}

void smtp_close(struct smtp *smtp)
{
    if (smtp->curl != NULL)
        curl_easy_cleanup(smtp->curl);
    smtp->curl = NULL;
}

/* What is known of the message when the talk ended badly. */
static void judge(const struct talk *talk, long last,
                  struct smtp_answer *answer)
{
    if (last >= 400 && last < 500)
        answer->fate = SMTP_LATER;
    else if (last >= 500)
        answer->fate = SMTP_REFUSED;
    else
        answer->fate = talk->is_whole ? SMTP_UNKNOWN : SMTP_LATER;
    answer->is_bad_address = talk->stage == AT_TO && !talk->is_policy
        && (last == 550 || last == 551 || last == 553);
}

bool smtp_send(struct smtp *smtp, struct str to, struct str bytes,
               struct smtp_answer *answer, struct err *err)
{
    CHECK(person_email_fits(to));
    struct talk talk = { .bytes = bytes, .stage = AT_HELLO };
    const char *to_c = str_c(smtp->arena, str_format(
        smtp->arena, "<%.*s>", STR_ARGS(to)));
    struct curl_slist *list = curl_slist_append(NULL, to_c);
    bool is_set = list != NULL && !smtp->arena->exhausted
        && curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, list) == CURLE_OK
        && curl_easy_setopt(smtp->curl, CURLOPT_READDATA, &talk) == CURLE_OK
        && curl_easy_setopt(smtp->curl, CURLOPT_DEBUGDATA, &talk) == CURLE_OK;
    CURLcode code = is_set ? curl_easy_perform(smtp->curl)
                           : CURLE_OUT_OF_MEMORY;
    long last = 0;
    curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &last);
    curl_slist_free_all(list);
    *answer = (struct smtp_answer){ .fate = SMTP_SENT, .code = last };
    if (code == CURLE_OK)
        return true;
    if (!is_set || talk.stage < AT_TO)
        return trouble(smtp, code, last, err);
    judge(&talk, last, answer);
    return true;
}

/* Only SMTP, to this host; nothing of the talk is printed anywhere. */
static bool options_set(struct smtp *smtp)
{
    const struct courier_line *line = smtp->line;
    struct arena *arena = smtp->arena;
    struct str name, domain;
    bool is_bad = !str_cut(line->from, '@', &name, &domain);
    const char *url = str_c(arena, str_format(
        arena, "%s://%.*s:%" PRId64 "/%.*s",
        line->security == LINE_TLS ? "smtps" : "smtp", STR_ARGS(line->host),
        line->port, STR_ARGS(domain)));
    const char *from = str_c(arena, str_format(arena, "<%.*s>",
                                               STR_ARGS(line->from)));
#define SET(option, value)                                                   \
    is_bad |= curl_easy_setopt(smtp->curl, (option), (value)) != CURLE_OK
    SET(CURLOPT_URL, url);
    SET(CURLOPT_PROTOCOLS_STR, line->security == LINE_TLS ? "smtps" : "smtp");
    SET(CURLOPT_USE_SSL, line->security == LINE_PLAIN ? (long)CURLUSESSL_NONE
                                                      : (long)CURLUSESSL_ALL);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (line->ca.len > 0)
        SET(CURLOPT_CAINFO, str_c(arena, line->ca));
    if (line->user.len > 0) {
        SET(CURLOPT_USERNAME, str_c(arena, line->user));
        SET(CURLOPT_PASSWORD, str_c(arena, line->password));
    }
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    SET(CURLOPT_TIMEOUT, (long)line->wait_seconds);
    SET(CURLOPT_MAIL_FROM, from);
    SET(CURLOPT_UPLOAD, 1L);
    SET(CURLOPT_READFUNCTION, on_read);
    SET(CURLOPT_DEBUGFUNCTION, on_talk);
    SET(CURLOPT_VERBOSE, 1L); /* on_talk hears it, and keeps nothing */
#undef SET
    return !is_bad && !arena->exhausted;
}

static size_t on_read(char *room, size_t size, size_t count, void *context)
{
    struct talk *talk = context;
    size_t left = talk->bytes.len - talk->given;
    size_t len = size * count < left ? size * count : left;
    if (len == 0)
        talk->is_whole = true;
    else
        memcpy(room, talk->bytes.at + talk->given, len);
    talk->given += len;
    return len;
}

/* "550 5.7.1 relaying denied": RFC 3463 keeps 5.1 for addresses, of which 7
 * and 8 are the sender's.  A server that gives no such number is believed. */
static bool is_policy(struct str said)
{
    if (said.len < 9 || said.at[4] != '5' || said.at[5] != '.')
        return false;
    return said.at[6] != '1' || said.at[8] == '7' || said.at[8] == '8';
}

static int on_talk(CURL *curl, curl_infotype kind, char *bytes, size_t len,
                   void *context)
{
    static const struct {
        const char *word;
        enum stage stage;
    } steps[] = { { "MAIL FROM:", AT_FROM }, { "RCPT TO:", AT_TO },
                  { "DATA", AT_DATA } };
    struct talk *talk = context;
    struct str said = { bytes, len };
    (void)curl;
    if (kind == CURLINFO_HEADER_IN && str_starts(said, STR("5")))
        talk->is_policy = is_policy(said);
    for (size_t i = 0; kind == CURLINFO_HEADER_OUT
                       && i < sizeof steps / sizeof steps[0]; i++)
        if (str_starts(said, str_of(steps[i].word)))
            talk->stage = steps[i].stage;
    return 0;
}

/* One sentence, for whoever reads `bedside doctor`. */
static bool trouble(const struct smtp *smtp, CURLcode code, long last,
                    struct err *err)
{
    const char *why = curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        why = "its name is not known here";
        break;
    case CURLE_COULDNT_CONNECT:
        why = "nobody answers there";
        break;
    case CURLE_OPERATION_TIMEDOUT:
        why = "it did not answer in time";
        break;
    case CURLE_USE_SSL_FAILED:
        why = "it does not encrypt the line, and we do not write openly";
        break;
    case CURLE_PEER_FAILED_VERIFICATION:
        why = "its certificate is not one we may trust";
        break;
    case CURLE_LOGIN_DENIED:
        why = "it does not take our user and password";
        break;
    default:
        break;
    }
    return err_set(err, code == CURLE_OUT_OF_MEMORY ? ERR_EXHAUSTED
                                                    : ERR_OUTSIDE,
                   "the mail server %.*s: %s%s%s",
                   STR_ARGS(smtp->line->host), why,
                   last >= 400 ? ", and says " : "",
                   last >= 400 ? str_c(smtp->arena,
                                       str_format(smtp->arena, "%ld", last))
                               : "");
}
