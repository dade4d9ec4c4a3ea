#!/usr/bin/env python3
"""every.py BEDSIDE SYNTHEA_PLACEMENT - each public route, once, in JSON.

People come with a cookie and a form token, programs with a key; each row of
src/web/routes.c that is open over TCP answers 200 or 202 in JSON, and a
problem in JSON too, as the OpenAPI document says (answers.py listens).
"""
import json
import os
import re
import sys
import urllib.error
import urllib.request

import answers
import path
from doors import rows
from keys import Program, SCOPES, make
from path import hidden, hold
from users import code_of, step_now


class Session:
    """A browser's cookie, but JSON out and in."""

    def __init__(self, base, page):
        self.browser, self.page = path.Browser(1), page
        self.browser.base = base

    def ask(self, method, target, body=None, language='en'):
        headers = {'Accept': 'application/json', 'Accept-Language': language,
                   'Sec-Fetch-Site': 'same-origin'}
        data = None
        if method == 'POST':
            token = hidden(self.browser.ask(self.page)[2])['token']
            headers['Content-Type'] = 'application/json'
            data = json.dumps(dict(body or {}, token=token)).encode()
        request = urllib.request.Request(self.browser.base + target, data,
                                         headers, method=method)
        try:
            answer = self.browser.open.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read()
        path.hear(method, request.full_url, answer, text, data,
                  'application/json')
        return answer.status, json.loads(text)


def good(who, method, target, body=None, status=200):
    """It must answer so; its answer."""
    more = {'once': 'k%d' % (len(answers.seen) * 1000 + len(str(body)))} \
        if isinstance(who, Program) and method == 'POST' else {}
    got, said = who.ask(method, target, body, **more)
    hold('%s %s' % (method, re.sub('[0-9a-f]{32}', '..', target)),
         got == status, (got, said))
    return said


def signing_in(base):
    _, answer = path.js('login', 'add', 'rosa', '--role', 'administrator')
    rosa = Session(base, '/sign-in')
    good(rosa, 'GET', '/sign-in')
    name = {'name': 'rosa', 'password': answer['password']}
    said = good(rosa, 'POST', '/sign-in', name)
    hold('the way on is named', said == {'see': '/sign-in/setup'}, said)
    second = good(rosa, 'GET', '/sign-in/setup')
    code = code_of(second['secret'].replace(' ', ''), step_now())
    codes = good(rosa, 'POST', '/sign-in/setup', {'code': code})['recovery']
    again = Session(base, '/sign-in')
    good(again, 'POST', '/sign-in', name)
    good(again, 'GET', '/sign-in/code')
    status, said = again.ask('POST', '/sign-in/code', {'code': '0'})
    hold('a wrong code', status == 422 and said['error']['fields'], said)
    good(again, 'POST', '/sign-in/code', {'code': codes[0]})
    for target in ('/desk/users', '/desk/keys'):
        good(again, 'GET', target)
    good(again, 'POST', '/desk/users', {'name': 'ben', 'role': 'supervisor'})
    good(again, 'POST', '/desk/users/change', {'name': 'ben',
                                               'do': 'disable'})
    made = good(again, 'POST', '/desk/keys', {
        'name': 'books', 'role': 'supervisor', 'scope': 'read', 'days': 9})
    hold('a key by JSON', made['key'].startswith('bedside_key_'), made)
    good(again, 'POST', '/desk/keys/end', {'name': 'books'})
    status, said = again.ask('POST', '/desk/keys/end', {'name': 'none'})
    hold('no such key', status == 422 and said['error']['message'], said)
    good(again, 'POST', '/sign-out')


def wishes(who):
    """How to reach them, an address, a proof, somebody who helps."""
    for target in ('/m/preferences', '/m/email', '/m/helper', '/m/proof',
                   '/m/proof/code?ask=' + 'a' * 32):
        good(who, 'GET', target)
    good(who, 'POST', '/m/preferences', {'language': 'en', 'way_letter': True,
                                         'way_email': True, 'way_phone': True,
                                         'off_sun': True, 'from': 9,
                                         'to': 24})
    status, said = who.ask('POST', '/m/preferences', {'language': 'en'})
    hold('one way must be left', status == 422, said)
    status, said = who.ask('POST', '/m/proof', {})
    hold('no address to prove it by', status == 409, said)
    asked = good(who, 'POST', '/m/email', {'email': 'rosa@mail.example'})
    good(who, 'GET', asked['see'])
    status, said = who.ask('POST', '/m/proof/code', {
        'ask': asked['see'].partition('ask=')[2], 'code': '1'})
    hold('wrong digits', status == 422, said)
    good(who, 'POST', '/m/helper', {'name': 'Luisa Diaz', 'relation': 'child',
                                    'scope': 'all'})
    ref = good(who, 'GET', '/m/helper')['helpers'][0]['helper_ref']
    good(who, 'POST', '/m/helper/end', {'helper': ref})


