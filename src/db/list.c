#include "db/list.h"

void *db_list_next(struct db_list *list, struct err *err)
{
    if (list->count == list->max) {
        list->is_over = true;
        err_set(err, ERR_EXHAUSTED, "more than %" PRIu32 " rows", list->max);
        return NULL;
    }
    if (list->count == list->room) {
        uint32_t room = list->room ? list->room * 2 : list->max < 8
            ? list->max : 8;
        void *at = arena_array(list->arena, room, list->size);
        if (!at) {
            err_set(err, ERR_EXHAUSTED, "no memory for %" PRIu32 " rows",
                    room);
            return NULL;
        }
        if (list->count)
            memcpy(at, list->at, list->count * list->size);
        list->at = at;
        list->room = room;
    }
    return (char *)list->at + list->size * list->count++;
}

bool db_list_done(const struct db_list *list,
                  const struct db_statement *statement, struct err *err)
{
    if (list->arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "%s: no memory for its rows",
                       statement->name);
    return true;
}

struct str db_keep(struct db_list *list, struct db_value value)
{
    if (value.absent)
        return (struct str){ 0 };
    return str_copy(list->arena, value.text);
}

bool db_absent(const struct db_statement *statement, const char *field,
               struct err *err)
{
    return err_set(err, ERR_BUG, "%s: %s is absent", statement->name, field);
}

bool db_may_run(const struct db_statement *statement, struct caller caller,
                int64_t owner, struct err *err)
{
    bool is_theirs = true;
    if (caller.kind == CALLER_PROVIDER)
        is_theirs = statement->scope == DB_SYSTEM
            || statement->scope == DB_AGENCY
            || (statement->scope == DB_CLIENT && caller.client.n != 0
                && (owner == caller.client.n || owner == 0));
    if (caller.kind == CALLER_PERSON && statement->scope == DB_PERSON)
        is_theirs = caller.person.n != 0
            && (owner == caller.person.n || owner == 0);
    if (is_theirs)
        return true;
    return err_set(err, ERR_DENIED, "%s: this belongs to somebody else",
                   statement->name);
}
