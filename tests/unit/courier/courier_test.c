/* The courier and a house of three letters: what lies in the spool, and what
 * the house heard, after a good day and after every bad one. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/world_sim.h"
#include "courier/courier.h"
#include "seal/digest.h"
#include "text/json.h"

#include "../message/letters.h"

#define DAY "2026-11-25"
#define LETTERS 3
#define MANIFEST_MAX ((size_t)1 << 16)

struct letter {
    char ref[REF_LEN + 1];
    const char *channel;
    struct str content;
    bool is_refused;       /* at take */
    bool is_refused_late;  /* at sent */
    bool is_void;
    char sha256[65];       /* as the house heard it; "" while open */
};
static struct house {
    char root[64], letters[96];
    struct arena arena;
    struct world_sim world;
    struct courier courier;
    struct letter letter[LETTERS];
    uint32_t asked;   /* questions so far */
    uint32_t deaf_at; /* this one is not answered; 0: all are */
    bool is_heard;    /* but it was heard, and only the answer is lost */
    int status;       /* when not 200, the answer to each */
} house;

static struct letter *letter_of(struct str ref)
{
    for (uint32_t i = 0; i < LETTERS; i++)
        if (str_is(ref, house.letter[i].ref))
            return &house.letter[i];
    fail_msg("the courier asks about %.*s", STR_ARGS(ref));
    return NULL;
}

static struct str outbox(struct arena *arena)
{
    struct buf buf;
    struct json_out out;
    buf_init(&buf, arena, ARENA_JOB_BYTES);
    json_out_init(&out, &buf);
    json_out_object(&out);
    json_out_key(&out, STR("message"));
    json_out_list(&out);
    for (uint32_t i = 0; i < LETTERS; i++) {
        const struct letter *letter = &house.letter[i];
        if (letter->is_void || letter->sha256[0] != '\0')
            continue;
        json_out_object(&out);
        json_out_key(&out, STR("ref"));
        json_out_text(&out, str_of(letter->ref));
        json_out_key(&out, STR("channel"));
        json_out_text(&out, str_of(letter->channel));
        json_out_key(&out, STR("made_on"));
        json_out_text(&out, STR(DAY));
        json_out_key(&out, STR("content"));
        json_out_text(&out, letter->content);
        json_out_object_end(&out);
    }
    json_out_list_end(&out);
    json_out_object_end(&out);
    return buf_str(&buf);
}

static struct str manifest(struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, MANIFEST_MAX);
    buf_add_c(&buf, "message,sha256\n");
    for (uint32_t i = 0; i < LETTERS; i++)
        if (house.letter[i].sha256[0] != '\0')
            buf_add_format(&buf, "%s,%s\n", house.letter[i].ref,
                           house.letter[i].sha256);
    return buf_str(&buf);
}

static struct str take(struct letter *letter)
{
    letter->is_void |= letter->is_refused;
    return letter->is_void ? STR("{\"may_leave\":false}")
                           : STR("{\"may_leave\":true}");
}

/* Sent twice with the same bytes is once; with others it is a fault. */
static struct str sent(struct letter *letter, struct str body)
{
    assert_true(str_starts(body, STR("sha256=")));
    struct str sha256 = str_part(body, 7, body.len);
    assert_int_equal(sha256.len, 64);
    letter->is_void |= letter->is_refused_late;
    if (letter->is_void)
        return STR("{\"is_sent\":false}");
    if (letter->sha256[0] != '\0')
        assert_true(str_is(sha256, letter->sha256));
    snprintf(letter->sha256, sizeof letter->sha256, "%.*s", STR_ARGS(sha256));
    return STR("{\"is_sent\":true}");
}

static bool answer(void *context, enum http_method method, struct str target,
                   struct str body, struct arena *arena,
                   struct http_reply *reply, struct err *err)
{
    struct str post = STR("/courier/outbox/");
    assert_ptr_equal(context, &house);
    bool is_deaf = ++house.asked == house.deaf_at;
    if (is_deaf && !house.is_heard)
        return err_set(err, ERR_ABSENT, "nobody serves");
    *reply = (struct http_reply){ .status = house.status };
    if (house.status != 200) {
        reply->body = STR("{\"error\":{\"message\":\"not now\"}}");
    } else if (method == HTTP_GET) {
        bool is_manifest = str_ends(target, STR("?manifest=" DAY));
        assert_true(is_manifest || str_find(target, STR("?limit="))
                                       != SIZE_MAX);
        reply->body = is_manifest ? manifest(arena) : outbox(arena);
    } else {
        assert_true(str_starts(target, post));
        struct letter *letter = letter_of(str_part(target, post.len,
                                                   REF_LEN));
        reply->body = str_ends(target, STR("/take")) ? take(letter)
                                                     : sent(letter, body);
    }
    return !is_deaf || err_set(err, ERR_ABSENT, "nobody answers");
}

