/* id.h - which one? Inner ids, and refs that may be shown.
 *
 * Inside, 63 bits: 42 of milliseconds, 21 random, made by the program, never
 * a sequence; the inner id never leaves.  Outside, a ref: the second it was
 * made in, so that an index of refs grows at its end, and 96 random bits, so
 * that nobody guesses one (docs/adr/0013-refs-begin-with-the-second.md).
 * One-field structs, so a person cannot be passed as a debt. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/day.h"
#include "base/world.h"

#define ID_TYPES(X)                                                          \
    X(person) X(client) X(facility) X(debt) X(placement) X(batch)            \
    X(event) X(transfer) X(account) X(plan) X(answer) X(attempt)             \
    X(outbox) X(user) X(session) X(job) X(letter) X(remit)

#define ID_STRUCT(noun) struct noun##_id { int64_t n; };
ID_TYPES(ID_STRUCT)
#undef ID_STRUCT

/* 32 lower-case hexadecimal digits in URLs, files and the API. */
#define REF_LEN 32
struct ref {
    char text[REF_LEN + 1];
};

/* A new inner id; within one process and millisecond the low bits count up
 * from a random start, so two calls never give the same.  Thread-safe. */
int64_t id_new(struct world *world);
struct ref ref_new(struct world *world);
bool ref_parse(struct str text, struct ref *ref) MUST_USE;

#endif
