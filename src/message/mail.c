#include "base/base.h"
#include "message/lines.h"
#include "message/mail.h"
#include "message/templates.h"
#include "text/format.h"
#include "text/json.h"

#define SUBJECT "subject: "

static struct view *view_of(const struct message_mail_input *input,
                            struct arena *arena);
static void lint(const struct message_templates *templates,
                 const struct message_mail_input *input, struct arena *arena,
                 struct message_mail_filled *filled);
static struct str without(struct arena *arena, struct str text,
                          struct str name);

bool message_mail_fill(const struct message_templates *templates,
                       const struct message_mail_input *input,
                       struct arena *arena,
                       struct message_mail_filled *filled, struct err *err)
{
    struct buf rendered;
    struct str name = str_format(arena, "%.*s/%s",
                                 STR_ARGS(language_code(input->language)),
                                 input->kind);
    struct view *view = view_of(input, arena);
    buf_init(&rendered, arena, MESSAGE_BYTES_MAX);
    if (view == NULL || arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for a message");
    if (!mustache_render(templates->set, name, view, MUSTACHE_STRICT,
                         &rendered, err))
        return err_context(err, "message %.*s", STR_ARGS(name));
    struct str text = buf_str(&rendered), head, body;
    if (!str_cut(text, '\n', &head, &body)
        || !str_starts(head, STR(SUBJECT)))
        return err_set(err, ERR_CORRUPT, "message %.*s has no subject",
                       STR_ARGS(name));
    *filled = (struct message_mail_filled){
        .answer = MESSAGE_FILLED,
        .mail = {
            .from_name = message_lines_clean(arena, input->agency),
            .subject = str_part(head, sizeof SUBJECT - 1, head.len),
            .body = str_trim(body),
            .stop_link = str_format(arena, "https://%.*s",
                                    STR_ARGS(input->stop_link))
        },
        .version = message_template_version(arena, name)
    };
    lint(templates, input, arena, filled);
    return !arena->exhausted
        || err_set(err, ERR_EXHAUSTED, "no memory for a message");
}

static struct view *view_of(const struct message_mail_input *input,
                            struct arena *arena)
{
    const struct { const char *name; struct str value; } text[] = {
        { "agency", input->agency }, { "hours", input->hours },
        { "line1", input->line1 }, { "city", input->city },
        { "state", input->state }, { "zip", input->zip },
        { "code", input->code }, { "link", input->link },
        { "stop_link", input->stop_link }
    };
    bool is_spanish = input->language == LANGUAGE_SPANISH;
    struct view *view = view_new(arena, is_spanish ? WORDS_ES : WORDS_EN);
    if (view == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
        view_text(view, text[i].name,
                  message_lines_clean(arena, text[i].value));
    view_phone(view, "phone", input->phone);
    view_count(view, "minutes", input->minutes);
    return view;
}

/* The agency's name is nobody's wording; what is left must be fit for
 * strangers' eyes, whatever the bill's program is. */
static void lint(const struct message_templates *templates,
                 const struct message_mail_input *input, struct arena *arena,
                 struct message_mail_filled *filled)
{
    struct lint_report *report = arena_new(arena, struct lint_report);
    const struct { enum lint_channel channel; struct str text; } part[] = {
        { LINT_SUBJECT, filled->mail.subject },
        { LINT_EMAIL, filled->mail.body }
    };
    for (size_t i = 0; report && i < sizeof part / sizeof part[0]; i++) {
        struct lint_ask ask = {
            .channel = part[i].channel, .language = input->language,
            .program = PROGRAM_EARLY_OUT,
            .text = without(arena, part[i].text, input->agency)
        };
        message_lint(templates->lists, &ask, arena, report);
        bool names_money = str_find_byte(ask.text, '$', 0) < ask.text.len;
        if (report->count == 0 && !names_money)
            continue;
        filled->answer = MESSAGE_LINT;
        filled->why = report->count == 0 ? STR("an amount")
                                         : report->finding[0].why;
        return;
    }
}

static struct str without(struct arena *arena, struct str text,
                          struct str name)
{
    struct buf buf;
    buf_init(&buf, arena, MESSAGE_BYTES_MAX);
    for (size_t at = 0; at < text.len;) {
        bool is_name = name.len > 1
            && str_equal(str_part(text, at, name.len), name);
        if (is_name)
            buf_add(&buf, STR("Ann"));
        else
            buf_add_byte(&buf, text.at[at]);
        at += is_name ? name.len : 1;
    }
    return buf_str(&buf);
}

void message_mail_write(const struct message_mail *mail, struct buf *buf)
{
    const struct { const char *name; struct str value; } text[] = {
        { "from_name", mail->from_name }, { "subject", mail->subject },
        { "stop_link", mail->stop_link }, { "body", mail->body }
    };
    struct json_out out;
    json_out_init(&out, buf);
    json_out_object(&out);
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
        json_out_key(&out, str_of(text[i].name));
        json_out_text(&out, text[i].value);
    }
    json_out_object_end(&out);
}

bool message_mail_parse(struct arena *arena, struct str text,
                        struct message_mail *mail, struct err *err)
{
    const struct json *root;
    struct message_mail read = { .from_name = { NULL, 0 } };
    const struct { const char *name; struct str *value; } part[] = {
        { "from_name", &read.from_name }, { "subject", &read.subject },
        { "stop_link", &read.stop_link }, { "body", &read.body }
    };
    if (!json_parse(arena, text, &root, err))
        return err_context(err, "an e-mail of the outbox");
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
        if (!json_text(json_get(root, str_of(part[i].name)), part[i].value))
            return err_set(err, ERR_CORRUPT, "an e-mail of the outbox has no "
                           "%s", part[i].name);
    *mail = read;
    return true;
}
