#!/usr/bin/env python3
"""apart.py BEDSIDE SYNTHEA_PLACEMENT - the file's reader dies, nothing else.

The child that reads a large import is looked at (one socket, seccomp, no
new privileges) and killed as a crash would: the command says one sentence,
the server answers on, and the same file again is complete, nothing twice.
"""
import os
import signal
import subprocess
import sys
import time

import path
from path import hold

# PostgreSQL takes ten times as long for a row.
ROWS = 3000 if 'BEDSIDE_PG_URL' in os.environ else 20000


def child_of(parent):
    for name in os.listdir('/proc'):
        try:
            with open('/proc/%s/stat' % name) as file:
                if file.read().rsplit(')', 1)[1].split()[1] == str(parent):
                    return int(name)
        except (OSError, IndexError):
            continue
    return None


def status(process):
    with open('/proc/%d/status' % process) as file:
        return {one[0]: one[1].strip() for one in
                (line.split(':', 1) for line in file) if len(one) == 2}


def caught(parent, command):
    """The reader, shut in and stopped; None: the command was faster."""
    shared = int(status(parent)['Seccomp_filters'])
    while command.poll() is None:
        child = child_of(parent)
        try:
            if child and int(status(child)['Seccomp_filters']) > shared:
                os.kill(child, signal.SIGSTOP)
                return child
        except OSError:
            continue
    return None


def looked_at(child):
    """Only root may look at the descriptors of one that cannot be dumped."""
    now = status(child)
    hold('it has a filter and no way to new privileges',
         (now['Seccomp'], now['NoNewPrivs'], now['Threads'])
         == ('2', '1', '1'), now)
    if os.getuid() == 0:
        open_ = [os.readlink('/proc/%d/fd/%s' % (child, n))
                 for n in os.listdir('/proc/%d/fd' % child)]
        hold('and one socket, nothing else', len(open_) == 1
             and open_[0].startswith('socket:'), open_)


def start():
    return subprocess.Popen(
        [path.PROGRAM, 'import', '--client', 'HARBORCITY', 'large.csv',
         '--folder', 'house'], cwd=path.HOME, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
        preexec_fn=path.drop if path.USER else None)


def crash(server, browser, wait):
    command = start()
    time.sleep(wait)
    child = caught(server.pid, command)
    if child is None:
        command.communicate()
        return None
    time.sleep(0.05)
    looked_at(child)
    os.kill(child, signal.SIGSEGV)
    os.kill(child, signal.SIGCONT)
    out, error = command.communicate(timeout=120)
    hold('its death is one sentence', command.returncode == 65
         and 'large.csv: this file could not be read' in error,
         (command.returncode, out, error))
    hold('the server goes on', browser.ask('/health')[0] == 200
         and server.poll() is None)
    return path.kept('SELECT count(*) FROM debt')[0][0]


def play():
    path.begin()
    path.write('large.csv', path.table([path.row(n) for n in range(ROWS)]))
    server, browser = path.serve()
    stored = crash(server, browser, 0)
    hold('at the first look: nothing is stored', stored == '0', stored)
    stored = crash(server, browser, 1.5)
    hold('while storing: whole chunks stay', stored is None
         or int(stored) % 500 == 0, stored)
    code, answer = path.js('import', '--client', 'HARBORCITY', 'large.csv')
    hold('the same file again is complete, nothing twice', code == 0
         and answer['accepted'] == ROWS
         and path.kept('SELECT count(*), count(DISTINCT account) FROM debt')
         == [(str(ROWS), str(ROWS))], (code, str(answer)[:300]))
    code, answer = path.js('verify')
    hold('everything adds up', code == 0, answer)


if __name__ == '__main__':
    sys.exit(path.act('apart', play))
