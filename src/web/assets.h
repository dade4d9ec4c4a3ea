/* assets.h - our own style sheets and drawings, from inside the program. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "web/web.h"

void get_asset(struct web_visit *visit);

#endif
