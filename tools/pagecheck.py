#!/usr/bin/env python3
"""pagecheck.py - is every page and message fit to be built in?

  pagecheck.py --root DIR

Reads DIR/pages/** and DIR/messages/** (.html, .txt, .mustache) and
both catalogues DIR/words/*.po, and prints FILE:LINE: WORDS for

  - a section, block or parent that is not closed, or closed by another name
  - a partial or parent that no file of the same folder is called
  - {{t.id}} with an id that a catalogue lacks (x.one with x.many will do)
  - {{{name}}} or {{&name}} that tools/pagecheck.allow does not list
  - other delimiters ({{=) in a page: nobody else could check it
and in HTML
  - <input>, <select>, <textarea> without a <label for> of the same id
    (hidden fields and buttons need none)
  - an attribute in single quotes, or {{...}} outside quotes as its value
  - <script>, on...= attributes, javascript: links: pages work without

Exit 0 when there is nothing to say; else 1.
"""
import argparse
import os
import re
import sys

TAG = re.compile(r'\{\{(\{)?\s*([#^/>!=<$&]?)\s*(.*?)\s*(?(1)\}\}\}|\}\})',
                 re.S)
FIELD = re.compile(r'<(input|select|textarea)\b([^<>]*)', re.I)
LABEL = re.compile(r'<label\b[^<>]*?\bfor\s*=\s*"([^"]*)"', re.I)
ATTRIBUTE = r'\b%s\s*=\s*"([^"]*)"'
NEEDS_NO_LABEL = {'hidden', 'submit', 'button', 'reset', 'image'}
ENDINGS = ('.html', '.txt', '.mustache')


class Checker:
    def __init__(self, root):
        self.root = root
        self.found = []
        self.count = 0
        self.words = {}
        folder = os.path.join(root, 'words')
        if os.path.isdir(folder):
            for name in sorted(os.listdir(folder)):
                if name.endswith('.po'):
                    self.words[name] = read_ids(os.path.join(folder, name))
        self.allowed = read_allowed(
            os.path.join(root, 'tools', 'pagecheck.allow'))

    def say(self, path, text, at, words):
        line = text.count('\n', 0, at) + 1
        shown = os.path.relpath(path, self.root)
        self.found.append((shown, line, words))

    def folder(self, name, endings):
        """Checks every file of one set of templates."""
        top = os.path.join(self.root, name)
        files = {}
        for here, below, names in os.walk(top):
            below.sort()
            for file in sorted(names):
                if file.endswith(endings):
                    path = os.path.join(here, file)
                    inner = os.path.relpath(path, top).replace(os.sep, '/')
                    files[inner] = path
        known = set(files) | {os.path.splitext(f)[0] for f in files}
        for inner, path in files.items():
            self.count += 1
            with open(path, encoding='utf-8') as stream:
                text = stream.read()
            self.tags(path, text, known)
            if inner.endswith('.html'):
                self.html(path, text)

    def tags(self, path, text, known):
        open_tags = []
        for match in TAG.finditer(text):
            at = match.start()
            triple, sigil, name = match.groups()
            if triple:
                sigil = '&'
            if sigil == '!':
                continue
            if sigil == '=':
                self.say(path, text, at, 'other delimiters are not allowed')
            elif sigil in ('#', '^', '$', '<') and sigil:
                open_tags.append((name, at))
            elif sigil == '/':
                if not open_tags:
                    self.say(path, text, at, '{{/%s}} closes nothing' % name)
                elif open_tags[-1][0] != name:
                    self.say(path, text, at, '{{/%s}} closes {{%s}}'
                             % (name, open_tags.pop()[0]))
                else:
                    open_tags.pop()
            elif sigil == '&':
                self.raw(path, text, at, name)
            elif sigil == '' and name.startswith('t.'):
                self.word(path, text, at, name[2:])
            if sigil in ('>', '<') and sigil and name not in known:
                self.say(path, text, at, 'there is no template %s' % name)
        for name, at in open_tags:
            self.say(path, text, at, '{{%s}} is never closed' % name)
        rest = TAG.sub('', text)
        if '{{' in rest:
            at = text.find('{{', len(text) - len(rest.split('{{', 1)[1]) - 2)
            self.say(path, text, max(at, 0), 'a tag is never closed')

    def raw(self, path, text, at, name):
        inner = os.path.relpath(path, self.root).replace(os.sep, '/')
        if (inner, name) not in self.allowed:
            self.say(path, text, at,
                     '{{{%s}}} is not escaped and not on the allow list'
                     % name)

    def word(self, path, text, at, word):
        for name, ids in self.words.items():
            plural = {word + '.one', word + '.many'} <= ids
            if word not in ids and not plural:
                self.say(path, text, at, '%s has no word %s' % (name, word))

    def html(self, path, text):
        plain = re.sub(r'<!--.*?-->', lambda m: re.sub(r'[^\n]', ' ', m[0]),
                       text, flags=re.S)
        labels = set(LABEL.findall(plain))
        for match in FIELD.finditer(plain):
            kind, attributes = match.groups()
            given = re.search(ATTRIBUTE % 'type', attributes, re.I)
            if given and given[1].lower() in NEEDS_NO_LABEL:
                continue
            given = re.search(r'(?<![-\w])id\s*=\s*"([^"]*)"', attributes,
                              re.I)
            if not given:
                self.say(path, text, match.start(),
                         '<%s> has no id, so no label' % kind.lower())
            elif given[1] not in labels:
                self.say(path, text, match.start(),
                         '<%s id="%s"> has no <label for="%s">'
                         % (kind.lower(), given[1], given[1]))
        for pattern, words in (
                (r"<[^<>]*\s[\w-]+\s*='", 'an attribute in single quotes'),
                (r'<[^<>]*\s[\w-]+\s*=\s*\{\{', 'an attribute without quotes'),
                (r'<script\b', 'a script; pages work without'),
                (r'<[^<>]*\son[a-z]+\s*=', 'an on... attribute'),
                (r'javascript:', 'a javascript: link')):
            for match in re.finditer(pattern, plain, re.I):
                self.say(path, text, match.start(), words)


def read_ids(path):
    with open(path, encoding='utf-8') as stream:
        text = stream.read()
    return set(re.findall(r'^msgid "([^"]+)"', text, re.M))


def read_allowed(path):
    """Lines `pages/file.html name`; # starts a comment."""
    allowed = set()
    if os.path.exists(path):
        with open(path, encoding='utf-8') as stream:
            for line in stream:
                parts = line.split('#')[0].split()
                if len(parts) == 2:
                    allowed.add((parts[0], parts[1]))
    return allowed


def main():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument('--root', required=True)
    args = parse.parse_args()
    checker = Checker(args.root)
    checker.folder('pages', ENDINGS)
    checker.folder('messages', ENDINGS)
    for path, line, words in sorted(checker.found):
        print('%s:%d: %s' % (path, line, words))
    print('%d templates checked, %d to mend'
          % (checker.count, len(checker.found)))
    return 1 if checker.found else 0


if __name__ == '__main__':
    sys.exit(main())
