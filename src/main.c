/* main.c - which command am I?  And the courier is handed to the commands,
 * because neither sees the other. */
#include "base/base.h"
#include "cli/cli.h"
#include "courier/courier.h"

static bool courier_once(struct world *world, const char *folder,
                         cli_ask_fn *ask, void *context,
                         struct cli_carried *carried, struct err *err)
{
    struct courier courier = { world, folder, ask, context };
    struct courier_report report;
    bool done = courier_round(&courier, &report, err);
    *carried = (struct cli_carried){ report.sent, report.held_back,
                                     report.manifests, report.unprintable };
    return done;
}

int main(int argc, char **argv)
{
    struct cli_courier courier = { courier_once, courier_close };
    return cli_main(argc, argv, &courier);
}
