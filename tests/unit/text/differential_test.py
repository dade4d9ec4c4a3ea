#!/usr/bin/env python3
"""Do our CSV and JSON readers agree with Python's?

Random small files, half sound and half broken.  CSV: the same rows, and both
give up on the same files (Python's reader in its strict mode).  JSON: what we accept Python reads as the same value; what
Python refuses we refuse.

  differential_test.py ECHO-PROGRAM [CASES]
"""
import csv
import io
import json
import os
import random
import subprocess
import sys


def random_csv(dice):
    return ''.join(dice.choice(['a', 'b', ',', ',', '"', '""', '\n', '\r\n',
                                '\r', ' ', 'é', '"x"', '"y,\n"'])
                   for _ in range(dice.randrange(14)))


def random_value(dice, depth):
    kind = dice.randrange(8 if depth < 4 else 6)
    if kind == 0:
        return dice.choice([True, False, None])
    if kind == 1:
        return dice.randrange(-2**63, 2**63)
    if kind == 2:
        return dice.randrange(-10**6, 10**6) / 64
    if kind < 6:
        return ''.join(dice.choice('ab"\\/\n\u00e9\u20ac\U0001f600\x7f\x01')
                       for _ in range(dice.randrange(6)))
    if kind == 6:
        return [random_value(dice, depth + 1)
                for _ in range(dice.randrange(4))]
    return {('k%d' % i) + dice.choice('aé"'): random_value(dice, depth + 1)
            for i in range(dice.randrange(4))}


def random_json(dice):
    text = json.dumps([random_value(dice, 0)],
                      ensure_ascii=dice.random() < 0.5)
    if dice.random() < 0.5:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice('{}[]",:\\e.-0 1x') \
            + text[at + dice.randrange(2):]
    return text


def python_csv(text):
    """Rows, or None for a file with text after a closing quote or so."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
    except csv.Error:
        return None
    return [row for row in rows if row]


def python_json(text):
    def refuse(word):
        raise ValueError(word)

    def pairs(items):
        if len(dict(items)) != len(items):
            raise ValueError('twice')
        return dict(items)
    try:
        return json.loads(text, parse_constant=refuse,
                          object_pairs_hook=pairs)
    except ValueError:
        return None


def same(kind, text, got, counts):
    if kind == 'c':
        wanted = python_csv(text)
        refused = bool(got) and got[-1] is None
        counts['refused'] += refused
        return got == wanted or (refused and wanted is None)
    wanted = python_json(text)
    counts['refused'] += got is None
    if wanted is not None and got is None:
        # Python lets half of a surrogate pair pass, and U+0000.
        return '\\u' in text
    return got == wanted


def main():
    seed = int(os.environ.get('BEDSIDE_SEED', '20261125'))
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    dice = random.Random(seed)
    work = []
    for number in range(cases):
        kind = 'cj'[number % 2]
        work.append((kind, random_csv(dice) if kind == 'c'
                     else random_json(dice)))
    frames = b''.join(b'%s%d\n%s' % (kind.encode(), len(text.encode()),
                                     text.encode()) for kind, text in work)
    done = subprocess.run([sys.argv[1]], input=frames, capture_output=True,
                          check=True)
    lines = done.stdout.decode().splitlines()
    counts = {'refused': 0}
    wrong = 0
    for (kind, text), line in zip(work, lines, strict=True):
        if not same(kind, text, json.loads(line), counts):
            print('%s %r: %s' % (kind, text, line))
            wrong += 1
    print('seed %d: %d cases, %d refused by us, %d differ'
          % (seed, cases, counts['refused'], wrong))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