def person(base, code, bill_ref=None):
    who = Session(base, '/m')
    for target in ('/m', '/m/real', '/m/not-me'):
        good(who, 'GET', target)
    good(who, 'POST', '/m/not-me', {'what': 'other'})
    status, said = who.ask('POST', '/m', {'code': code}, language='es')
    hold('what is missing is named', status == 422 and
         said['error']['fields'][0]['field'] == 'born_month', said)
    status, said = who.ask('POST', '/m', {'code': code, 'born': '1984-03-28'})
    hold('a sentence without a brace', '{' not in said['error']['message']
         and '555' in said['error']['message'], said)
    good(who, 'GET', '/m/back')
    asked = good(who, 'POST', '/m/back', {'contact': '207-555-0100', 'born':
                                          '1984-03-27'})
    good(who, 'GET', asked['see'])
    ask = asked['see'].partition('ask=')[2]
    for target, body, want in (('/m/back/code', {'ask': ask, 'code': '1'},
                                422), ('/m/mail/' + 'f' * 32, {}, 404)):
        status, said = who.ask('POST', target, body)
        hold('nonsense at %s' % target[:10], status == want, said)
    who.ask('GET', '/m/mail/' + 'f' * 32)
    good(who, 'POST', '/m', {'code': code, 'born': '1984-03-27'})
    who.page = '/m/bill'
    bill = good(who, 'GET', '/m/bill')['ref']
    wishes(who)
    q = '?bill=' + bill
    offers = good(who, 'GET', '/m/choices' + q)['offers']
    plan = [o for o in offers if o['is_plan']][0]['offer']
    good(who, 'GET', '/m/plan%s&offer=%s' % (q, plan))
    status, said = who.ask('POST', '/m/plan', {'bill': bill, 'offer': plan})
    hold('a plan nobody agreed to', status == 422, said)
    good(who, 'POST', '/m/plan', {'bill': bill, 'offer': plan,
                                  'agree': True})
    good(who, 'GET', '/m/plan/done' + q)
    changes(who, bill)
    for target in ('/m/pay' + q, '/m/pause' + q, '/m/say%s&what=1' % q,
                   '/m/say%s&what=3' % q):
        good(who, 'GET', target)
    said = good(who, 'POST', '/m/say', {'bill': bill, 'what': 1, 'words':
                'not mine', 'reason_paid': True})
    good(who, 'GET', said['see'])
    good(who, 'POST', '/m/pause', {'bill': bill})
    good(who, 'GET', '/m/bill')
    good(who, 'POST', '/m/sign-out')
    return bill


def changes(who, bill):
    """A plan that lives, told by a program."""
    q = '?bill=' + bill
    plan = good(who, 'GET', '/m/plan' + q)
    good(who, 'POST', '/m/plan/remind', {'bill': bill, 'remind': True})
    hold('a reminder is wanted', good(who, 'GET', '/m/plan' + q)['reminds'])
    good(who, 'GET', '/m/plan/extra%s&amount=50' % q)
    status, said = who.ask('GET', '/m/plan/extra%s&amount=x' % q)
    hold('no amount', status == 422, said)
    asked = '&do=1&day=%d' % (20 if plan['payments'][0]['due_on'][-2:]
                              != '20' else 21)
    seen = good(who, 'GET', '/m/plan/change' + q + asked)
    body = {'bill': bill, 'do': seen['do'], 'day': seen['day'],
            'count': seen['count'], 'reference': seen['reference']}
    status, said = who.ask('POST', '/m/plan/change', body)
    hold('a change nobody agreed to', status == 422, said)
    made = good(who, 'POST', '/m/plan/change', dict(body, agree=True))
    receipt = good(who, 'GET', made['see'])
    hold('the receipt has the new date', receipt['first_on']
         == seen['after']['next_on'], receipt)


def ended(key, bill):
    desk = '/desk/debt/%s/plan' % bill
    good(key, 'GET', desk)
    seen = good(key, 'GET', desk + '?do=5')
    body = {'do': 5, 'reference': seen['reference'], 'why': 'asked'}
    status, said = key.ask('POST', desk, body, once='e1')
    hold('not ended without their word', status == 422, said)
    good(key, 'POST', desk, dict(body, agree=True))


