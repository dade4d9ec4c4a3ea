#!/usr/bin/env python3
"""Does tools/pagecheck.py find what it promises, and nothing else?"""
import os
import subprocess
import sys
import tempfile

CASES = [
    ('<p>{{name}} {{t.a.b}} {{t.days}}</p>', []),
    ('{{#a}}{{^b}}{{/b}}{{/a}}', []),
    ('{{<layout}}{{$main}}x{{/main}}{{/layout}}{{>part/row}}', []),
    ('{{#a}}x', ['{{a}} is never closed']),
    ('{{#a}}{{#b}}{{/a}}{{/b}}', ['{{/a}} closes {{b}}',
                                  '{{/b}} closes {{a}}']),
    ('{{/a}}', ['{{/a}} closes nothing']),
    ('x\n{{>nowhere}}', ['2: there is no template nowhere']),
    ('{{<nowhere}}{{/nowhere}}', ['there is no template nowhere']),
    ('{{t.gone}}', ['en.po has no word gone', 'es.po has no word gone']),
    ('{{t.only.en}}', ['es.po has no word only.en']),
    ('{{{body}}}', ['{{{body}}} is not escaped']),
    ('{{&body}}', ['{{{body}}} is not escaped']),
    ('{{{listed}}}', []),
    ('{{=<% %>=}}', ['other delimiters']),
    ('{{name', ['a tag is never closed']),
    ('<label for="x">X</label><input id="x" name="x">', []),
    ('<input type="hidden" name="x"><input type="submit">', []),
    ('<input name="x">', ['<input> has no id']),
    ('<label for="y">X</label><input id="x">', ['no <label for="x">']),
    ('<label for="d-{{r}}">X</label><select id="d-{{r}}"></select>', []),
    ('<textarea id="q"></textarea>', ['no <label for="q">']),
    ('<input data-id="x" name="x">', ['<input> has no id']),
    ("<a class='x'>", ['single quotes']),
    ('<a href={{x}}>', ['without quotes']),
    ('<p>it is x=\'y\'</p>', []),
    ('<script>1</script>', ['a script']),
    ('<p onclick="x()">', ['an on... attribute']),
    ('<a href="javascript:x">', ['a javascript: link']),
    ('<!-- <input> -->', []),
]


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, 'w', encoding='utf-8') as stream:
        stream.write(text)


def run(checker, root):
    done = subprocess.run([sys.executable, checker, '--root', root],
                          capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    return done.returncode, lines[:-1], lines[-1] if lines else done.stderr


def main():
    checker = sys.argv[1]
    failed = 0
    with tempfile.TemporaryDirectory() as root:
        code, found, last = run(checker, root)
        if code != 0 or not last.startswith('0 templates'):
            print('an empty tree must pass:', last)
            failed += 1
        write(root, 'words/en.po', 'msgid "a.b"\nmsgid "days.one"\n'
              'msgid "days.many"\nmsgid "only.en"\n')
        write(root, 'words/es.po', 'msgid "a.b"\nmsgid "days.one"\n'
              'msgid "days.many"\n')
        write(root, 'pages/layout.html', '{{$main}}{{/main}}')
        write(root, 'pages/part/row.html', 'row')
        write(root, 'tools/pagecheck.allow', 'pages/case.html listed # why\n')
        for text, wanted in CASES:
            write(root, 'pages/case.html', text)
            code, found, last = run(checker, root)
            good = (len(found) == len(wanted)
                    and all(any(w in line for line in found) for w in wanted)
                    and code == (1 if wanted else 0))
            if not good:
                print('%r: wanted %s, found %s (exit %d, %s)'
                      % (text, wanted, found, code, last))
                failed += 1
    print('%d cases, %d failed' % (len(CASES) + 1, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
