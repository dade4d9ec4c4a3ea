/* main.c - which command am I?  And the courier is handed to the commands,
 * because neither sees the other. */
#include "base/base.h"
#include "cli/cli.h"
#include "courier/courier.h"

static bool courier_once(struct world *world, const char *folder,
                         const char *mail, cli_ask_fn *ask, void *context,
                         struct cli_carried *carried, struct err *err)
{
    static struct courier_post post; /* one courier, round after round */
    struct courier courier = { world, folder, ask, context,
                               mail != NULL ? &post : NULL };
    post.path = mail;
    struct courier_report report;
    bool done = courier_round(&courier, &report, err);
    *carried = (struct cli_carried){ report.sent, report.held_back,
                                     report.manifests, report.unprintable,
                                     report.mailed };
    return done;
}

int main(int argc, char **argv)
{
    struct cli_courier courier = { courier_once, courier_close };
    return cli_main(argc, argv, &courier);
}