/* --- the stage -------------------------------------------------------- */

static struct str letter_make(enum message_kind kind)
{
    static struct letter_sample sample;
    struct err err = { .kind = ERR_NONE };
    struct message_templates *templates;
    struct message_filled filled;
    struct buf buf;
    letter_sample(&sample, kind, LANGUAGE_ENGLISH, false);
    if (!message_templates_open(&house.arena, &templates, &err)
        || !message_fill(templates, &sample.input, &house.arena, &filled,
                         &err))
        fail_msg("%s", err.text);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    buf_init(&buf, &house.arena, MESSAGE_BYTES_MAX);
    message_content_write(&filled.content, &buf);
    return buf_str(&buf);
}

static void folder_make(void)
{
    char spool[80];
    snprintf(house.root, sizeof house.root, "/tmp/bedside-courier-XXXXXX");
    assert_non_null(mkdtemp(house.root));
    snprintf(spool, sizeof spool, "%s/spool", house.root);
    assert_int_equal(mkdir(spool, 0700), 0);
    snprintf(house.letters, sizeof house.letters, "%s/letters", spool);
}

static int fresh(void **state)
{
    static const enum message_kind kind[LETTERS] = {
        MESSAGE_RECEIPT, MESSAGE_PLAN_CONFIRMATION, MESSAGE_RECEIPT
    };
    struct moment now;
    (void)state;
    house = (struct house){ .status = 200 };
    assert_true(moment_parse(STR(DAY "T15:00:00Z"), &now));
    world_sim_init(&house.world, 7, now);
    arena_init(&house.arena, ARENA_JOB_BYTES);
    folder_make();
    house.courier = (struct courier){ .world = &house.world.world,
                                      .folder = house.root, .ask = answer,
                                      .context = &house };
    for (uint32_t i = 0; i < LETTERS; i++) {
        struct ref ref = ref_new(&house.world.world);
        house.letter[i] = (struct letter){ .channel = "letter",
                                           .content = letter_make(kind[i]) };
        memcpy(house.letter[i].ref, ref.text, sizeof ref.text);
    }
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind,
                      struct FTW *walk)
{
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

static int gone(void **state)
{
    (void)state;
    arena_clear(&house.arena);
    return nftw(house.root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* --- what is asked ---------------------------------------------------- */

static bool goes(struct courier_report *report, enum err_kind *kind)
{
    struct err err = { .kind = ERR_NONE };
    bool is_done = courier_round(&house.courier, report, &err);
    assert_int_equal(is_done, err.kind == ERR_NONE);
    *kind = err.kind;
    return is_done;
}

static struct courier_report round_good(void)
{
    struct courier_report report;
    enum err_kind kind;
    if (!goes(&report, &kind))
        fail_msg("the round ends with %s", err_name(kind));
    return report;
}

static struct str in_spool(const char *name)
{
    struct str bytes = { NULL, 0 };
    struct str path = str_format(&house.arena, "%s/%s", house.letters, name);
    return file_read(world_real(), &house.arena, path.at, (size_t)8 << 20,
                     &bytes, NULL) ? bytes : (struct str){ NULL, 0 };
}

static struct str pdf_of(const struct letter *letter)
{
    return in_spool(str_format(&house.arena, "%s.pdf", letter->ref).at);
}

static uint32_t files;
static int count_one(const char *path, const struct stat *about, int kind,
                     struct FTW *walk)
{
    (void)path, (void)about, (void)walk;
    files += kind == FTW_F;
    return 0;
}

/* So many letters lie there, each as the house heard it and the manifest
 * says, and nothing else: no half file, no marker of a day. */
static void whole(uint32_t letters)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < LETTERS; i++) {
        const struct letter *letter = &house.letter[i];
        struct str pdf = pdf_of(letter);
        assert_int_equal(pdf.at != NULL, letter->sha256[0] != '\0');
        if (pdf.at == NULL)
            continue;
        found++;
        assert_true(str_starts(pdf, STR("%PDF-")));
        assert_true(str_is(seal_sha256_hex(&house.arena, pdf),
                           letter->sha256));
    }
    assert_int_equal(found, letters);
    files = 0;
    assert_int_equal(nftw(house.letters, count_one, 8, FTW_PHYS), 0);
    struct str listed = in_spool("manifest-" DAY ".csv");
    if (letters > 0)
        assert_true(str_equal(listed, manifest(&house.arena)));
    assert_int_equal(files, letters + (listed.at != NULL ? 1 : 0));
}

static void a_good_day(void **state)
{
    (void)state;
    struct courier_report report = round_good();
    assert_int_equal(report.sent, LETTERS);
    assert_int_equal(report.held_back, 0);
    assert_int_equal(report.manifests, 1);
    whole(LETTERS);
    uint32_t asked = house.asked;
    report = round_good();
    assert_int_equal(report.sent + report.manifests, 0);
    assert_int_equal(house.asked, asked + 1); /* nothing open: one question */
    whole(LETTERS);
}

/* Silence at each question in turn, as when either side is killed there. */
static void silence(void **state, bool is_heard)
{
    struct courier_report report;
    enum err_kind kind;
    uint32_t deaf_at = 0;
    do {
        if (deaf_at++ > 0)
            assert_int_equal(gone(state) + fresh(state), 0);
        house.deaf_at = deaf_at;
        house.is_heard = is_heard;
        if (!goes(&report, &kind)) {
            assert_int_equal(kind, ERR_ABSENT);
            uint32_t before = report.sent;
            house.deaf_at = 0;
            before += round_good().sent;
            assert_true(before == LETTERS
                        || (is_heard && before == LETTERS - 1));
        }
        whole(LETTERS);
    } while (house.asked >= deaf_at && deaf_at < 100);
    /* Three outboxes at most, a take and a sent each, and the manifest. */
    assert_true(deaf_at > 2 * LETTERS + 2 && deaf_at < 100);
}

static void killed_between_any_two(void **state)
{
    silence(state, false);
}

static void the_answer_is_lost(void **state)
{
    silence(state, true);
}

/* The disk fails at each call in turn, and stays so until it is mended. */
static void the_disk_fails(void **state)
{
    static const enum world_call call[] = { WORLD_OPEN, WORLD_WRITE,
                                            WORLD_FSYNC, WORLD_RENAME };
    for (size_t i = 0; i < sizeof call / sizeof call[0]; i++) {
        for (int64_t n = 1; n <= 2 * LETTERS; n++) {
            struct courier_report report;
            enum err_kind kind;
            world_sim_fail(&house.world, call[i], n, 5, true);
            if (!goes(&report, &kind)) {
                world_sim_heal(&house.world);
                (void)round_good();
            }
            whole(LETTERS);
            assert_int_equal(gone(state) + fresh(state), 0);
        }
    }
}

static void who_may_not_leave(void **state)
{
    (void)state;
    house.letter[0].is_refused = true;
    house.letter[1].is_refused_late = true;
    struct courier_report report = round_good();
    assert_int_equal(report.sent, 1);
    assert_int_equal(report.held_back, 2);
    assert_null(pdf_of(&house.letter[0]).at);
    assert_null(pdf_of(&house.letter[1]).at); /* it was written, and removed */
    whole(1);
}

/* One that cannot be set stops no other, and stays open. */
static void what_cannot_be_printed(void **state)
{
    (void)state;
    house.letter[0].content = STR("not a letter at all\n");
    struct courier_report report = round_good();
    assert_int_equal(report.sent, LETTERS - 1);
    assert_true(report.unprintable > 0);
    assert_false(house.letter[0].is_void);
    whole(LETTERS - 1);
}

static void other_channels_stay(void **state)
{
    (void)state;
    house.letter[1].channel = "email";
    assert_int_equal(round_good().sent, LETTERS - 1);
    assert_string_equal(house.letter[1].sha256, "");
    whole(LETTERS - 1);
}

static void a_house_that_will_not(void **state)
{
    (void)state;
    struct courier_report report;
    enum err_kind kind;
    house.status = 503;
    assert_false(goes(&report, &kind));
    assert_int_equal(kind, ERR_BUSY);
    house.status = 500;
    assert_false(goes(&report, &kind));
    assert_int_equal(kind, ERR_OUTSIDE);
    house.status = 200;
    memcpy(house.letter[0].ref, "../../../../etc/passwd/0123456789", REF_LEN);
    assert_false(goes(&report, &kind));
    assert_int_equal(kind, ERR_CORRUPT);
    assert_int_equal(report.sent, 0);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, fresh, gone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_good_day),
        IN_A_HOUSE(killed_between_any_two),
        IN_A_HOUSE(the_answer_is_lost),
        IN_A_HOUSE(the_disk_fails),
        IN_A_HOUSE(who_may_not_leave),
        IN_A_HOUSE(what_cannot_be_printed),
        IN_A_HOUSE(other_channels_stay),
        IN_A_HOUSE(a_house_that_will_not),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    courier_close();
    return failed;
}
