#!/usr/bin/env python3
"""release.py BEDSIDE SYNTHEA_PLACEMENT - a new provider's letters wait.

The day writes them, the courier's door does not show them, a supervisor sees
why, how many and some of them, and lets them go or holds them back; what is
held back is made anew by the next day.  Nobody else may.
"""
import os
import re
import sys

import path
from desk import look
from doors import sign_in
from path import hidden, hold


def staff(base, name, role):
    _, answer = path.js('login', 'add', name, '--role', role)
    return sign_in(base, name, answer['password'])


def sent():
    code, out, error = path.folder_run('courier', '--once')
    hold('the courier comes', code == 0, error)
    return int(path.kept('SELECT count(*) FROM outbox WHERE state = 3')[0][0])


def voided():
    return path.kept('SELECT count(*), min(void_reason), max(void_reason)'
                     ' FROM outbox WHERE state = 4')[0]


def day(browser, client):
    """The page's JSON of that client's letters."""
    rows = look(browser, '/desk/day')['letters']
    return [one for one in rows if one['client'] == client]


def waits(boss, rep):
    code, answer = path.js('daily')
    told = {one['client']: one for one in answer['waiting']}
    hold('the day says how many wait, and why', code == 0
         and told['HARBORCITY']['letters'] == 7
         and told['HARBORCITY']['left_to_pay'] == '6580.00'
         and told['HARBORCITY']['why'] == 'first'
         and told['OTHERCITY']['letters'] == 3, answer)
    hold('none of them leaves', sent() == 0)
    status, _, page = boss.ask('/desk/day')
    hold('the supervisor has a list', status == 200
         and 'To be released' in page and 'HARBORCITY' in page, status)
    for target in ('/desk/day', '/desk/day/' + 'a' * 32):
        hold('not for everybody: ' + target, rep.ask(target)[0] == 404)
    hold('nor a day that never was', boss.ask('/desk/day/' + 'a' * 32)[0]
         == 404)
    code, out, error = path.folder_run('doctor')
    hold('the doctor knows', '10 letters wait to be released' in out, out)


def seen(boss):
    """What the supervisor sees before anything is decided."""
    ref = day(boss, 'HARBORCITY')[0]['ref']
    one = look(boss, '/desk/day/' + ref)
    look(boss, '/desk/day/' + ref)
    trail = path.kept("SELECT object, detail FROM audit_entry"
                      " WHERE action = 'letters.look'")
    hold('who read which letters is in the trail, once', len(trail) == 1
         and trail[0][0] == ref and len(re.findall('[0-9a-f]{32}',
                                                   trail[0][1])) == 5, trail)
    kinds = {(s['kind'], s['language']) for s in one['samples']}
    hold('how many, for how much, five of them', one['letter_count'] == 7
         and one['left'] == '6580.00' and len(one['samples']) == 5, one)
    hold('as people will read them', all('$940.00' in s['text'] and 'Rosa'
                                         in s['text'] for s in one['samples']),
         one['samples'][0]['text'])
    hold('each language is among them', {k[1] for k in kinds}
         == {'en', 'es'}, kinds)
    for language, words in (('en', 'first 14 days'),
                            ('es', 'primeros 14 días')):
        status, _, page = boss.ask('/desk/day/%s?lang=%s' % (ref, language))
        hold('why they wait, in ' + language, status == 200 and words in page)
    boss.ask('/desk/day?lang=en')
    return ref


def decided(boss, ours, other):
    page = boss.ask('/desk/day/' + other)[2]
    form = {'token': hidden(page)['token']}
    status, _, text = boss.ask('/desk/day/%s/hold' % other, form)
    hold('to hold them back needs a reason', status == 422
         and 'There is a problem' in text, status)
    form['why'] = 'the clinic’s name is spelled wrong'
    status, url, text = boss.ask('/desk/day/%s/hold' % other, form)
    hold('held back', status == 200 and url.endswith(other)
         and 'Held back' in text and form['why'] in text, (status, url))
    boss.ask('/desk/day/%s/hold' % other, form)
    many, reason, _ = voided()
    hold('they are void and say why, once', (many, reason)
         == ('3', 'held back: ' + form['why']), voided())
    status, _, text = boss.ask('/desk/day/%s/release' % other, form)
    hold('what was held back is not released', 'Held back' in text)
    status, _, text = boss.ask('/desk/day/%s/release' % ours, form)
    hold('the others are released', status == 200 and 'Released' in text,
         status)
    boss.ask('/desk/day/%s/release' % ours, form)
    status, _, text = boss.ask('/desk/day/%s/hold' % ours, form)
    hold('and not held back any more', 'Released' in text
         and voided()[0] == '3', voided())
    trail = path.kept("SELECT action, count(*) FROM audit_entry WHERE action IN"
                      " ('letters.hold', 'letters.release')"
                      " GROUP BY action ORDER BY action")
    hold('the trail has each time somebody asked', trail
         == [('letters.hold', '2'), ('letters.release', '2')], trail)


def play():
    path.begin()
    text = open(os.path.join(path.HOME, 'harbor-city.yaml')).read()
    path.write('other.yaml', text.replace('HARBORCITY', 'OTHERCITY')
               .replace('HC-', 'OC-'))
    path.folder_run('client', 'apply', 'other.yaml')
    path.HEAD.append('language')
    path.write('a.csv', path.table([path.row(
        n, language='es' if n == 7 else 'en') for n in range(1, 8)]))
    path.write('b.csv', path.table([path.row(
        n, facility='OC-BAY', patient_last='Roe%d' % n, language='en')
        for n in range(1, 4)]))
    path.js('import', '--client', 'HARBORCITY', 'a.csv')
    path.js('import', '--client', 'OTHERCITY', 'b.csv')
    path.ready()
    _, browser = path.serve()
    boss = staff(browser.base, 'boss', 'supervisor')
    rep = staff(browser.base, 'rep', 'representative')
    waits(boss, rep)
    ours = seen(boss)
    decided(boss, ours, day(boss, 'OTHERCITY')[0]['ref'])
    hold('what was released leaves, nothing else', sent() == 7)
    code, answer = path.js('daily', '--release', 'OTHERCITY')
    hold('at the command line: nothing waits any more', code == 0
         and answer['letters'] == 0, answer)
    code, out, error = path.folder_run('daily', '--release', 'NOBODY')
    hold('nobody by that name', code == 66 and 'NOBODY' in error, error)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('release', play))
