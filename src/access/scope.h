/* scope.h - what may a program with a key do?
 *
 * A key has the rights of its role, narrowed to its scopes.  Each route that
 * a key may reach names the scope it needs; a route that names none is
 * closed to every key.  No scope opens what only an administrator may do. */
#ifndef ACCESS_SCOPE_H
#define ACCESS_SCOPE_H

#include "access/access.h"

enum access_scope {
    SCOPE_READ = 1u << 0,    /* accounts, bills, acknowledgements, requests */
    SCOPE_PLACE = 1u << 1,   /* send files, confirm their columns */
    SCOPE_PAY = 1u << 2,     /* record payments, reverse them */
    SCOPE_CONTACT = 1u << 3, /* ask whether we may, say what came of it */
    SCOPE_WORK = 1u << 4,    /* facts, notes, answers to requests */
    SCOPE_STOP = 1u << 5,    /* stop, release */
    SCOPE_REMIT = 1u << 6    /* read remittances */
};
#define ACCESS_SCOPES 7

/* Number i of the list: its word and value; "" past the end. */
struct str access_scope_word(uint32_t i);
/* "read,place": every word known, at least one. */
bool access_scopes_parse(struct str words, uint32_t *scopes) MUST_USE;

/* The roles a key may have: staff but no administrator, or a provider. */
bool access_key_role(uint32_t role);

/* Always, for who does not come with a key; else one of `scopes` is theirs. */
bool access_key_may(const struct caller *caller, uint32_t scopes);

#endif
