#include "base/base.h"
#include "message/lint.h"
#include "message/lint_phrase.h"
#include "message/reading.h"

/* What a letter must say (people.md 5.4; Rule RF-34-content V1 .. V19), as
 * words in lint lists: "..." is any words between, so order is asked too. */
static const struct required {
    enum message_kind kind;
    const char *why, *english, *spanish;
} required[] = {
    { MESSAGE_FIRST_STATEMENT, "help first", "you may be able to get help",
      "tal vez pueda recibir ayuda" },
    { MESSAGE_FIRST_STATEMENT, "what is left", "what is left",
      "lo que falta" },
    { MESSAGE_FIRST_STATEMENT, "no interest, no fees",
      "no interest .. no fees", "no hay intereses .. no hay cargos" },
    { MESSAGE_FIRST_STATEMENT, "choices", "see your choices",
      "vea sus opciones" },
    { MESSAGE_FIRST_STATEMENT, "211", "call 211", "al 211" },
    { MESSAGE_FIRST_STATEMENT, "who to call", "call us at", "llamenos al" },
    { MESSAGE_FIRST_STATEMENT, "interpreter", "interpreter is free",
      "interprete es gratis" },
    { MESSAGE_FIRST_STATEMENT, "the other language",
      "puede pedir esta carta en espanol",
      "you can ask for this letter in english" },
    { MESSAGE_VALIDATION_NOTICE, "V1", "is a debt collector ... collect a debt "
      "... any information you give us",
      "es un cobrador de deudas ... una deuda ... cualquier informacion" },
    { MESSAGE_VALIDATION_NOTICE, "V2", "mail this form to",
      "envie este formulario a" },
    { MESSAGE_VALIDATION_NOTICE, "V5", "account number ending",
      "numero de cuenta que termina" },
    { MESSAGE_VALIDATION_NOTICE, "V6", "debt that you owe to",
      "deuda que usted tiene con" },
    { MESSAGE_VALIDATION_NOTICE, "V7", "as of .. you owed",
      "hasta el .. usted debia" },
    { MESSAGE_VALIDATION_NOTICE, "V9 interest", "amount in interest",
      "cantidad en interes" },
    { MESSAGE_VALIDATION_NOTICE, "V9 fees", "amount in fees",
      "cantidad en cargos" },
    { MESSAGE_VALIDATION_NOTICE, "V9 payments, credits",
      "you paid or were credited", "pago y se le abono" },
    { MESSAGE_VALIDATION_NOTICE, "V10", "total amount of the debt now",
      "monto total de la deuda ahora" },
    { MESSAGE_VALIDATION_NOTICE, "V11", "if you write to us by .. we must stop",
      "si nos escribe antes del .. debemos detener" },
    { MESSAGE_VALIDATION_NOTICE, "V12",
      "address of the original creditor ... if you write by .. we must stop",
      "acreedor original ... si escribe antes del .. debemos detener" },
    { MESSAGE_VALIDATION_NOTICE, "V13",
      "call or write to us by ... if you do not we will assume",
      "llamenos o escribanos antes del ... supondremos" },
    { MESSAGE_VALIDATION_NOTICE, "V14", "www.cfpb.gov/debt-collection",
      "www.cfpb.gov/debt-collection" },
    { MESSAGE_VALIDATION_NOTICE, "V16",
      "how do you want to respond ... check all that apply",
      "como desea responder ... marque todo lo que corresponda" },
    { MESSAGE_VALIDATION_NOTICE, "V17, V18 in order",
      "because i think ... not my debt ... amount is wrong ... describe ... "
      "original creditor",
      "porque pienso que ... mi deuda ... es incorrecta ... describa ... "
      "acreedor original" },
    { MESSAGE_VALIDATION_NOTICE, "help line", "211", "211" },
    { MESSAGE_PLAN_CONFIRMATION, "first and last date",
      "first payment is on ... last one is on",
      "primer pago es ... el ultimo es" },
    { MESSAGE_PLAN_CONFIRMATION, "total", "the total is", "el total es" },
    { MESSAGE_PLAN_CONFIRMATION, "no interest, no fees",
      "no interest .. no fees", "no hay intereses .. no hay cargos" },
    { MESSAGE_PLAN_CONFIRMATION, "the remainder", "when the plan is done",
      "al final del plan" },
    { MESSAGE_PLAN_CONFIRMATION, "missed payment", "if you miss a payment",
      "si le falta un pago" },
    { MESSAGE_PLAN_CONFIRMATION, "change any time", "at any time",
      "cuando quiera" },
    { MESSAGE_NEW_CODE, "what it is for", "your code is above",
      "su codigo esta arriba" },
    { MESSAGE_NEW_CODE, "if they did not ask", "did not ask",
      "no lo pidio" },
    { MESSAGE_NEW_CODE, "who to call", "call us at", "llamenos al" },
    { MESSAGE_NEW_CODE, "interpreter", "interpreter is free",
      "interprete es gratis" },
    { MESSAGE_PLAN_CONFIRMATION, "right to dispute", "right to say .. wrong",
      "derecho a decir .. mal" },
    { MESSAGE_PLAN_CONFIRMATION, "who to call", "call us at", "llamenos al" },
    { MESSAGE_RECEIPT, "amount and date", "you paid on", "usted pago el" },
    { MESSAGE_RECEIPT, "what is left", "what is left to pay",
      "lo que falta por pagar" },
    { MESSAGE_RECEIPT, "reference", "receipt number is",
      "numero de recibo es" },
    { MESSAGE_RECEIPT, "how to undo", "undo this payment", "anular este pago" },
    { MESSAGE_RECEIPT, "who to call", "call us at", "llamenos al" },
    { MESSAGE_PLAN_REMINDER, "amount and date", "the next one is .. on",
      "el proximo es de .. el" },
    { MESSAGE_PLAN_REMINDER, "what helps", "skip a payment",
      "saltar un pago" },
    { MESSAGE_PLAN_REMINDER, "help", "you may be able to get help",
      "tal vez pueda recibir ayuda" },
    { MESSAGE_PLAN_REMINDER, "how to stop it", "stop these letters",
      "paramos estas cartas" },
    { MESSAGE_PLAN_REMINDER, "who to call", "call us at", "llamenos al" },
    { MESSAGE_PLAN_MISSED, "which payment", "the payment set for",
      "el pago del" },
    { MESSAGE_PLAN_MISSED, "no blame", "these things happen ... no fee",
      "estas cosas pasan ... no hay cargo" },
    { MESSAGE_PLAN_MISSED, "help before the choices",
      "you may be able to get help ... send the payment when you can",
      "tal vez pueda recibir ayuda ... mande el pago cuando pueda" },
    { MESSAGE_PLAN_MISSED, "skip, less, pause",
      "skip a payment ... pay less each month ... pause for",
      "salte un pago ... pague menos cada mes ... pausa de" },
    { MESSAGE_PLAN_MISSED, "who to call", "call us at", "llamenos al" },
    { MESSAGE_PLAN_MISSED, "help line", "call 211", "al 211" },
    { MESSAGE_PLAN_NOTICE, "no blame", "these things happen ... no fee",
      "estas cosas pasan ... no hay cargo" },
    { MESSAGE_PLAN_NOTICE, "until when nothing changes",
      "nothing changes before", "nada cambia antes del" },
    { MESSAGE_PLAN_NOTICE, "what then",
      "choices again ... start a new plan at any time",
      "opciones otra vez ... un plan nuevo cuando quiera" },
    { MESSAGE_PLAN_NOTICE, "help before the choices",
      "you may be able to get help ... pay less each month ... pause for",
      "tal vez pueda recibir ayuda ... pague menos cada mes ... pausa de" },
    { MESSAGE_PLAN_NOTICE, "who to call", "call us at", "llamenos al" },
    { MESSAGE_PLAN_NOTICE, "help line", "call 211", "al 211" },
    { MESSAGE_PAUSE_ENDED, "when it ended", "ended on", "termino el" },
    { MESSAGE_PAUSE_ENDED, "no interest, no fees", "no interest .. no fees",
      "no hay intereses .. no hay cargos" },
    { MESSAGE_PAUSE_ENDED, "help before the choices",
      "you may be able to get help ... ask for more time ... choices",
      "tal vez pueda recibir ayuda ... pida mas tiempo ... opciones" },
    { MESSAGE_PAUSE_ENDED, "who to call", "call us at", "llamenos al" },
    { MESSAGE_PAUSE_ENDED, "help line", "call 211", "al 211" },
};

