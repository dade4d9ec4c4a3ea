#!/usr/bin/env python3
"""Does tools/embed.py name files as it promises, and refuse what is odd?"""
import os
import subprocess
import sys
import tempfile


def run(embed, *args):
    return subprocess.run([sys.executable, embed, *args],
                          capture_output=True, text=True, check=False)


def main():
    embed = sys.argv[1]
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(os.path.join(root, 'in/b'))
        for name in ('in/z.html', 'in/b/a.html', 'in/no.txt', 'in/.x.html'):
            with open(os.path.join(root, name), 'w', encoding='utf-8') as f:
                f.write('bytes')
        out = os.path.join(root, 'out.c')
        dep = os.path.join(root, 'out.d')
        top = os.path.join(root, 'in')
        done = run(embed, '--set', 'embedded_x', '--out', out, '--depfile',
                   dep, '--root', top, '--match', '*.html', '--strip',
                   '.html', 'extra=' + os.path.join(top, 'no.txt'))
        assert done.returncode == 0, done.stderr
        with open(out, encoding='utf-8') as stream:
            text = stream.read()
        names = [line.split('"')[1] for line in text.splitlines()
                 if line.startswith('    { "')]
        assert names == ['b/a', 'extra', 'z'], names
        assert 'embedded_x = { 3, file }' in text
        with open(dep, encoding='utf-8') as stream:
            needs = stream.read()
        # A new file in a folder must be noticed, so folders are named too.
        assert os.path.join(top, 'b') + ' ' in needs.replace('\n', ' ') + ' '
        assert os.path.join(top, 'z.html') in needs

        twice = run(embed, '--set', 'x', '--out', out, 'a=' + out, 'a=' + out)
        assert twice.returncode != 0 and 'two files' in twice.stderr
        assert run(embed, '--set', 'no name', '--out', out).returncode != 0
        assert run(embed, '--set', 'x', '--out', out, 'a').returncode != 0
        assert run(embed, '--set', 'x', '--out', out).returncode == 0
    print('embed: 8 checks passed')


if __name__ == '__main__':
    main()
