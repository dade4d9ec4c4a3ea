#include "base/base.h"
#include "courier/line.h"
#include "courier/mail.h"
#include "person/person.h"
#include "text/escape.h"

#define BYTES_MAX ((size_t)256 << 10)
#define LINE_MAX_BYTES 75  /* and the sign that the line goes on */
#define WORD_MAX_BYTES 60  /* of an encoded word, its frame left out */

static void add_words(struct buf *buf, struct str words);
static void add_date(struct buf *buf, struct moment at);
static void add_body(struct buf *buf, struct str body);
static bool is_one_line(struct str text);

bool courier_mail_write(const struct courier_letterhead *head,
                        const struct message_mail *mail, struct arena *arena,
                        struct str *bytes, struct err *err)
{
    struct str name, domain;
    struct buf buf;
    if (!person_email_fits(head->to) || !person_email_fits(head->from)
        || !str_cut(head->from, '@', &name, &domain)
        || !is_one_line(mail->from_name) || !is_one_line(mail->subject)
        || !is_one_line(mail->stop_link))
        return err_set(err, ERR_INVALID, "message %.*s: a line of its head "
                       "cannot be written", STR_ARGS(head->ref));
    buf_init(&buf, arena, BYTES_MAX);
    buf_add_c(&buf, "From: ");
    add_words(&buf, mail->from_name);
    buf_add_format(&buf, " <%.*s>\r\nTo: <%.*s>\r\nSubject: ",
                   STR_ARGS(head->from), STR_ARGS(head->to));
    add_words(&buf, mail->subject);
    buf_add_c(&buf, "\r\nDate: ");
    add_date(&buf, head->made_at);
    buf_add_format(&buf, "\r\nMessage-ID: <%.*s@%.*s>\r\n"
                   "List-Unsubscribe: <%.*s>\r\n"
                   "Auto-Submitted: auto-generated\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=UTF-8\r\n"
                   "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                   STR_ARGS(head->ref), STR_ARGS(domain),
                   STR_ARGS(mail->stop_link));
    add_body(&buf, mail->body);
    *bytes = buf_str(&buf);
    return bytes->at != NULL
        || err_set(err, ERR_EXHAUSTED, "an e-mail is too long");
}

static bool is_one_line(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
            return false;
    return text.len > 0 && str_is_utf8(text);
}

/* RFC 2047: encoded words, none cut inside a letter; plain words as they
 * are. */
static void add_words(struct buf *buf, struct str words)
{
    bool is_plain = words.len <= WORD_MAX_BYTES;
    for (size_t i = 0; i < words.len; i++)
        is_plain &= (words.at[i] >= '0' && words.at[i] <= '9')
            || (words.at[i] >= 'A' && words.at[i] <= 'Z')
            || (words.at[i] >= 'a' && words.at[i] <= 'z')
            || words.at[i] == ' ';
    if (is_plain) {
        buf_add(buf, words);
        return;
    }
    size_t used = 0;
    buf_add_c(buf, "=?UTF-8?Q?");
    for (size_t at = 0; at < words.len;) {
        size_t len = escape_utf8_len(words, at);
        if (used + 3 * len > WORD_MAX_BYTES) {
            buf_add_c(buf, "?=\r\n =?UTF-8?Q?");
            used = 0;
        }
        for (size_t i = 0; i < len; i++)
            buf_add_format(buf, "=%02X", (unsigned char)words.at[at + i]);
        used += 3 * len;
        at += len;
    }
    buf_add_c(buf, "?=");
}

static void add_date(struct buf *buf, struct moment at)
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
                                        "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
                                          "Jun", "Jul", "Aug", "Sep", "Oct",
                                          "Nov", "Dec" };
    struct day day = moment_utc_day(at);
    struct civil civil = day_civil(day);
    int64_t second = moment_seconds(at) - (int64_t)day.n * 86400;
    buf_add_format(buf, "%s, %02u %s %04d %02d:%02d:%02d +0000",
                   days[day_weekday(day)], (unsigned)civil.day,
                   months[civil.month - 1], (int)civil.year,
                   (int)(second / 3600), (int)(second / 60 % 60),
                   (int)(second % 60));
}

/* Quoted-printable: each line of ours is one of theirs, long ones wrapped. */
static void add_body(struct buf *buf, struct str body)
{
    size_t used = 0;
    for (size_t i = 0; i < body.len; i++) {
        unsigned char byte = (unsigned char)body.at[i];
        bool is_last = i + 1 == body.len || body.at[i + 1] == '\n';
        bool is_plain = (byte > ' ' && byte < 0x7f && byte != '=')
            || (byte == ' ' && !is_last);
        if (byte == '\n' || byte == '\r') {
            if (byte == '\n')
                buf_add_c(buf, "\r\n");
            used = byte == '\n' ? 0 : used;
            continue;
        }
        if (used + (is_plain ? 1 : 3) > LINE_MAX_BYTES) {
            buf_add_c(buf, "=\r\n");
            used = 0;
        }
        if (is_plain)
            buf_add_byte(buf, (char)byte);
        else
            buf_add_format(buf, "=%02X", byte);
        used += is_plain ? 1 : 3;
    }
    buf_add_c(buf, "\r\n");
}
