#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include "base/base.h"
#include "app/day.h"
#include "app/doctor.h"
#include "app/folder.h"
#include "app/mark.h"
#include "app/ready.h"
#include "store/agency_sql.h"

#define HOUR_SECONDS 3600
#define DAY_SECONDS 86400

/* What the findings are made from. */
struct exam {
    struct app *app;
    struct moment now;
    struct arena *arena;
    struct app_doctor *doctor;
};

static void keys_look(const struct exam *exam);
static void disk_look(const struct exam *exam);
static void clock_look(const struct exam *exam);
static void ready_look(const struct exam *exam, const struct app_ready *ready,
                       const struct sql_doctor_counts_row *counts);
static void letters_look(const struct exam *exam,
                         const struct sql_doctor_counts_row *counts);
static void day_look(const struct exam *exam, struct day due);
static void backup_look(const struct exam *exam,
                        const struct app_marked marked[APP_MARK_COUNT]);
static void mail_look(const struct exam *exam,
                      const struct sql_doctor_counts_row *counts,
                      const struct app_marked marked[APP_MARK_COUNT]);
static struct str age_words(const struct exam *exam, struct moment since);

static bool counts_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    bool is_found;
    struct sql_doctor_counts_in in = {
        moment_add_seconds(db_caller(db).at, -7 * DAY_SECONDS)
    };
    return sql_doctor_counts(db, db_caller(db), &in, arena, work, &is_found,
                             err);
}

bool app_doctor(struct app *app, struct caller caller, struct arena *arena,
                struct app_doctor *doctor, struct err *err)
{
    struct exam exam = { app, caller.at, arena, doctor };
    struct app_ready ready;
    struct sql_doctor_counts_row counts;
    struct app_marked marked[APP_MARK_COUNT];
    struct day due;
    *doctor = (struct app_doctor){ .worst = APP_WELL };
    if (!app_ready(app, caller, &ready, err)
        || !db_read(app->pool, caller, counts_unit, &counts, arena, err)
        || !app_day_next(app, caller, &due, err)
        || !app_marks_load(app, caller, arena, marked, err))
        return false;
    keys_look(&exam);
    disk_look(&exam);
    clock_look(&exam);
    ready_look(&exam, &ready, &counts);
    letters_look(&exam, &counts);
    day_look(&exam, due);
    backup_look(&exam, marked);
    mail_look(&exam, &counts, marked);
    return true;
}

void app_doctor_add(struct app_doctor *doctor, const char *name,
                    enum app_health health, struct str words,
                    const char *advice)
{
    CHECK(doctor->count < APP_FINDINGS_MAX);
    doctor->finding[doctor->count++] = (struct app_finding){
        .name = name, .health = health, .words = words,
        .advice = health == APP_WELL ? (struct str){ NULL, 0 }
                                     : str_of(advice)
    };
    if (health > doctor->worst)
        doctor->worst = health;
}

struct str app_health_word(enum app_health health)
{
    switch (health) {
    case APP_WELL:
        return STR("well");
    case APP_WEAK:
        return STR("weak");
    case APP_ILL:
        break;
    }
    return STR("ill");
}

/* Nobody but us may enter the folder or read its keys. */
static void keys_look(const struct exam *exam)
{
    const char *const path[] = {
        exam->app->folder,
        app_folder_key(exam->arena, exam->app->folder, ""),
    };
    for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
        struct stat about;
        if (stat(path[i], &about) == 0
            && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
            app_doctor_add(exam->doctor, "folder", APP_ILL,
                           str_format(exam->arena, "others on this machine "
                                      "may look into %s", path[i]),
                           "run: chmod 700 on it");
            return;
        }
    }
    app_doctor_add(exam->doctor, "folder", APP_WELL,
                   STR("the folder and its keys are closed to others"), NULL);
}

