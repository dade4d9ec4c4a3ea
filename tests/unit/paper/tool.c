#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool.h"

#include <stdarg.h>

extern char **environ;

static const char *const needed[] = { "pdftotext", "pdfinfo", "pdftoppm",
                                      "qpdf", "zbarimg" };

static bool is_there(const char *command)
{
    char path[256];
    (void)snprintf(path, sizeof path, "/usr/bin/%s", command);
    return access(path, X_OK) == 0;
}

bool tools_are_there(void)
{
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!is_there(needed[i])) {
            fprintf(stderr, "skipped: %s is not installed\n", needed[i]);
            return false;
        }
    return true;
}

static int run(const char *command, char **arguments, const char *out)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, out,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    int status = -1;
    if (posix_spawnp(&child, command, &actions, NULL, arguments, environ)
        == 0)
        (void)waitpid(child, &status, 0);
    posix_spawn_file_actions_destroy(&actions);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool file_put(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd < 0)
        return false;
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t wrote = write(fd, bytes.at + done, bytes.len - done);
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    return close(fd) == 0 && done == bytes.len;
}

struct str tool_run(struct arena *arena, struct str pdf, const char *command,
                    ...)
{
    char folder[] = "/tmp/paper-test-XXXXXX";
    if (mkdtemp(folder) == NULL)
        return (struct str){ 0 };
    char *file = (char *)(uintptr_t)str_c(
        arena, str_format(arena, "%s/letter.pdf", folder));
    char *picture = (char *)(uintptr_t)str_c(
        arena, str_format(arena, "%s/page.png", folder));
    const char *out = str_c(arena, str_format(arena, "%s/out", folder));
    struct err err = { 0 };
    char *arguments[TOOL_ARGUMENTS_MAX] = { (char *)(uintptr_t)command };
    int count = 1;
    va_list list;
    va_start(list, command);
    for (char *next = va_arg(list, char *); next != NULL;
         next = va_arg(list, char *)) {
        CHECK(count + 1 < TOOL_ARGUMENTS_MAX);
        arguments[count++] = strcmp(next, "@") == 0       ? file
                             : strcmp(next, "@.png") == 0 ? picture
                                                          : next;
    }
    va_end(list);

    struct str printed = { 0 };
    struct world *world = world_real();
    if (file_put(file, pdf)) {
        int code = run(command, arguments, out);
        if (code == 0
            && !file_read(world, arena, out, (size_t)8 << 20, &printed, &err))
            printed = (struct str){ 0 };
    }
    (void)unlink(file);
    (void)unlink(picture);
    (void)unlink(out);
    (void)rmdir(folder);
    return printed;
}

uint32_t tool_words(struct arena *arena, struct str pdf, struct box **box)
{
    struct str text = tool_run(arena, pdf, "pdftotext", "-bbox", "@", "-",
                               NULL);
    *box = arena_many(arena, BOXES_MAX, struct box);
    CHECK(*box != NULL);
    uint32_t count = 0;
    int page = 0;
    struct str line;
    while (text.len > 0) {
        (void)str_cut(text, '\n', &line, &text);
        line = str_trim(line);
        if (str_starts(line, STR("<page ")))
            page++;
        if (!str_starts(line, STR("<word ")))
            continue;
        CHECK(count < BOXES_MAX);
        struct box *made = &(*box)[count++];
        int got = sscanf(str_c(arena, line),
                         "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" "
                         "yMax=\"%lf\">", &made->x0, &made->y0, &made->x1,
                         &made->y1);
        CHECK(got == 4);
        size_t from = str_find_byte(line, '>', 0) + 1;
        size_t to = str_find(line, STR("</word>"));
        made->text = str_part(line, from, to - from);
        made->page = page;
    }
    return count;
}

struct str tool_squeezed(struct arena *arena, struct str text)
{
    struct buf buf;
    buf_init(&buf, arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] > ' ')
            buf_add_byte(&buf, text.at[i]);
    return buf_str(&buf);
}
