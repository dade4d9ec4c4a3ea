#!/usr/bin/env python3
"""doors.py BEDSIDE SYNTHEA_PLACEMENT - every route, asked by every wrong role.

Reads the rows of src/web/routes.c, signs in as each role with the real
program, and asks each row at the public door: who may not gets the same 404
as for a path that never was, byte for byte.  One exception, by prefix and
not by route: nobody, asking for a page, is shown the way in.
"""
import os
import re
import sys
import urllib.request

import path
from path import hold

STAFF = ('representative', 'supervisor', 'compliance', 'administrator')
DESK = STAFF[:2]
HOLDS = {  # src/access/access.c says the same; written twice on purpose
    'MAY_ANYONE': ('nobody', 'person', 'provider') + STAFF,
    'MAY_OWN_DEBT': ('person',),
    'MAY_WORK_DESK': DESK,
    'MAY_TAKE_PAYMENT': DESK,
    'MAY_SEE_CLIENT': ('provider',) + STAFF[1:],
    'MAY_STOP': STAFF[1:],
    'MAY_PLACE': ('administrator',),
    'MAY_RUN_DAY': ('administrator',),
    'MAY_REMIT': ('administrator',),
    'MAY_VERIFY': ('compliance', 'administrator'),
    'MAY_ADMINISTER': ('administrator',),
    'MAY_CARRY': (),
}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def rows():
    text = open(os.path.join(path.ROOT, 'src/web/routes.c')).read()
    text = text[text.index('rows[] = {'):]
    return re.findall(r'ROUTE\(\s*(\w+),\s*"([^"]+)",\s*(\w+),\s*(\w+),'
                      r'\s*([\w\s|]+?),\s*\w+\)', text)


def fill(pattern):
    return re.sub(r':\w+', 'a' * 32, pattern)


def sign_in(port_base, role, password):
    browser = path.Browser(1)
    browser.base = port_base
    _, _, page = browser.ask('/sign-in')
    form = dict(path.hidden(page), name=role, password=password)
    status, _, _ = browser.ask('/sign-in', form)
    return browser


def ask_plain(browser, method, target, accept):
    """No redirect followed; the body and its type only."""
    jar = [h for h in browser.open.handlers
           if isinstance(h, urllib.request.HTTPCookieProcessor)]
    opener = urllib.request.build_opener(Stay(), *jar)
    body = b'x=y' if method == 'POST' else None
    request = urllib.request.Request(
        browser.base + target, data=body, method=method,
        headers={'Sec-Fetch-Site': 'same-origin', 'Accept': accept})
    try:
        answer = opener.open(request, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read()
    path.hear(method, browser.base + target, answer, text, body)
    return answer.status, answer.headers.get('Content-Type'), text, \
        answer.headers.get('Location')


def walk(browsers):
    wrong, walked = [], 0
    for accept in ('text/html', 'application/json'):
        never = ask_plain(browsers['representative'], 'GET', '/no/such/path',
                          accept)
        for method, pattern, right, token, doors in rows():
            for role, browser in browsers.items():
                if 'DOOR_TCP' in doors and role in HOLDS[right]:
                    continue
                walked += 1
                got = ask_plain(browser, method, fill(pattern), accept)
                is_shown_in = role == 'nobody' and method == 'GET' \
                    and accept == 'text/html' and got[0] == 303 \
                    and re.match('/(desk|provider|m)(/|$)', pattern)
                if got != never and not is_shown_in:
                    wrong.append((role, method, pattern, accept, got[0]))
    hold('%d questions by wrong roles: the same 404' % walked, not wrong,
         wrong[:10])


def table():
    bad = [r for r in rows() if r[0] == 'POST' and 'DOOR_TCP' in r[4]
           and r[3] != 'TOKEN']
    hold('every POST a browser may send has a form token', not bad, bad)
    text = open(os.path.join(path.ROOT, 'src/web/routes.c')).read()
    hold('every row was read', len(rows()) == text.count('ROUTE('),
         (len(rows()), text.count('ROUTE(')))


def forms(browsers):
    """A change without our token, or from another site, changes nothing."""
    browser = browsers['nobody']
    status, _, page = browser.ask('/sign-in')
    form = dict(path.hidden(page), name='representative', password='x')
    status, _, _ = browser.ask('/sign-in', dict(form, token='a.b'))
    hold('a false form token is refused', status == 400, status)
    status, _, _ = browser.ask('/sign-in', form,
                               **{'Sec-Fetch-Site': 'cross-site'})
    hold('a form from another site is refused', status == 400, status)
    got = ask_plain(browser, 'BREW', '/health', 'text/html')
    hold('an unknown method: 405', got[0] == 405, got[0])


def sign_all(base, code):
    browsers = {'nobody': path.Browser(1)}
    browsers['nobody'].base = base
    for role in STAFF + ('provider',):
        words = ['login', 'add', role, '--role', role]
        if role == 'provider':
            words += ['--client', 'HARBORCITY']
        _, answer = path.js(*words)
        browsers[role] = sign_in(base, role, answer.get('password', ''))
    browsers['person'] = path.Browser(1)
    browsers['person'].base = base
    _, _, page = browsers['person'].ask('/m')
    form = dict(path.hidden(page), code=code, born_month='3', born_day='27',
                born_year='1984')
    status, _, page = browsers['person'].ask('/m', form)
    hold('a person is signed in', '$940.00' in page, status)
    got = ask_plain(browsers['provider'], 'GET', '/provider', 'text/html')
    hold('a provider is signed in', got[0] == 200, got[0])
    return browsers


def play():
    os.environ['BEDSIDE_STRICT'] = '1'  # an unfilled tag is an error
    table()
    path.begin()
    code = path.written()
    _, browser = path.serve()
    browsers = sign_all(browser.base, code)
    walk(browsers)
    forms(browsers)


if __name__ == '__main__':
    sys.exit(path.act('doors', play))
