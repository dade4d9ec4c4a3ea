#!/usr/bin/env python3
"""morning.py BEDSIDE SYNTHEA_PLACEMENT - good, or look here, on one page.

Before the day runs, after it, with letters to release, with money, with a
backup: each line follows, in two languages and as JSON, and only for who is
responsible.
"""
import datetime
import re
import sys

import path
from desk import look
from path import hold
from release import staff


def lines(boss):
    page = look(boss, '/desk/morning')
    return {one['name']: one for one in page['line']}, page


def before(boss, rep):
    one, page = lines(boss)
    hold('on the first day: what is not there is said',
         one['backup']['health'] == 'ill' and one['verify']['health'] == 'weak'
         and one['day']['health'] == 'well' and one['day']['due']
         == path.TODAY.isoformat() and not page['is_good'], page)
    hold('each provider, without a habit yet', [
        (c['code'], c['files'], c['month']) for c in page['client']]
        == [('HARBORCITY', 'none', '0.00'), ('LAKESIDE', 'none', '0.00')]
        and page['client'][0]['last_on'] == path.TODAY.isoformat(), page)
    hold('the next day is asked only when wanted', page['next'] is None)
    status, _, _ = rep.ask('/desk/morning')
    hold('not for everybody', status == 404, status)
    after = look(boss, '/desk/morning?tomorrow=yes')['next']
    hold('what it would send, by a dry run', (after['written'], after['left'])
         == (20, '18800.00') and not after['is_cut'], after)
    hold('which wrote nothing', path.kept('SELECT count(*) FROM outbox')
         == [('0',)])


def after(boss):
    path.ready(boss.base)
    path.folder_run('daily')
    one, page = lines(boss)
    hold('the day has run, and the books add up', one['day']['due'] is None
         and one['verify']['health'] == 'well', one)
    hold('letters wait for a person', one['release']['health'] == 'weak'
         and one['release']['unreleased'] == 20, one['release'])
    path.release()
    path.folder_run('courier', '--once')
    yesterday = (path.TODAY - datetime.timedelta(days=1)).isoformat()
    path.write('mail.csv', 'client,account,amount,received_on,method,number\n'
               'HARBORCITY,F-0002,100.00,%s,check,1001\n' % yesterday)
    path.js('pay', 'import', 'mail.csv')
    one, page = lines(boss)
    hold('they left', one['letters']['sent_today'] == 20
         and one['release']['health'] == 'well', one)
    hold('there is a backup', one['backup']['health'] == 'well'
         and one['backup']['at'], one['backup'])
    month = '100.00' if path.TODAY.day > 1 else '0.00'
    hold('yesterday\'s money, and the month\'s', (page['before'],
         page['month']) == ('100.00', month) and page['client'][0]['before']
         == '100.00', page)
    bad = sorted(n for n, o in one.items() if o['health'] != 'well')
    hold('all else is well', set(bad) <= {'house'}, bad)
    for language, words in (('en', ('This morning', 'Good', 'Received')),
                            ('es', ('Esta mañana', 'Bien', 'Recibido'))):
        status, _, page = boss.ask('/desk/morning?tomorrow=yes&lang='
                                   + language)
        hold('one page of words, in ' + language, status == 200
             and all(w in page for w in words)
             and not re.search(r'\{\w+\}|morning\.\w', page), status)


def play():
    path.begin()
    path.placed()
    _, browser = path.serve()
    boss = staff(browser.base, 'boss', 'supervisor')
    rep = staff(browser.base, 'rep', 'representative')
    before(boss, rep)
    after(boss)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('morning', play))