struct letter {
    const struct message_content *content;
    enum program program;
    const struct lint_names *names;
    const struct lint_lists *lists;
    struct arena *arena;
    struct lint_report *report;
};

static void lint_block(struct letter *letter,
                       const struct message_block *block);
static void lint_text(struct letter *letter, const struct message_block *block,
                      enum lint_channel channel, struct str lead,
                      struct str text);
static struct str whole_text(struct letter *letter);
static struct str without_names(struct letter *letter, struct str text);
static void check_required(struct letter *letter, struct str text);
static void check_parts(struct letter *letter, struct str text);
static void check_sum(struct letter *letter);
static void missing(struct letter *letter, struct str why);

void message_lint_content(const struct lint_lists *lists,
                          const struct message_content *content,
                          enum program program,
                          const struct lint_names *names,
                          struct arena *arena, struct lint_report *report)
{
    CHECK(names->count <= LINT_NAMES_MAX);
    struct letter letter = { .content = content, .program = program,
                             .names = names, .lists = lists,
                             .arena = arena, .report = report };
    struct arena_mark mark = arena_here(arena);
    *report = (struct lint_report){ .count = 0 };
    for (uint32_t i = 0; i < content->block_count; i++)
        lint_block(&letter, &content->block[i]);

    struct str text = whole_text(&letter);
    struct reading reading;
    reading_measure(content->language, text, &reading);
    /* The form's own words are harder, and are the law's. */
    if (content->kind != MESSAGE_VALIDATION_NOTICE
        && !reading_is_plain(content->language, &reading))
        lint_add(report, LINT_GRADE, 0, 0, STR("harder than grade 6"));
    check_required(&letter, text);
    check_parts(&letter, text);
    check_sum(&letter);
    arena_back(arena, mark);
}

