#!/usr/bin/env python3
"""plan.py BEDSIDE SYNTHEA_PLACEMENT - a plan that lives.

Chosen, looked at, moved to another day, skipped, lowered, paused, ended, and
begun again; by the person and at the desk.  Each change shows before and
after, is made once however often the button is pressed, and leaves a receipt;
what cannot be is refused with a reason and a way on.
"""
import os
import sys

import path
from desk import look
from doors import sign_in
from path import hidden, hold, person_in
from say import refused_by


def plans(browser, bill):
    return [one for one in look(browser, '/m/choices?bill=' + bill)['offers']
            if one['is_plan']]


def choose(browser, bill, offer, **more):
    _, _, page = browser.ask('/m/plan?bill=%s&offer=%s' % (bill, offer))
    return browser.ask('/m/plan', dict(hidden(page), agree='yes', **more))


def review(browser, where, **asked):
    query = '&'.join('%s=%s' % one for one in asked.items())
    return browser.ask(where + ('&' if '?' in where else '?') + query)


def agreed(browser, bill, **asked):
    """The review of a change, and what became of it."""
    where = '/m/plan/change?bill=' + bill
    seen = look(browser, where + ''.join('&%s=%s' % one
                                         for one in asked.items()))
    _, _, page = review(browser, where, **asked)
    form = dict(hidden(page), agree='yes')
    return seen, form, browser.ask('/m/plan/change', form)


def begins(browser, bill):
    offer = [one for one in plans(browser, bill) if one['count'] == 12][0]
    status, url, page = choose(browser, bill, offer['offer'], remind='yes')
    hold('a plan of twelve', '/m/plan/done' in url, (status, url))
    plan = look(browser, '/m/plan?bill=' + bill)
    hold('its page shows each payment, none of them due', status == 200
         and len(plan['payments']) == 12 and plan['left'] == '940.00'
         and {one['code'] for one in plan['payments']} == {'later'}, plan)
    hold('and the reminder they ticked', plan['reminds'] is True)
    for language, words in (('en', ('Your plan', 'Skip the next payment')),
                            ('es', ('Su plan', 'Saltar el próximo pago'))):
        status, _, page = browser.ask('/m/plan?bill=%s&lang=%s'
                                      % (bill, language))
        hold('all ways on one page, in ' + language, status == 200
             and all(one in page for one in words), status)
    browser.ask('/m/plan?bill=%s&lang=en' % bill)
    hold('small enough', len(page) <= 20 << 10, len(page))
    _, _, page = browser.ask('/m/plan?bill=' + bill)
    browser.ask('/m/plan/remind', hidden(page))
    hold('no more reminders, at one click', look(
        browser, '/m/plan?bill=' + bill)['reminds'] is False)


def day_moves(browser, bill):
    where = '/m/plan/change?bill=' + bill
    before = look(browser, '/m/plan?bill=' + bill)
    for wrong in ('29', '0', 'x', '-1'):
        seen = look(browser, where + '&do=1&day=' + wrong)
        hold('no such day: ' + wrong, not seen['is_review'])
    own = before['payments'][0]['due_on'][-2:].lstrip('0')
    seen = look(browser, where + '&do=1&day=' + own)
    hold('the same day is said to be', seen['refused']
         == 'change.no.same_day', seen['refused'])
    _, _, page = review(browser, where, do='1', day='20')
    status, _, page = browser.ask('/m/plan/change', hidden(page))
    hold('nothing without agreeing', status == 422 and 'Tick the box' in page
         and look(browser, '/m/plan?bill=' + bill)['payments']
         == before['payments'], status)
    seen, form, (status, url, page) = agreed(browser, bill, do=1, day=20)
    hold('before and after, with the total', seen['before']['total']
         == seen['after']['total'] == '940.00' and seen['after']['next_on']
         .endswith('-20') and seen['before']['each'] == seen['after']['each'],
         seen)
    hold('a receipt with the next date', '/m/plan/changed' in url
         and 'Nothing is due before' in page, (status, url))
    for _ in range(2):
        _, again, _ = browser.ask('/m/plan/change', form)
        hold('pressed again: the same receipt', again == url, again)
    plan = look(browser, '/m/plan?bill=' + bill)
    hold('the plan is on its new day', all(
        one['due_on'].endswith('-20') for one in plan['payments'])
        and plan['total'] == '940.00', plan['payments'])
    hold('and says what changed', [one['what'] for one in plan['changes']]
         == ['day'], plan['changes'])


def skips(browser, bill):
    last = look(browser, '/m/plan?bill=' + bill)['payments'][-1]['due_on']
    for left in (1, 0):
        agreed(browser, bill, do=2)
        plan = look(browser, '/m/plan?bill=' + bill)
        hold('one goes to the end, %d left to skip' % left,
             plan['payments'][-1]['due_on'] > last
             and len(plan['payments']) == 12 and plan['skips_left'] == left,
             plan['payments'])
        last = plan['payments'][-1]['due_on']
    status, _, page = browser.ask('/m/plan/change?bill=%s&do=2' % bill)
    hold('a third is refused, and other ways are named', status == 200
         and 'You can still move the day' in page
         and 'name="reference"' not in page, status)


