/* base.h - the words every room shares.
 *
 * Strings, money, days, moments, zones, arenas, errors, ids, the caller, and
 * the table through which the program touches the world. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/caller.h"
#include "base/check.h"
#include "base/day.h"
#include "base/err.h"
#include "base/id.h"
#include "base/money.h"
#include "base/str.h"
#include "base/world.h"
#include "base/zone.h"

#include "base/banned.h"

#endif
