/* agreement.h - what did this provider agree with us, and is it complete?
 *
 * One YAML file to struct client_agreement (client/agreement.h).  Every
 * problem of the file is found in one run, each "file:line:column: path:
 * words", with "did you mean" where a word is close.  docs/clients/ holds two
 * samples; docs/placements.md says what the columns mean. */
#ifndef INTAKE_AGREEMENT_H
#define INTAKE_AGREEMENT_H

#include "base/base.h"
#include "client/agreement.h"
#include "text/yaml.h"

/* Fills *agreement, its texts in the arena.  False when there is any problem:
 * file->problem lists them, err holds the first. */
bool intake_agreement_parse(struct arena *arena, struct str file_name,
                            struct str bytes,
                            struct client_agreement *agreement,
                            struct yaml_file *file, struct err *err) MUST_USE;

/* The agreement in one fixed spelling, every default written out: what is
 * hashed, so a new comment is not a new version. */
struct str intake_agreement_canonical(struct arena *arena,
                                const struct client_agreement *agreement);

/* The settings and what they mean, for the manual page. */
void intake_agreement_describe(struct buf *buf);

#endif
