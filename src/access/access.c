#include "base/base.h"
#include "access/access.h"

#define STAFF (ROLE_REPRESENTATIVE | ROLE_SUPERVISOR | ROLE_COMPLIANCE \
               | ROLE_ADMINISTRATOR)
#define DESK (ROLE_REPRESENTATIVE | ROLE_SUPERVISOR)

/* Who the caller is narrows which roles it can have at all: a role that was
 * stored with the wrong kind of user gives nothing. */
static uint32_t roles_of(const struct caller *caller);

/* One row per right: the roles that hold it for a list or form, for their own
 * things, and for what belongs to somebody else.  Staff own no debts, so what
 * they may do they may do for other people's; a person and a provider may
 * never.  `machine` is the administrator at the command line, who reaches the
 * same routes; `system` is the daily run and its jobs. */
static const struct access_row {
    enum access_right right;
    bool anyone;
    uint32_t none, own, other;
    bool machine, system;
} rows[] = {
    /* right             anyone  none, own, other           machine system */
    { MAY_ANYONE,        true,   0, 0, 0,                     true,  true },
    { MAY_OWN_DEBT,      false,  ROLE_PERSON, ROLE_PERSON, 0, false, false },
    { MAY_WORK_DESK,     false,  DESK, DESK, DESK,            true,  false },
    { MAY_TAKE_PAYMENT,  false,  DESK, DESK, DESK,            true,  false },
    { MAY_SEE_CLIENT,    false,  ROLE_PROVIDER | ROLE_SUPERVISOR
                                 | ROLE_COMPLIANCE | ROLE_ADMINISTRATOR,
                                 ROLE_PROVIDER | ROLE_SUPERVISOR
                                 | ROLE_COMPLIANCE | ROLE_ADMINISTRATOR,
                                 ROLE_SUPERVISOR | ROLE_COMPLIANCE
                                 | ROLE_ADMINISTRATOR,        true,  false },
    { MAY_STOP,          false,  ROLE_SUPERVISOR | ROLE_COMPLIANCE
                                 | ROLE_ADMINISTRATOR,
                                 ROLE_SUPERVISOR | ROLE_COMPLIANCE
                                 | ROLE_ADMINISTRATOR,
                                 ROLE_SUPERVISOR | ROLE_COMPLIANCE
                                 | ROLE_ADMINISTRATOR,        true,  false },
    { MAY_PLACE,         false,  ROLE_ADMINISTRATOR, ROLE_ADMINISTRATOR,
                                 ROLE_ADMINISTRATOR,          true,  false },
    { MAY_RUN_DAY,       false,  ROLE_ADMINISTRATOR, ROLE_ADMINISTRATOR,
                                 ROLE_ADMINISTRATOR,          true,  true },
    { MAY_REMIT,         false,  ROLE_ADMINISTRATOR, ROLE_ADMINISTRATOR,
                                 ROLE_ADMINISTRATOR,          true,  false },
    { MAY_VERIFY,        false,  ROLE_COMPLIANCE | ROLE_ADMINISTRATOR,
                                 ROLE_COMPLIANCE | ROLE_ADMINISTRATOR,
                                 ROLE_COMPLIANCE | ROLE_ADMINISTRATOR,
                                                              true,  false },
    { MAY_ADMINISTER,    false,  ROLE_ADMINISTRATOR, ROLE_ADMINISTRATOR,
                                 ROLE_ADMINISTRATOR,          true,  false },
    { MAY_CARRY,         false,  ROLE_COURIER, ROLE_COURIER, ROLE_COURIER,
                                                              false, false },
};
_Static_assert(sizeof rows / sizeof rows[0] == MAY_COUNT - 1,
               "every right but MAY_NOTHING has its row");

bool access_may(const struct caller *caller, enum access_right right,
                enum access_relation relation)
{
    CHECK(caller);
    if (right <= MAY_NOTHING || right >= MAY_COUNT)
        return false;
    const struct access_row *row = &rows[right - 1];
    CHECK(row->right == right);

    if (row->anyone)
        return true;
    if (caller->kind == CALLER_ADMIN)
        return row->machine;
    /* The courier is a system too, but one with secrets and a network: it
     * may carry and nothing else. */
    if (caller->kind == CALLER_SYSTEM && !(caller->roles & ROLE_COURIER))
        return row->system;
    uint32_t roles = roles_of(caller);
    switch (relation) {
    case RELATION_NONE:
        return (roles & row->none) != 0;
    case RELATION_OWN:
        return (roles & row->own) != 0;
    case RELATION_OTHER:
        return (roles & row->other) != 0;
    }
    return false; /* a relation we do not know is nobody's right */
}

static uint32_t roles_of(const struct caller *caller)
{
    switch (caller->kind) {
    case CALLER_PERSON:
        return ROLE_PERSON;
    case CALLER_PROVIDER:
        return ROLE_PROVIDER;
    case CALLER_STAFF:
        return caller->roles & STAFF;
    case CALLER_SYSTEM:
        return caller->roles & ROLE_COURIER;
    case CALLER_NOBODY:
    case CALLER_ADMIN:
        break;
    }
    return 0;
}
