#!/usr/bin/env python3
"""embed.py - put files into the program as read-only bytes.

Writes one C file that defines `const struct embedded_set NAME` (see
src/text/embedded.h).  The bytes come in by the assembler's .incbin, so a
large file costs nothing to compile.

  embed.py --set NAME --out FILE.c [--depfile FILE.d]
           [--root DIR [--match GLOB]... [--strip SUFFIX]] [NAME=PATH]...

With --root every file below DIR whose name matches a GLOB (default: all) is
taken; its name in the set is its path below DIR, without SUFFIX.  The depfile
names directories too, so a new file is noticed by the next build.  NAME=PATH
adds one file by hand.  The same name twice, or no set name, is an error; an
empty set is fine.
"""
import argparse
import fnmatch
import os
import sys


def collect(root, globs, strip, directories):
    """Yields (name, path) of the files below root, and notes directories."""
    for here, below, names in os.walk(root):
        below.sort()
        directories.append(here)
        for name in sorted(names):
            if name.startswith('.') or name.endswith('~'):
                continue
            if globs and not any(fnmatch.fnmatch(name, g) for g in globs):
                continue
            path = os.path.join(here, name)
            inner = os.path.relpath(path, root).replace(os.sep, '/')
            if strip and inner.endswith(strip):
                inner = inner[:-len(strip)]
            yield inner, path


def c_string(text):
    out = []
    for byte in text.encode():
        plain = 32 <= byte < 127 and chr(byte) not in '"\\?'
        out.append(chr(byte) if plain else '\\%03o' % byte)
    return '"' + ''.join(out) + '"'


def write(out, set_name, files):
    symbol = ['%s_bytes_%d' % (set_name, i) for i in range(len(files))]
    lines = ['/* Made by tools/embed.py; do not edit. */',
             '#include "text/embedded.h"', '']
    for sym, (name, path) in zip(symbol, files):
        path = os.path.abspath(path)
        quoted = path.replace('\\', '\\\\').replace('"', '\\"')
        inner = '.incbin "%s"' % quoted
        lines += [
            '/* %s */' % name.replace('*/', '* /'),
            '__asm__(".section .rodata\\n.balign 16\\n"',
            '        ".globl %s\\n.hidden %s\\n%s:\\n"' % (sym, sym, sym),
            '        %s' % c_string(inner + '\n'),
            '        ".byte 0\\n.previous\\n");',
            'extern const char %s[] __attribute__((visibility("hidden")));'
            % sym, '']
    lines.append('static const struct embedded_file file[] = {')
    for sym, (name, path) in zip(symbol, files):
        lines.append('    { %s, %s, %d },' %
                     (c_string(name), sym, os.path.getsize(path)))
    if not files:
        lines.append('    { 0, 0, 0 },')
    lines += ['};', '',
              'extern const struct embedded_set %s;' % set_name,
              'const struct embedded_set %s = { %d, file };'
              % (set_name, len(files)), '']
    with open(out, 'w', encoding='utf-8') as stream:
        stream.write('\n'.join(lines))


def main():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument('--set', required=True)
    parse.add_argument('--out', required=True)
    parse.add_argument('--depfile')
    parse.add_argument('--root')
    parse.add_argument('--match', action='append', default=[])
    parse.add_argument('--strip', default='')
    parse.add_argument('file', nargs='*')
    args = parse.parse_args()
    if not args.set.isidentifier():
        sys.exit('embed.py: %s is not a C name' % args.set)

    directories = []
    files = {}
    found = []
    if args.root:
        found += collect(args.root, args.match, args.strip, directories)
    for pair in args.file:
        name, eq, path = pair.partition('=')
        if not eq:
            sys.exit('embed.py: %s is not NAME=PATH' % pair)
        found.append((name, path))
    for name, path in found:
        if name in files:
            sys.exit('embed.py: two files are called %s' % name)
        files[name] = path

    ordered = sorted(files.items(), key=lambda item: item[0].encode())
    write(args.out, args.set, ordered)
    if args.depfile:
        needs = [path for _, path in ordered] + directories
        needs = [os.path.abspath(n).replace(' ', '\\ ') for n in needs]
        with open(args.depfile, 'w', encoding='utf-8') as stream:
            stream.write('%s: %s\n' % (args.out, ' \\\n  '.join(needs)))


if __name__ == '__main__':
    main()