def desk(key, bills):
    bill = '/desk/debt/' + bills[0]
    home = good(key, 'GET', '/desk')
    good(key, 'GET', '/desk/find?q=' + bills[0])
    status, said = key.ask('GET', '/desk/find?q=Diaz7')
    hold('a name alone finds nobody', status == 422, said)
    good(key, 'GET', bill)
    may = good(key, 'POST', bill + '/may-call', {})
    if not may['is_allowed']:  # the hour may be wrong, never the answer
        status, said = key.ask('POST', bill + '/call', {
            'answer': may['answer']}, once='c1')
        hold('no call without leave', status == 409, (status, said))
    else:
        call = good(key, 'POST', bill + '/call', {'answer': may['answer']})
        good(key, 'GET', call['see'])
        status, said = key.ask('POST', bill + '/outcome', {
            'answer': may['answer'], 'outcome': 'x'}, once='o1')
        hold('an outcome that is none', status == 422, said)
        good(key, 'POST', bill + '/outcome', {'answer': may['answer'],
                                              'outcome': 'no_answer'})
    paid = good(key, 'POST', bill + '/payment', {
        'amount': 12.5, 'method': 'check', 'number': '77',
        'received': path.TODAY.isoformat()})
    receipt = good(key, 'GET', paid['see'])
    hold('the amount to the cent', receipt['amount'] == '12.50', receipt)
    status, said = key.ask('POST', bill + '/payment', {
        'amount': '5000', 'method': 'check', 'received':
        path.TODAY.isoformat()}, once='p9')
    hold('more than is left', status == 422 and '{' not in
         said['error']['fields'][0]['message'], said)
    good(key, 'POST', bill + '/reverse', {'payment': receipt['payment'],
                                          'words': 'the wrong bill'})
    good(key, 'POST', bill + '/fact', {'kind': 'dispute'})
    good(key, 'POST', bill + '/answered')
    good(key, 'POST', bill + '/fact', {'kind': 'hold'})
    good(key, 'POST', bill + '/note', {'note': 'calls back on Monday'})
    good(key, 'GET', bill + '/preferences')
    good(key, 'POST', bill + '/preferences', {
        'language': 'es', 'way_letter': True, 'from': 0, 'to': 24})
    good(key, 'POST', bill + '/helper', {
        'name': 'Sam Roe', 'relation': 'friend', 'scope': 'bills'})
    ref = good(key, 'GET', bill + '/helper')['helpers'][0]['helper_ref']
    good(key, 'POST', bill + '/helper/end', {'helper': ref})
    seen = good(key, 'GET', bill)['seen']
    good(key, 'POST', bill + '/lift', {'seen': seen})
    good(key, 'GET', bill)
    request = '/desk/request/' + home['requests'][0]['ref']
    good(key, 'GET', request)
    good(key, 'POST', request + '/done')


def letters(key):
    """They wait for a look; then one leaves, with a code in it."""
    path.js('daily')
    waits = good(key, 'GET', '/desk/day')['letters']
    target = '/desk/day/' + waits[0]['ref']
    hold('samples to look at', len(good(key, 'GET', target)['samples']) > 2)
    good(key, 'POST', target + '/release')
    good(key, 'POST', target + '/hold', {'why': 'too late'})
    hold('who was first counts', good(key, 'GET', target)['state']
         == 'day.state.given')
    path.js('daily')
    path.folder_run('courier', '--once')
    spool = os.path.join(path.HOME, 'house/spool/letters')
    letter = [n for n in os.listdir(spool) if n.endswith('.pdf')][0]
    text = path.subprocess.run(['pdftotext', '-layout', os.path.join(
        spool, letter), '-'], capture_output=True, text=True).stdout
    return re.search(r'[A-Z0-9]{4}-[A-Z0-9]{4}', text).group()


def responsible(key, bill):
    good(key, 'GET', '/desk/morning?tomorrow=1')
    good(key, 'GET', '/desk/ready')
    good(key, 'GET', '/desk/stops')
    stop = good(key, 'POST', '/desk/stops', {'bill': bill, 'why': 'a word'})
    good(key, 'GET', stop['see'])
    good(key, 'POST', stop['see'] + '/release')
    good(key, 'GET', stop['see'])


