#!/usr/bin/env python3
"""say.py BEDSIDE SYNTHEA_PLACEMENT - what a person tells us stops at once.

A person signs in with the code of a letter and says each thing one may say.
After each the gate refuses by the rule it belongs to, the receipt names who
answers and by when, the desk has it with the person's own words, and nobody
finds those words in the store.
"""
import json
import os
import re
import sys

import path
from desk import look
from doors import sign_in
from path import hidden, hold, person_in

SECRET = 'The blue heron clinic lost my <b>card</b> twice.'
SAYINGS = (  # number, word, what else is filled in, the rule it wakes
    (1, 'wrong', {'reason_already_paid': '1', 'reason_other': '1'}, 'RF-38'),
    (2, 'insurance', {}, 'POL-hold'),
    (3, 'talk', {'phone': '(207) 555-0111', 'reason_morning': '1'}, None),
    (6, 'lawyer', {}, 'RF-6b-attorney'),
    (4, 'stop', {}, 'RF-6c'),
    (5, 'died', {}, 'POL-hold'),
    (7, 'bankruptcy', {}, 'BK-stay'),
    (8, 'complaint', {}, None),
)


def refused_by(bill):
    _, answer = path.js('may-contact', bill, '--channel', 'letter')
    return [one['rule'] for one in answer['reason']]


def pages(browser, bill):
    """Each in both languages, small, with one button; the URL tells nothing."""
    for number in range(1, 9):
        for language in ('en', 'es'):
            status, url, page = browser.ask('/m/say?bill=%s&what=%d&lang=%s' % (
                bill, number, language))
            hold('page %d in %s' % (number, language), status == 200
                 and len(page.encode()) <= 20480
                 and page.count('action="/m/say"') == 1
                 and 'lang="%s"' % language in page, (status, len(page)))
    for what in ('0', '9', 'wrong', ''):
        status, _, _ = browser.ask('/m/say?bill=%s&what=%s' % (bill, what))
        hold('no such page: %r' % what, status == 404, status)
    status, _, page = browser.ask('/m/pay?bill=%s&lang=en' % bill)
    hold('how to pay it all', status == 200 and '$940.00' in page
         and 'F-00' in page, status)
    status, _, _ = browser.ask('/m/say?bill=%s&what=1' % ('a' * 32))
    hold('not of somebody else\'s bill', status == 404, status)


def mistakes(browser, bill):
    _, _, page = browser.ask('/m/say?bill=%s&what=3' % bill)
    for phone in ('', '555', '1234567890123'):
        status, _, page = browser.ask('/m/say', dict(hidden(page),
                                                     phone=phone or ' '))
        hold('a call needs a number: %r' % phone, status == 422
             and 'There is a problem' in page, status)
    _, _, page = browser.ask('/m/say?bill=%s&what=1' % bill)
    status, _, page = browser.ask('/m/say', dict(hidden(page),
                                                 words='w' * 2001))
    hold('too many words are refused kindly', status == 422
         and 'make it shorter' in page, status)
    hold('and nothing was written', path.kept(
        'SELECT count(*) FROM request') == [('0',)])


def say_all(browser, bill):
    said = {}
    for number, word, fields, rule in SAYINGS:
        before = refused_by(bill)
        _, _, page = browser.ask('/m/say?bill=%s&what=%d' % (bill, number))
        form = dict(hidden(page), words='%s %s' % (SECRET, word), **fields)
        status, url, page = browser.ask('/m/say', form)
        again = browser.ask('/m/say', form)[1]
        hold('%s: heard, and twice is once' % word, status == 200
             and '/m/said?' in url and again == url, (status, url, again))
        hold('%s: the receipt says who and by when' % word,
             'We heard you' in page and re.search(
                 '(Ana Silva|Lee Moss) answers you by', page) is not None,
             page[-900:])
        after = refused_by(bill)
        hold('%s: the gate follows' % word, rule is None and after == before
             or rule in after, (before, after))
        said[word] = url[-32:]
        status, _, text = browser.ask(
            '/m/said?bill=%s&said=%s' % (bill, url[-32:]),
            Accept='application/json')
        hold('%s: as JSON' % word, json.loads(text)['said'] == word, text)
    status, _, _ = browser.ask('/m/said?bill=%s&said=%s' % (bill, 'a' * 32))
    hold('no such receipt: 404', status == 404, status)
    hold('eight requests and no more', path.kept(
        'SELECT count(*) FROM request') == [('8',)])
    return said


