#!/usr/bin/env python3
"""users.py BEDSIDE SYNTHEA_PLACEMENT - who may sign in, and how sure we are.

The second step is offered at the first sign-in, may be put off for a week,
and then is asked each time: a code is good once, wrong ones lock the door, a
recovery code helps once.  An administrator lists, stops, lets in again, gives
another password or role, and resets; each ends what it should at once.  The agency's own words change
while it serves.
"""
import os
import re
import sys

import path
from keeper import code_of, secret_of, step_now
from doors import ask_plain, sign_in
from path import hidden, hold

SECOND, SET = '/sign-in/code', '/sign-in/setup'


def new(base, password, name):
    browser = path.Browser(1)
    browser.base = base
    _, _, page = browser.ask('/sign-in')
    _, url, page = browser.ask('/sign-in', dict(hidden(page), name=name,
                                                password=password))
    return browser, url, page


def send(browser, where, code):
    _, _, page = browser.ask(where)
    return browser.ask(where, dict(hidden(page), code=code))


def is_in(browser):
    return ask_plain(browser, 'GET', '/desk', 'text/html')[0] == 200


def set_up(base, password):
    browser, url, page = new(base, password, 'rosa')
    hold('setting it up is the first page', url.endswith(SET), url)
    hold('and a week there is leave to wait', 'Not now' in page
         and is_in(browser))
    secret = secret_of(page)
    link = re.search(r'href="(otpauth://[^"]+)"', page).group(1)
    hold('the link says who and where', link.startswith(
        'otpauth://totp/Harbor%20Care:rosa?secret=' + secret), link)
    wrong = code_of(secret, step_now() + 5)
    status, _, page = send(browser, SET, wrong)
    hold('a wrong code sets nothing up', status == 422
         and secret_of(page) == secret, status)
    step = step_now()
    status, _, page = send(browser, SET, code_of(secret, step))
    codes = re.findall(r'<code>(\w{4}-\w{4})</code>', page)
    hold('ten recovery codes, once', status == 200 and len(set(codes)) == 10,
         (status, codes))
    hold('and it is signed in', is_in(browser))
    hold('the secret lies sealed', secret not in str(path.kept(
        "SELECT * FROM totp")), '')
    return secret, step, codes


def each_time(base, password, secret, step, codes):
    browser, url, page = new(base, password, 'rosa')
    hold('then a code is asked', url.endswith(SECOND), url)
    hold('the password alone opens nothing', not is_in(browser))
    status, _, _ = send(browser, SECOND, code_of(secret, step))
    hold('a code is not good twice', status == 422, status)
    status, url, _ = send(browser, SECOND, code_of(secret, step + 1))
    hold('the next one is good', status == 200 and is_in(browser),
         (status, url))
    other, _, _ = new(base, password, 'rosa')
    status, _, _ = send(other, SECOND, code_of(secret, step + 1))
    hold('but not for somebody else', status == 422 and not is_in(other))
    status, _, _ = send(other, SECOND, codes[0].lower().replace('-', ' '))
    hold('a recovery code helps', status == 200 and is_in(other), status)
    third, _, _ = new(base, password, 'rosa')
    status, _, _ = send(third, SECOND, codes[0])
    hold('once', status == 422 and not is_in(third), status)
    status, url, _ = browser.ask(SET)
    hold('nothing is set up twice', url.endswith('/sign-in'), url)
    return browser


def reset(base, password, browser):
    code, answer = path.js('login', 'reset', 'rosa')
    hold('reset', code == 0, answer)
    hold('signs out', not is_in(browser))
    browser, url, page = new(base, password, 'rosa')
    hold('and wants it set up at once', url.endswith(SET)
         and 'Not now' not in page and not is_in(browser), url)
    secret = secret_of(page)
    status, _, _ = send(browser, SET, code_of(secret, step_now()))
    hold('which opens the desk', status == 200 and is_in(browser), status)
    return secret


def locks(base, password, secret):
    browser, _, _ = new(base, password, 'rosa')
    for _ in range(10):
        status, _, _ = send(browser, SECOND, '000000')
    status, _, _ = send(browser, SECOND, code_of(secret, step_now() + 1))
    hold('ten wrong codes lock the door', status == 429, status)
    browser, url, page = new(base, password, 'rosa')
    hold('for the password too', 'Too many tries' in page, url)


