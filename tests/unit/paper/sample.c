#include "sample.h"

#define COUNT(array) (uint32_t)(sizeof array / sizeof array[0])

/* A constant initialiser, which STR's compound literal is not everywhere. */
#define S(literal) { literal, sizeof literal - 1 }
#define LEAD(words, rest) { .lead = S(words), .text = S(rest) }
#define LINE(words) { .text = S(words) }
#define ROW(words, figure, how) \
    { .text = S(words), .amount = S(figure), .sign = PAPER_SIGN_##how }
#define GROUP(words) { .text = S(words), .sign = PAPER_SIGN_LABEL }
#define BOX(depth, words) { .lead = S(words), .level = depth }
#define LIST(where, what, array) \
    { .area = PAPER_##where, .kind = PAPER_##what, \
      .item_count = COUNT(array), .item = array }
#define WORDS(where, what, words) \
    { .area = PAPER_##where, .kind = PAPER_##what, .text = S(words) }
#define STRONG(where, words, rest) \
    { .area = PAPER_##where, .kind = PAPER_PARAGRAPH, .lead = S(words), \
      .text = S(rest) }

static const struct paper_item statement_sum[] = {
    ROW("What Lakeside Clinic charged", "$1,420.00", NONE),
    ROW("What your health plan paid", "$310.00", MINUS),
    ROW("What was taken off (an agreed lower price)", "$170.00", MINUS),
    ROW("What you paid", "$0.00", MINUS),
    ROW("What is left", "$940.00", TOTAL),
};
static const struct paper_item statement_choices[] = {
    LEAD("Ask for help.", "The clinic may lower your bill or take it away. We "
         "help you ask."),
    LEAD("Pay over time.", "You choose the amount. There is no interest and "
         "there are no fees."),
    LEAD("Take a break.", "If now is not a good time, we can wait 60 days."),
    LEAD("Tell us it is wrong.", "We stop and look into it."),
};
static const struct paper_block statement[] = {
    WORDS(BODY, PARAGRAPH, "You got care at Lakeside Clinic in Harbor City on "
          "May 3, 2026. We look after its bills. This is what your bill is "
          "for."),
    LIST(BODY, SUM, statement_sum),
    WORDS(BODY, PARAGRAPH, "Nothing is due today. There is no interest. There "
          "are no fees."),
    WORDS(BODY, HEADING, "What would help you most?"),
    LIST(BODY, BULLETS, statement_choices),
    STRONG(BODY, "See your choices:", "go to harborcare.example/m and type the "
           "code at the top of this letter. Or call us at 555-0100. A person "
           "answers."),
    WORDS(BODY, SMALL, "Free help with food, rent and more: call 211, any "
          "time. \302\277Prefiere espa\303\261ol? Llame al 555-0100: le "
          "mandamos esta carta en espa\303\261ol, gratis."),
};

static const struct paper_item statement_es_sum[] = {
    ROW("Lo que cobr\303\263 Lakeside Clinic", "$1,420.00", NONE),
    ROW("Lo que pag\303\263 el seguro", "$310.00", MINUS),
    ROW("Lo que se descont\303\263", "$170.00", MINUS),
    ROW("Lo que se pag\303\263 antes", "$0.00", MINUS),
    ROW("Lo que falta", "$940.00", TOTAL),
};
static const struct paper_item statement_es_choices[] = {
    LINE("Pida ayuda. Lakeside Clinic puede bajar esta cuenta o dejarla en "
         "cero."),
    LINE("D\303\255ganos si un seguro debe pagar."),
    LINE("D\303\255ganos si algo est\303\241 mal en esta cuenta."),
    LINE("Pague un poco cada mes."),
    LINE("Pida m\303\241s tiempo."),
    LINE("Pague todo."),
};
/* As long as messages/es/first_statement.txt is. */
static const struct paper_block statement_es[] = {
    STRONG(BODY, "Tal vez pueda recibir ayuda con esta cuenta.",
           "Llame al (217) 555-0143 o visite "
           "https://www.lakeside-clinic.example/help-with-bills. Preguntar "
           "es gratis."),
    WORDS(BODY, HEADING, "De qu\303\251 es esta cuenta"),
    WORDS(BODY, PARAGRAPH, "Usted recibi\303\263 atenci\303\263n en Lakeside "
          "Clinic, Harbor City el 3 de mayo de 2026. El n\303\272mero de "
          "cuenta termina en 4321."),
    LIST(BODY, SUM, statement_es_sum),
    WORDS(BODY, PARAGRAPH, "No hay intereses. No hay cargos extra."),
    WORDS(BODY, HEADING, "Sus opciones"),
    LIST(BODY, BULLETS, statement_es_choices),
    STRONG(BODY, "Vea sus opciones", "en harborcare.example/m. Escriba este "
           "c\303\263digo: K7QM-4T2X."),
    WORDS(BODY, HEADING, "Hable con una persona"),
    WORDS(BODY, PARAGRAPH, "Ll\303\241menos al (217) 555-0100 (lunes a "
          "viernes, "
          "8 a.m. a 7 p.m.). El int\303\251rprete es gratis."),
    WORDS(BODY, PARAGRAPH, "\302\277Necesita ayuda con comida, renta o luz? "
          "Llame al 211. Es gratis, de d\303\255a y de noche."),
    WORDS(BODY, PARAGRAPH, "You can ask for this letter in English. Call (217) "
          "555-0100."),
};

static const struct paper_item notice_en_sum[] = {
    ROW("As of May 3, 2026, you owed:", "$2,234.56", NONE),
    GROUP("Between May 3, 2026 and today:"),
    ROW("You were charged this amount in interest:", "$75.00", PLUS),
    ROW("You were charged this amount in fees:", "$25.00", PLUS),
    ROW("You paid or were credited this amount toward the debt:", "$50.00",
        MINUS),
    ROW("Total amount of the debt now:", "$2,284.56", TOTAL),
};
static const struct paper_item notice_en_dispute[] = {
    LEAD("Call or write to us by January 6, 2027, to dispute all or part of "
         "the debt.", "If you do not, we will assume that our information is "
         "correct."),
    LEAD("If you write to us by January 6, 2027,", "we must stop collection "
         "on any amount you dispute until we send you information that shows "
         "you owe the debt. You may use the form below or write to us without "
         "the form. You may also include supporting documents. We accept "
         "disputes electronically at harborcare.example/m."),
};
static const struct paper_item notice_en_else[] = {
    LEAD("Write to ask for the name and address of the original creditor, if "
         "different from the current creditor.", "If you write by January 6, "
         "2027, we must stop collection until we send you that information. "
         "You may use the form below or write to us without the form. We "
         "accept such requests electronically at harborcare.example/m."),
    LEAD("Go to www.cfpb.gov/debt-collection to learn more about your rights "
         "under federal law.", "For instance, you have the right to stop or "
         "limit how we contact you."),
    LINE("Contact us about your payment options."),
    LINE("P\303\263ngase en contacto con nosotros para solicitar una copia "
         "de este formulario en espa\303\261ol."),
};
static const struct paper_item notice_mail_to[] = {
    LINE("Harbor Care"), LINE("P.O. Box 1234"), LINE("Harbor City, OR 97000"),
};
static const struct paper_item notice_from[] = {
    LINE("Ana Mar\303\255a N\303\272\303\261ez"), LINE("2323 Park Street"),
    LINE("Apartment 342"), LINE("Bethesda, MD 20815"),
};
static const struct paper_item notice_en_ticks[] = {
    BOX(0, "I want to dispute the debt because I think:"),
    { .text = S("This is not my debt."), .level = 1 },
    { .text = S("The amount is wrong."), .level = 1 },
    { .text = S("Other (please describe on reverse or attach additional "
                "information)."), .level = 1 },
    BOX(0, "I want you to send me the name and address of the original "
        "creditor."),
    { .lead = S("I enclosed this amount:"), .has_amount_box = true },
    BOX(0, "Quiero este formulario en espa\303\261ol."),
};
static const struct paper_block notice_en[] = {
    STRONG(BODY, "Harbor Care is a debt collector.", "We are trying to "
           "collect a debt that you owe to Lakeside Clinic. We will use any "
           "information you give us to help collect the debt."),
    WORDS(LEFT, HEADING, "Our information shows:"),
    WORDS(LEFT, PARAGRAPH, "You got care at Lakeside Clinic, Harbor City, on "
          "May 3, 2026, with account number ending 6789."),
    LIST(LEFT, SUM, notice_en_sum),
    STRONG(LEFT, "Notice: See reverse side for important information.", ""),
    WORDS(RIGHT, HEADING, "How can you dispute the debt?"),
    LIST(RIGHT, BULLETS, notice_en_dispute),
    WORDS(RIGHT, HEADING, "What else can you do?"),
    LIST(RIGHT, BULLETS, notice_en_else),
    STRONG(FORM_LEFT, "Mail this form to:", ""),
    LIST(FORM_LEFT, ADDRESS, notice_mail_to),
    LIST(FORM_LEFT, ADDRESS, notice_from),
    WORDS(FORM_RIGHT, HEADING, "How do you want to respond?"),
    WORDS(FORM_RIGHT, PARAGRAPH, "Check all that apply:"),
    LIST(FORM_RIGHT, TICKS, notice_en_ticks),
    WORDS(FORM_RIGHT, PARAGRAPH, "Make your check payable to Harbor Care. "
          "Include the reference number 584-345."),
    WORDS(REVERSE, HEADING, "Free help with this bill"),
    WORDS(REVERSE, PARAGRAPH, "Lakeside Clinic has a program that can lower "
          "or take away bills for people with a low income. You can ask for "
          "it now, also after this notice."),
};

static const struct paper_item notice_es_sum[] = {
    ROW("Hasta el 3 de mayo del 2026, usted deb\303\255a:", "$2,234.56", NONE),
    GROUP("Entre el 3 de mayo del 2026 y hoy:"),
    ROW("Se le cobr\303\263 esta cantidad en inter\303\251s:", "$75.00", PLUS),
    ROW("Se le cobr\303\263 esta cantidad en cargos:", "$25.00", PLUS),
    ROW("Pag\303\263 y se le abon\303\263 esta cantidad a la deuda:", "$50.00",
        MINUS),
    ROW("Monto total de la deuda ahora:", "$2,284.56", TOTAL),
};
static const struct paper_item notice_es_dispute[] = {
    LEAD("Ll\303\241menos o escr\303\255banos antes del 6 de enero del 2027 "
         "para disputar la totalidad o parte de la deuda.", "Si no lo hace, "
         "supondremos que nuestra informaci\303\263n es correcta."),
    LEAD("Si nos escribe antes del 6 de enero del 2027,", "debemos detener el "
         "cobro de cualquier cantidad que dispute hasta que le enviemos "
         "informaci\303\263n que demuestre que debe la deuda. Debe utilizar "
         "el formulario a continuaci\303\263n o escribirnos sin el "
         "formulario. Tambi\303\251n puede incluir documentos que respalden "
         "su disputa. Aceptamos disputas electr\303\263nicamente en "
         "harborcare.example/m."),
};
static const struct paper_item notice_es_else[] = {
    LEAD("Escriba para solicitar el nombre y la direcci\303\263n del acreedor "
         "original, si es diferente del acreedor actual.", "Si escribe antes "
         "del 6 de enero del 2027, debemos detener el cobro hasta que le "
         "enviemos esa informaci\303\263n. Debe utilizar el formulario a "
         "continuaci\303\263n o escribirnos sin el formulario. Aceptamos "
         "dichas solicitudes electr\303\263nicamente en "
         "harborcare.example/m."),
    LEAD("Visite www.cfpb.gov/debt-collection para obtener m\303\241s "
         "informaci\303\263n sobre sus derechos seg\303\272n la ley "
         "federal.", "Por ejemplo, tiene derecho a detener o limitar la forma "
         "en que lo(a) contactemos."),
    LINE("Cont\303\241ctenos acerca de sus opciones de pago."),
};
static const struct paper_item notice_es_ticks[] = {
    BOX(0, "Quiero disputar la deuda porque pienso que:"),
    { .text = S("Esta no es mi deuda."), .level = 1 },
    { .text = S("La cantidad es incorrecta."), .level = 1 },
    { .text = S("Otro (por favor describa al reverso o adjunte "
                "informaci\303\263n adicional)."), .level = 1 },
    BOX(0, "Quiero que me env\303\255e el nombre y la direcci\303\263n del "
        "acreedor original."),
    { .lead = S("Adjunto esta cantidad:"), .has_amount_box = true },
};
static const struct paper_block notice_es[] = {
    STRONG(BODY, "Harbor Care es un cobrador de deudas.", "Estamos tratando "
           "de cobrar una deuda que usted tiene con Lakeside Clinic. Usaremos "
           "cualquier informaci\303\263n que nos brinde para ayudar a cobrar "
           "la deuda."),
    WORDS(LEFT, HEADING, "Nuestra informaci\303\263n muestra lo siguiente:"),
    WORDS(LEFT, PARAGRAPH, "Usted recibi\303\263 atenci\303\263n en Lakeside "
          "Clinic, Harbor City, el 3 de mayo del 2026, con el n\303\272mero "
          "de cuenta que termina en 6789."),
    LIST(LEFT, SUM, notice_es_sum),
    STRONG(LEFT, "Aviso: Vea al reverso para obtener informaci\303\263n "
           "importante.", ""),
    WORDS(RIGHT, HEADING, "\302\277C\303\263mo puede disputar la deuda?"),
    LIST(RIGHT, BULLETS, notice_es_dispute),
    WORDS(RIGHT, HEADING, "\302\277Qu\303\251 m\303\241s puede hacer?"),
    LIST(RIGHT, BULLETS, notice_es_else),
    STRONG(FORM_LEFT, "Env\303\255e este formulario a:", ""),
    LIST(FORM_LEFT, ADDRESS, notice_mail_to),
    LIST(FORM_LEFT, ADDRESS, notice_from),
    WORDS(FORM_RIGHT, HEADING, "\302\277C\303\263mo desea responder?"),
    WORDS(FORM_RIGHT, PARAGRAPH, "Marque todo lo que corresponda:"),
    LIST(FORM_RIGHT, TICKS, notice_es_ticks),
    WORDS(FORM_RIGHT, PARAGRAPH, "Haga su cheque a nombre de Harbor Care. "
          "Incluya el n\303\272mero de referencia 584-345."),
    WORDS(REVERSE, HEADING, "Ayuda gratis con esta cuenta"),
    WORDS(REVERSE, PARAGRAPH, "Lakeside Clinic tiene un programa que puede "
          "bajar o quitar las cuentas de personas con pocos ingresos. Puede "
          "pedirlo ahora, tambi\303\251n despu\303\251s de este aviso."),
};

static struct paper_letter letter_of(enum paper_language language)
{
    /* 2026-11-25, 17:00 UTC */
    return (struct paper_letter){
        .language = language,
        .made_at = moment_from_seconds(INT64_C(1795626000)),
        .sender_count = 5,
        .sender = { STR("Harbor Care"), STR("P.O. Box 1234"),
                    STR("Harbor City, OR 97000"),
                    STR("555-0100, Monday to Friday, 8 a.m. to 6 p.m."),
                    STR("harborcare.example") },
        .recipient_count = 4,
        .recipient = { STR("Ana Mar\303\255a N\303\272\303\261ez"),
                       STR("2323 Park Street"), STR("Apartment 342"),
                       STR("Bethesda, MD 20815") },
        .to_line = STR("To:"),
        .date_line = STR("November 25, 2026"),
        .reference_line = STR("Reference: 584-345"),
        .code_line = STR("Your code"),
        .code = STR("K7QM-4T2X"),
        .link_line = STR("harborcare.example/m"),
        .link = STR(SAMPLE_LINK),
    };
}

struct paper_letter sample_statement_en(void)
{
    struct paper_letter letter = letter_of(PAPER_EN);
    letter.title = STR("Your bill from Lakeside Clinic");
    letter.heading = letter.title;
    letter.block = statement;
    letter.block_count = COUNT(statement);
    return letter;
}

struct paper_letter sample_statement_es(void)
{
    struct paper_letter letter = letter_of(PAPER_ES);
    letter.title = STR("Su cuenta de Lakeside Clinic");
    letter.date_line = STR("25 de noviembre de 2026");
    letter.code_line = STR("Su c\303\263digo");
    letter.block = statement_es;
    letter.block_count = COUNT(statement_es);
    return letter;
}

struct paper_letter sample_notice_en(void)
{
    struct paper_letter letter = letter_of(PAPER_EN);
    letter.title = STR("Notice about a bill from Lakeside Clinic");
    letter.block = notice_en;
    letter.block_count = COUNT(notice_en);
    return letter;
}

struct paper_letter sample_notice_es(void)
{
    struct paper_letter letter = letter_of(PAPER_ES);
    letter.title = STR("Aviso sobre una cuenta de Lakeside Clinic");
    letter.sender[3] = STR("555-0100, lunes a viernes, de 8 a.m. a 6 p.m.");
    letter.to_line = STR("Para:");
    letter.date_line = STR("25 de noviembre de 2026");
    letter.reference_line = STR("Referencia: 584-345");
    letter.code_line = STR("Su c\303\263digo");
    letter.block = notice_es;
    letter.block_count = COUNT(notice_es);
    return letter;
}
