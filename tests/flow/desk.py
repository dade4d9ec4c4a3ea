#!/usr/bin/env python3
"""desk.py BEDSIDE SYNTHEA_PLACEMENT - the representative's desk.

Signs in, finds a person in each of three ways, asks before calling, records
a mailed payment twice with one form, takes it back, and writes down what was
said - over HTTP with the real program, as page and as JSON.
"""
import datetime
import json
import re
import sys

import path
from doors import sign_in
from path import hidden, hold

JSON = {'Accept': 'application/json'}


def look(browser, target):
    status, _, text = browser.ask(target, **JSON)
    return json.loads(text) if status == 200 else {'status': status}


def find(browser):
    _, _, page = browser.ask('/desk')
    hold('the desk opens', 'name="q"' in page)
    found = look(browser, '/desk/find?q=diaz5%203/27/1984').get('found', [])
    hold('found by name and birthday, in initials only', len(found) == 1
         and found[0]['initials'] == 'R. D.', found)
    bill = found[0]['ref']
    for words in (bill, '(207)%20555-0105', '%2B12075550105',
                  'Diaz5,%201984-03-27'):
        found = look(browser, '/desk/find?q=' + words).get('found', [])
        hold('found by %s' % words, [one['ref'] for one in found] == [bill],
             found)
    status, _, page = browser.ask('/desk/find?q=Nobody%201/1/1970')
    hold('nobody found is said', status == 200 and 'found no one' in page)
    status, _, page = browser.ask('/desk/find?q=%3Cb%3E')
    hold('what cannot be read comes back escaped',
         status == 422 and '&lt;b&gt;' in page, status)
    return bill


def call(browser, desk):
    _, _, page = browser.ask(desk)
    form = {'token': hidden(page)['token'],
            'number': re.search(r'<option value="(\d{10})"', page).group(1)}
    status, _, page = browser.ask(desk + '/may-call', form)
    hold('the gate answers, with the reasons',
         status == 200 and 'calls used in seven days' in page, status)
    status, _, answer = browser.ask(desk + '/may-call', form, **JSON)
    answer = json.loads(answer)
    if answer['is_allowed']:
        form = {'token': hidden(page)['token'], 'answer': answer['answer']}
        status, url, page = browser.ask(desk + '/call', form)
        hold('the call begins', '/call?answer=' in url, (status, url))
        form = dict(hidden(page), outcome='no_answer')
        status, _, page = browser.ask(desk + '/outcome', dict(form, outcome=''))
        hold('an outcome must be chosen', status == 422, status)
        form = dict(hidden(page), outcome='no_answer')
        status, url, page = browser.ask(desk + '/outcome', form)
        hold('the outcome is written down', 'said=outcome' in url
             and 'Call: no answer' in page, (status, url))
    else:
        form = {'token': form['token'], 'answer': answer['answer']}
        status, _, page = browser.ask(desk + '/call', form)
        hold('no call without a yes', status == 409, status)
    form = dict(form, number='2175550199')
    status, _, _ = browser.ask(desk + '/may-call', form)
    hold('somebody else\'s number is not asked about', status == 400, status)


def words(browser, desk, planned):
    """The desk speaks to the representative, not to the patient."""
    _, _, page = browser.ask(desk)
    hold('the desk has its own words', 'Care at ' in page
         and 'You got care' not in page)
    _, _, spanish = browser.ask(desk + '?lang=es')
    hold('in Spanish too', 'Atención en ' in spanish
         and 'Recibió atención' not in spanish)
    browser.ask(desk + '?lang=en')
    placed = [one for one in look(browser, desk)['timeline']
              if one['words'] == 'event.money.opening']
    hold('a placement has nothing more to see', len(placed) == 1
         and not placed[0]['payment'], placed)
    answer = json.loads(browser.ask('/desk/debt/%s/may-call' % planned, {
        'token': hidden(page)['token']}, **JSON)[2])
    hold('no call while a plan is kept, and the verdict says so',
         answer['verdict'] == 'may.no.plan', answer)


def requests(browser, planned):
    """What was said before sign-in waits here until somebody sees to it."""
    waiting = look(browser, '/desk')['requests']
    hold('"this is not me" waits at the desk', waiting[0]['debt_ref']
         == planned and waiting[0]['words'] == 'req.address', waiting)
    _, _, page = browser.ask('/desk')
    hold('with a way to the bill', '/desk/debt/' + planned in page)
    form = {'token': hidden(page)['token']}
    done = '/desk/request/%s/done' % waiting[0]['ref']
    left = [(browser.ask(done, form)[0],
             len(look(browser, '/desk')['requests'])) for _ in range(2)]
    hold('and is gone when somebody saw to it', left
         == [(200, len(waiting) - 1)] * 2, left)
    status, _, _ = browser.ask('/desk/request/%s/done' % ('a' * 32), form)
    hold('no such request: 404', status == 404, status)


