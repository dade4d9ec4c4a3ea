#!/usr/bin/env python3
"""clang.py BUILD - does every C file also please clang?

Asks clang about each file of BUILD's compile_commands.json, with the same
warnings as errors, without making objects.  Ninja keeps what was clean in
BUILD/clang, so only what changed is asked again.  Last line: N passed, N
failed (files).  Exit 77 without clang, which `make deps-test` installs.
"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

# Words of gcc that clang does not know, and what only makes an object.
DROP = re.compile(r'-O.|-g|-c|-M[DQF]?|-fsanitize=.*|-fno-sanitize.*'
                  r'|-D_FORTIFY_SOURCE=.|-U_FORTIFY_SOURCE|--coverage')
TAKES_ONE = ('-o', '-MF', '-MQ')


def words_for(entry):
    """The file's own words, for clang."""
    words = shlex.split(entry['command'])
    if os.path.basename(words[0]) == 'ccache':
        words.pop(0)
    kept, skip = ['-fsyntax-only'], False
    for word in words[1:]:
        if not skip and word not in TAKES_ONE and not DROP.fullmatch(word):
            kept.append(word)
        skip = word in TAKES_ONE
    return kept


def dollar(text):
    return text.replace('$', '$$').replace(' ', '$ ').replace(':', '$:')


def rules(clang, build, mine):
    with open(os.path.join(build, 'compile_commands.json')) as file:
        entries = json.load(file)
    lines = ['builddir = ' + dollar(mine), 'rule ask', '  command = cd %s && '
             '%s $words -MD -MF $out.d && touch $out' % (
                 shlex.quote(build), clang),
             '  depfile = $out.d', '  deps = gcc',
             '  description = clang $in']
    for n, entry in enumerate(entries):
        if not entry['file'].endswith('.c'):
            continue
        words = words_for(entry) + ['-Werror', '-Wno-unknown-warning-option',
                                    '-Wno-unused-command-line-argument']
        # The same file may stand in several programs, with other words.
        made = os.path.join(mine, entry['output'].replace('/', '_'))
        source = os.path.normpath(os.path.join(build, entry['file']))
        lines += ['build %s: ask %s' % (dollar(made), dollar(source)),
                  '  words = ' + ' '.join(shlex.quote(w).replace('$', '$$')
                                          for w in words + ['-MT', made])]
    return lines


def main():
    build = os.path.abspath(sys.argv[1])
    clang = shutil.which('clang')
    if not clang:
        print('clang is not installed (make deps-test)', file=sys.stderr)
        return 77
    mine = os.path.join(build, 'clang')
    os.makedirs(mine, exist_ok=True)
    lines = rules(clang, build, mine)
    path = os.path.join(mine, 'build.ninja')
    with open(path, 'w') as file:
        file.write('\n'.join(lines) + '\n')
    done = subprocess.run(['ninja', '-f', path, '-k', '0', '-j', '1'],
                          capture_output=True, text=True)
    failed = len(re.findall('^FAILED: ', done.stdout, re.M))
    if done.returncode:
        print(done.stdout, done.stderr)
        failed = failed or 1
    count = sum(line.startswith('build ') for line in lines)
    print('%d passed, %d failed' % (count - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
