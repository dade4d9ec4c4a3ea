/* letters.h - the sample facts the letters of the tests are made of. */
#ifndef TESTS_LETTERS_H
#define TESTS_LETTERS_H

#include "base/base.h"
#include "message/fill.h"

/* All letters of a kind from one place; tests change what they ask about. */
struct letter_sample {
    struct person person;
    struct person_address address;
    struct client_agreement agreement;
    struct client_facility facility;
    struct debt debt;
    struct message_itemization itemization;
    struct message_plan plan;
    struct message_payment payment;
    struct message_standing standing;
    struct message_input input;
};

static inline struct day letter_day(int32_t year, uint32_t month, uint32_t day)
{
    struct day out = DAY_NONE;
    CHECK(day_from_civil(year, month, day, &out));
    return out;
}

static inline void letter_agreement(struct letter_sample *s, bool early_out)
{
    s->agreement = (struct client_agreement){
        .code = STR("LAKESIDE"), .name = STR("Lakeside Health, Inc."),
        .known_as = STR("Lakeside Clinic"),
        .phone = STR("2175550142"), .website = STR("lakeside.example"),
        .help_url = STR("lakeside.example/help"),
        .help_phone = STR("2175550143"),
        .brand_name = early_out ? STR("Lakeside Clinic") : STR("Harbor Care"),
        .brand_line1 = STR("P.O. Box 1200"),
        .brand_city = STR("Springfield"), .brand_state = STR("IL"),
        .brand_zip = STR("62701"), .brand_phone = STR("2175550100"),
        .brand_hours_en = STR("Monday to Friday, 8 a.m. to 7 p.m."),
        .brand_hours_es = STR("lunes a viernes, 8 a.m. a 7 p.m."),
        .fee_ppm = 180000, .plan_months_max = 36,
        .plan_payment_min = { 2500 },
    };
}

static inline void letter_sample(struct letter_sample *s,
                                 enum message_kind kind,
                                 enum language language, bool early_out)
{
    *s = (struct letter_sample){
        .person = { .name = { .first = STR("Rosa"), .last = STR("Díaz"),
                              .suffix = STR("Jr.") } },
        .address = { .line1 = STR("48 Maple Street"), .line2 = STR("Apt. 3B"),
                     .city = STR("Springfield"), .state = STR("IL"),
                     .zip = STR("62704") },
        .facility = { .code = STR("HC"),
                      .name = STR("Lakeside Clinic, Harbor City") },
        .debt = {
            .account = STR("A-10987654321"),
            .program = early_out ? PROGRAM_EARLY_OUT : PROGRAM_BAD_DEBT,
            .service_on = letter_day(2026, 5, 3),
            .placed_on = letter_day(2026, 11, 20),
            .bill = { .charged = { 142000 }, .insurance_paid = { 31000 },
                      .adjusted = { 17000 }, .person_paid = { 0 },
                      .placed = { 94000 } } },
        .itemization = { .as_of = letter_day(2026, 7, 1),
                         .owed_then = { 101000 }, .paid = { 5000 },
                         .credited = { 2000 }, .owed_now = { 94000 } },
        .plan = { .count = 36, .each = { 2611 }, .last = { 2615 },
                  .total = { 94000 }, .first_on = letter_day(2026, 12, 15),
                  .last_on = letter_day(2029, 11, 15),
                  .agreed_on = letter_day(2026, 11, 25), .grace_days = 10 },
        .payment = { .amount = { 2500 }, .left = { 91500 },
                     .received_on = letter_day(2026, 11, 24),
                     .method_en = STR("check"), .method_es = STR("cheque"),
                     .reference = STR("R-77G2") },
        .standing = { .paid = { 7833 }, .left = { 94000 },
                      .amount = { 2611 }, .missed = { 5222 },
                      .missed_count = 2, .due_on = letter_day(2026, 12, 1),
                      .until = letter_day(2026, 12, 26), .pause_days = 60 },
    };
    letter_agreement(s, early_out);
    s->input = (struct message_input){
        .kind = kind, .language = language, .person = &s->person,
        .address = &s->address, .debt = &s->debt, .agreement = &s->agreement,
        .facility = &s->facility, .code = STR("K7QM-4T2X"),
        .portal = STR("harborcare.example/m"),
        .sent_on = letter_day(2026, 11, 25),
        .dispute_by = letter_day(2027, 1, 2),
        .owed = { kind == MESSAGE_RECEIPT ? 91500 : 94000 },
        .itemization = &s->itemization, .plan = &s->plan,
        .payment = &s->payment, .standing = &s->standing,
        .ended_on = letter_day(2026, 11, 24),
    };
}

#endif
