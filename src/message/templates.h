/* templates.h - what do the parsed words of all messages hold?
 *
 * Used inside message only: fill.c opens them, letters and e-mails are filled
 * from the same set. */
#ifndef MESSAGE_TEMPLATES_H
#define MESSAGE_TEMPLATES_H

#include "message/lint.h"
#include "text/mustache.h"

struct message_templates {
    struct mustache_set *set;
    const struct lint_lists *lists;
};

/* 16 hex digits of the words behind this name. */
struct str message_template_version(struct arena *arena, struct str name);

#endif
