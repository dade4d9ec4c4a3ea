#include "contact/decide.h"

#include "contact/rules.h"

/* Enough for every fact to begin, end and expire, with nights between. */
#define JUMPS_MAX 4096

/* One row per rule, in the master order (rules.md section 13); docs/rules.tsv
 * keeps the same.  Each words a person may read in full. */
static const struct contact_row {
    struct rule rule;
    contact_rule_fn *decide;
} rows[] = {
    { { "POL-data", "house policy: what is not known refuses",
        "We do not have all we need to know before we may reach out.",
        "Todavía no tenemos todo lo que debemos saber para comunicarnos." },
      contact_rule_data },
    { { "BK-stay", "11 USC 362(a)",
        "There is a bankruptcy case. The law stops us from asking for this "
        "bill.",
        "Hay un caso de bancarrota. La ley no nos permite cobrar esta "
        "cuenta." },
      contact_rule_bankruptcy },
    { { "POL-recall", "placement agreement: the provider took it back",
        "The provider took this bill back. We no longer work on it.",
        "El proveedor retiró esta cuenta. Ya no la atendemos." },
      contact_rule_recall },
    { { "POL-stop", "house policy: who is responsible can stop everything",
        "We stopped this for now.", "Paramos esto por ahora." },
      contact_rule_stop },
    { { "POL-closed", "house policy: a closed bill asks for nothing",
        "This bill is closed.", "Esta cuenta está cerrada." },
      contact_rule_closed },
    { { "POL-old", "placement agreement: an older bill asks for nothing",
        "This bill is older than our agreement lets us ask for.",
        "Esta cuenta es más antigua de lo que nuestro acuerdo permite "
        "cobrar." },
      contact_rule_old },
    { { "POL-hold", "house policy: a pause is kept",
        "This bill is on pause.", "Esta cuenta está en pausa." },
      contact_rule_hold },
    { { "RF-dead", "12 CFR 1006.2(e), 1006.6(a)(4), 1006.34(a)(1)",
        "The person has died. Only the person who settles the estate may be "
        "asked.",
        "La persona falleció. Solo se puede hablar con quien administra sus "
        "bienes." },
      contact_rule_deceased },
    { { "RF-kids", "12 CFR 1006.6(a)(2); house policy",
        "The patient was a child. The bill belongs to the adult on file.",
        "El paciente era menor de edad. La cuenta es del adulto "
        "responsable." },
      contact_rule_minor },
    { { "RF-6b-attorney", "12 CFR 1006.6(b)(2)",
        "They have a lawyer for this bill. Write to the lawyer.",
        "Tiene un abogado para esta cuenta. Escriba al abogado." },
      contact_rule_attorney },
    { { "RF-6c", "12 CFR 1006.6(c)(1)",
        "They asked us in writing to stop.",
        "Nos pidió por escrito que no insistamos." },
      contact_rule_cease },
    { { "RF-14h", "12 CFR 1006.14(h)(1)",
        "They asked us not to use this way of reaching them.",
        "Nos pidió no comunicarnos por este medio." },
      contact_rule_medium },
    { { "POL-wrong-number", "12 CFR 1006.6(d)(1); comment 14(b)(2)(i)-3",
        "This number or address belongs to somebody else.",
        "Este número o dirección es de otra persona." },
      contact_rule_wrong_number },
    { { "RF-6d-email", "12 CFR 1006.6(d)(4)(i)(B)",
        "They have not said that we may e-mail this address.",
        "No nos ha dado permiso para escribir a este correo electrónico." },
      contact_rule_email },
    { { "RF-6d-text", "12 CFR 1006.6(d)(5)(ii)",
        "They have not said in the last 60 days that we may text this "
        "number.",
        "No nos ha dado permiso en los últimos 60 días para enviar textos a "
        "este número." },
      contact_rule_text },
    { { "POL-address", "house policy; 12 CFR 1006.42(a)(1), comment 2",
        "Mail to this address came back.",
        "El correo a esta dirección fue devuelto." },
      contact_rule_bad_address },
    { { "RF-38", "12 CFR 1006.38(d)(2); house policy for late disputes",
        "They told us that something is wrong with this bill. We must answer "
        "first.",
        "Nos dijo que hay un error en esta cuenta. Primero debemos "
        "responder." },
      contact_rule_dispute },
    { { "POL-plan", "house policy: who keeps a plan is left in peace",
        "They are paying as agreed. No call is needed.",
        "Está pagando según lo acordado. No hace falta llamar." },
      contact_rule_plan },
    { { "RF-6b-place", "12 CFR 1006.6(b)(1)(ii)",
        "They asked us not to reach them at this place.",
        "Nos pidió no comunicarnos en este lugar." },
      contact_rule_place },
    { { "RF-6b-time", "12 CFR 1006.6(b)(1)(i), comment 6(b)(1)(i)-2",
        "It is not between 8 in the morning and 9 at night where they may "
        "be, or they asked for other hours.",
        "No es entre las 8 de la mañana y las 9 de la noche donde puede "
        "estar, o pidió otro horario." },
      contact_rule_hours },
    { { "RF-14b-7in7", "12 CFR 1006.14(b)(2)(i)(A)",
        "We have already called seven times in seven days about this bill.",
        "Ya llamamos siete veces en siete días por esta cuenta." },
      contact_rule_calls },
    { { "RF-14b-talk", "12 CFR 1006.14(b)(2)(i)(B)",
        "We talked about this bill less than seven days ago.",
        "Hablamos de esta cuenta hace menos de siete días." },
      contact_rule_talk },
};
#define ROWS (sizeof rows / sizeof rows[0])
_Static_assert(ROWS <= CONTACT_REASONS_MAX, "one reason per rule must fit");

