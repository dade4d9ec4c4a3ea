"""house.py - the real program on a clock of ours: asked, and looked into.

Everything is sent as its users send it: files and the day by command, the
desk and the providers by key, a person with the code of their letter.
"""
import datetime
import http.client
import json
import mmap
import os
import re
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), 'flow'))
import path


class Clock:
    """Moves forward only; what runs on it starts after it was made."""

    def __init__(self, folder, shim):
        name = os.path.join(folder, 'clock')
        self.file = open(name, 'w+b')
        self.file.write(bytes(8))
        self.file.flush()
        os.chmod(name, 0o644)
        self.page = mmap.mmap(self.file.fileno(), 8)
        os.environ.update(LD_PRELOAD=shim, BEDSIDE_TEST_CLOCK=name)
        os.environ['ASAN_OPTIONS'] = ':'.join(filter(None, (
            os.environ.get('ASAN_OPTIONS'), 'verify_asan_link_order=0')))
        self.away = 0

    def now(self):
        return (time.time_ns() + self.away) // 10**9

    def at(self, moment, begin=False):
        if begin or moment > self.now():
            self.away = moment * 10**9 - time.time_ns()
            self.page[:] = struct.pack('q', self.away)
        return self.now()


class Program:
    """Asks by key, on one connection."""

    def __init__(self, port, key):
        self.link, self.key = http.client.HTTPConnection(
            '127.0.0.1', port, timeout=300), key
        self.once = 0

    def ask(self, method, target, form=None):
        head = {'Accept': 'application/json',
                'Authorization': 'Bearer ' + self.key}
        if form is not None:
            self.once += 1
            head['Idempotency-Key'] = 'lives-%d' % self.once
            head['Content-Type'] = 'application/x-www-form-urlencoded'
            form = urllib.parse.urlencode(form)
        try:
            self.link.request(method, target, form, head)
            answer = self.link.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.link.close()
            self.link.request(method, target, form, head)
            answer = self.link.getresponse()
        text = answer.read().decode()
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text

    def get(self, target):
        status, said = self.ask('GET', target)
        assert status == 200, (target, status, said)
        return said

    def post(self, target, **form):
        status, said = self.ask('POST', target, form)
        assert status == 200, (target, form, status, said)
        return said


def command(*words, good=(0,)):
    code, said = path.js(*words)
    assert code in good, (words, code, said)
    return said


class Store:
    """Looks, and never touches."""

    def __init__(self):
        self.link = None
        if not os.environ.get('BEDSIDE_PG_URL'):
            self.link = sqlite3.connect('file:%s?mode=ro' % os.path.join(
                path.HOME, 'house', 'agency.db'), uri=True)

    def rows(self, sql):
        return path.kept(sql) if self.link is None else [
            tuple(map(str, row)) for row in self.link.execute(sql)]


def letter_words(ref):
    name = os.path.join(path.HOME, 'house', 'spool', 'letters', ref + '.pdf')
    return subprocess.run(['pdftotext', '-layout', name, '-'], text=True,
                          capture_output=True, check=True).stdout


def sign_in(base, ref, born):
    """A person with the code of their letter and their birthday."""
    browser = path.Browser(1)
    browser.base = base
    code = re.search(r'[A-Z0-9]{4}-[A-Z0-9]{4}', letter_words(ref)).group()
    _, _, page = browser.ask('/m')
    status, url, page = browser.ask('/m', dict(
        path.hidden(page), code=code, born_month=born.month,
        born_day=born.day, born_year=born.year))
    assert status == 200 and '/m/bill' in url, (status, url)
    return browser


def cents(text):
    return int(text.replace('.', '').replace(',', '').replace('$', ''))


def plain(amount):
    return '%d.%02d' % divmod(amount, 100)


def day_of(text):
    return datetime.date.fromisoformat(text)