def provider(key):
    home = good(key, 'GET', '/provider')
    good(key, 'GET', '/provider/accounts')
    good(key, 'GET', '/provider/batch/' + home['batches'][0]['ref'])
    needs = good(key, 'GET', '/provider/needs')['needs']
    good(key, 'POST', '/provider/needs/' + needs[0]['ref'],
         {'words': 'it was paid in March'})
    good(key, 'GET', '/provider/stops')
    stop = good(key, 'POST', '/provider/stops', {'why': 'recalled'})
    good(key, 'GET', stop['see'])
    good(key, 'POST', stop['see'] + '/release')
    good(key, 'GET', '/provider/preview')
    text = path.table([path.row(n) for n in range(80, 83)])
    status, seen = key.ask('POST', '/provider/preview', text, once='look',
                           **{'Content-Type': 'text/csv'})
    hold('POST /provider/preview', status == 200, seen)
    good(key, 'POST', '/provider/columns', dict(
        {'kind': 'placements'}, **{'%s_%d' % (what, c['number']): c[what]
                                   for c in seen['column']
                                   for what in ('header', 'field')}))
    status, said = key.ask('POST', '/provider/files?dry_run=yes', text,
                           once='try', **{'Content-Type': 'text/csv'})
    hold('POST /provider/files', status == 202, said)
    while status == 202:
        status, said = key.ask('GET', said.get('see', last := said.get('see')
                                               or last))
    hold('GET /provider/files/..', status == 200, said)
    remits = good(key, 'GET', '/provider/remit')['remits']
    good(key, 'GET', '/provider/remit/' + remits[0]['ref'])


def problems(base, key):
    """Every row: somebody who may, and nonsense; a problem is JSON too."""
    wrong = []
    for method, pattern, right, _, doors in rows():
        if 'DOOR_TCP' not in doors or 'KEY_' not in doors:
            continue
        target = re.sub(r':\w+', 'f' * 32, pattern)
        for program in (key, Program(base), Program(base, 'no')):
            status, said = program.ask(method, target, {'x': 'y'} if method
                                       == 'POST' else None, once='nonsense')
            error = said.get('error') if isinstance(said, dict) else None
            if status >= 500 or (status >= 400 and not (
                    error and error['status'] == status and error['kind']
                    and error['message'])):
                wrong.append((method, pattern, status, said))
    hold('nonsense at every row: a problem in JSON', not wrong, wrong[:5])


def play():
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    path.placed()
    yesterday = (path.TODAY - path.datetime.timedelta(days=1)).isoformat()
    path.write('mail.csv', 'client,account,amount,received_on,method,number\n'
               'HARBORCITY,F-0002,100.00,%s,check,1001\n' % yesterday)
    path.js('pay', 'import', 'mail.csv')
    path.js('remit', '--client', 'HARBORCITY', '--through', yesterday)
    _, browser = path.serve()
    base = browser.base
    staff = Program(base, make('staff', '--role', 'supervisor', '--scope',
                               SCOPES))
    harbor = Program(base, make('harbor', '--client', 'HARBORCITY', '--scope',
                                SCOPES))
    for target in ('/health', '/api/openapi.json'):
        good(staff, 'GET', target)
    signing_in(base)
    path.ready(base)
    code = letters(staff)
    mine = person(base, code)
    bills = [one['ref'] for one in harbor.ask('GET', '/provider/accounts')[1]
             ['account'] if one['ref'] != mine]
    desk(staff, bills)
    ended(staff, mine)
    responsible(staff, bills[1])
    provider(harbor)
    problems(base, staff)
    problems(base, harbor)
    public = {'%s %s' % (r[0], r[1]) for r in rows() if 'DOOR_TCP' in r[4]}
    known = {o['operationId'] for p in answers.document['paths'].values()
             for o in p.values() if 'responses' in o}
    hold('every public row stands in src/web/api.c', public == known,
         sorted(public ^ known))
    heard = {name for name, status in answers.seen if status in (200, 202)}
    # A page of style; what back.py does, with a real mail server; and what
    # the hour of the day may forbid.
    left = public - heard - {'GET /assets/:name', 'POST /m/back/code',
                             'POST /m/proof', 'POST /m/proof/code',
                             'GET /m/mail/:ref', 'POST /m/mail/:ref'}
    late = {'POST /desk/debt/:ref/call', 'GET /desk/debt/:ref/call',
            'POST /desk/debt/:ref/outcome'}
    hold('every public row answered in JSON', not left - late,
         sorted(left))
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('every', play))