def sealed():
    """Their words are in the store, and nobody reads them there."""
    kept = path.kept('SELECT reasons, phone FROM request ORDER BY id')
    hold('what was ticked is kept', kept[0][0] == 'already_paid,other'
         and kept[2][1] == '2075550111', kept)
    if not os.environ.get('BEDSIDE_PG_URL'):
        found = [name for name in ('agency.db', 'agency.db-wal')
                 if os.path.exists(os.path.join(path.HOME, 'house', name))
                 and b'blue heron' in open(os.path.join(
                     path.HOME, 'house', name), 'rb').read()]
        hold('their words lie sealed', not found, found)


def at_provider(browser, stranger, said):
    """What only the provider can say waits there, with both clocks."""
    needs = look(browser, '/provider/needs')['needs']
    hold('three things need the provider, the soonest first',
         [one['ref'] for one in needs] == [
             said['wrong'], said['insurance'], said['complaint']], needs)
    hold('the provider is due before we are', all(
        one['you_by'] < one['we_by'] and not one['is_late']
        and not one['is_answered'] for one in needs), needs)
    status, _, page = browser.ask('/provider/needs')
    hold('what was ticked is shown, their own words are not', status == 200
         and 'I already paid it' in page and 'blue heron' not in page, status)
    answer = '/provider/needs/' + said['wrong']
    form = {'token': hidden(page)['token'], 'words': ' '}
    status, _, _ = browser.ask(answer, form)
    hold('an answer needs words', status == 422, status)
    form['words'] = 'Paid on May 3 at the <desk>.'
    for _ in range(2):
        status, url, page = browser.ask(answer, form)
        hold('the answer is taken', status == 200 and 'said=1' in url, status)
    needs = look(browser, '/provider/needs')['needs']
    hold('and says so', [one['is_answered'] for one in needs]
         == [True, False, False], needs)
    hold('another provider has nothing to answer',
         look(stranger, '/provider/needs')['needs'] == [])
    _, _, page = stranger.ask('/provider/needs')
    _, _, page = stranger.ask('/provider/stops')
    status, _, _ = stranger.ask(answer, {'token': hidden(page)['token'],
                                         'words': 'x'})
    hold('nor can it', status == 404, status)


def at_desk(browser, said, bill):
    waiting = look(browser, '/desk')['requests']
    hold('all wait at the desk, the soonest promise first',
         [one['ref'] for one in waiting[:2]]
         == [said['talk'], said['stop']] and len(waiting) == 8
         and not any(one['is_late'] for one in waiting), waiting)
    status, _, page = browser.ask('/desk/request/' + said['wrong'])
    hold('opened with what they ticked and their own words', status == 200
         and 'I already paid it' in page and 'blue heron' in page
         and '<b>card' not in page and '/desk/debt/' + bill in page, status)
    hold('and what the provider says', 'Paid on May 3 at the &lt;desk&gt;.'
         in page, page[-1500:])
    opened = look(browser, '/desk/request/' + said['talk'])
    hold('with the number to call', opened['phone'] == '+12075550111', opened)
    form = {'token': hidden(page)['token']}
    browser.ask('/desk/request/%s/done' % said['wrong'], form)
    waiting = look(browser, '/desk')['requests']
    hold('and is gone when somebody saw to it', len(waiting) == 7, waiting)
    status, _, _ = browser.ask('/desk/request/' + 'a' * 32)
    hold('no such request: 404', status == 404, status)


def play():
    path.begin()
    code = path.written()
    _, browser = path.serve()
    _, answer = path.js('login', 'add', 'ana', '--role', 'representative',
                        '--full-name', 'Ana Silva')
    bill = person_in(browser, code)
    pages(browser, bill)
    browser.ask('/m/bill?bill=%s&lang=en' % bill)
    mistakes(browser, bill)
    said = say_all(browser, bill)
    sealed()
    clinic = [path.js('login', 'add', name, '--role', 'provider',
                      '--client', client)[1]['password']
              for name, client in (('bay', 'HARBORCITY'),
                                   ('lake', 'LAKESIDE'))]
    at_provider(sign_in(browser.base, 'bay', clinic[0]),
                sign_in(browser.base, 'lake', clinic[1]), said)
    at_desk(sign_in(browser.base, 'ana', answer['password']), said, bill)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('say', play))
