#!/usr/bin/env python3
"""tidy - does the house still look the way docs/house.txt says?

Checks every file of src: arrows between rooms, outside libraries, sizes of
files, functions, headers and lines, banned words, dead files, floats, and
(with a build folder as argument) what the pure rooms' objects leave
undefined.  Prints file:line: what is wrong; exits 1 when anything is.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILE_MAX, FUNCTION_MAX, HEADER_MAX = 1000, 70, 170
LINE_MAX, TABLE_LINE_MAX = 80, 100
LIBRARIES = {
    'yaml.h': 'yaml', 'sodium.h': 'sodium', 'sqlite3.h': 'sqlite3',
    'libpq-fe.h': 'libpq', 'microhttpd.h': 'microhttpd',
    'curl/curl.h': 'curl', 'cairo.h': 'cairo', 'cairo-pdf.h': 'cairo',
    'pango/pangocairo.h': 'pango', 'pango/pangofc-fontmap.h': 'pango',
    'fontconfig/fontconfig.h': 'fontconfig', 'qpdf/qpdf-c.h': 'qpdf',
    'zint.h': 'zint',
}
# What a pure room may ask of libc: bytes and text, never the world.
PURE_CALLS = set('''memcpy memmove memset memcmp memchr memrchr strlen strcmp
    strncmp strchr qsort bsearch snprintf vsnprintf abort __stack_chk_fail
    __memcpy_chk __memset_chk __snprintf_chk __vsnprintf_chk __memmove_chk
    strnlen __strlen_chk _GLOBAL_OFFSET_TABLE_'''.split())
wrong = []


def say(path, line, words):
    wrong.append('%s:%d: %s' % (os.path.relpath(path, ROOT), line, words))


def rooms():
    house = {}
    for line in open(os.path.join(ROOT, 'docs', 'house.txt'), encoding='utf-8'):
        if line.startswith('#') or not line.strip():
            continue
        name, floor, kind, *rest = line.split()
        known = LIBRARIES.values()
        house[name] = {
            'kind': kind,
            'rooms': {w for w in rest if w != '-' and w not in known
                      and w != 'openssl'},
            'libraries': {w for w in rest if w in known or w == 'openssl'}}
    return house


def includes(path, text, room, house):
    for number, line in enumerate(text.split('\n'), 1):
        found = re.match(r'#include "([a-z_]+)/([a-z0-9_]+\.h)"', line)
        if found:
            other = found.group(1)
            if other not in (room, 'base') \
                    and other not in house[room]['rooms']:
                say(path, number, 'room %s may not include %s'
                    % (room, other))
        found = re.match(r'#include <([^>]+)>', line)
        if not found:
            continue
        name = found.group(1)
        library = LIBRARIES.get(name)
        if name.startswith('openssl/'):
            library = 'openssl'
        if library and library not in house[room]['libraries']:
            say(path, number, 'room %s may not see %s' % (room, library))


def functions(path, lines):
    """House style: a function's body starts with '{' in column one."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == '{':
            start = number
        elif line == '}' and start:
            if number - start - 1 > FUNCTION_MAX:
                say(path, start, 'a function of %d lines (at most %d)'
                    % (number - start - 1, FUNCTION_MAX))
            start = None


def code_only(text):
    text = re.sub(r'/\*.*?\*/', lambda m: re.sub(r'[^\n]', ' ', m.group()),
                  text, flags=re.S)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def one_file(path, room, house):
    text = open(path, encoding='utf-8').read()
    lines = text.rstrip('\n').split('\n')
    includes(path, text, room, house)
    if len(lines) > FILE_MAX:
        say(path, 1, '%d lines (at most %d)' % (len(lines), FILE_MAX))
    if path.endswith('.h'):
        if len(lines) > HEADER_MAX:
            say(path, 1, 'a header of %d lines (at most %d)'
                % (len(lines), HEADER_MAX))
        if not lines[0].startswith('/* %s - ' % os.path.basename(path)) \
                and 'made by' not in lines[0].lower():
            say(path, 1, 'a header starts "/* %s - its question"'
                % os.path.basename(path))
    else:
        functions(path, lines)
    code = code_only(text)
    for number, line in enumerate(lines, 1):
        width = len(line.expandtabs(8))
        is_table = bool(re.search(r'\{.*[,}]|^\s*[X"]|^#define|\|', line))
        if width > (TABLE_LINE_MAX if is_table else LINE_MAX):
            say(path, number, '%d columns' % width)
        if '\t' in line:
            say(path, number, 'a tab')
        if line != line.rstrip():
            say(path, number, 'blanks at the end of the line')
        if re.search(r'\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))', line):
            say(path, number, 'a bare TODO; write TODO(#12)')
    for number, line in enumerate(code.split('\n'), 1):
        if room != 'paper' and re.search(r'\b(float|double)\b', line):
            say(path, number, 'no float or double outside paper')
        if room != 'base' and re.search(r'\b(malloc|calloc|realloc|free)\(',
                                        line):
            say(path, number, 'malloc and free live in base')


def symbols(build, room, which):
    library = os.path.join(build, 'lib%s.a' % room)
    if not os.path.exists(library):
        return set()
    lines = subprocess.run(['nm', which, library], capture_output=True,
                           text=True).stdout.split('\n')
    return {line.split()[-1] for line in lines if len(line.split()) > 1}


def pure_objects(build, house):
    ours = set()
    for room in house:
        ours |= symbols(build, room, '--defined-only')
    for room, about in house.items():
        if about['kind'] != 'pure':
            continue
        for name in sorted(symbols(build, room, '-u') - ours - PURE_CALLS):
            if not name.startswith(('__ubsan', '__asan')):
                say(os.path.join(ROOT, 'src', room), 1,
                    'pure room %s calls %s' % (room, name))


def main():
    house = rooms()
    source = os.path.join(ROOT, 'src')
    for room in sorted(os.listdir(source)):
        folder = os.path.join(source, room)
        if not os.path.isdir(folder):
            continue
        if room not in house:
            say(folder, 1, 'a room that docs/house.txt does not know')
            continue
        build = os.path.join(folder, 'meson.build')
        listed = open(build).read() if os.path.exists(build) else ''
        for base, _, names in os.walk(folder):
            for name in sorted(names):
                if name.endswith(('.c', '.h')):
                    one_file(os.path.join(base, name), room, house)
                if name.endswith('.c') and name not in listed:
                    say(os.path.join(base, name), 1,
                        'a dead file: no meson.build lists it')
    if len(sys.argv) > 1:
        pure_objects(sys.argv[1], house)
    for line in wrong:
        print(line)
    print('tidy: %s' % ('%d things to mend' % len(wrong) if wrong
                        else 'the house is in order'))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
