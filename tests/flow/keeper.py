"""How a test's house comes so far that its letters may leave.

By the commands and the page an administrator uses: a keeper with a second
step, a backup, its code typed as from paper, and a word on licenses.
"""
import base64
import hashlib
import hmac
import http.cookiejar
import re
import struct
import time
import urllib.parse
import urllib.request

BACKUP = 'first.backup'


def code_of(secret, step):
    """Six digits of an authenticator app."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack('>Q', step), hashlib.sha1).digest()
    at = mac[-1] & 15
    number = struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff
    return '%06d' % (number % 1000000)


def step_now():
    return int(time.time()) // 30


def secret_of(page):
    return re.search(r'<code>([A-Z2-7 ]+)</code>', page).group(1)\
        .replace(' ', '')


def hidden(page):
    return dict(re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]+)"', page))


def second_step(base, name, password):
    """Signs in for the first time and sets the app up."""
    opener = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(path, form=None):
        body = urllib.parse.urlencode(form).encode() if form else None
        return opener.open(urllib.request.Request(
            base + path, data=body, headers={'Sec-Fetch-Site': 'same-origin'}),
            timeout=20).read().decode()
    page = ask('/sign-in')
    page = ask('/sign-in', dict(hidden(page), name=name, password=password))
    form = dict(hidden(page), code=code_of(secret_of(page), step_now()))
    return ask('/sign-in/setup', form)


def kept(run):
    """run(*words): a command in that folder; gives what it printed."""
    run('ready', '--no-license', 'an invented house of a test')
    run('backup', 'make', BACKUP)
    code = run('backup', 'code').split()[0]
    run('backup', 'code', '--on-paper', code.split('-')[-1])


def keeper(run, base):
    password = 'a keeper of keys 7'
    run('login', 'add', 'answer', '--role', 'representative',
        '--full-name', 'Lee Moss', '--password',
        password)
    run('login', 'add', 'keeper', '--role', 'administrator', '--password',
        password)
    second_step(base, 'keeper', password)
