/* The fixed spelling of agreement.h. */
#include "intake/agreement.h"

#define CANONICAL_MAX ((size_t)1 << 20)

static void line(struct buf *buf, const char *name, struct str value);
static void number(struct buf *buf, const char *name, int64_t value);

struct str intake_agreement_canonical(struct arena *arena,
                                      const struct client_agreement *agreement)
{
    const struct client_agreement *a = agreement;
    struct buf buf;
    buf_init(&buf, arena, CANONICAL_MAX);
    buf_add_c(&buf, "bedside agreement 1\n");
    line(&buf, "code", a->code);
    line(&buf, "name", a->name);
    line(&buf, "known_as", a->known_as);
    line(&buf, "program", a->program);
    number(&buf, "default_at_placement", a->default_at_placement);
    line(&buf, "phone", a->phone);
    line(&buf, "website", a->website);
    line(&buf, "help.url", a->help_url);
    line(&buf, "help.phone", a->help_phone);
    line(&buf, "brand.name", a->brand_name);
    line(&buf, "brand.line1", a->brand_line1);
    line(&buf, "brand.line2", a->brand_line2);
    line(&buf, "brand.city", a->brand_city);
    line(&buf, "brand.state", a->brand_state);
    line(&buf, "brand.zip", a->brand_zip);
    line(&buf, "brand.phone", a->brand_phone);
    line(&buf, "brand.hours.en", a->brand_hours_en);
    line(&buf, "brand.hours.es", a->brand_hours_es);
    number(&buf, "fee_ppm", a->fee_ppm);
    number(&buf, "plan.months_max", a->plan_months_max);
    number(&buf, "plan.payment_min_cents", a->plan_payment_min.cents);
    number(&buf, "placements.balance_min_cents", a->balance_min.cents);
    number(&buf, "placements.days_max", a->place_days_max);
    number(&buf, "placements.half_up", a->amounts_half_up);
    number(&buf, "placements.excel_dates", a->dates_excel);
    for (uint32_t i = 0; i < a->facility_count; i++) {
        line(&buf, "facility.code", a->facility[i].code);
        line(&buf, "facility.name", a->facility[i].name);
        line(&buf, "facility.city", a->facility[i].city);
        line(&buf, "facility.state", a->facility[i].state);
    }
    for (uint32_t i = 0; i < a->column_count; i++) {
        line(&buf, "column.field", a->column[i].field);
        line(&buf, "column.name", a->column[i].column);
    }
    return buf.failed ? (struct str){ 0 } : buf_str(&buf);
}

/* The length goes first, so no value can be mistaken for the next line. */
static void line(struct buf *buf, const char *name, struct str value)
{
    buf_add_format(buf, "%s %zu ", name, value.len);
    buf_add(buf, value);
    buf_add_byte(buf, '\n');
}

static void number(struct buf *buf, const char *name, int64_t value)
{
    buf_add_format(buf, "%s %" PRId64 "\n", name, value);
}
