#!/usr/bin/env python3
"""keys.py BEDSIDE SYNTHEA_PLACEMENT - a program's key: made, used, ended.

A key opens what its role and its scopes say and nothing more; unknown
and ended ones are one 401; too many wrong ones are 429; what it
writes needs an Idempotency-Key, happens once, and is on the trail as its
own.
"""
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

import path
from doors import HOLDS, fill, rows, sign_in
from path import hidden, hold

SCOPES = 'read,place,pay,contact,work,stop,remit'


class Program:
    """What a developer's program sends, and what it hears."""

    def __init__(self, base, key=None):
        self.base, self.key, self.head = base, key, {}

    def ask(self, method, target, body=None, once=None, **headers):
        headers = {'Accept': 'application/json', **headers}
        if isinstance(body, dict):
            body = json.dumps(body)
            headers['Content-Type'] = 'application/json'
        if self.key:
            headers['Authorization'] = 'Bearer ' + self.key
        if once:
            headers['Idempotency-Key'] = once
        if isinstance(body, str):
            body = body.encode()
        request = urllib.request.Request(self.base + target, data=body,
                                         method=method, headers=headers)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        self.head = answer.headers
        text = answer.read()
        path.hear(method, self.base + target, answer, text, body,
                  headers.get('Content-Type'))
        return answer.status, json.loads(text) if 'json' in str(
            self.head.get('Content-Type')) else text.decode()


def make(name, *words):
    code, answer = path.js('key', 'make', name, *words)
    hold('a key is made: %s' % name, code == 0 and re.fullmatch(
        r'bedside_key_[\w-]{43}', answer.get('key', '')), answer)
    return answer.get('key', '')


def refused(base, good):
    """Whatever is wrong with it: the same answer."""
    said = set()
    ended = make('short-lived', '--client', 'HARBORCITY', '--scope', 'read')
    program = Program(base, ended)
    hold('it opens', program.ask('GET', '/provider')[0] == 200)
    code, out, error = path.folder_run('key', 'end', 'short-lived')
    hold('ended', code == 0 and 'ended' in out, out + error)
    for key in (ended, 'bedside_key_' + 'A' * 43, good[:-1], good + 'x', 'x'):
        program = Program(base, key)
        for target in ('/provider', '/health', '/nowhere', '/m'):
            said.add((*map(str, program.ask('GET', target)),
                      program.head.get('WWW-Authenticate')))
    hold('ended, unknown, cut: one 401', len(said) == 1
         and list(said)[0][0] == '401' and 'Bearer' in list(said)[0][2], said)
    program = Program(base, good)
    hold('a key goes in its header only',
         Program(base).ask('GET', '/provider', Cookie='bedside=' + good)[0]
         == 404)
    for n in range(60):
        status, _ = Program(base, 'wrong%d' % n).ask('GET', '/provider')
    hold('too many wrong ones wait', status == 429, status)
    hold('a right one does not', program.ask('GET', '/provider')[0] == 200)
    code, _, error = path.folder_run('key', 'end', 'nobody')
    hold('no such key', code == 66 and 'nobody' in error, error)
    for words in (('x y', '--client', 'HARBORCITY', '--scope', 'read'),
                  ('a', '--client', 'HARBORCITY', '--scope', 'read,all'),
                  ('a', '--role', 'administrator', '--scope', 'read'),
                  ('a', '--role', 'provider', '--scope', 'read'),
                  ('a', '--role', 'supervisor', '--scope', 'read', '--days',
                   '0'),
                  ('short-lived', '--role', 'supervisor', '--scope', 'read')):
        code, _, error = path.folder_run('key', 'make', *words)
        hold('refused: key make %s' % ' '.join(words), code in (65, 73)
             and error, (code, error))
    code, _, error = path.folder_run('key', 'make', 'a', '--client', 'NOONE',
                                     '--scope', 'read')
    hold('nor for a client that is not', code == 66, (code, error))


def scope_of(doors):
    return set(word.lower() for word in re.findall(r'KEY_(\w+)', doors))


def walk(base):
    """Every row, by a key of every role with every single scope: the row's
    own scope and right, or the 404 of a path that is not."""
    wrong, walked = [], 0
    for role in ('provider', 'representative', 'supervisor', 'compliance'):
        for scope in SCOPES.split(','):
            whose = ('--client', 'HARBORCITY') if role == 'provider' \
                else ('--role', role)
            _, answer = path.js('key', 'make', '%s-%s' % (role, scope), *whose,
                                '--scope', scope)
            program = Program(base, answer['key'])
            never = program.ask('GET', '/no/such/path')
            for method, pattern, right, _, doors in rows():
                may = 'DOOR_TCP' in doors and role in HOLDS[right] \
                    and scope_of(doors) & {scope, 'any'}
                if may:
                    continue
                walked += 1
                got = program.ask(method, fill(pattern), {'x': 'y'}
                                  if method == 'POST' else None, once='walk')
                if got != never or got[0] != 404:
                    wrong.append((role, scope, method, pattern, got))
    hold('%d questions by wrong keys: the same 404' % walked, not wrong,
         wrong[:10])
    administers = [r for r in rows() if 'KEY_' in r[4]
                   and r[2] in ('MAY_ADMINISTER', 'MAY_OWN_DEBT')]
    hold('no key administers, and none is a person', not administers,
         administers)


