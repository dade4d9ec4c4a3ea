/* law.h - which number does the law set, there, on that day?
 *
 * Numbers that differ by place and year are dated rows of law/numbers.csv:
 *
 *   rule,jurisdiction,parameter,value,from,to,citation,status,reviewer,
 *   reviewed_on
 *
 * `from` and `to` are both included; an empty `to` is open.  The shell reads
 * the files and hands in their bytes; a later source overrides rows of an
 * earlier one and says so.  The table is hashed by the shell (this room sees
 * no hash function) and the hash travels with every answer.
 *
 * Predicates are C, not rows: see contact/decide.h (house.md section 10). */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include "base/base.h"

#define LAW_ROWS_MAX 4096
#define LAW_HASH_MAX 64
#define LAW_US "US" /* jurisdiction of federal rows; states: "US-MA" */

struct law_source {
    struct str name;  /* "law/numbers.csv" */
    struct str bytes; /* UTF-8 CSV with the header line above */
    bool is_override; /* from the data folder: said in the answer */
};

struct law_row {
    struct str rule, jurisdiction, parameter;
    int64_t value;
    struct day from, to; /* to: DAY_NONE when open */
    struct str citation;
    struct str status;   /* verified, verified-2nd, recalled, policy */
    struct str reviewer; /* may be empty */
    struct day reviewed_on;
    bool is_override;
    uint64_t key; /* of rule and parameter, for the look-up */
};

struct law_table; /* immutable, lives in the arena it was built in */

/* Reads all sources.  Copies what it keeps.  False with "name:line: ..." when
 * a row is malformed, or two rows of one source hold on the same day for the
 * same rule, parameter and jurisdiction. */
const struct law_table *law_table_build(struct arena *arena,
                                        const struct law_source *source,
                                        uint32_t count, struct str hash,
                                        struct err *err) MUST_USE;

struct str law_table_hash(const struct law_table *table);
bool law_table_is_overridden(const struct law_table *table);

/* The row in force on `day`, or NULL.  Exact jurisdiction only. */
const struct law_row *law_find(const struct law_table *table,
                               const char *rule, const char *parameter,
                               struct str jurisdiction, struct day day);

/* Its value.  False when there is none: then the rule that asked must
 * refuse, never assume. */
bool law_number(const struct law_table *table, const char *rule,
                const char *parameter, struct str jurisdiction,
                struct day day, int64_t *value) MUST_USE;

/* APP-2, the stricter law wins: of the rows in force for any of these
 * jurisdictions the smallest value, or the greatest.  False when none. */
bool law_strictest(const struct law_table *table, const char *rule,
                   const char *parameter, const struct str *jurisdiction,
                   uint32_t count, struct day day,
                   bool is_least_stricter, int64_t *value) MUST_USE;

/* Walks the rows, for pages and `bedside law show`. */
uint32_t law_row_count(const struct law_table *table);
const struct law_row *law_row_at(const struct law_table *table,
                                 uint32_t index);

#endif