static void lint_block(struct letter *letter,
                       const struct message_block *block)
{
    switch (block->kind) {
    case MESSAGE_HEADING:
        lint_text(letter, block, LINT_PAGE, block->lead, block->text);
        break;
    case MESSAGE_PARAGRAPH:
        lint_text(letter, block, LINT_PARA, block->lead, block->text);
        break;
    case MESSAGE_BULLETS:
        for (uint32_t i = 0; i < block->item_count; i++)
            lint_text(letter, block, LINT_PARA, block->item[i].lead,
                      block->item[i].text);
        break;
    case MESSAGE_TICKS:
    case MESSAGE_SUM:
        for (uint32_t i = 0; i < block->item_count; i++)
            lint_text(letter, block, LINT_PAGE, block->item[i].lead,
                      block->item[i].text);
        break;
    case MESSAGE_ADDRESS: /* names and streets are nobody's wording */
    case MESSAGE_BLOCK_KINDS:
        break;
    }
}

static void lint_text(struct letter *letter, const struct message_block *block,
                      enum lint_channel channel, struct str lead,
                      struct str text)
{
    struct lint_report *one = arena_new(letter->arena, struct lint_report);
    struct str whole = str_format(letter->arena, "%.*s%s%.*s", STR_ARGS(lead),
                                  lead.len > 0 && text.len > 0 ? " " : "",
                                  STR_ARGS(text));
    if (!one || !whole.at)
        return;
    bool is_form = letter->content->kind == MESSAGE_VALIDATION_NOTICE
                && block->area != MESSAGE_REVERSE;
    message_lint(letter->lists,
                 &(struct lint_ask){ .channel = channel,
                                     .language = letter->content->language,
                                     .program = letter->program,
                                     .is_statutory = is_form,
                                     .text = without_names(letter, whole) },
                 letter->arena, one);
    for (uint32_t i = 0; i < one->count && i < LINT_FINDINGS_MAX; i++)
        lint_add(letter->report, one->finding[i].rule, 0, 0,
                 one->finding[i].why);
}

/* One line a part, so that a list item ends a sentence. */
static struct str whole_text(struct letter *letter)
{
    const struct message_content *content = letter->content;
    struct buf buf;
    buf_init(&buf, letter->arena, MESSAGE_BYTES_MAX);
    for (uint32_t i = 0; i < content->block_count; i++) {
        const struct message_block *block = &content->block[i];
        if (block->kind == MESSAGE_ADDRESS)
            continue;
        buf_add(&buf, block->lead);
        buf_add_byte(&buf, ' ');
        buf_add(&buf, block->text);
        buf_add_byte(&buf, '\n');
        for (uint32_t n = 0; n < block->item_count; n++) {
            buf_add(&buf, block->item[n].lead);
            buf_add_byte(&buf, ' ');
            buf_add(&buf, block->item[n].text);
            buf_add_byte(&buf, ' ');
            buf_add(&buf, block->item[n].amount);
            buf_add_byte(&buf, '\n');
        }
    }
    return without_names(letter, buf_str(&buf));
}

