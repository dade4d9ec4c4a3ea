/* provider.h - what does the provider see of what it sent us?
 *
 * Its own placements, acknowledgements and money, and nobody else's: the
 * client comes from the session, never from the address. */
#ifndef WEB_PROVIDER_PROVIDER_H
#define WEB_PROVIDER_PROVIDER_H

#include "web/web.h"

void get_provider(struct web_visit *visit);
void get_batch(struct web_visit *visit);
void get_accounts(struct web_visit *visit);
void post_files(struct web_visit *visit); /* one file; kind, total, dry_run */
void get_files(struct web_visit *visit);
void get_needs(struct web_visit *visit);
void post_need(struct web_visit *visit);
void get_remits(struct web_visit *visit);
void get_remit(struct web_visit *visit);

#endif
