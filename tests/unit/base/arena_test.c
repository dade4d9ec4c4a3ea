#include "test.h"

/* malloc of the room under test comes here (see meson.build). */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
static bool malloc_fails;

void *__wrap_malloc(size_t size)
{
    return malloc_fails ? NULL : __real_malloc(size);
}

static void bytes_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(arena.used, 0);
    for (size_t size = 0; size < 300; size++) {
        char *at = arena_bytes(&arena, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(at[i], 0);
        memset(at, 0xAA, size);
    }
    assert_false(arena.exhausted);
    assert_true(arena.used <= arena.limit);
    arena_clear(&arena);
    assert_int_equal(arena.used, 0);
}

static void size_zero_gives_pointers_of_their_own(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    void *a = arena_bytes(&arena, 0);
    void *b = arena_bytes(&arena, 0);
    assert_non_null(a);
    assert_ptr_not_equal(a, b);
    arena_clear(&arena);
}

static void the_limit_holds_and_sticks(void **state)
{
    (void)state;
    static const size_t limits[] = { 0, 1, 16, 100, 4096, 5000, 10000,
                                     1 << 20 };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct arena arena;
        arena_init(&arena, limits[i]);
        size_t got = 0;
        while (arena_bytes(&arena, 48) != NULL)
            got += 48;
        assert_true(got <= limits[i]);
        assert_true(arena.used <= limits[i]);
        assert_true(arena.exhausted);
        if (limits[i] >= 4096) /* most of it is really given out */
            assert_true(got * 10 > limits[i] * 8);
        arena_clear(&arena);
        assert_false(arena.exhausted);
    }
}

static void one_object_may_take_nearly_all(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_null(arena_bytes(&arena, 1 << 20)); /* the header has no room */
    assert_true(arena.exhausted);
    assert_non_null(arena_bytes(&arena, (1 << 20) - 64)); /* still usable */
    assert_true(arena.exhausted);
    arena_clear(&arena);
}

static void absurd_sizes_are_refused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    assert_null(arena_bytes(&arena, SIZE_MAX));
    assert_null(arena_bytes(&arena, SIZE_MAX - 40));
    assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
    assert_true(arena.exhausted);
    arena_clear(&arena);
    assert_null(arena_array(&arena, (size_t)1 << 33, (size_t)1 << 33));
    assert_true(arena.exhausted);
    arena_clear(&arena);
}

static void malloc_failing_is_exhaustion(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    malloc_fails = true;
    void *bytes = arena_bytes(&arena, 10);
    malloc_fails = false;
    assert_null(bytes);
    assert_true(arena.exhausted);
    assert_int_equal(arena.used, 0);
    arena_clear(&arena);
}

static void back_to_a_mark_frees_what_came_after(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct arena_mark empty = arena_here(&arena);
    char *kept = arena_bytes(&arena, 100);
    memset(kept, 'k', 100);
    size_t used = arena.used;
    struct arena_mark mark = arena_here(&arena);
    for (int i = 0; i < 50; i++)
        memset(arena_bytes(&arena, 5000), 'x', 5000);
    assert_true(arena.used > used);
    arena_back(&arena, mark);
    assert_int_equal(arena.used, used);
    for (int i = 0; i < 100; i++)
        assert_int_equal(kept[i], 'k');
    char *again = arena_bytes(&arena, 64);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0);
    arena_back(&arena, empty);
    assert_int_equal(arena.used, 0);
}

static void a_foreign_mark_is_a_bug(void **state)
{
    (void)state;
    struct arena a, b;
    arena_init(&a, 1 << 20);
    arena_init(&b, 1 << 20);
    assert_non_null(arena_bytes(&a, 1));
    assert_non_null(arena_bytes(&b, 1));
    ASSERT_ABORTS(arena_back(&a, arena_here(&b)));
    arena_clear(&a);
    arena_clear(&b);
}

static void growing_keeps_the_bytes(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4 << 20);
    size_t size = 7;
    char *at = arena_grow(&arena, NULL, 0, size);
    assert_non_null(at);
    memset(at, 'a', size);
    char *first = at;
    at = arena_grow(&arena, at, 7, 900);
    assert_ptr_equal(at, first); /* the newest grows where it is */
    while (size < 200000) {
        size_t larger = size * 2 + 1;
        if (size > 7)
            at = arena_grow(&arena, at, size, larger);
        assert_non_null(at);
        memset(at, 'a', larger);
        size = larger;
        if (size % 3 == 0) /* another object in the way forces a copy */
            assert_non_null(arena_bytes(&arena, 1));
    }
    for (size_t i = 0; i < size; i++)
        assert_int_equal(at[i], 'a');
    char *zeroed = arena_grow(&arena, at, size, size + 50);
    for (size_t i = size; i < size + 50; i++)
        assert_int_equal(zeroed[i], 0);
    assert_null(arena_grow(&arena, zeroed, size + 50, SIZE_MAX));
    assert_int_equal(zeroed[0], 'a');
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_zeroed_and_aligned),
        cmocka_unit_test(size_zero_gives_pointers_of_their_own),
        cmocka_unit_test(the_limit_holds_and_sticks),
        cmocka_unit_test(one_object_may_take_nearly_all),
        cmocka_unit_test(absurd_sizes_are_refused),
        cmocka_unit_test(malloc_failing_is_exhaustion),
        cmocka_unit_test(back_to_a_mark_frees_what_came_after),
        cmocka_unit_test(a_foreign_mark_is_a_bug),
        cmocka_unit_test(growing_keeps_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
