/* caller.h - on whose behalf does this happen?
 *
 * Passed to every statement and audit entry.  `access` decides what a caller
 * may do; here is only who it is. */
#ifndef BASE_CALLER_H
#define BASE_CALLER_H

#include "base/id.h"

enum caller_kind {
    CALLER_NOBODY,  /* not signed in */
    CALLER_PERSON,  /* a patient or helper with a proven code */
    CALLER_STAFF,   /* representative, supervisor, compliance, administrator */
    CALLER_PROVIDER,/* a client's user: sees that client only */
    CALLER_SYSTEM,  /* the daily run, an import job, the courier */
    CALLER_ADMIN    /* the machine's administrator at the command line */
};

struct caller {
    enum caller_kind kind;
    struct user_id user;     /* staff and provider */
    struct person_id person; /* person */
    struct client_id client; /* provider: the one client; else 0 */
    uint32_t roles;          /* a set of enum access_role */
    bool is_key;             /* a program with a key: `user` is the key's */
    uint32_t scopes;         /* and this is a set of enum access_scope */
    struct str name;         /* for the audit entry: login, key or process */
    struct moment at;        /* the event's one reading of the clock */
};

#endif
