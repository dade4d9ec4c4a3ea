#include "base/base.h"
#include "text/yaml_value.h"

#define LINE_BYTES 240

static void describe(const struct yaml_field *schema, struct buf *buf,
                     int depth);
static const char *type_words(enum yaml_type type);
static void add_range(const struct yaml_field *field, struct buf *buf);

void yaml_describe(const struct yaml_field *schema, struct buf *buf)
{
    describe(schema, buf, 0);
}

/* A schema is a static table, so its depth is what somebody wrote. */
static void describe(const struct yaml_field *schema, struct buf *buf,
                     int depth)
{
    CHECK(depth < YAML_DEPTH_MAX);
    for (const struct yaml_field *field = schema; field->name; field++) {
        if (field->type == YAML_PLACE)
            continue;
        buf_add_format(buf, "%*s%s: %s", depth * 2, "", field->name,
                       type_words(field->type));
        add_range(field, buf);
        if (field->required)
            buf_add(buf, STR(", required"));
        if (field->preset != NULL)
            buf_add_format(buf, ", %s when absent", field->preset);
        if (field->about != NULL)
            buf_add_format(buf, ". %s", field->about);
        buf_add_byte(buf, '\n');
        if (field->field != NULL)
            describe(field->field, buf, depth + 1);
    }
}

static const char *type_words(enum yaml_type type)
{
    switch (type) {
    case YAML_TEXT: return "text";
    case YAML_COUNT: return "whole number";
    case YAML_CENTS: return "dollars";
    case YAML_PERCENT: return "percent";
    case YAML_DAY: return "day (YYYY-MM-DD)";
    case YAML_ENUM: return "one of";
    case YAML_FLAG: return "yes or no";
    case YAML_TEXTS: return "list of texts";
    case YAML_LIST: return "list of";
    case YAML_MAPPING: return "settings";
    case YAML_MAP: return "name: text lines";
    case YAML_ENUMS: return "list of";
    case YAML_PLACE: break;
    }
    return "";
}

static void add_range(const struct yaml_field *field, struct buf *buf)
{
    if (field->choice != NULL) {
        char list[LINE_BYTES];
        yaml_choices(field->choice, list, sizeof list);
        buf_add_format(buf, " %s", list);
    }
    if (field->min == 0 && field->max == 0)
        return;
    if (field->type == YAML_COUNT)
        buf_add_format(buf, ", %" PRId64 " to %" PRId64, field->min,
                       field->max);
    if (field->type == YAML_CENTS)
        buf_add_format(buf, ", %.*s to %.*s",
                       STR_ARGS(money_plain(buf->arena,
                                            (struct money){ field->min })),
                       STR_ARGS(money_plain(buf->arena,
                                            (struct money){ field->max })));
}