static void disk_look(const struct exam *exam)
{
    struct statvfs about;
    if (statvfs(exam->app->folder, &about) != 0)
        return;
    int64_t free = (int64_t)(about.f_bavail * about.f_frsize);
    app_doctor_add(exam->doctor, "disk",
                   free < APP_DISK_LEAST_BYTES / 8 ? APP_ILL
                   : free < APP_DISK_LEAST_BYTES   ? APP_WEAK : APP_WELL,
                   str_format(exam->arena, "%" PRId64 " MB are free on the "
                              "folder's disk", free / 1000000),
                   "make room, or move the folder to a larger disk; a full "
                   "disk stops every write, and loses none that was "
                   "acknowledged");
}

/* Behind what was written, or does the kernel say that a time service keeps
 * it right? */
static void clock_look(const struct exam *exam)
{
    struct timex about = { .modes = 0 };
    int64_t behind = db_clock_behind(exam->app->pool);
    int state = adjtimex(&about);
    bool is_kept = state != TIME_ERROR && (about.status & STA_UNSYNC) == 0;
    if (behind > 0)
        app_doctor_add(exam->doctor, "clock", APP_ILL,
                       str_format(exam->arena, "the clock is %" PRId64
                                  " seconds behind the last entry of the "
                                  "audit trail, and nothing is written",
                                  behind),
                       "set it right; writing goes on by itself, without a "
                       "restart");
    else
        app_doctor_add(exam->doctor, "clock", is_kept ? APP_WELL : APP_WEAK,
                       is_kept
                           ? STR("a time service keeps the clock right")
                           : STR("nothing keeps this machine's clock right"),
                       "turn on a time service, for example: timedatectl "
                       "set-ntp true (the hours of the law are read from "
                       "this clock)");
}

/* The list is bedside ready's; here only whether it holds letters back. */
static void ready_look(const struct exam *exam, const struct app_ready *ready,
                       const struct sql_doctor_counts_row *counts)
{
    bool holds_back = counts->waiting + counts->unreleased > 0;
    app_doctor_add(exam->doctor, "ready",
                   ready->is_ready ? APP_WELL : holds_back ? APP_ILL
                                                           : APP_WEAK,
                   ready->is_ready
                       ? STR("letters may leave")
                       : str_format(exam->arena, "no letter leaves before "
                                    "this is done: %.*s",
                                    STR_ARGS(app_ready_open(ready,
                                                            exam->arena))),
                   "run: bedside ready");
}

static void letters_look(const struct exam *exam,
                         const struct sql_doctor_counts_row *counts)
{
    int64_t hours = 0, unseen = 0;
    if (counts->waiting > 0)
        hours = (exam->now.us - counts->waiting_since.us) / 1000000
                / HOUR_SECONDS;
    if (counts->unreleased > 0)
        unseen = (exam->now.us - counts->unreleased_since.us) / 1000000
                 / HOUR_SECONDS;
    app_doctor_add(exam->doctor, "letters",
                   hours >= APP_COURIER_HOURS ? APP_ILL : APP_WELL,
                   counts->waiting == 0
                       ? STR("no letter waits for the courier")
                       : str_format(exam->arena, "%" PRId64 " letter%s, the "
                                    "oldest for %" PRId64 " hours",
                                    counts->waiting,
                                    counts->waiting == 1 ? " waits"
                                                         : "s wait", hours),
                   "is the courier running? see: systemctl status "
                   "bedside-courier, or run: bedside courier --once");
    app_doctor_add(exam->doctor, "release",
                   unseen >= APP_COURIER_HOURS ? APP_WEAK : APP_WELL,
                   counts->unreleased == 0
                       ? STR("no letter waits for a person to release it")
                       : str_format(exam->arena, "%" PRId64 " letter%s to be "
                                    "released, the oldest for %" PRId64
                                    " hours", counts->unreleased,
                                    counts->unreleased == 1 ? " waits"
                                                            : "s wait",
                                    unseen),
                   "a supervisor looks at them at /desk/day; after two days "
                   "they are made anew");
}

