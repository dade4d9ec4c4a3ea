#!/usr/bin/env python3
"""ready.py BEDSIDE SYNTHEA_PLACEMENT - nothing leaves before all stands.

A new house: the day writes letters as ever, but nobody may release them and
the courier is shown none; one list says what is missing and what helps, at
the command line and on a page in two languages; each thing done turns one
line; when all is done the same letters leave.
"""
import os
import sys

import keeper
import path
from desk import look
from path import hold
from release import sent, staff





def todo(boss):
    page = look(boss, '/desk/ready')
    return [one['name'] for one in page['item'] if one['health'] == 'ill']


def shut(boss, rep):
    code, out, error = path.folder_run('ready')
    hold('not yet, with each thing and its command', code == 73
         and 'bedside backup make FOLDER' in out
         and 'bedside agency --license' in out
         and 'no letter leaves yet; 4 to do' in out, (code, out + error))
    hold('only what is open', todo(boss) == [
        'license', 'administrator', 'backup', 'recovery'], todo(boss))
    code, out, error = path.folder_run('daily')
    hold('the day runs, and says it in one sentence', code == 0
         and 'no letter leaves before this is done: license, ' in out, out)
    code, out, error = path.folder_run('daily', '--release', 'HARBORCITY')
    hold('nobody may release them', code == 73 and 'backup' in error, error)
    hold('none leaves', sent() == 0)
    status, _, page = boss.ask('/desk/day')
    hold('the page of letters says why', status == 200
         and '/desk/ready' in page, status)
    one = {line['name']: line for line in look(boss, '/desk/morning')['line']}
    hold('so does the morning', one['ready']['health'] == 'ill'
         and one['ready']['link'] == '/desk/ready', one['ready'])
    code, out, _ = path.folder_run('doctor')
    hold('and the doctor', code == 76 and 'bedside ready' in out, out)
    for language, words in (('en', 'Before letters leave'),
                            ('es', 'Antes de que salgan cartas')):
        status, _, page = boss.ask('/desk/ready?lang=' + language)
        hold('a page, in ' + language, status == 200 and words in page
             and 'ready.' not in page, status)
    hold('not for everybody', rep.ask('/desk/ready')[0] == 404)


def one_by_one(boss, base):
    def run(*words):
        code, out, error = path.folder_run(*words)
        hold(' '.join(words[:2]), code == 0, out + error)
        return out
    code, _, error = path.folder_run('ready', '--no-license', '')
    hold('why no license is needed must be said', code == 64, error)
    run('ready', '--no-license', 'Maine asks for none of us: counsel')
    hold('license', 'license' not in todo(boss))
    run('backup', 'make', keeper.BACKUP)
    hold('backup', 'backup' not in todo(boss))
    code, _, error = path.folder_run('backup', 'code', '--on-paper', 'ABCDE')
    hold('not the end of the code', code == 65 and 'recovery' in todo(boss),
         error)
    text = run('backup', 'code').split()[0]
    run('backup', 'code', '--on-paper', text.split('-')[-1].lower())
    hold('the code is on paper', 'recovery' not in todo(boss))
    _, answer = path.js('login', 'add', 'noor', '--role', 'administrator')
    hold('an administrator without a second step is not enough',
         todo(boss) == ['administrator'], todo(boss))
    keeper.second_step(base, 'noor', answer['password'])
    hold('all is done', todo(boss) == [], todo(boss))
    code, out, error = path.folder_run('ready')
    hold('the command agrees', code == 0 and 'letters may leave' in out, out)
    path.release()
    hold('the same letters leave', sent() == 20)


def again(boss):
    """Later is no excuse: what is taken away shuts the door again."""
    path.write('b.csv', path.table([path.row(n) for n in range(31, 33)]))
    path.folder_run('login', 'disable', 'noor')
    hold('without an administrator it is shut again',
         todo(boss) == ['administrator'])
    path.folder_run('login', 'enable', 'noor')
    hold('and open again', todo(boss) == [])


def play():
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    path.placed()
    _, browser = path.serve()
    boss = staff(browser.base, 'boss', 'supervisor')
    rep = staff(browser.base, 'rep', 'representative')
    shut(boss, rep)
    one_by_one(boss, browser.base)
    again(boss)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('ready', play))
