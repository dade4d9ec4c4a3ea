#!/usr/bin/env python3
"""api.py BEDSIDE SYNTHEA_PLACEMENT - every route answers a program in JSON.

A file is sent and read back; bodies may be JSON, forms, multipart or CSV;
what is wrong is one shape with a sentence and its fields.
"""
import os
import re
import sys
import time

import path
from doors import sign_in
from keys import Program, SCOPES, make
from path import hidden, hold

CSV = {'Content-Type': 'text/csv'}


def place(program, text, **query):
    """Sends one file, waits for it; the answer to the last question."""
    target = '/provider/files?' + '&'.join('%s=%s' % q for q in query.items())
    status, said = program.ask('POST', target, text, once='file', **CSV)
    if status != 202:
        return status, said
    for _ in range(200):
        status, answer = program.ask('GET', said['see'])
        if status != 202:
            return status, answer
        time.sleep(0.05)
    return status, answer


def files(harbor, lake):
    good = path.table([path.row(n) for n in range(1, 6)])
    status, dry = place(harbor, good, dry_run='yes', file_name='may.csv')
    hold('a dry run says what would happen', status == 200 and dry['is_dry_run']
         and dry['batch'] is None and dry['accepted'] == 5, dry)
    hold('and nothing did', harbor.ask('GET', '/provider')[1]['batches']
         == [])
    bad = good + path.table([path.row(9, balance='x')]).split('\n', 1)[1]
    status, real = place(harbor, bad, file_name='may.csv')
    hold('the file is read, each row accounted for', status == 200 and
         (real['accepted'], real['refused']) == (5, 1)
         and real['row'][0]['fix'], real)
    status, ack = harbor.ask('GET', '/provider/batch/' + real['batch'])
    hold('its acknowledgement', status == 200 and ack['accepted_amount']
         == '4700.00' and ack['row'][0]['line'] == 7, ack)
    status, text = harbor.ask('GET', '/provider/batch/%s?format=csv'
                              % real['batch'], Accept='text/csv')
    hold('as CSV', status == 200 and text.startswith('line,account'), text)
    status, again = place(harbor, bad)
    hold('the same file again: nothing twice', status == 200 and
         (again['accepted'], again['known']) == (0, 5), again)
    for words, said in (({'total': '1.00'}, 'sum to'), ({'kind': 'x'}, "'x'"),
                        ({'total': 'x'}, 'amount')):
        status, answer = place(harbor, good, **words)
        hold('refused with a sentence: %s' % words, status == 400
             and said in answer['error']['message'], answer)
    status, answer = harbor.ask('POST', '/provider/files', {'file': 'agency.db',
                                'file_name': 'x'}, once='spool')
    hold('no name of a file in the house opens it', status == 422, answer)
    _, said = harbor.ask('POST', '/provider/files', good, once='f', **CSV)
    hold('another provider does not see it come',
         lake.ask('GET', said['see'])[0] == 404)
    place(harbor, good)
    hold('nothing stays behind in the spool', os.listdir(os.path.join(
        path.HOME, 'house/spool')) == [])
    # Large enough that some still wait when the last one comes.
    big = path.table([path.row(n) for n in range(1000, 4000)])
    busy = []
    for n in range(60):
        busy.append(harbor.ask('POST', '/provider/files?dry_run=yes', big,
                               once='b%d' % n, **CSV)[0])
        if busy[-1] != 202:
            break
    hold('one provider does not take every turn', busy[-1] == 503
         and len(busy) > 4, busy)
    _, said = lake.ask('POST', '/provider/files?dry_run=yes', good, once='l',
                       **CSV)
    hold('another gets its own', 'see' in said, said)
    while lake.ask('GET', said['see'])[0] == 202:
        time.sleep(0.05)
    hold('what was sent away leaves nothing either', os.listdir(os.path.join(
        path.HOME, 'house/spool')) == [])
    acts = path.kept("SELECT DISTINCT name, client_id IS NULL FROM audit_entry"
                     " WHERE action = 'import.begin'")
    hold('on the trail by the key\'s name', len(acts) == 1
         and acts[0][0] == 'key harbor', acts)