static void day_look(const struct exam *exam, struct day due)
{
    struct day today = app_today(exam->app, exam->now);
    bool is_late = !day_is_none(due) && day_compare(due, today) < 0;
    struct str words = STR("every date up to today is done");
    if (!day_is_none(due))
        words = str_format(exam->arena, "%.*s is %s",
                           STR_ARGS(day_iso(exam->arena, due)),
                           is_late ? "still to be run" : "due today");
    app_doctor_add(exam->doctor, "day", is_late ? APP_ILL : APP_WELL, words,
                   "run: bedside daily (it catches up in order); is the timer "
                   "on? see: systemctl status bedside-daily.timer");
}

static void backup_look(const struct exam *exam,
                        const struct app_marked marked[APP_MARK_COUNT])
{
    struct moment made = marked[APP_MARK_BACKUP_MADE].at;
    struct moment checked = marked[APP_MARK_BACKUP_CHECKED].at;
    struct moment verified = marked[APP_MARK_VERIFIED].at;
    int64_t second = exam->now.us / 1000000;
    bool is_fresh = !moment_is_none(made)
        && second - moment_seconds(made) <= APP_BACKUP_HOURS * HOUR_SECONDS;
    bool is_tried = !moment_is_none(checked)
        && second - moment_seconds(checked)
               <= APP_BACKUP_CHECK_DAYS * DAY_SECONDS;
    bool is_whole = !moment_is_none(verified);
    app_doctor_add(exam->doctor, "backup", is_fresh ? APP_WELL : APP_ILL,
                   moment_is_none(made) ? STR("there is no backup yet")
                   : str_format(exam->arena, "the last backup was made %.*s",
                                STR_ARGS(age_words(exam, made))),
                   "run: bedside backup make FOLDER (and let the timer do it "
                   "each night)");
    app_doctor_add(exam->doctor, "restore", is_tried ? APP_WELL : APP_WEAK,
                   moment_is_none(checked)
                       ? STR("no backup was ever brought back to try it")
                       : str_format(exam->arena, "a backup was brought back "
                                    "%.*s",
                                    STR_ARGS(age_words(exam, checked))),
                   "run: bedside backup check FILE");
    app_doctor_add(exam->doctor, "verify", is_whole ? APP_WELL : APP_WEAK,
                   is_whole
                       ? str_format(exam->arena, "everything added up %.*s",
                                    STR_ARGS(age_words(exam, verified)))
                       : STR("it was never looked at whole"),
                   "the day does it at its end; or run: bedside verify");
}

/* The courier says what the mail server says; nobody else sees it. */
static void mail_look(const struct exam *exam,
                      const struct sql_doctor_counts_row *counts,
                      const struct app_marked marked[APP_MARK_COUNT])
{
    const struct app_marked *ill = &marked[APP_MARK_MAIL_ILL];
    bool is_ill = !moment_is_none(ill->at)
        && moment_compare(ill->at, marked[APP_MARK_MAIL_WELL].at) > 0;
    struct str words = STR("no e-mail waits");
    if (is_ill)
        words = str_format(exam->arena, "e-mail cannot be sent: %.*s",
                           STR_ARGS(ill->words));
    else if (counts->mails > 0)
        words = str_format(exam->arena, "%" PRId64 " e-mail%s waiting",
                           counts->mails, counts->mails == 1 ? " is"
                                                             : "s are");
    else if (counts->mails_unknown > 0)
        words = str_format(exam->arena, "of %" PRId64 " e-mail%s in the last "
                           "week nobody knows whether it left",
                           counts->mails_unknown,
                           counts->mails_unknown == 1 ? "" : "s");
    app_doctor_add(exam->doctor, "mail", is_ill ? APP_ILL : APP_WELL, words,
                   "people who lost their letter wait for a code; see "
                   "\"E-mail\" in docs/running.md, and: systemctl status "
                   "bedside-courier");
}

static struct str age_words(const struct exam *exam, struct moment since)
{
    int64_t hours = (exam->now.us - since.us) / 1000000 / HOUR_SECONDS;
    if (hours < 1)
        return STR("within the last hour");
    if (hours < 48)
        return str_format(exam->arena, "%" PRId64 " hour%s ago", hours,
                          hours == 1 ? "" : "s");
    return str_format(exam->arena, "%" PRId64 " days ago", hours / 24);
}
