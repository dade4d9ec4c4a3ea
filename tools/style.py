#!/usr/bin/env python3
"""style.py - put style sheets into the program, small and with their hash.

  style.py --out FILE.c NAME=PATH[,PATH...]...

For each NAME the files are joined, comments and needless blanks taken out,
and one `const struct web_style NAME` is written (src/web/style.h): the bytes
that stand in the page's <style>, and the base64 SHA-256 that the page's
Content-Security-Policy names.  A page carries its style, so it comes in one
answer.  What could end the element or call something from outside is an
error: "<", "@import", "url(" of anything but data.
"""
import argparse
import base64
import hashlib
import re
import sys


def smaller(text):
    text = re.sub(r'/\*.*?\*/', ' ', text, flags=re.S)
    text = re.sub(r'\s+', ' ', text)
    text = re.sub(r' ?([{};,>]) ?', r'\1', text)
    text = re.sub(r'([{;][a-z-]+): ', r'\1:', text)
    return text.replace(';}', '}').strip()


def c_bytes(text):
    """As numbers: a C compiler may refuse one long literal."""
    data = text.encode()
    lines = [', '.join('%d' % byte for byte in data[i:i + 20])
             for i in range(0, len(data), 20)]
    return '{\n    ' + ',\n    '.join(lines + ['0']) + '\n}'


def refuse(name, text):
    for sign in ('<', '@import', '{{'):
        if sign in text:
            sys.exit('style.py: %s holds %r' % (name, sign))
    for place in re.findall(r'url\(([^)]*)', text):
        if not place.startswith(('data:', '"data:')):
            sys.exit('style.py: %s calls %s' % (name, place))


def main():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument('--out', required=True)
    parse.add_argument('style', nargs='+')
    args = parse.parse_args()
    lines = ['/* Made by tools/style.py; do not edit. */',
             '#include "web/style.h"']
    for style in args.style:
        name, _, paths = style.partition('=')
        text = ''
        for path in paths.split(','):
            with open(path, encoding='utf-8') as stream:
                text += stream.read() + '\n'
        text = smaller(text)
        refuse(name, text)
        digest = hashlib.sha256(text.encode()).digest()
        lines.append('static const char %s_text[] = %s;'
                     % (name, c_bytes(text)))
        lines.append('const struct web_style %s = {\n    %s_text, '
                     'sizeof %s_text - 1,\n    "%s"\n};'
                     % (name, name, name, base64.b64encode(digest).decode()))
    with open(args.out, 'w', encoding='utf-8') as stream:
        stream.write('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