def by_hand(base):
    """The commands."""
    _, answer = path.js('login', 'add', 'ben', '--role', 'representative',
                        '--full-name', 'Ben Ito')
    first = answer['password']
    browser = sign_in(base, 'ben', first)
    code, out, error = path.folder_run('login', 'list')
    hold('the list says who', code == 0 and 'ben  Ben Ito, representative'
         in out and 'no second step yet' in out, out + error)
    code, out, _ = path.folder_run('login', 'disable', 'ben')
    hold('disabled, his session ends', code == 0 and not is_in(browser), out)
    hold('and no other begins', not is_in(sign_in(base, 'ben', first)))
    path.folder_run('login', 'enable', 'ben')
    hold('enabled, he is back', is_in(sign_in(base, 'ben', first)))
    browser = sign_in(base, 'ben', first)
    _, answer = path.js('login', 'password', 'ben')
    hold('another password ends it', not is_in(browser)
         and not is_in(sign_in(base, 'ben', first)))
    browser = sign_in(base, 'ben', answer['password'])
    hold('and lets in', is_in(browser))
    path.folder_run('login', 'role', 'ben', '--role', 'compliance')
    hold('another role holds at once', not is_in(browser) and ask_plain(
        browser, 'GET', '/desk/stops', 'text/html')[0] == 200)
    for words, status in ((('disable', 'nobody'), 66),
                          (('role', 'ben', '--role', 'king'), 65),
                          (('role', 'ben', '--role', 'provider'), 65)):
        code, _, error = path.folder_run('login', *words)
        hold('refused: login %s' % ' '.join(words), code == status and error,
             (code, error))


def by_page(base):
    _, answer = path.js('login', 'add', 'ada', '--role', 'administrator')
    browser = sign_in(base, 'ada', answer['password'])
    status, _, page = browser.ask('/desk/users')
    hold('the page lists', status == 200 and 'Ben Ito' in page, status)
    token = hidden(page)['token']

    def change(**form):
        return browser.ask('/desk/users/change', dict(form, token=token))
    status, _, page = change(name='ben', do='password')
    made = re.search(r'<code>([\w-]{23})</code>', page)
    hold('a password is shown', status == 200 and made, status)
    status, url, _ = change(name='ben', do='role', role='representative')
    hold('a role is given', status == 200 and url.endswith('/desk/users'),
         (status, url))
    hold('both hold', is_in(sign_in(base, 'ben', made.group(1))))
    change(name='ben', do='disable')
    hold('and he is stopped', not is_in(sign_in(base, 'ben', made.group(1))))
    status, _, page = change(name='ada', do='disable')
    hold('not oneself', status == 422 and 'Nothing was changed' in page,
         status)
    form = dict(token=token, name='eve', full_name='Eve Roe',
                role='supervisor')
    status, _, page = browser.ask('/desk/users', form)
    made = re.search(r'<code>([\w-]{23})</code>', page)
    hold('one more', status == 200 and made and is_in(
        sign_in(base, 'eve', made.group(1))), status)
    status, _, page = browser.ask('/desk/users', form)
    hold('but not twice', status == 422 and 'already' in page, status)
    acts = [row[0] for row in path.kept(
        "SELECT DISTINCT action FROM audit_entry WHERE action LIKE 'login.%'"
        " ORDER BY action")]
    hold('all of it is on the trail', acts == [
        'login.add', 'login.disable', 'login.enable', 'login.password',
        'login.reset', 'login.role', 'login.second'], acts)


def who_we_are(browser):
    """The agency's own words change, and a serving house says them."""
    code, out, error = path.folder_run('agency')
    hold('the agency is shown', code == 0 and 'phone: 2075550170' in out,
         out + error)
    code, out, _ = path.folder_run('ready')
    hold('the list names the command', 'bedside agency --license' in out)
    code, out, error = path.folder_run(
        'agency', '--phone', '(207) 555-0199', '--license', 'ME 123')
    hold('and changed', code == 0 and 'phone: 2075550199' in out
         and 'city: Portland' in out, out + error)
    _, _, page = browser.ask('/m')
    hold('the pages say it at once', '555-0199' in page
         and '555-0170' not in page and 'ME 123' in page)
    code, out, _ = path.folder_run('ready')
    hold('the list is content', 'bedside agency --license' not in out)
    for words in (('--phone', '12'), ('--name', ''), ('--state', 'Q1')):
        code, _, error = path.folder_run('agency', *words)
        hold('refused: %s' % ' '.join(words), code == 65 and words[0]
             in error, (code, error))
    code, out, _ = path.folder_run('agency', '--license', '')
    hold('a part is cleared', code == 0 and 'ME 123' not in out, out)
    detail = path.kept("SELECT detail FROM audit_entry WHERE action ="
                       " 'agency.change' ORDER BY seq LIMIT 1")
    hold('with what was on the trail', '2075550170' in str(detail)
         and 'ME 123' in str(detail) and 'Portland' not in str(detail),
         detail)


def play():
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    _, browser = path.serve()
    _, answer = path.js('login', 'add', 'rosa', '--role',
                        'representative')
    password = answer['password']
    secret, step, codes = set_up(browser.base, password)
    session = each_time(browser.base, password, secret, step, codes)
    secret = reset(browser.base, password, session)
    locks(browser.base, password, secret)
    by_hand(browser.base)
    by_page(browser.base)
    who_we_are(browser)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('users', play))