def email(browser, desk):
    """The address of the placement: masked, and known to the gate."""
    page = look(browser, desk)
    hold('the e-mail address is shown masked',
         [one['email'] for one in page['emails']] == ['r***@mail.example']
         and 'rosa5@' not in browser.ask(desk)[2], page['emails'])
    _, out, error = path.folder_run('may-contact', desk[-32:], '--channel',
                                    'email')
    hold('an address we hold is not leave to write to it',
         'RF-6d-email' in out, out + error)


def pay(browser, desk):
    day = datetime.datetime.now().date() - datetime.timedelta(days=2)
    _, _, page = browser.ask(desk)
    before = look(browser, desk)['balance']
    form = {'token': hidden(page)['token'], 'amount': '$25.00',
            'method': 'check', 'number': '1001',
            'received_month': day.month, 'received_day': day.day,
            'received_year': day.year}
    for wrong in ({'amount': '2,5'}, {'amount': '99999'},
                  {'received_year': '2199'}, {'method': ''},
                  {'number': '1' * 41}):
        status, _, page = browser.ask(desk + '/payment', dict(form, **wrong))
        hold('refused on its form: %s' % wrong,
             status == 422 and 'There is a problem' in page, status)
    urls = [browser.ask(desk + '/payment', form)[1] for _ in range(2)]
    left = look(browser, desk)
    hold('a form sent twice is one payment', urls[0] == urls[1]
         and '%.2f' % (float(before) - 25) == left['balance'],
         (urls, left['balance']))
    status, _, page = browser.ask(desk + '/payment', dict(form, amount='26'))
    hold('the same token for another payment', status == 409, status)
    status, _, page = browser.ask(urls[0][len(browser.base):])
    hold('the receipt, with the number of the check', status == 200
         and '$25.00' in page and 'Check 1001' in page, status)
    form = {'token': hidden(page)['token'], 'words': 'wrong "bill"',
            'payment': urls[0][-32:]}
    status, url, _ = browser.ask(desk + '/reverse', form)
    hold('the payment is taken back', 'said=reversed' in url and
         look(browser, desk)['balance'] == before, (status, url))
    said = [json.loads(row[0]) for row in path.kept(
        "SELECT detail FROM audit_entry WHERE action = 'payment.reverse'")]
    hold('the audit entry says how much, and of which payment', said == [
        {'amount': '25.00', 'takes_back': urls[0][-32:],
         'why': 'wrong "bill"'}], said)
    status, _, page = browser.ask(desk)
    form['token'] = hidden(page)['token']
    status, _, _ = browser.ask(desk + '/reverse', form)
    hold('and only once', status == 409
         and look(browser, desk)['balance'] == before, status)
    status, _, page = browser.ask(urls[0][len(browser.base):])
    hold('the receipt offers it no more', '/reverse' not in page)


def say(browser, desk):
    _, _, page = browser.ask(desk)
    token = hidden(page)['token']
    status, _, _ = browser.ask(desk + '/fact', {'token': token})
    hold('what they said must be chosen', status == 422, status)
    status, url, page = browser.ask(desk + '/fact', {
        'token': token, 'kind': 'stop_calling', 'words': '<i>stop</i>'})
    hold('"stop calling me" is written down', 'said=fact' in url, url)
    _, _, text = browser.ask(desk + '/may-call', {'token': hidden(page)[
        'token']}, **JSON)
    hold('and the gate follows it', not json.loads(text)['is_allowed'], text)
    status, _, _ = browser.ask('/desk/debt/' + 'a' * 32)
    hold('no such bill: 404', status == 404, status)


def play():
    path.begin()
    # Two clocks, so that one of them may be called at most hours.
    path.write('place.csv', path.table(
        [path.row(n) for n in range(1, 21)] + [path.row(
            21, city='San Juan', state='PR', zip='00901',
            phone1='7875550121')]))
    _, real = path.js('import', '--client', 'HARBORCITY', 'place.csv')
    code = path.letters(real['batch'])
    planned = path.person(code)
    _, browser = path.serve()
    _, answer = path.js('login', 'add', 'rosa', '--role',
                        'representative')
    browser = sign_in(browser.base, 'rosa', answer['password'])
    bill = find(browser)
    desk = '/desk/debt/' + bill
    call(browser, desk)
    away = look(browser, '/desk/find?q=7875550121')['found'][0]['ref']
    call(browser, '/desk/debt/' + away)
    words(browser, desk, planned)
    requests(browser, planned)
    email(browser, desk)
    pay(browser, desk)
    say(browser, desk)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('desk', play))
