#!/usr/bin/env python3
"""curls.py BEDSIDE SYNTHEA_PLACEMENT - does docs/api.md say what happens?

Its commands are taken out of the page and run by bash, in order, in one
shell, against a serving house; what it shows must be what comes, but for
refs, days and the reason the hour of the day gives.
"""
import os
import re
import subprocess
import sys

import path
from path import hold

DOC = os.path.join(path.ROOT, 'docs', 'api.md')
END = '-- end of block --'


def blocks():
    text = open(DOC).read()
    pairs = re.findall(r'```sh\n(.*?)```\n```text\n(.*?)```', text, re.S)
    hold('each block of commands shows what comes of it',
         text.count('```sh') == len(pairs) >= 10, len(pairs))
    return pairs, re.findall(r'^    (\w+=.*)$', text, re.M), re.findall(
        r'^    bedside (key make .*)$', text, re.M)


def same(text):
    """Without what differs from run to run."""
    text = re.sub('[0-9a-f]{32}', 'REF', text)
    text = re.sub(r'\d{4}-\d\d-\d\d', 'DAY', text)
    # By day one rule speaks, by night another.
    text = re.sub(r'"is_allowed": \w+', '"is_allowed": ..', text)
    return re.sub(r'"(rule|citation)": ("[^"]+"|null)', r'"\1": ..', text)


def play():
    path.begin()
    rows = [path.row(1), path.row(2)]
    path.write('old.csv', path.table([path.row(50)]))
    path.js('import', '--client', 'HARBORCITY', 'old.csv')
    yesterday = (path.TODAY - path.datetime.timedelta(days=1)).isoformat()
    path.write('mail.csv', 'client,account,amount,received_on,method,number\n'
               'HARBORCITY,F-0050,100.00,%s,check,7\n' % yesterday)
    path.js('pay', 'import', 'mail.csv')
    path.js('remit', '--client', 'HARBORCITY', '--through', yesterday)
    path.write('may.csv', path.table(rows))
    server, browser = path.serve()
    pairs, settings, made = blocks()
    keys = {}
    for words in made:
        code, answer = path.js(*words.split())
        hold('bedside %s' % words, code == 0, answer)
        keys[words.split()[2].upper() + '_KEY'] = answer['key']
    lines = ['set -u'] + settings + ['BEDSIDE=' + browser.base]
    for commands, _ in pairs:
        lines += [commands, "echo '%s'" % END]
    done = subprocess.run(['bash', '-c', '\n'.join(lines)], cwd=path.HOME,
                          env=dict(os.environ, **keys), text=True,
                          capture_output=True, timeout=120)
    came = re.split(re.escape(END) + '\n', done.stdout)[:-1]
    hold('every block was run', len(came) == len(pairs) and not done.stderr,
         (len(came), done.stderr[-400:], done.returncode))
    for (commands, shown), out in zip(pairs, came):
        hold('as shown: %s' % commands.split('\n')[0][:60],
             same(out) == same(shown), (out, shown))
    curls = sum(commands.count('curl ') for commands, _ in pairs)
    hold('%d curls of the page were run' % curls, curls >= 10, curls)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('curls', play))
