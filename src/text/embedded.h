/* embedded.h - which files did the build put into the program?
 *
 * tools/embed.py turns files into read-only bytes and one struct embedded_set
 * per call.  In a room's meson.build:
 *
 *   pages_c = custom_target('pages', output: 'pages.c', depfile: 'pages.d',
 *     command: [python, embed, '--set', 'embedded_pages',
 *               '--root', meson.project_source_root() / 'pages',
 *               '--match', '*.html', '--strip', '.html',
 *               '--depfile', '@DEPFILE@', '--out', '@OUTPUT@'])
 *   room_sources += pages_c
 *
 * and in its C:  extern const struct embedded_set embedded_pages;
 * A file's name is its path below --root ("desk/may-call" with --strip). */
#ifndef TEXT_EMBEDDED_H
#define TEXT_EMBEDDED_H

#include "base/str.h"

struct embedded_file {
    const char *name;
    const char *at; /* a NUL follows the last byte, not counted in len */
    size_t len;
};

struct embedded_set {
    size_t count;
    const struct embedded_file *file; /* in byte order of the names */
};

/* False when the set has no such file. */
bool embedded_find(const struct embedded_set *set, struct str name,
                   struct str *bytes) MUST_USE;

#endif
