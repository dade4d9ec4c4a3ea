/* The bytes of an e-mail, and the file that says how it leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/base.h"
#include "courier/line.h"
#include "courier/mail.h"
#include "courier/smtp.h"

static struct arena arena;

static const struct message_mail mail = {
    .from_name = { "Harbor Care", 11 }, .subject = { "Su c\xc3\xb3" "digo", 10 },
    .body = { "Hola \n\n.\nx = 1 \xc2\xbf", 17 },
    .stop_link = { "https://h.example/m/mail/1", 26 }
};

static struct courier_letterhead head(const char *to)
{
    return (struct courier_letterhead){
        .ref = STR("abc"), .from = STR("no-reply@h.example"),
        .to = str_of(to),
        .made_at = moment_from_seconds(INT64_C(1795647600))
    };
}

static bool has(struct str text, const char *words)
{
    return str_find(text, str_of(words)) != SIZE_MAX;
}

static void the_same_message_the_same_bytes(void **state)
{
    (void)state;
    struct courier_letterhead to = head("ana@mail.example");
    struct err err = { .kind = ERR_NONE };
    struct str bytes, again;
    assert_true(courier_mail_write(&to, &mail, &arena, &bytes, &err));
    assert_true(courier_mail_write(&to, &mail, &arena, &again, &err));
    assert_true(str_equal(bytes, again));
    assert_true(has(bytes, "Message-ID: <abc@h.example>\r\n"));
    assert_true(has(bytes, "Date: Wed, 25 Nov 2026 23:00:00 +0000\r\n"));
    assert_true(has(bytes, "List-Unsubscribe: <https://h.example/m/mail/1>"));
    assert_true(has(bytes, "Subject: =?UTF-8?Q?=53=75=20=63=C3=B3"));
    assert_true(has(bytes, "\r\n\r\nHola=20\r\n\r\n.\r\nx =3D 1 =C2=BF"));
    for (size_t i = 0, from = 0; i < bytes.len; i++) {
        assert_false(bytes.at[i] == '\n' && bytes.at[i - 1] != '\r');
        if (bytes.at[i] == '\n')
            from = i;
        assert_true(i - from < 998);
    }
}

static void no_header_is_smuggled_in(void **state)
{
    (void)state;
    const char *const bad[] = { "a@b\r\nBcc: c@d", "a b@c", "a@b@c", "@b", "a@",
                                "<a@b>", "" };
    struct str bytes;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct courier_letterhead to = head(bad[i]);
        struct err err = { .kind = ERR_NONE };
        assert_false(courier_mail_write(&to, &mail, &arena, &bytes, &err));
        assert_int_equal(err.kind, ERR_INVALID);
    }
    struct message_mail two = mail;
    struct courier_letterhead to = head("ana@mail.example");
    struct err err = { .kind = ERR_NONE };
    two.subject = STR("Hi\r\nBcc: c@d");
    assert_false(courier_mail_write(&to, &two, &arena, &bytes, &err));
    assert_int_equal(err.kind, ERR_INVALID);
}

static bool reads(const char *text, unsigned mode, struct courier_line *line,
                  struct err *err)
{
    char path[] = "/tmp/bedside-line-XXXXXX";
    int fd = mkstemp(path);
    struct str all = str_of(text);
    assert_true(fd >= 0 && write(fd, all.at, all.len) == (ssize_t)all.len);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
    *err = (struct err){ .kind = ERR_NONE };
    bool done = courier_line_read(world_real(), path, &arena, line, err);
    unlink(path);
    return done;
}

static void the_settings_are_read_or_named(void **state)
{
    (void)state;
    struct courier_line line;
    struct err err;
    assert_true(reads("# ours\nhost: smtp.example\nfrom: a@b.example\n"
                      "user: u\npassword: p: q\n", 0600, &line, &err));
    assert_int_equal(line.port, 587);
    assert_int_equal(line.security, LINE_STARTTLS);
    assert_true(str_is(line.password, "p: q"));
    const struct { const char *text, *said; } bad[] = {
        { "host: x\nhots: y\n", "line 2" },
        { "host: x\n", "needs" },
        { "host: smtp.example\nfrom: a@b\nsecurity: plain\n", "plain" },
        { "host: x\nfrom: a@b\nport: 0\n", "port" },
        { "host: x\nfrom: a@b\nuser: u\n", "together" },
        { "host: x/../y\nfrom: a@b\n", "needs" },
        { "host: x\nfrom: a@b\nsecurity: maybe\n", "security" }
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(reads(bad[i].text, 0600, &line, &err));
        assert_true(has(str_of(err.text), bad[i].said));
    }
    assert_false(reads("host: x\nfrom: a@b\n", 0640, &line, &err));
    assert_true(has(str_of(err.text), "chmod 600"));
    assert_false(courier_line_read(world_real(), "/nowhere/at-all", &arena,
                                   &line, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
}

/* --- who is to blame for a refusal ------------------------------------- */