static bool is_letter(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
        || (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

/* The longest name that stands at `at` as a whole; 0 when none does. */
static size_t name_at(const struct lint_names *names, struct str text,
                      size_t at)
{
    size_t longest = 0;
    if (at > 0 && is_letter(text.at[at - 1]))
        return 0;
    for (uint32_t i = 0; i < names->count; i++) {
        struct str name = str_trim(names->name[i]);
        size_t end = at + name.len;
        if (name.len >= 2 && name.len > longest && end <= text.len
            && str_equal(str_part(text, at, name.len), name)
            && (end == text.len || !is_letter(text.at[end])))
            longest = name.len;
    }
    return longest;
}

static struct str without_names(struct letter *letter, struct str text)
{
    struct buf buf;
    buf_init(&buf, letter->arena, MESSAGE_BYTES_MAX);
    for (size_t at = 0; at < text.len;) {
        size_t len = name_at(letter->names, text, at);
        if (len > 0)
            buf_add(&buf, STR("Ann"));
        else
            buf_add_byte(&buf, text.at[at]);
        at += len > 0 ? len : 1;
    }
    return buf_str(&buf);
}

static void check_required(struct letter *letter, struct str text)
{
    bool is_spanish = letter->content->language == LANGUAGE_SPANISH;
    struct lint_words words;
    if (!lint_words_split(letter->arena, text, &words))
        return;
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
        if (required[i].kind != letter->content->kind)
            continue;
        const char *source = is_spanish ? required[i].spanish
                                        : required[i].english;
        if (!lint_phrase_occurs(str_of(source), &words))
            missing(letter, str_of(required[i].why));
    }
    /* Rule RF-18e: each later letter says it too, in its own language. */
    if (letter->program != PROGRAM_EARLY_OUT
        && !lint_phrase_occurs(is_spanish ? STR("cobrador de deudas")
                                          : STR("debt collector"), &words))
        missing(letter, STR("RF-18e"));
}

static void check_parts(struct letter *letter, struct str text)
{
    const struct message_content *content = letter->content;
    if (content->recipient_count < 3)
        missing(letter, STR("V3, name and address"));
    if (content->sender_count < 4)
        missing(letter, STR("V2, who writes and where from"));
    if (content->kind != MESSAGE_RECEIPT
        && (content->code.len == 0
            || (str_find(text, content->code) == SIZE_MAX
                && str_find(content->reference_line, content->code)
                       == SIZE_MAX)))
        missing(letter, STR("the code"));
    uint32_t addresses = 0;
    for (uint32_t i = 0; i < content->block_count; i++)
        addresses += content->block[i].kind == MESSAGE_ADDRESS
                  && content->block[i].area == MESSAGE_FORM_LEFT;
    if (content->kind == MESSAGE_VALIDATION_NOTICE && addresses != 2)
        missing(letter, STR("V19"));
}

/* "$1,420.00" back into cents, from the digits people will read. */
static bool read_amount(struct str shown, struct money *amount)
{
    char digits[32];
    size_t len = 0;
    for (size_t i = 0; i < shown.len; i++) {
        if (shown.at[i] == '$' || shown.at[i] == ',')
            continue;
        if (len == sizeof digits)
            return false;
        digits[len++] = shown.at[i];
    }
    return money_parse((struct str){ digits, len }, amount);
}

/* What is printed adds up, whatever the facts were.  The tables of a plan and
 * a receipt list figures that are not a sum. */
static void check_sum(struct letter *letter)
{
    bool is_sum = letter->content->kind != MESSAGE_PLAN_CONFIRMATION
               && letter->content->kind != MESSAGE_RECEIPT;
    uint32_t sums = 0;
    for (uint32_t b = 0; b < letter->content->block_count; b++) {
        const struct message_block *block = &letter->content->block[b];
        if (block->kind != MESSAGE_SUM)
            continue;
        struct money sum = MONEY_ZERO, amount;
        bool adds_up = false;
        for (uint32_t i = 0; i < block->item_count; i++) {
            const struct message_item *item = &block->item[i];
            if (item->sign == MESSAGE_SIGN_LABEL)
                continue;
            adds_up = read_amount(item->amount, &amount);
            if (adds_up && item->sign == MESSAGE_SIGN_MINUS)
                adds_up = money_subtract(sum, amount, &sum);
            else if (adds_up && item->sign != MESSAGE_SIGN_TOTAL)
                adds_up = money_add(sum, amount, &sum);
            else if (adds_up)
                adds_up = money_equal(sum, amount)
                       && i + 1 == block->item_count;
            if (!adds_up)
                break;
        }
        sums++;
        if (is_sum && !adds_up)
            lint_add(letter->report, LINT_MONEY_MATH, 0, 0,
                     STR("the printed sum does not add up"));
    }
    bool has_sum = letter->content->kind != MESSAGE_NEW_CODE;
    if (sums != (has_sum ? 1u : 0u))
        missing(letter, STR("the sum"));
}

static void missing(struct letter *letter, struct str why)
{
    lint_add(letter->report, LINT_MISSING, 0, 0, why);
}
