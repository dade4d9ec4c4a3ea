/* The round's e-mails.  Taking one is the moment it leaves: it is handed to
 * the mail server at once and never offered again, so a courier that dies in
 * between sends nothing twice. */
#include <stdio.h>

#include "base/base.h"
#include "courier/mail.h"
#include "courier/round.h"
#include "courier/smtp.h"
#include "seal/digest.h"
#include "text/escape.h"

struct open_mail {
    struct courier_letterhead head;
    struct message_mail mail;
};

static bool mails_read(struct round *round, const struct json **list,
                       struct err *err);
static bool carry_all(struct round *round, const struct json *list,
                      struct err *why, struct err *err);
static bool mail_read(struct round *round, const struct json *message,
                      const struct courier_line *line,
                      struct open_mail *mail, struct err *err);
static bool carry_mail(struct round *round, struct smtp *smtp,
                       const struct open_mail *mail, struct err *why,
                       struct err *err);
static bool fate_tell(struct round *round, struct str ref,
                      const struct smtp_answer *answer, struct str sha256,
                      struct err *err);
static bool health_tell(struct round *round, const struct err *why,
                        struct err *err);

bool round_post(struct round *round, struct err *err)
{
    struct courier_post *post = round->courier->post;
    struct moment now = world_now(round->courier->world);
    const struct json *list, *done;
    struct err why = { .kind = ERR_NONE };
    if (!round_ask(round, HTTP_POST, STR("/courier/wishes"), STR(""), &done,
                   err)
        || !mails_read(round, &list, err))
        return false;
    bool has_mail = false;
    json_each(message, list)
        has_mail = true;
    if (!has_mail || moment_compare(now, post->again_at) < 0)
        return true;
    if (!carry_all(round, list, &why, err))
        return false;
    if (why.kind == ERR_NONE)
        post->again_at = (struct moment){ 0 };
    else
        post->again_at = moment_add_seconds(now, COURIER_PAUSE_SECONDS);
    return health_tell(round, &why, err);
}

static bool mails_read(struct round *round, const struct json **list,
                       struct err *err)
{
    const struct json *root;
    struct str target = str_format(&round->arena,
                                   "/courier/outbox?mails=1&limit=%d",
                                   COURIER_BATCH);
    if (!round_ask(round, HTTP_GET, target, STR(""), &root, err))
        return false;
    *list = json_get(root, STR("message"));
    return true;
}

/* *why: trouble with the mail server as a whole; what is left waits. */
static bool carry_all(struct round *round, const struct json *list,
                      struct err *why, struct err *err)
{
    const struct courier *courier = round->courier;
    struct courier_line line;
    struct smtp smtp;
    if (!courier_line_read(courier->world, courier->post->path,
                           &round->arena, &line, why))
        return true;
    if (!smtp_open(&smtp, &line, &round->arena, err))
        return false;
    bool done = true;
    json_each(message, list) {
        struct open_mail mail;
        bool may_leave;
        arena_init(&round->sheet, ARENA_JOB_BYTES);
        done = mail_read(round, message, &line, &mail, err)
            && round_ask_flag(round, mail.head.ref, "take", STR(""),
                              "may_leave", &may_leave, err);
        if (done && !may_leave)
            round->report->held_back++;
        else if (done)
            done = carry_mail(round, &smtp, &mail, why, err);
        arena_clear(&round->sheet);
        if (!done || why->kind != ERR_NONE)
            break;
    }
    smtp_close(&smtp);
    return done;
}

static bool mail_read(struct round *round, const struct json *message,
                      const struct courier_line *line,
                      struct open_mail *mail, struct err *err)
{
    struct str made_at, content;
    struct ref parsed;
    mail->head.from = line->from;
    if (!json_text(json_get(message, STR("ref")), &mail->head.ref)
        || !json_text(json_get(message, STR("address")), &mail->head.to)
        || !json_text(json_get(message, STR("content")), &content)
        || !json_text(json_get(message, STR("made_at")), &made_at)
        || !ref_parse(mail->head.ref, &parsed)
        || !moment_parse(made_at, &mail->head.made_at))
        return err_set(err, ERR_CORRUPT, "an e-mail of the outbox cannot be "
                       "read");
    return message_mail_parse(&round->sheet, content, &mail->mail, err);
}

static bool carry_mail(struct round *round, struct smtp *smtp,
                       const struct open_mail *mail, struct err *why,
                       struct err *err)
{
    struct str bytes = STR("");
    struct smtp_answer answer = { .fate = SMTP_REFUSED };
    if (!courier_mail_write(&mail->head, &mail->mail, &round->sheet, &bytes,
                            err)) {
        if (err->kind != ERR_INVALID)
            return false;
        err->kind = ERR_NONE; /* this one can never be written */
    } else if (!smtp_send(smtp, mail->head.to, bytes, &answer, why)) {
        answer.fate = SMTP_LATER;
    }
    if (answer.fate == SMTP_SENT)
        round->report->mailed++;
    return fate_tell(round, mail->head.ref, &answer,
                     seal_sha256_hex(&round->sheet, bytes), err);
}

static bool fate_tell(struct round *round, struct str ref,
                      const struct smtp_answer *answer, struct str sha256,
                      struct err *err)
{
    bool is_kept;
    struct str fate = smtp_fate_word(answer->fate);
    struct str body = str_format(
        &round->sheet, "fate=%.*s&sha256=%.*s&code=%ld%s", STR_ARGS(fate),
        STR_ARGS(sha256), answer->code,
        answer->is_bad_address ? "&nobody=1" : "");
    return round_ask_flag(round, ref, "fate", body, "is_kept", &is_kept, err);
}

/* The house hears when it begins and when it ends, for `bedside doctor`. */
static bool health_tell(struct round *round, const struct err *why,
                        struct err *err)
{
    struct courier_post *post = round->courier->post;
    bool is_ill = why->kind != ERR_NONE;
    const struct json *root;
    struct buf body;
    if (post->is_told && post->was_ill == is_ill)
        return true;
    buf_init(&body, &round->arena, 4096);
    buf_add_c(&body, "words=");
    if (is_ill) {
        escape_url(&body, str_of(why->text));
        (void)fprintf(stderr, "bedside courier: %s\n", why->text);
    }
    if (!round_ask(round, HTTP_POST, STR("/courier/health"), buf_str(&body),
                   &root, err))
        return false;
    post->is_told = true;
    post->was_ill = is_ill;
    return true;
}
