#include "base/base.h"
#include "app/change.h"
#include "app/load.h"

bool app_rest_in(struct db *db, struct caller caller,
                 const struct app_loaded *loaded, struct arena *arena,
                 struct choice_rest *rest, struct err *err)
{
    struct fact *fact;
    *rest = (struct choice_rest){ .debt = loaded->debt.debt.id };
    if (!contact_fact_rows(db, caller, loaded->person.person.id, caller.at,
                           arena, &fact, &rest->count, err))
        return false;
    rest->fact = fact;
    return true;
}

struct day app_rest_over(const struct app *app, struct moment until)
{
    CHECK(!moment_is_never(until));
    return day_add(app_today(app, until), 1);
}
