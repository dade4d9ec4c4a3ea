#!/usr/bin/env python3
"""back.py BEDSIDE SYNTHEA_PLACEMENT - coming back later, and e-mail.

A person signs in with a letter's code, gives an e-mail address and proves it,
and comes back by six digits that a real mail server carried.  Strangers, the
wrong day of birth and unknown addresses get the same answer.  The mail server
refuses, is busy, is slow and hangs up; nothing leaves twice, and the doctor
says why nothing leaves.
"""
import email
import email.policy
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time

import path
from desk import look
from doors import sign_in
from path import hidden, hold

MINE = 'rosa1@mail.example'
OFFICE = {}


def office():
    """Debian's python has aiosmtpd; the one that runs us may be another."""
    folder = os.path.join(path.HOME, 'office')
    os.mkdir(folder)
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        port = one.getsockname()[1]
    OFFICE.update(folder=folder, port=port)
    mode('ok')
    server = subprocess.Popen(
        ['/usr/bin/python3', os.path.join(os.path.dirname(__file__),
                                          'postoffice.py'), folder,
         str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    path.servers.append(server)
    hold('the post office is open', server.stdout.readline() == 'open\n')
    os.chmod(folder, 0o755)
    if path.USER:
        os.chown(path.HOME, path.USER.pw_uid, path.USER.pw_gid)


def mode(word):
    with open(os.path.join(OFFICE['folder'], 'mode'), 'w') as file:
        file.write(word)


def mails():
    names = sorted((n for n in os.listdir(OFFICE['folder'])
                    if n.endswith('.eml')), key=lambda n: int(n[:-4]))
    return [open(os.path.join(OFFICE['folder'], n), 'rb').read()
            for n in names]


def settings(**more):
    cells = dict(host='localhost', port=OFFICE['port'], security='starttls',
                 user='bedside', password='pass word', wait=2,
                 ca=os.path.join(OFFICE['folder'], 'cert.pem'),
                 **{'from': 'no-reply@harborcare.example'})
    cells.update(more)
    text = ''.join('%s: %s\n' % (k, v) for k, v in cells.items() if v != '')
    name = path.write('house-mail', text)
    os.chmod(os.path.join(path.HOME, name), 0o600)
    if path.USER:
        os.chown(os.path.join(path.HOME, name), path.USER.pw_uid,
                 path.USER.pw_gid)


def carry():
    code, out, error = path.folder_run('courier', '--once', '--json')
    hold('a round ends well', code == 0, error)
    return json.loads(out) if code == 0 else {}, error


def doctor():
    _, answer = path.js('doctor')
    return [one for one in answer['finding'] if one['name'] == 'mail'][0]


def digits():
    body = email.message_from_bytes(mails()[-1], policy=email.policy.default)
    return re.search(r'\b(\d{6})\b', body.get_content()).group(1)


def fresh(browser):
    other = path.Browser(1)
    other.base = browser.base
    return other


def person_in(browser, code):
    _, _, page = browser.ask('/m')
    form = dict(hidden(page), code=code, born_month='3', born_day='27',
                born_year='1984')
    _, _, page = browser.ask('/m', form)
    return re.search(r'bill=([0-9a-f]{32})', page).group(1)


def ask_back(browser, contact, year='1984'):
    _, _, page = browser.ask('/m/back')
    form = dict(hidden(page), contact=contact, born_month='3', born_day='27',
                born_year=year)
    status, url, page = browser.ask('/m/back', form)
    return status, url, page


def plain(page):
    page = re.sub(r'name="token" value="[^"]+"', '', page)
    return re.sub(r'[0-9a-f]{32}', 'REF', page)


def prove(browser, page, code):
    return browser.ask('/m/back/code', dict(hidden(page), code=code))


def before_any(browser):
    for where in ('/m/back', '/m/back/code'):
        for language in ('en', 'es'):
            status, _, page = browser.ask('%s?lang=%s' % (where, language))
            hold('%s in %s, small' % (where, language), status == 200
                 and len(page.encode()) <= 20480
                 and 'lang="%s"' % language in page, (status, len(page)))
    browser.ask('/m/back?lang=en')
    status, _, page = ask_back(fresh(browser), 'Rosa Diaz1')
    hold('never by name', status == 422 and 'Enter an e-mail' in page, status)
    answers = [ask_back(fresh(browser), *who) for who in (
        (MINE,), (MINE, '1983'), ('nobody@mail.example',), ('2075550101',),
        ('2075559999',))]
    hold('known or not: the same answer', len({plain(a[2])
         for a in answers}) == 1 and {a[0] for a in answers} == {200},
         [a[0] for a in answers])
    rows = path.kept('SELECT kind, person_id FROM wish ORDER BY id')
    hold('asking looks nobody up', len(rows) == 5 and all(
        row[1] in ('', 'None') for row in rows), rows)
    settings()
    sent, _ = carry()
    hold('without consent no e-mail leaves', sent.get('mailed') == 0
         and not mails(), sent)
    letters = path.kept("SELECT address, is_asked, state FROM outbox "
                        "WHERE kind = 'new_code'")
    hold('a letter with a new code goes to the street on file, once',
         len(letters) == 1 and letters[0][1:] == ('1', '3'), letters)
    return new_code()


def new_code():
    ref = path.kept("SELECT ref FROM outbox WHERE kind = 'new_code'")[0][0]
    text = subprocess.run(['pdftotext', '-layout', os.path.join(
        path.HOME, 'house/spool/letters', ref + '.pdf'), '-'],
        capture_output=True, text=True).stdout
    hold('it says whose it is, no amount and no bill', 'Rosa Diaz1' in text
         and '$' not in text and 'You asked for a new code' in text, text)
    return re.search(r'\b[A-Z0-9]{4}-[A-Z0-9]{4}\b', text).group()


def play():
    path.begin()
    path.write('place.csv', path.table([path.row(n)
                                        for n in range(1, 21)]))
    _, real = path.js('import', '--client', 'HARBORCITY', 'place.csv')
    path.letters(real['batch'])
    _, browser = path.serve()
    office()
    code = before_any(browser)
    bill = person_in(browser, code)
    hold('the new code opens the page', bool(bill))


if __name__ == '__main__':
    sys.exit(path.act('back', play))