def by_page():
    """The same from the provider's own page."""
    _, answer = path.js('login', 'add', 'bay', '--role', 'provider',
                        '--client', 'HARBORCITY')
    browser = sign_in(BASE, 'bay', answer['password'])
    _, _, page = browser.ask('/provider/preview')

    def send(text, total=''):
        mark = '----bedside'
        parts = [('token', hidden(page)['token']), ('total', total)]
        body = ''.join('--%s\r\nContent-Disposition: form-data; name="%s"'
                       '\r\n\r\n%s\r\n' % (mark, *part) for part in parts)
        body += ('--%s\r\nContent-Disposition: form-data; name="file"; '
                 'filename="june.csv"\r\n\r\n%s\r\n--%s--\r\n'
                 % (mark, text, mark))
        answer = browser.open.open(path.urllib.request.Request(
            BASE + '/provider/files', data=body.encode(), headers={
                'Content-Type': 'multipart/form-data; boundary=' + mark,
                'Sec-Fetch-Site': 'same-origin'}), timeout=20)
        url, seen = answer.url, answer.read().decode()
        while 'We are reading your file' in seen:
            time.sleep(0.05)
            url = url.replace(BASE, '')
            _, url, seen = browser.ask(url)
        return url, seen
    try:
        url, seen = send(path.table([path.row(n)
                                     for n in range(31, 34)]), '1.00')
    except path.urllib.error.HTTPError as error:
        url, seen = error.url, error.read().decode()
    hold('a total that does not tie is said on the page', 'sum to' in seen,
         re.findall('file-wrong">(.*?)<', seen))
    url, seen = send(path.table([path.row(n)
                                 for n in range(31, 34)]))
    hold('a file sent by page ends at its acknowledgement',
         '/provider/batch/' in url, (url, re.findall('file-wrong">(.*?)<', seen)))


def bodies(harbor):
    """What may be sent, and what is said when it may not."""
    ask = lambda body, **kind: harbor.ask('POST', '/provider/stops', body,
                                          once='b' + str(len(str(body))),
                                          **kind)
    status, said = ask({'why': 'we look again', 'channel': 'letter',
                        'facility': None})
    hold('JSON: null was not sent', status == 200 and
         re.fullmatch('/provider/stops/[0-9a-f]{32}', said['see']), said)
    wrong = (('{"why": ["a"]}', 400, "'why'"),
             ('{"why": "a",}', 400, 'line 1, column 13'),
             ('[1]', 400, 'one JSON object'), ('{"why": "a"', 400, 'line 1'),
             ('{"why": "a", "why": "b"}', 400, 'line 1'))
    for body, code, words in wrong:
        status, said = ask(body, **{'Content-Type': 'application/json'})
        hold('refused: %s' % body, status == code
             and words in said['error']['message'], said)
    status, said = ask('<why/>', **{'Content-Type': 'text/xml'})
    hold('another kind: 415', status == 415 and said['error']['kind']
         == 'type', said)
    status, said = ask({'why': ''})
    error = said['error']
    hold('a field that is wrong is named, with words', status == 422
         and error['status'] == 422 and error['kind'] == 'invalid'
         and error['fields'][0]['field'] == 'why'
         and ' ' in error['fields'][0]['message'] and error['message'], said)
    status, said = harbor.ask('POST', '/provider/stops?lang=es', {'why': ''},
                              once='es')
    hold('in the language that was asked for', 'o' in
         said['error']['message'] and said['error']['message']
         != error['message'], said)


def play():
    global BASE
    os.environ['BEDSIDE_STRICT'] = '1'
    path.begin()
    _, browser = path.serve()
    BASE = browser.base
    harbor = Program(BASE, make('harbor', '--client', 'HARBORCITY', '--scope',
                                SCOPES))
    lake = Program(BASE, make('lake', '--client', 'LAKESIDE', '--scope',
                              SCOPES))
    files(harbor, lake)
    by_page()
    bodies(harbor)
    code, out, error = path.folder_run('verify')
    hold('verify still agrees', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('api', play))
