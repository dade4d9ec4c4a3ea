#include "base/base.h"
#include "web/respond.h"

#define MONEY_TYPED_MAX 32

struct str visit_form(const struct web_visit *visit, const char *name)
{
    struct str text = http_form(visit->request, name);
    if (text.at == NULL)
        return text;
    text = str_trim(text);
    return text.len > 0 ? text : (struct str){ NULL, 0 };
}

struct str visit_field(const struct web_visit *visit, const char *name)
{
    return visit->request->method == HTTP_POST
        ? visit_form(visit, name) : http_query(visit->request, name);
}

bool visit_form_day(const struct web_visit *visit, const char *name,
                    struct day *day)
{
    struct str iso = visit_form(visit, name);
    if (iso.at != NULL)
        return day_parse(iso, day);

    static const char *const part[] = { "year", "month", "day" };
    int64_t number[3];
    for (size_t i = 0; i < 3; i++) {
        char field[64];
        int len = snprintf(field, sizeof field, "%s_%s", name, part[i]);
        CHECK(len > 0 && (size_t)len < sizeof field);
        if (!str_to_int64(visit_form(visit, field), &number[i])
            || number[i] < 0 || number[i] > 9999)
            return false;
    }
    return day_from_civil((int32_t)number[0], (uint32_t)number[1],
                          (uint32_t)number[2], day);
}

/* A dollar sign, and commas between whole thousands, are how people write;
 * "1,23" is not an amount anybody means. */
bool visit_form_money(const struct web_visit *visit, const char *name,
                      struct money *amount)
{
    struct str text = visit_form(visit, name);
    char plain[MONEY_TYPED_MAX];
    size_t len = 0;
    if (text.at == NULL || text.len >= sizeof plain)
        return false;
    if (text.at[0] == '$')
        text = str_trim(str_part(text, 1, text.len));
    size_t point = str_find_byte(text, '.', 0);
    for (size_t i = 0; i < text.len; i++) {
        bool is_group = text.at[i] == ',';
        if (is_group && (i == 0 || i >= point || (point - i) % 4 != 0))
            return false;
        if (!is_group)
            plain[len++] = text.at[i];
    }
    return money_parse((struct str){ plain, len }, amount);
}