struct post { int listening; const char *answer; };

/* Says yes to all but the address; one talk. */
static void *post_talk(void *context)
{
    const struct post *post = context;
    char line[600];
    size_t len = 0;
    int fd = accept(post->listening, NULL, NULL);
    const char *say = "220 here\r\n";
    for (ssize_t n = 1; fd >= 0 && n > 0; say = "250 yes\r\n") {
        n = write(fd, say, strlen(say));
        for (len = 0; n > 0 && (len == 0 || line[len - 1] != '\n'); len++)
            n = len < sizeof line - 1 ? read(fd, line + len, 1) : 0;
        line[len] = 0;
        if (n > 0 && strncmp(line, "RCPT", 4) == 0) {
            n = write(fd, post->answer, strlen(post->answer));
            for (len = 0; n > 0 && (len == 0 || line[len - 1] != '\n'); len++)
                n = read(fd, line + len, 1);
        }
    }
    close(fd);
    return NULL;
}

static void only_the_address_is_to_blame_for_itself(void **state)
{
    (void)state;
    const struct { const char *answer; bool is_bad; } say[] = {
        { "550 nobody of that name\r\n", true },
        { "550 5.1.1 nobody of that name\r\n", true },
        { "550 5.7.1 relaying denied\r\n", false },
        { "550 5.1.8 sender refused\r\n", false },
        { "452 4.2.2 come back later\r\n", false },
    };
    for (size_t i = 0; i < sizeof say / sizeof say[0]; i++) {
        struct sockaddr_in at = { .sin_family = AF_INET };
        socklen_t len = sizeof at;
        struct post post = { socket(AF_INET, SOCK_STREAM, 0), say[i].answer };
        pthread_t thread;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        assert_int_equal(bind(post.listening, (struct sockaddr *)&at, len), 0);
        assert_int_equal(listen(post.listening, 1), 0);
        assert_int_equal(getsockname(post.listening, (struct sockaddr *)&at,
                                     &len), 0);
        assert_int_equal(pthread_create(&thread, NULL, post_talk, &post), 0);
        struct courier_line line = {
            .host = STR("127.0.0.1"), .port = ntohs(at.sin_port),
            .security = LINE_PLAIN, .from = STR("a@h.example"),
            .wait_seconds = 10
        };
        struct smtp smtp;
        struct smtp_answer answer;
        struct err err = { .kind = ERR_NONE };
        assert_true(smtp_open(&smtp, &line, &arena, &err));
        assert_true(smtp_send(&smtp, STR("ana@mail.example"), STR("x\r\n"),
                              &answer, &err));
        smtp_close(&smtp);
        pthread_join(thread, NULL);
        close(post.listening);
        assert_int_equal(answer.fate, i < 4 ? SMTP_REFUSED : SMTP_LATER);
        if (answer.is_bad_address != say[i].is_bad)
            fail_msg("wrongly blamed: %s", say[i].answer);
    }
}

int main(void)
{
    arena_init(&arena, ARENA_JOB_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_message_the_same_bytes),
        cmocka_unit_test(no_header_is_smuggled_in),
        cmocka_unit_test(the_settings_are_read_or_named),
        cmocka_unit_test(only_the_address_is_to_blame_for_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