static void reasons_fill(const struct contact_view *view,
                         struct contact_answer *answer);
static struct moment refused_until(const struct contact_view *view);
static struct moment next_allowed(struct contact_view *view);
static uint32_t open_channels(struct contact_view *view);
static bool is_open(struct contact_view *view, enum channel channel,
                    struct str address);
static bool refuses(enum decision decision);

void contact_decide(const struct contact_facts *facts,
                    const struct contact_ask *ask,
                    struct contact_answer *answer)
{
    struct contact_view view;

    answer->decision = DECISION_ALLOW;
    answer->next = MOMENT_NEVER;
    answer->closes = MOMENT_NEVER;
    answer->open_channels = 0;
    answer->zones = 0;
    answer->calls_used = 0;
    answer->calls_limit = 0;
    answer->reason_count = 0;
    answer->law = facts->law != NULL ? law_table_hash(facts->law)
                                     : (struct str){ NULL, 0 };
    contact_view_open(&view, facts, ask);
    if (!view.is_complete) {
        answer->decision = DECISION_BLOCK;
        answer->reason_count = 1;
        answer->reason[0] = (struct contact_reason){
            .rule = &rows[0].rule, .decision = DECISION_BLOCK,
            .is_missing = true, .until = MOMENT_NEVER
        };
        return;
    }
    answer->zones = view.zones;
    answer->calls_used = contact_calls_used(&view);
    answer->calls_limit = (uint32_t)view.limits.call_attempts;
    reasons_fill(&view, answer);
    answer->open_channels = open_channels(&view);
    if (contact_is_allowed(answer)) {
        answer->next = ask->at;
        answer->closes = contact_hours_close(&view);
    } else {
        answer->next = next_allowed(&view);
    }
    CHECK(answer->decision != DECISION_UNSET);
    CHECK(answer->reason_count <= ROWS);
}

bool contact_is_allowed(const struct contact_answer *answer)
{
    return !refuses(answer->decision);
}

struct str decision_word(enum decision decision)
{
    switch (decision) {
    case DECISION_DELAY:
        return STR("delay");
    case DECISION_REQUIRE:
        return STR("require");
    case DECISION_WARN:
        return STR("warn");
    case DECISION_ALLOW:
        return STR("allow");
    case DECISION_UNSET:
    case DECISION_BLOCK:
        break;
    }
    return STR("block");
}

static const char *const class_words[CONTACT_CLASS_COUNT] = {
    "collect", "notice", "answer", "plan", "receipt", "cease_final",
    "remind",
    "asked",
};

struct str contact_class_word(enum contact_class class)
{
    CHECK(class < CONTACT_CLASS_COUNT);
    return str_of(class_words[class]);
}

bool contact_class_parse(struct str word, enum contact_class *class)
{
    for (uint32_t i = 0; i < CONTACT_CLASS_COUNT; i++)
        if (str_is(word, class_words[i])) {
            *class = (enum contact_class)i;
            return true;
        }
    return false;
}