def lower(browser, bill):
    seen = look(browser, '/m/plan/change?bill=%s&do=3' % bill)
    hold('lower payments within the agreement', [
        one['count'] for one in seen['lower']] == [36, 24, 18], seen['lower'])
    seen, form, _ = agreed(browser, bill, do=3, count=36)
    hold('it takes longer and costs no more', seen['after']['count'] == 36
         and seen['after']['total'] == '940.00', seen['after'])
    seen = look(browser, '/m/plan/change?bill=%s&do=3&count=36' % bill)
    hold('as low as it goes', seen['refused'] == 'change.no.least', seen)
    status, url, page = browser.ask('/m/plan/change', dict(
        form, count='60', reference='0' * 32))
    hold('an invented change is none', 'changed=1' in url
         and 'Please look again' in page, (status, url))


def extra(browser, bill):
    plan = look(browser, '/m/plan?bill=' + bill)
    each = float(plan['payments'][0]['amount'])
    seen = look(browser, '/m/plan/extra?bill=%s&amount=%.2f' % (bill, each))
    hold('something extra covers the next payment', seen['next_on']
         == plan['payments'][1]['due_on'] and float(seen['left'])
         == round(940 - each, 2), seen)
    for wrong in ('x', '-5', '940.01', '1e3'):
        status, _, page = browser.ask('/m/plan/extra?bill=%s&amount=%s'
                                      % (bill, wrong))
        hold('no such amount: ' + wrong, status == 422
             and 'no more than $940.00' in page, status)


def at_desk(ana, browser, bill):
    desk = '/desk/debt/' + bill
    _, _, page = ana.ask(desk)
    hold('the desk has a way to the plan', desk + '/plan' in page)
    _, _, page = ana.ask(desk + '/plan?do=5')
    hold('nobody was told, so it cannot end for not paying',
         'They were not told yet' in page and 'why_unpaid' not in page)
    form = hidden(page)
    status, _, page = ana.ask(desk + '/plan', dict(form, why='unpaid'))
    hold('not even by asking', status == 422 and 'told first' in page, status)
    _, _, page = ana.ask(desk + '/plan?do=4')
    form = hidden(page)
    status, _, page = ana.ask(desk + '/plan', form)
    hold('not without their word', status == 422, status)
    for _ in range(2):
        status, url, _ = ana.ask(desk + '/plan', dict(form, agree='yes'))
    hold('a pause', 'said=fact' in url and 'POL-hold' in refused_by(bill),
         (status, url))
    plan = look(browser, '/m/plan?bill=' + bill)
    hold('nothing is due while it lasts', plan['rests']
         and 'hold' in plan['status'], plan['status'])
    lines = [one['words'] for one in look(ana, desk)['timeline']]
    hold('each change once in the timeline', [
        lines.count('event.plan.' + one) for one in
        ('day', 'skip', 'lower', 'pause')] == [1, 2, 1, 1], lines)


def ends(ana, browser, bill):
    until = look(browser, '/m/bill?bill=' + bill)['hold_until']
    seen, _, (status, url, page) = agreed(browser, bill, do=5)
    hold('ended, and no penalty', '/m/plan/changed' in url
         and 'Your plan has ended' in page and seen['after']['total']
         == '940.00', (status, url))
    page = look(browser, '/m/bill?bill=' + bill)
    hold('back to the choices, and the pause stays', page['may_choose']
         and page['is_paused'] and page['hold_until'] == until, page)
    status, url, _ = browser.ask('/m/plan/change?bill=%s&do=2' % bill)
    hold('no plan, nothing to change', status == 404, status)
    offer = plans(browser, bill)[0]
    hold('in a pause plans begin after it', offer['first_on'] > until, offer)
    status, url, _ = choose(browser, bill, offer['offer'])
    hold('and may be chosen', '/m/plan/done' in url, (status, url))
    hold('the desk shows the new one', look(
        ana, '/desk/debt/' + bill)['has_plan'])


def the_day(bill):
    code, out, error = path.folder_run('daily', '--dry-run')
    sent = path.kept("SELECT o.kind, count(*) FROM outbox o JOIN debt d ON"
                     " d.id = o.debt_id WHERE d.ref = '%s' AND o.kind ="
                     " 'plan_confirmation' GROUP BY o.kind" % bill)
    hold('the dry run wrote nothing', code == 0 and not sent, (out, error))
    path.folder_run('daily', '--json')
    rows = path.kept("SELECT plan_id FROM plan_change ORDER BY id")
    hold('six plans ended, each with its row', len(rows) == 6, rows)


def play():
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    code = path.written()
    _, browser = path.serve()
    _, answer = path.js('login', 'add', 'ana', '--role', 'representative',
                        '--full-name', 'Ana Silva')
    ana = sign_in(browser.base, 'ana', answer['password'])
    bill = person_in(browser, code)
    begins(browser, bill)
    day_moves(browser, bill)
    skips(browser, bill)
    lower(browser, bill)
    extra(browser, bill)
    at_desk(ana, browser, bill)
    ends(ana, browser, bill)
    the_day(bill)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('plan', play))
