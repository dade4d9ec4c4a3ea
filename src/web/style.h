/* style.h - which style does a page carry, and by which hash is it known?
 *
 * Pages bring their style inside them, so that they come in one answer; the
 * Content-Security-Policy allows exactly these bytes and no other style.
 * tools/style.py makes both from assets/page.css and assets/staff.css. */
#ifndef WEB_STYLE_H
#define WEB_STYLE_H

#include <stddef.h>

struct web_style {
    const char *text;
    size_t len;
    const char *sha256; /* base64, as the policy writes it */
};

extern const struct web_style web_style_page;  /* the person's pages */
extern const struct web_style web_style_staff; /* desk and provider */

#endif
