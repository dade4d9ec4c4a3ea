#include "base/base.h"
#include "access/scope.h"

static const char *const word[ACCESS_SCOPES] = {
    "read", "place", "pay", "contact", "work", "stop", "remit"
};
_Static_assert(SCOPE_REMIT == 1u << (ACCESS_SCOPES - 1),
               "every scope has its word");

struct str access_scope_word(uint32_t i)
{
    return i < ACCESS_SCOPES ? str_of(word[i]) : STR("");
}

bool access_scopes_parse(struct str words, uint32_t *scopes)
{
    struct str one, rest = words;
    *scopes = 0;
    for (bool more = true; more;) {
        uint32_t i = 0;
        more = str_cut(rest, ',', &one, &rest);
        while (i < ACCESS_SCOPES && !str_is(str_trim(one), word[i]))
            i++;
        if (i == ACCESS_SCOPES)
            return false;
        *scopes |= 1u << i;
    }
    return true;
}

bool access_key_role(uint32_t role)
{
    return role == ROLE_REPRESENTATIVE || role == ROLE_SUPERVISOR
        || role == ROLE_COMPLIANCE || role == ROLE_PROVIDER;
}

bool access_key_may(const struct caller *caller, uint32_t scopes)
{
    return !caller->is_key || (caller->scopes & scopes) != 0;
}
