/* access.h - who may do what?
 *
 * One static table: right x role x relation.  Default is no.  Every route of
 * web/routes.c names its right; a route without one does not compile. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "base/base.h"

enum access_role {
    ROLE_REPRESENTATIVE = 1u << 0,
    ROLE_SUPERVISOR = 1u << 1,
    ROLE_COMPLIANCE = 1u << 2,
    ROLE_ADMINISTRATOR = 1u << 3,
    ROLE_PROVIDER = 1u << 4,
    ROLE_COURIER = 1u << 5,
    ROLE_PERSON = 1u << 6
};

/* Zero is not a right: a zeroed route row may be used by nobody. */
enum access_right {
    MAY_NOTHING,
    MAY_ANYONE,        /* public pages: find, is this real, health */
    MAY_OWN_DEBT,      /* the person, for their own bills */
    MAY_WORK_DESK,     /* representative and supervisor */
    MAY_TAKE_PAYMENT,  /* record mailed money */
    MAY_SEE_CLIENT,    /* provider, for its own client */
    MAY_STOP,          /* stop anything, release it: who is responsible */
    MAY_PLACE,         /* import, undo, apply an agreement */
    MAY_RUN_DAY,       /* the daily run */
    MAY_REMIT,
    MAY_VERIFY,
    MAY_ADMINISTER,    /* init, users */
    MAY_CARRY,         /* the courier's three routes */
    MAY_COUNT
};

/* Which of the caller's own things the object is. */
enum access_relation {
    RELATION_NONE,     /* nobody's: a list or a form */
    RELATION_OWN,      /* belongs to the caller (person or client) */
    RELATION_OTHER     /* belongs to somebody else */
};

bool access_may(const struct caller *caller, enum access_right right,
                enum access_relation relation);

#endif
