/* fault.h - what if this very step fails?
 *
 * For tests and simulations.  Each begin, statement and commit of a pool is a
 * step; one fault at a time is armed and strikes at the n-th step of its
 * kind.  A test counts the steps of a unit first and then fails each in
 * turn.  Nothing here runs unless a fault is armed. */
#ifndef DB_FAULT_H
#define DB_FAULT_H

#include "db/db.h"

enum db_step { DB_STEP_ANY, DB_STEP_BEGIN, DB_STEP_RUN, DB_STEP_ROWS,
               DB_STEP_COMMIT };

enum db_fault_how {
    DB_FAULT_NONE,
    DB_FAULT_ERROR,      /* the step answers err; the transaction stands */
    DB_FAULT_LOSE_GROUP, /* SQLite: the whole transaction is gone as well;
                          * PostgreSQL: the link is cut before the step */
    DB_FAULT_RETRY,      /* PostgreSQL: as if 40001; SQLite: as ERROR */
    DB_FAULT_CUT_AFTER   /* at a commit: PostgreSQL loses the link once COMMIT
                          * was sent; SQLite: as LOSE_GROUP */
};

struct db_fault {
    enum db_fault_how how;
    enum db_step step;
    uint32_t nth;       /* 1: the next such step */
    uint32_t times;     /* how many steps in a row; 0 counts as 1 */
    enum err_kind kind; /* what the step answers; 0: ERR_OUTSIDE */
};

/* Replaces the armed fault; NULL disarms.  Starts counting anew. */
void db_fault_arm(struct db_pool *pool, const struct db_fault *fault);
uint64_t db_fault_steps(struct db_pool *pool);
uint64_t db_fault_struck(struct db_pool *pool);

#endif
