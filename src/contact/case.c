#include "contact/case.h"

#include "contact/case_world.h"

#define FOUND_MAX 2000

struct case_run {
    struct case_world world;
    struct case_report *report;
    struct case_failure where;
    struct arena *arena;
};

static void line_run(struct case_run *run, struct str line);
static bool line_set(struct case_run *run, struct str word, struct str rest);
static bool given_run(struct case_run *run, struct str rest);
static void expect_run(struct case_run *run, struct str word,
                       struct str rest);
static void fail(struct case_run *run, struct str expected,
                 struct str found);
static struct str without_prose(struct str line);

void contact_case_run(struct str text, struct str file,
                      const struct contact_zone_book *book,
                      const struct law_table *law, struct arena *scratch,
                      struct case_report *report)
{
    struct arena_mark mark = arena_here(scratch);
    struct case_run *run = arena_new(scratch, struct case_run);
    struct str rest = text;

    if (run == NULL) {
        report->failed++;
        return;
    }
    run->report = report;
    run->arena = scratch;
    run->where.file = file;
    run->where.name = STR("(no case)");
    case_world_clear(&run->world, book, law);
    while (rest.len > 0) {
        struct str line;
        struct str tail = { NULL, 0 };
        (void)str_cut(rest, '\n', &line, &tail);
        rest = tail;
        run->where.line++;
        line = str_trim(without_prose(line));
        if (line.len > 0)
            line_run(run, line);
    }
    arena_back(scratch, mark);
}

static void line_run(struct case_run *run, struct str line)
{
    struct case_words words = { line };
    struct str word = { "", 0 };

    (void)case_word(&words, &word);
    struct str rest = str_trim(words.rest);
    if (str_is(word, "ask") || str_is(word, "window")
        || str_is(word, "zones"))
        expect_run(run, word, rest);
    else if (!line_set(run, word, rest))
        fail(run, STR("a line that reads"), str_of(run->world.problem));
}

/* Lines that say, not ask.  False with the world's `problem` filled. */
static bool line_set(struct case_run *run, struct str word, struct str rest)
{
    struct case_world *world = &run->world;

    if (str_is(word, "rule") || str_is(word, "source"))
        return rest.len > 0 || case_problem(world, "which one?");
    if (str_is(word, "case")) {
        const struct contact_zone_book *book = world->book;
        const struct law_table *law = world->law;
        case_world_clear(world, book, law);
        run->where.name = rest;
        return rest.len > 0 || case_problem(world, "a case needs a name");
    }
    if (str_is(word, "clock")) {
        uint32_t index = contact_zone_find(world->book, rest);
        if (str_is(rest, "UTC"))
            world->clock = NULL;
        else if (index < CONTACT_ZONES_MAX)
            world->clock = contact_zone_at(world->book, index);
        else
            return case_problem(world, "no zone %.*s", STR_ARGS(rest));
        return true;
    }
    if (str_is(word, "given"))
        return given_run(run, rest);
    return case_problem(world, "'%.*s' starts no line", STR_ARGS(word));
}

static bool given_run(struct case_run *run, struct str rest)
{
    bool has_more = true;

    while (has_more) {
        struct str statement;
        struct str tail = { NULL, 0 };
        has_more = str_cut(rest, ';', &statement, &tail);
        if (!case_given(&run->world, str_trim(statement)))
            return false;
        rest = tail;
    }
    return true;
}

static void expect_run(struct case_run *run, struct str word,
                       struct str rest)
{
    struct arena_mark mark = arena_here(run->arena);
    struct buf found;
    bool is_met = false;
    bool is_read;

    buf_init(&found, run->arena, FOUND_MAX);
    if (str_is(word, "ask"))
        is_read = case_ask(&run->world, rest, &is_met, &found);
    else if (str_is(word, "window"))
        is_read = case_window(&run->world, rest, &is_met, &found);
    else
        is_read = case_zones(&run->world, rest, &is_met, &found);

    size_t expect = str_find(rest, STR("expect"));
    struct str expected = expect == SIZE_MAX
                              ? rest
                              : str_trim(str_part(rest, expect + 6,
                                                  rest.len));
    if (!is_read)
        fail(run, STR("a line that reads"), str_of(run->world.problem));
    else if (!is_met)
        fail(run, expected, buf_str(&found));
    else
        run->report->passed++;
    arena_back(run->arena, mark);
}

static void fail(struct case_run *run, struct str expected, struct str found)
{
    run->where.expected = expected;
    run->where.found = found;
    run->report->failed++;
    if (run->report->fail != NULL)
        run->report->fail(run->report->context, &run->where);
}

/* From '#' at the start, or after a blank, on. */
static struct str without_prose(struct str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '#' && (i == 0 || line.at[i - 1] == ' '))
            return str_part(line, 0, i);
    return line;
}
