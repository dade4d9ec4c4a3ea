/* Runs .case files: `contact_case_run FILE...`; the test meson runs over all
 * of tests/law.  Exit 1 when a line fails, or when nothing ran. */
#include "base/base.h"
#include "contact/case.h"
#include "tables.h"

static void say(void *context, const struct case_failure *failure)
{
    (void)context;
    printf("%.*s:%" PRIu32 ": %.*s\n  expected %.*s\n  found    %.*s\n",
           STR_ARGS(failure->file), failure->line, STR_ARGS(failure->name),
           STR_ARGS(failure->expected), STR_ARGS(failure->found));
}

int main(int count, char **name)
{
    struct tables tables;
    struct case_report report = { .fail = say };

    tables_open(&tables);
    for (int i = 1; i < count; i++)
        contact_case_run(tables_file(&tables, name[i]), str_of(name[i]),
                         tables.book, tables.law, &tables.arena, &report);
    printf("%" PRIu32 " passed, %" PRIu32 " failed\n", report.passed,
           report.failed);
    tables_close(&tables);
    return report.failed > 0 || report.passed == 0;
}