struct str contact_reason_words(const struct contact_reason *reason,
                                enum language language)
{
    const struct rule *rule =
        reason->is_missing ? &rows[0].rule : reason->rule;

    CHECK(rule != NULL);
    return str_of(language == LANGUAGE_SPANISH ? rule->words_es
                                               : rule->words_en);
}

uint32_t contact_rule_count(void)
{
    return (uint32_t)ROWS;
}

const struct rule *contact_rule_at(uint32_t index)
{
    CHECK(index < ROWS);
    return &rows[index].rule;
}

const struct rule *contact_rule_find(struct str id)
{
    for (size_t i = 0; i < ROWS; i++)
        if (str_is(id, rows[i].rule.id))
            return &rows[i].rule;
    return NULL;
}

/* Asks every rule, also after the first refusal. */
static void reasons_fill(const struct contact_view *view,
                         struct contact_answer *answer)
{
    for (size_t i = 0; i < ROWS; i++) {
        struct contact_reason *reason = &answer->reason[answer->reason_count];
        *reason = (struct contact_reason){ .rule = &rows[i].rule,
                                           .until = MOMENT_NEVER };
        enum decision decision = rows[i].decide(view, reason);
        CHECK(decision != DECISION_UNSET);
        if (decision == DECISION_ALLOW)
            continue;
        CHECK(reason->decision == decision);
        answer->reason_count++;
        if (decision < answer->decision)
            answer->decision = decision;
    }
}

/* Until when at least one rule surely refuses; NONE when none does. */
static struct moment refused_until(const struct contact_view *view)
{
    struct moment until = MOMENT_NONE;

    for (size_t i = 0; i < ROWS; i++) {
        struct contact_reason reason = { .until = MOMENT_NEVER };
        if (refuses(rows[i].decide(view, &reason))
            && (moment_is_none(until)
                || moment_compare(reason.until, until) > 0))
            until = reason.until;
    }
    return until;
}

/* Jumps from one moment at which something ends to the next.  No jump passes
 * over an allowed moment: up to `until` one rule surely refuses, unless a
 * fact begins or ends before, and then that is where we stop. */
static struct moment next_allowed(struct contact_view *view)
{
    struct moment at = contact_whole_second(view->asked_at);

    for (uint32_t jump = 0; jump < JUMPS_MAX; jump++) {
        contact_view_at(view, at);
        struct moment until = refused_until(view);
        if (moment_is_none(until))
            return at;
        CHECK(moment_compare(until, at) > 0);
        struct moment boundary = contact_view_boundary(view);
        if (moment_compare(boundary, until) < 0)
            until = boundary;
        if (moment_is_never(until))
            return MOMENT_NEVER;
        at = contact_whole_second(until);
    }
    return MOMENT_NEVER;
}

/* Which ways are open at the asked moment, for a message of this class, with
 * at least one of the addresses on file? */
static uint32_t open_channels(struct contact_view *view)
{
    const struct contact_facts *facts = view->facts;
    const struct contact_ask asked = view->ask;
    uint32_t open = 0;

    for (uint32_t i = 0; i < facts->phone_count; i++)
        for (uint32_t channel = CHANNEL_PHONE; channel <= CHANNEL_TEXT;
             channel++)
            if ((open >> channel & 1) == 0
                && is_open(view, (enum channel)channel,
                           facts->phone[i].number))
                open |= 1u << channel;
    for (uint32_t i = 0; i < facts->email_count; i++)
        if (is_open(view, CHANNEL_EMAIL, facts->email[i]))
            open |= 1u << CHANNEL_EMAIL;
    for (uint32_t i = 0; i < facts->address_count; i++)
        if (is_open(view, CHANNEL_LETTER, facts->address[i].line1))
            open |= 1u << CHANNEL_LETTER;
    view->ask = asked;
    return open;
}

static bool is_open(struct contact_view *view, enum channel channel,
                    struct str address)
{
    view->ask.channel = channel;
    view->ask.address = address;
    for (size_t i = 0; i < ROWS; i++) {
        struct contact_reason reason = { .until = MOMENT_NEVER };
        if (refuses(rows[i].decide(view, &reason)))
            return false;
    }
    return true;
}

static bool refuses(enum decision decision)
{
    return decision == DECISION_UNSET || decision == DECISION_BLOCK
           || decision == DECISION_DELAY;
}