def other_client(base, batch):
    """A provider's key sees that provider only."""
    lakeside = Program(base, make('lake', '--client', 'LAKESIDE', '--scope',
                                  SCOPES))
    harbor = Program(base, make('harbor', '--client', 'HARBORCITY', '--scope',
                                SCOPES))
    status, mine = harbor.ask('GET', '/provider/accounts')
    hold('its own accounts', status == 200 and len(mine['account']) == 20,
         status)
    status, none = lakeside.ask('GET', '/provider/accounts')
    hold('none of another\'s', status == 200 and none['account'] == [], none)
    target = '/provider/batch/' + batch
    hold('nor its files', (harbor.ask('GET', target)[0],
                           lakeside.ask('GET', target)[0]) == (200, 404))
    return harbor, mine['account'][0]['ref']


def writes(base, bill):
    desk = Program(base, make('till', '--role', 'supervisor', '--scope',
                              'read,pay'))
    target = '/desk/debt/%s/payment' % bill
    mail = {'amount': '10.00', 'method': 'check', 'number': '88',
            'received': path.TODAY.isoformat()}
    form = urllib.parse.urlencode(mail)
    kind = {'Content-Type': 'application/x-www-form-urlencoded'}
    status, said = desk.ask('POST', target, form, **kind)
    hold('no Idempotency-Key: 400 that names it', status == 400
         and 'Idempotency-Key' in said['error']['message'], said)
    for once in ('a b', 'x' * 65):
        status, _ = desk.ask('POST', target, form, once=once, **kind)
        hold('nor %d odd letters' % len(once), status == 400, status)
    status, first = desk.ask('POST', target, form, once='mail-1', **kind)
    hold('a payment', status == 200 and '/payment/' in first['see'], first)
    status, again = desk.ask('POST', target, form, once='mail-1', **kind)
    hold('twice is once', status == 200 and again == first, again)
    status, bill_now = desk.ask('GET', '/desk/debt/' + bill)
    hold('and the bill says so', bill_now['balance'] == '930.00',
         bill_now['balance'])
    status, _ = desk.ask('POST', target, form.replace('10.00', '11.00'),
                         once='mail-1', **kind)
    hold('the same key for another payment: 409', status == 409, status)
    other = Program(base, make('till-2', '--role', 'supervisor', '--scope',
                               'pay'))
    status, told = other.ask('POST', target, form.replace('88', '89'),
                             once='mail-1', **kind)
    hold('another program\'s key is its own', status == 200
         and told != first, told)
    acts = path.kept("SELECT DISTINCT name FROM audit_entry WHERE action ="
                     " 'payment.record' ORDER BY name")
    hold('both are on the trail by name',
         acts == [('key till',), ('key till-2',)], acts)
    seen = path.kept("SELECT count(*) FROM audit_entry WHERE action ="
                     " 'key.seen' AND object = 'till'")
    hold('that it was used is said once in ten minutes', seen == [('1',)],
         seen)


def by_page(base):
    _, answer = path.js('login', 'add', 'ada', '--role', 'administrator')
    browser = sign_in(base, 'ada', answer['password'])
    status, _, page = browser.ask('/desk/keys')
    hold('the page lists', status == 200
         and 'till-2' in page and 'Record payments' in page, status)
    token = hidden(page)['token']
    form = dict(token=token, name='page-made', role='provider',
                client='HARBORCITY', scope_read='yes', scope_remit='yes',
                days='30')
    status, _, page = browser.ask('/desk/keys', form)
    made = re.search(r'<code>(bedside_key_[\w-]{43})</code>', page)
    hold('a key is shown', status == 200 and made, status)
    program = Program(base, made.group(1))
    hold('it does what was ticked', [program.ask('GET', target)[0] for target
         in ('/provider', '/provider/remit', '/provider/stops')]
         == [200, 200, 404])
    status, _, page = browser.ask('/desk/keys')
    hold('and is shown no more', made.group(1) not in page)
    hold('it lies hashed', made.group(1)[12:] not in str(path.kept(
        'SELECT * FROM api_key')))
    status, _, page = browser.ask('/desk/keys', form)
    hold('a name is used once', status == 422 and 'another name' in page,
         status)
    status, _, page = browser.ask('/desk/keys', dict(form, name='x',
                                                     client=''))
    hold('what is missing is said', status == 422
         and 'Nothing was changed' in page, status)
    status, url, page = browser.ask('/desk/keys/end', dict(
        token=token, name='page-made'))
    # Too many wrong ones came from here before.
    hold('ended by a button', status == 200 and url.endswith('/desk/keys')
         and program.ask('GET', '/provider')[0] == 429, (status, url))
    status, _, page = browser.ask('/desk/keys?lang=es')
    hold('in Spanish', 'Claves para programas' in page)
    code, out, error = path.folder_run('key', 'list')
    hold('the command lists them', code == 0 and 'page-made  provider of'
         ' HARBORCITY: read remit' in out and ', ended' in out, out + error)


def play():
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    batch = path.placed()
    _, browser = path.serve()
    base = browser.base
    harbor, bill = other_client(base, batch)
    refused(base, harbor.key)
    writes(base, bill)
    walk(base)
    by_page(base)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('keys', play))
