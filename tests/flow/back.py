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

import path
from desk import look
from doors import sign_in
from path import hidden, hold, person_in

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
         str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
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


def settings(ca=True, **more):
    trust = os.path.join(path.HOME, 'house-mail.pem')
    if ca:
        shutil.copy(os.path.join(OFFICE['folder'], 'cert.pem'), trust)
    else:
        os.remove(trust)
    cells = dict(host='localhost', port=OFFICE['port'], security='starttls',
                 user='bedside', password='pass word', wait=2,
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


def small(browser, *paths):
    for where in paths:
        for language in ('es', 'en'):
            status, _, page = browser.ask('%s%slang=%s' % (
                where, '&' if '?' in where else '?', language))
            hold('%s in %s, small' % (where, language), status == 200
                 and len(page.encode()) <= 20480
                 and 'lang="%s"' % language in page, (status, len(page)))


def address_of(browser, address):
    """Types an address and answers with the code that came."""
    _, _, page = browser.ask('/m/email')
    status, url, page = browser.ask('/m/email', dict(hidden(page),
                                                     email=address))
    hold('a code is on its way to %s' % address, '/m/proof/code' in url,
         (status, url))
    sent, _ = carry()
    hold('and leaves', sent.get('mailed') == 1, sent)
    return page


def gate(bill, channel, rule=None):
    words = ['may-contact', bill, '--channel', channel]
    _, answer = path.js(*words)
    rules = [one['rule'] for one in answer['reason']]
    hold('%s: %s' % (channel, rule or 'nothing of theirs stands against it'),
         rule in rules if rule else not set(rules) & {
             'RF-14h', 'RF-6d-email', 'POL-address'}, answer)


def first_address(browser, bill):
    small(browser, '/m/preferences', '/m/email')
    gate(bill, 'email', 'RF-6d-email')
    for wrong in ('ana', 'a b@c.example', 'ana@mail.example\r\nBcc: x@y.zz'):
        _, _, page = browser.ask('/m/email')
        status, _, page = browser.ask('/m/email', dict(hidden(page),
                                                       email=wrong))
        hold('no address: %r' % wrong, status == 422, status)
    page = address_of(browser, MINE)
    text = mails()[-1]
    one = email.message_from_bytes(text, policy=email.policy.default)
    body = one.get_content()
    hold('the subject is neutral', one['subject'] == 'Your code from Harbor '
         'Care' and one['from'].startswith('Harbor Care <no-reply@'), text)
    hold('no amount, no provider, no code outside the body', '$' not in body
         and b'akeside' not in text and b'Bay' not in text
         and digits() not in one['subject'], body)
    ref = path.kept("SELECT ref FROM outbox WHERE channel = 4")[0][0]
    hold('its Message-ID is its row, and it says how to stop',
         one['message-id'] == '<%s@harborcare.example>' % ref
         and 'https://harborcare.example/m/mail/' + ref in body, text)
    status, _, wrong = browser.ask('/m/proof/code', dict(
        hidden(page), code='%06d' % ((int(digits()) + 1) % 1000000)))
    hold('wrong digits are refused', status == 422, status)
    status, url, page = browser.ask('/m/proof/code', dict(hidden(wrong),
                                                          code=digits()))
    hold('the right ones keep it, with a date', 'said=email' in url
         and 'Your e-mail is set since' in page, url)
    status, _, _ = browser.ask('/m/proof/code', dict(hidden(wrong),
                                                     code=digits()))
    hold('once', status == 422, status)
    rows = path.kept("SELECT code FROM wish WHERE code IS NOT NULL")
    hold('the store has no digits', digits() not in str(rows), rows)


def come_back(browser):
    """From outside, with six digits; never the same ones twice."""
    other = fresh(browser)
    status, _, page = ask_back(other, MINE.upper())
    sent, _ = carry()
    hold('with consent the code leaves by e-mail', sent.get('mailed') == 1,
         sent)
    code = digits()
    status, url, bill = prove(other, page, code[:3] + ' ' + code[3:])
    hold('six digits open the same page as the letter\'s code',
         status == 200 and '$940.00' in bill and '/m/bill' in url,
         (status, url))
    status, _, _ = prove(fresh(browser), page, code)
    hold('and only once', status in (400, 422), status)
    status, url, _ = other.ask('/m/email')
    hold('who came in so has proved it', url.endswith('/m/email'), url)
    third = fresh(browser)
    _, _, page = ask_back(third, MINE)
    carry()
    code = digits()
    for n in range(5):
        status, _, page = prove(third, page, '%06d' % (
            (int(code) + 1 + n) % 1000000))
    status, _, page = prove(third, page, code)
    hold('after five tries the right one is no use', status == 429, status)


def one_more(browser):
    """An address on file is asked before it can be changed."""
    status, url, page = browser.ask('/m/email')
    hold('a change wants one proof more', url.endswith('/m/proof')
         and 'r***@mail.example' in page and MINE not in page, url)
    status, url, _ = browser.ask('/m/email', dict(
        hidden(page), email='evil@mail.example'))
    hold('also when the form is sent without it', url.endswith('/m/proof')
         and not path.kept("SELECT 1 FROM fact WHERE address = "
                           "'evil@mail.example'"), url)
    small(browser, '/m/proof')
    _, _, page = browser.ask('/m/proof')
    status, url, page = browser.ask('/m/proof', hidden(page))
    carry()
    status, url, page = browser.ask('/m/proof/code', dict(hidden(page),
                                                          code=digits()))
    hold('six digits open that door', url.endswith('/m/email'), url)


def wishes(browser, bill):
    _, _, page = browser.ask('/m/preferences?lang=en')
    form = dict(hidden(page), language='es', way_letter='1', way_email='1',
                off_sun='1', off_sat='1', large='1', not_at_work='1',
                **{'from': '10', 'to': '18'})
    status, url, page = browser.ask('/m/preferences', form)
    hold('wishes are kept, with a date, in their language',
         'said=saved' in url and 'Guardado el' in page
         and 'class="large"' in page, (status, url))
    again = browser.ask('/m/preferences', form)[1]
    facts = path.kept("SELECT kind, channel, words FROM fact "
                      "WHERE source = 'portal' AND kind <> 13 ORDER BY id")
    hold('each is one fact, twice is once', 'said=saved' in again
         and len(facts) == 8, facts)
    gate(bill, 'phone', 'RF-14h')
    shown = look(browser, '/m/preferences')
    hold('and is shown as it was said', [one['is_on'] for one in
         shown['ways']] == [False, False, True, True]
         and shown['is_spanish'] and shown['is_large'], shown)
    none = dict(form, token=hidden(browser.ask('/m/preferences')[2])['token'])
    for word in ('way_letter', 'way_email'):
        none.pop(word)
    status, _, _ = browser.ask('/m/preferences', none)
    hold('one way must be left', status == 422, status)
    _, _, page = browser.ask('/m/preferences?lang=en')
    form = dict(hidden(page), language='en', way_letter='1', way_email='1',
                way_phone='1', **{'from': '0', 'to': '24'})
    browser.ask('/m/preferences', form)
    _, answer = path.js('may-contact', bill)
    hold('taken back, the gate follows', not {'RF-14h', 'RF-6b-time'} & {
        one['rule'] for one in answer['reason'] if one['rule'] == 'RF-14h'},
        answer)


def stopped(browser, bill):
    """By the link in the e-mail, no sign-in, nothing asked."""
    one = email.message_from_bytes(mails()[-1], policy=email.policy.default)
    link = re.search(r'/m/mail/[0-9a-f]{32}', one.get_content()).group()
    other = fresh(browser)
    small(other, link)
    status, _, page = other.ask(link)
    hold('asks nothing', status == 200 and page.count('<input') == 1
         and MINE not in page, page)
    status, _, page = other.ask(link, hidden(page))
    hold('and stops', status == 200 and 'We stopped' in page, status)
    gate(bill, 'email', 'RF-14h')
    status, _, _ = other.ask('/m/mail/' + 'a' * 32)
    hold('no such e-mail: 404', status == 404, status)


def bad_days(browser, bill):
    """What the mail server may do, and what we then know."""
    def fate(words, want, sent=0):
        _, _, page = browser.ask('/m/email')
        browser.ask('/m/email', dict(hidden(page), email=MINE))
        got, error = carry()
        row = path.kept('SELECT state, void_reason FROM outbox '
                        'WHERE channel = 4 ORDER BY id DESC')[0]
        hold('%s: state %s' % (words, want), row[0] == want
             and got.get('mailed') == sent, (row, got, error))
        return row
    count = len(mails())
    mode('drop')
    fate('the line falls silent after all was given: nobody knows', '5')
    taken = len(mails())
    mode('ok')
    carry()
    hold('and it is never sent again', taken == count + 1
         and len(mails()) == taken, (count, taken, len(mails())))
    mode('slow')
    fate('no answer in time: nobody knows', '5')
    mode('full')
    fate('refused after DATA: void', '4')
    gate(bill, 'email')
    mode('busy')
    fate('please come back later: it waits', '1')
    mode('ok')
    got, _ = carry()
    hold('and leaves when the server is ready', got.get('mailed') == 1, got)


def bounced(browser, bill):
    mode('nobody')
    _, _, page = browser.ask('/m/email')
    browser.ask('/m/email', dict(hidden(page), email='gone@mail.example'))
    carry()
    mode('ok')
    facts = path.kept("SELECT channel, address FROM fact WHERE kind = 18")
    hold('nobody there: the address is noted as bad', facts
         == [('4', 'gone@mail.example')], facts)


def no_way(browser):
    """The doctor says why nothing leaves."""
    hold('all is well', doctor()['health'] == 'well', doctor())
    _, _, page = ask_back(fresh(browser), MINE)
    for words, more, said in (
            ('a wrong password', {'password': 'wrong'}, 'user and password'),
            ('nobody answers', {'port': 1}, 'nobody answers'),
            ('an unknown certificate', {'ca': False}, 'certificate'),
            ('no encryption', {'security': 'plain', 'user': '',
                               'password': ''}, '')):
        settings(**more)
        _, error = carry()
        found = doctor()
        hold('%s: said, and why' % words, found['health'] == 'ill'
             and said in found['words'] and 'pass word' not in error
             + json.dumps(found), (found, error))
    os.remove(os.path.join(path.HOME, 'house-mail'))
    _, error = carry()
    hold('no settings: said', 'no mail server is set' in doctor()['words'],
         doctor())
    settings()
    carry()
    hold('and it is well again', doctor()['health'] == 'well', doctor())


def helper(browser, bill):
    """Somebody may talk for them: named, for a time, ended with one button."""
    small(browser, '/m/helper')
    _, _, page = browser.ask('/m/helper?lang=en')
    form = dict(hidden(page), name='Luisa <Diaz>', relation='child',
                scope='all')
    form.pop('helper', None)
    status, url, page = browser.ask('/m/helper', form)
    hold('a helper is named, with a date', 'said=saved' in url
         and 'Luisa &lt;Diaz&gt;' in page and 'Saved on' in page, (status, url))
    browser.ask('/m/helper', form)
    rows = path.kept('SELECT words, until - holds_from FROM fact '
                     'WHERE kind = 26')
    hold('once, for a year', rows == [('all child Luisa <Diaz>',
                                       str(365 * 86400 * 10**6))], rows)
    for wrong in ({'name': 'x'}, {'relation': 'boss'}):
        _, _, page = browser.ask('/m/helper')
        token = {'token': hidden(page)['token']}
        status, _, _ = browser.ask('/m/helper', {**form, **token, **wrong})
        hold('not so: %s' % wrong, status == 422, status)
    _, answer = path.js('login', 'add', 'eva', '--role', 'representative',
                        '--full-name', 'Eva Rios')
    desk = sign_in(browser.base, 'eva', answer['password'])
    where = '/desk/debt/%s/helper' % bill
    shown = look(desk, where)['helpers']
    hold('the desk sees who, what and until when', len(shown) == 1
         and shown[0]['helper'] == 'Luisa <Diaz>'
         and not shown[0]['is_from_desk'], shown)
    _, _, page = desk.ask(where)
    hold('and that nobody else learns anything', 'do not even learn' in page)
    form = {'token': hidden(page)['token'], 'name': 'Sam Roe',
            'relation': 'worker', 'scope': 'bills'}
    desk.ask(where, form)
    other = path.kept("SELECT ref FROM debt WHERE account = 'F-0002'")[0][0]
    status, _, _ = desk.ask('/desk/debt/%s/helper' % other, form)
    hold('the same key for somebody else is refused', status == 409, status)
    shown = look(desk, where)['helpers']
    hold('and writes down one they told', [one['is_from_desk']
         for one in shown] == [False, True], shown)
    for who, page in ((browser, '/m/helper'), (desk, where)):
        ref = look(who, page)['helpers'][0]['helper_ref']
        _, _, text = who.ask(page)
        status, _, _ = who.ask(page + '/end', {
            'token': hidden(text)['token'], 'helper': ref})
        hold('ended', status == 200, status)
    hold('nobody is left', not look(desk, where)['helpers'])
    status, _, _ = desk.ask(where + '/end', {
        'token': hidden(desk.ask(where)[2])['token'], 'helper': ref})
    hold('ended before: 404', status == 404, status)


def at_desk(browser, bill):
    """A representative sees the wishes and sets them in the person's name."""
    _, answer = path.js('login', 'add', 'ana', '--role', 'representative',
                        '--full-name', 'Ana Silva')
    desk = sign_in(browser.base, 'ana', answer['password'])
    where = '/desk/debt/%s/preferences' % bill
    status, _, page = desk.ask(where)
    hold('the desk sees them', status == 200 and 'in their name' in page,
         status)
    form = dict(hidden(page), language='es', way_letter='1', way_email='1',
                **{'from': '9', 'to': '24'})
    status, url, page = desk.ask(where, form)
    hold('and sets them', 'said=fact' in url and 'They want' not in url
         and 'Spanish' in page, url)
    rows = path.kept("SELECT recorded_by FROM fact WHERE kind = 1 "
                     "AND channel = 1 ORDER BY id DESC")
    hold('in its own name', rows[0] == ('ana',), rows)
    gate(bill, 'phone', 'RF-14h')
    status, _, page = desk.ask('/desk/debt/' + bill)
    hold('the timeline has the e-mails', 'E-mail sent: a code' in page
         and 'nobody knows if it left' in page, status)


def play():
    path.begin()
    path.written()
    _, browser = path.serve()
    office()
    code = before_any(browser)
    bill = person_in(browser, code)
    hold('the new code opens the page', bool(bill))
    first_address(browser, bill)
    come_back(browser)
    other = fresh(browser)
    hold('the letter\'s code still does', person_in(other, code) == bill)
    one_more(other)
    wishes(other, bill)
    helper(other, bill)
    bad_days(other, bill)
    bounced(other, bill)
    no_way(browser)
    at_desk(browser, bill)
    stopped(other, bill)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('back', play))
