#!/usr/bin/env python3
"""stop.py BEDSIDE SYNTHEA_PLACEMENT - one gesture stops, and it is felt.

A supervisor stops by provider, facility, state, channel and letter, and a
provider its account, its file, everything: from that second on the gate
refuses, what waits for the courier does not leave, every desk has a banner,
and nothing of another client is touched.  Released, the next day goes on.
"""
import os
import re
import sys

import path
from desk import look
from doors import sign_in
from path import hidden, hold


def staff(base, name, role, *more):
    _, answer = path.js('login', 'add', name, '--role', role, *more)
    return sign_in(base, name, answer['password'])


def rules(bill, channel='letter'):
    _, answer = path.js('may-contact', bill, '--channel', channel)
    return [one['rule'] for one in answer['reason']]


def stop(browser, **what):
    base = what.pop('base', '/desk/stops')
    _, _, page = browser.ask(base)
    form = {'token': hidden(page)['token'], 'why': 'a letter says it wrong'}
    form.update(what)
    status, url, page = browser.ask(base, form)
    again = browser.ask(base, form)[1]
    hold('stopped, and twice is once: %s' % what, status == 200
         and re.search(base + '/[0-9a-f]{32}$', url) and again == url,
         (status, url, again))
    return url[-32:]


def release(browser, ref, base='/desk/stops'):
    _, _, page = browser.ask('%s/%s' % (base, ref))
    status, _, page = browser.ask('%s/%s/release' % (base, ref), {
        'token': hidden(page)['token']})
    hold('released', status == 200 and 'This was stopped' in page, status)


def by_supervisor(browser, rep, ours, other):
    for what, here, there in (
            ({}, True, True), ({'client': 'HARBORCITY'}, True, False),
            ({'facility': 'HC-BAY'}, True, False),
            ({'state': 'me'}, True, True), ({'state': 'TX'}, False, False),
            ({'channel': 'letter'}, True, True),
            ({'channel': 'phone'}, False, False)):
        ref = stop(browser, **what)
        found = ['POL-stop' in rules(bill) for bill in (ours, other)]
        hold('the gate follows: %s' % what, found == [here, there], found)
        _, _, page = rep.ask('/desk')
        hold('a banner on every desk', 'class="banner"' in page)
        covered = look(browser, '/desk/stops/' + ref)
        hold('what it covers is counted', covered['is_open'] and (
            int(covered['bills']) > 0) == (what != {'state': 'TX'}), covered)
        release(browser, ref)
        hold('and the gate lets go', 'POL-stop' not in rules(ours))
    _, _, page = rep.ask('/desk')
    hold('no banner then', 'class="banner"' not in page)
    _, _, page = browser.ask('/desk/stops')
    token = hidden(page)['token']
    for wrong in ({'why': ' '}, {'client': 'NOBODY', 'why': 'x'},
                  {'state': 'Q1', 'why': 'x'}, {'message': 'poem',
                                                'why': 'x'}):
        status, _, page = browser.ask('/desk/stops', dict(wrong, token=token))
        hold('refused kindly: %s' % wrong, status == 422
             and 'There is a problem' in page, status)
    status, _, _ = rep.ask('/desk/stops')
    hold('not for everybody', status == 404, status)


def carried():
    """What waits for the courier does not leave while it is stopped."""
    code, out, error = path.folder_run('courier', '--once')
    hold('the courier comes', code == 0, error)
    return path.kept('SELECT count(*) FROM outbox WHERE state = 3')[0][0]


def letters_wait(browser, sent):
    kind = path.kept('SELECT DISTINCT kind FROM outbox')[0][0]
    ref = stop(browser, message=kind)
    other = stop(browser, client='OTHERCITY')
    hold('nothing left that was stopped', carried() == sent)
    void = path.kept("SELECT DISTINCT void_reason FROM outbox"
                     " WHERE state = 4")
    hold('and it says why', void == [('POL-stop',)], void)
    release(browser, ref)
    release(browser, other)


def by_provider(browser, batch, ours, theirs):
    base = '/provider/stops'
    for what in ({'bill': ours}, {'file': batch}, {}):
        ref = stop(browser, base=base, **what)
        found = ['POL-stop' in rules(bill) for bill in (ours, theirs)]
        hold('its own and nothing else: %s' % what, found == [True, False],
             found)
        release(browser, ref, base)
    _, _, page = browser.ask(base)
    token = hidden(page)['token']
    for wrong in ({'bill': theirs}, {'file': 'a' * 32}):
        status, _, _ = browser.ask(base, dict(wrong, token=token, why='x'))
        hold('not what is another\'s: %s' % wrong, status == 422, status)
    hold('and nothing was stopped', 'POL-stop' not in rules(theirs))


def play():
    path.begin()
    path.write('a.csv', path.table([path.row(n) for n in range(1, 6)]))
    text = open(os.path.join(path.HOME, 'harbor-city.yaml')).read()
    path.write('other.yaml', text.replace('HARBORCITY', 'OTHERCITY')
               .replace('HC-', 'OC-'))
    path.folder_run('client', 'apply', 'other.yaml')
    path.write('b.csv', path.table([path.row(
        n, facility='OC-BAY', patient_last='Roe%d' % n)
        for n in range(1, 4)]))
    _, ours = path.js('import', '--client', 'HARBORCITY', 'a.csv')
    _, other = path.js('import', '--client', 'OTHERCITY', 'b.csv')
    hold('both are placed', ours['new'] == 5 and other['new'] == 3,
         (ours, other))
    bill = [path.kept("SELECT d.ref FROM debt d JOIN client c ON c.id = "
                      "d.client_id WHERE c.code = '%s' ORDER BY d.id"
                      % code)[0][0] for code in ('HARBORCITY',
                                                 'OTHERCITY')]
    _, browser = path.serve()
    boss = staff(browser.base, 'boss', 'supervisor')
    rep = staff(browser.base, 'rep', 'representative')
    clinic = staff(browser.base, 'clinic', 'provider', '--client',
                   'HARBORCITY')
    by_supervisor(boss, rep, *bill)
    by_provider(clinic, ours['batch'], *bill)
    path.ready(browser.base)
    code, out, error = path.folder_run('daily')
    hold('the day runs', code == 0, error)
    path.release()
    path.release('OTHERCITY')
    letters_wait(boss, '0')
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('stop', play))
