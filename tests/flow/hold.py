#!/usr/bin/env python3
"""hold.py BEDSIDE SYNTHEA_PLACEMENT - what holds a bill, and how it ends.

A note is kept for the next person, sealed; a hold ends on the day that was
said, or when somebody lifts it who saw it; a dispute ends when it is answered,
and its request with it.  Two people at once lose nothing.
"""
import datetime
import os
import re
import sys

import path
from desk import look
from doors import sign_in
from path import hidden, hold, person_in
from say import refused_by

SECRET = 'She cares for her mother; mornings are hard.'


def token_of(page):
    return re.search(r'name="token" value="([^"]+)"', page).group(1)


def day_parts(days):
    day = datetime.date.today() + datetime.timedelta(days=days)
    return {'until_month': str(day.month), 'until_day': str(day.day),
            'until_year': str(day.year)}


def timeline(browser, desk):
    return [(one['words'], one['text']) for one in
            look(browser, desk)['timeline']]


def notes(ana, ben, desk):
    _, _, page = ana.ask(desk)
    form = {'token': token_of(page), 'note': SECRET}
    for _ in range(2):
        status, url, page = ana.ask(desk + '/note', form)
    hold('a note is kept, once', 'said=note' in url and SECRET in page
         and page.count(SECRET) == 1 and 'Note by Ana Silva' in page,
         (status, url))
    _, _, page = ben.ask(desk)
    status, _, page = ben.ask(desk + '/note', {
        'token': token_of(page), 'note': 'Ben was here <too>'})
    hold('two notes stand side by side', SECRET in page
         and 'Ben was here &lt;too&gt;' in page, status)
    for wrong in ('', ' ', 'x' * 2001):
        status, _, page = ana.ask(desk + '/note', {
            'token': form['token'], 'note': wrong})
        hold('not a note: %d letters' % len(wrong), status == 422
             and 'a few words' in page, status)
    hold('what was typed comes back', 'x' * 2001 in page)
    hold('in the store it is sealed', SECRET not in str(path.kept(
        'SELECT * FROM note')))


def said(browser, desk, **form):
    _, _, page = browser.ask(desk)
    return browser.ask(desk + '/fact', dict(form, token=token_of(page)))


def holds(ana, ben, bill):
    desk = '/desk/debt/' + bill
    hold('nothing holds it', 'POL-hold' not in refused_by(bill))
    for parts in (day_parts(0), day_parts(-3), day_parts(400),
                  {'until_month': '2', 'until_day': '30',
                   'until_year': '2027'}, {'until_month': '5'}):
        status, _, page = said(ana, desk, kind='hold', **parts)
        hold('no such hold: %s' % parts, status == 422
             and 'a day after today' in page, status)
    status, url, page = said(ana, desk, kind='hold', **day_parts(10))
    hold('held until a day', 'said=fact' in url
         and 'POL-hold' in refused_by(bill), (status, url))
    kept = path.kept("SELECT until - recorded_at FROM fact ORDER BY id DESC"
                     " LIMIT 1")[0][0]
    date = datetime.date.today() + datetime.timedelta(days=10)
    hold('and the timeline says so', 'On hold until %s %d, %d' % (
        date.strftime('%B'), date.day, date.year) in page, page[-2000:])
    days = int(kept) / 86400e6
    hold('to the end of that day', 10 < days <= 11.1, days)
    seen = ana.ask(desk)[2]
    said(ben, desk, kind='hold', **day_parts(20))
    form = dict(hidden(seen), token=token_of(seen))
    status, url, page = ana.ask(desk + '/lift', {
        'token': form['token'], 'seen': form['seen']})
    hold('a hold nobody saw is not lifted', 'said=changed' in url
         and 'look again' in page and 'POL-hold' in refused_by(bill), url)
    seen = ana.ask(desk)[2]
    form = {'token': token_of(seen), 'seen': hidden(seen)['seen']}
    for _ in range(2):
        status, url, page = ana.ask(desk + '/lift', form)
        hold('lifted, and twice is once', 'said=lifted' in url
             and 'POL-hold' not in refused_by(bill), (status, url))
    hold('there is no more to lift', '/lift"' not in page)
    two = [one for one in timeline(ana, desk)
           if one[0] == 'event.fact.withdrawn']
    hold('both are on the timeline', len(two) == 2, two)
    said(ana, desk, kind='hold')
    kept = path.kept("SELECT until - recorded_at FROM fact ORDER BY id DESC"
                     " LIMIT 1")[0][0]
    hold('without a day it is 60', int(kept) == 60 * 86400 * 10**6, kept)
    hold('and holds again', 'POL-hold' in refused_by(bill))


def not_me(ana, browser, bill, code):
    _, _, page = browser.ask('/m/not-me')
    form = dict(hidden(page), what='phone', code=code)
    status, _, _ = browser.ask('/m/not-me', form)
    hold('"not me" pauses', 'POL-hold' in refused_by(bill), status)
    desk = '/desk/debt/' + bill
    seen = ana.ask(desk)[2]
    _, url, _ = ana.ask(desk + '/lift', {
        'token': token_of(seen), 'seen': hidden(seen)['seen']})
    hold('which a representative may end', 'said=lifted' in url
         and 'POL-hold' not in refused_by(bill), url)


def dispute(ana, browser, bill, code):
    desk = '/desk/debt/' + bill
    person_in(browser, code)
    _, _, page = browser.ask('/m/say?bill=%s&what=1' % bill)
    browser.ask('/m/say', dict(hidden(page), reason_other='1'))
    state = look(browser, '/m/bill?bill=' + bill).get('status')
    hold('a dispute stops, and the page says so', 'RF-38' in refused_by(bill)
         and 'hold' in str(state), state)
    waiting = [one for one in look(ana, '/desk')['requests']
               if one['debt_ref'] == bill and one['words'] == 'req.said.wrong']
    _, _, page = ana.ask('/desk/request/' + waiting[0]['ref'])
    hold('the request offers the answer', desk + '/answered"' in page)
    for _ in range(2):
        status, url, page = ana.ask(desk + '/answered', {
            'token': token_of(page)})
        hold('answered, and twice is once', 'said=answered' in url
             and 'RF-38' not in refused_by(bill), (status, url))
    gone = [one for one in look(ana, '/desk')['requests']
            if one['ref'] == waiting[0]['ref']]
    hold('its request is closed', not gone, gone)
    bills = look(browser, '/m/bill?bill=' + bill)
    hold('and the person\'s page no longer says it is on hold', 'hold'
         not in str(bills.get('status')), bills.get('status'))
    answered = [one for one in timeline(ana, desk)
                if one[0] == 'event.fact.dispute_answered']
    hold('one answer stands', len(answered) == 1, answered)
    said(ana, desk, kind='dispute')
    hold('a new dispute stops again', 'RF-38' in refused_by(bill)
         and look(ana, desk)['is_disputed'])


def play():
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    code = path.written()
    _, browser = path.serve()
    people = []
    for name, full in (('ana', 'Ana Silva'), ('ben', 'Ben Ito')):
        _, answer = path.js('login', 'add', name, '--role',
                            'representative', '--full-name', full)
        people.append(sign_in(browser.base, name, answer['password']))
    bill = person_in(browser, code)
    other = path.kept("SELECT ref FROM debt WHERE ref <> '%s' ORDER BY id"
                      " LIMIT 1" % bill)[0][0]
    notes(*people, '/desk/debt/' + other)
    holds(*people, other)
    not_me(people[0], browser, bill, code)
    dispute(people[0], browser, bill, code)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('hold', play))
