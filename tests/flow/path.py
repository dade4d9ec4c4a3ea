#!/usr/bin/env python3
"""path.py BEDSIDE SYNTHEA_PLACEMENT - the whole path, with the real program.

file -> debt -> gate -> letter -> the person's page -> plan -> payment ->
remittance -> verify, on SQLite, or on PostgreSQL under tests/pgcluster.
Prints each thing it saw hold; the last line is "N passed, N failed".
"""
import csv
import datetime
import hashlib
import http.cookiejar
import json
import os
import pwd
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import answers
import keeper

BEDSIDE, SYNTHEA = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
DATA = os.environ.get('BEDSIDE_DATA', os.path.join(ROOT, '..', 'shared', 'data'))
count = {'passed': 0, 'failed': 0}


def hold(words, good, more=''):
    count['passed' if good else 'failed'] += 1
    print('%s %s%s' % ('ok  ' if good else 'NOT ', words,
                       '' if good else ': %s' % (more,)), flush=True)


def hold_quiet(words, good, more=''):
    if not good:
        hold(words, good, more)


def ordinary():
    """The program refuses root; tests started as root use another user."""
    if os.getuid() != 0:
        return None
    for name in ('bedside', 'nobody'):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


USER = ordinary()


def drop():
    os.setgroups([])
    os.setgid(USER.pw_gid)
    os.setuid(USER.pw_uid)


def run(*words, **more):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True,
                          cwd=HOME, preexec_fn=drop if USER else None,
                          timeout=240, **more)
    return done.returncode, done.stdout, done.stderr


def folder_run(*words):
    return run(*words, '--folder', 'house')


def js(*words):
    code, out, error = folder_run(*words, '--json')
    try:
        return code, json.loads(out)
    except ValueError:
        return code, {'error': error, 'out': out}


def write(name, text, mode='w'):
    path = os.path.join(HOME, name)
    with open(path, mode, **({} if 'b' in mode else {'newline': ''})) as file:
        file.write(text)
    os.chmod(path, 0o644)
    return name


def begin():
    words = ['init', '--name', 'Harbor Care LLC', '--known-as', 'Harbor Care',
             '--line1', 'P.O. Box 2170', '--city', 'Portland', '--state', 'ME',
             '--zip', '04101', '--phone', '207-555-0170', '--hours',
             'Monday to Friday, 8 a.m. to 8 p.m.', '--hours-es',
             'lunes a viernes, 8 a.m. a 8 p.m.', '--website',
             'harborcare.example', '--portal', 'harborcare.example/m']
    if os.environ.get('BEDSIDE_PG_URL'):
        words += ['--postgres', os.environ['BEDSIDE_PG_URL'],
                  '--postgres-owner', os.environ['BEDSIDE_PG_OWNER_URL']]
    code, out, error = folder_run(*words)
    hold('init makes a folder', code == 0, error)
    bad = write('bad.yaml', open(os.path.join(
        ROOT, 'docs/clients/lakeside.yaml')).read()
        .replace('known_as:', 'known_az:').replace('fee:', 'fee: x'))
    code, out, error = folder_run('client', 'apply', bad)
    hold('a bad agreement names every place in one run',
         code == 65 and len(re.findall(r'bad\.yaml:\d+:\d+:', out + error)) > 1
         and 'did you mean' in out + error, out + error)
    for name in ('lakeside', 'harbor-city'):
        shutil.copy(os.path.join(ROOT, 'docs/clients', name + '.yaml'), HOME)
        os.chmod(os.path.join(HOME, name + '.yaml'), 0o644)
        code, out, error = folder_run('client', 'apply', name + '.yaml')
        hold('agreement %s is applied' % name, code == 0, error)


def kept(sql):
    """Rows of the house's own database, as tuples of text."""
    if os.environ.get('BEDSIDE_PG_OWNER_URL'):
        done = subprocess.run(['psql', '-XqAt', '-F', '|', '-c', sql,
                               os.environ['BEDSIDE_PG_OWNER_URL']],
                              capture_output=True, text=True, check=True)
        return [tuple(line.split('|')) for line in done.stdout.splitlines()]
    with tempfile.TemporaryDirectory() as copy:
        for name in ('agency.db', 'agency.db-wal'):
            path = os.path.join(HOME, 'house', name)
            if os.path.exists(path):
                shutil.copy(path, copy)
        with sqlite3.connect(os.path.join(copy, 'agency.db')) as link:
            return [tuple(map(str, row)) for row in link.execute(sql)]


HEAD = ['account', 'facility', 'patient_first', 'patient_last',
        'patient_birth_date', 'address1', 'city', 'state', 'zip', 'phone1',
        'service_date', 'charges', 'insurance_paid', 'adjustments',
        'patient_paid', 'balance', 'itemization_date', 'itemization_kind',
        'itemization_amount', 'email']
TODAY = datetime.date.today()


def row(n, **more):
    day = (TODAY - datetime.timedelta(days=90)).isoformat()
    cells = dict(account='F-%04d' % n, facility='HC-BAY', patient_first='Rosa',
                 patient_last='Diaz%d' % n, patient_birth_date='1984-03-27',
                 address1='%d Pier Road' % n, city='Portland', state='ME',
                 zip='04101', phone1='207555%04d' % (100 + n),
                 service_date=day, charges='1420.00', insurance_paid='310.00',
                 adjustments='170.00', patient_paid='0.00', balance='940.00',
                 itemization_date=day, itemization_kind='transaction',
                 itemization_amount='1420.00',
                 email='rosa%d@mail.example' % n)
    cells.update(more)
    return cells


def table(rows, head=None):
    lines = [','.join(head or HEAD)]
    for cells in rows:
        lines.append(','.join('"%s"' % str(cells[name]).replace('"', '""')
                              for name in HEAD))
    return '\n'.join(lines) + '\n'


def debts():
    code, status = js('verify')
    return json.dumps(status.get('digest', status))


def bad_files():
    before = debts()
    good = table([row(1), row(2)])
    whole = {
        'empty': '', 'nul': good.replace('Rosa', 'Ro\0sa', 1),
        'truncated quote': good.rstrip()[:-2], 'duplicate header':
        table([row(1)], ['account'] + HEAD[:-1]),
        'long line': good + 'x' * (50 << 20) + '\n',
    }
    for name, text in whole.items():
        write('bad.csv', text)
        code, out, error = folder_run('import', '--client', 'HARBORCITY',
                                      'bad.csv')
        hold('%s: a sentence with its line, exit not 0' % name,
             code != 0 and 'line' in error + out, (code, out[-300:], error))
    write('bad.csv', os.urandom(4000), 'wb')
    code, out, error = folder_run('import', '--client', 'HARBORCITY', 'bad.csv')
    hold('binary: refused with a line', code != 0 and 'line' in error, error)
    hold('nothing half-written after bad files', debts() == before)
    cells = {'formula': '=1+1', 'negative': '-5.00', 'huge': '99999999999999',
             'three decimals': '940.001', 'exponent': '1e3', 'NaN': 'NaN',
             'empty balance': '', 'Excel serial': '46018'}
    rows = [row(10 + i, balance=v) for i, v in enumerate(cells.values())]
    rows.append(row(30, service_date='2026-02-31'))
    write('bad.csv', table(rows))
    code, answer = js('import', '--client', 'HARBORCITY', 'bad.csv',
                      '--dry-run')
    told = {r['line']: r for r in answer.get('row', [])}
    hold('each bad row is refused with line, column and reason',
         answer.get('refused') == len(rows) and
         all(r['reason'] and r['column'] for r in told.values()), answer)
    hold('how to mend it names the field', '{' not in ''.join(
        r['fix'] for r in told.values()), answer)
    write('many.csv', table([row(n, balance='-5.00')
                             for n in range(50, 75)]))
    code, out, error = folder_run('import', '--client', 'HARBORCITY',
                                  'many.csv', '--dry-run')
    code, answer = js('import', '--client', 'HARBORCITY', 'many.csv',
                      '--dry-run')
    hold('a terminal shows ten refused rows, --json all of them',
         out.count('\nline ') == 10 and '... and 15 more' in out
         and '--json' in out and len(answer['row']) == 25, out)
    write('latin.csv', table([row(40, patient_last='Mu\xf1oz')])
          .encode('latin-1'), 'wb')
    code, answer = js('import', '--client', 'HARBORCITY', 'latin.csv',
                      '--dry-run')
    hold('a wrong encoding is said', answer.get('refused') == 1 and
         'UTF-8' in json.dumps(answer, ensure_ascii=False), answer)


def placements():
    write('place.csv', table([row(n) for n in range(1, 21)]))
    code, dry = js('import', '--client', 'HARBORCITY', 'place.csv',
                   '--dry-run')
    hold('a dry run says what would happen', dry.get('accepted') == 20, dry)
    code, real = js('import', '--client', 'HARBORCITY', 'place.csv')
    hold('20 accounts placed', real.get('accepted') == 20 and
         real.get('accepted_amount') == '18800.00', real)
    code, again = js('import', '--client', 'HARBORCITY', 'place.csv')
    hold('the same file again: 0 new, 20 known',
         (again.get('new'), again.get('known')) == (0, 20), again)
    code, out, error = folder_run('import', '--undo', real['batch'])
    hold('an import can be undone', code == 0, error)
    code, real = js('import', '--client', 'HARBORCITY', 'place.csv')
    hold('after undo they are new again', real.get('accepted') == 20, real)
    return real['batch']


def refused_many(batch_of=2103):
    """More rows than a page: nothing of the acknowledgement is lost."""
    write('worse.csv', table([row(n, balance='x') for n in range(batch_of)]))
    code, out, error = folder_run('import', '--client', 'HARBORCITY',
                                  'worse.csv')
    batch = re.search(r'/provider/batch/([0-9a-f]{32})', out).group(1)
    hold('ten refused rows, and where the rest is', code == 65
         and out.count('\nline ') == 10, out[:300])
    _, answer = js('login', 'add', 'bay', '--role', 'provider', '--client',
                   'HARBORCITY')
    server, browser = serve()
    try:
        _, _, page = browser.ask('/sign-in')
        browser.ask('/sign-in', dict(hidden(page), name='bay',
                                     password=answer['password']))
        _, _, text = browser.ask('/provider/batch/%s?format=csv' % batch)
        rows = list(csv.DictReader(text.splitlines()))
        lines = [one['line'] for one in rows]
        hold('the CSV has the columns that docs/placements.md promises',
             list(rows[0]) == 'line,account,outcome,amount,column,'
             'column_name,found,code,reason,fix'.split(',')
             and rows[0]['code'] == 'amount_shape', rows[0])
        _, _, page = browser.ask('/provider/batch/' + batch)
        hold('the page says what to mend how often, and how many are ready',
             '<td class="num">2,103</td>' in page and ', 0 are ready' in page
             and 'Write it like 1234.56.' in page)
        shown, after = 0, '0'
        while after:
            _, _, page = browser.ask('/provider/batch/%s?after=%s'
                                     % (batch, after))
            shown += page.count('<td>Refused</td><td>')
            more = re.search(r'\?after=(\d+)"', page)
            after = more and more.group(1)
        hold('and shows each of them', shown == batch_of, shown)
        hold('every refused row is in the acknowledgement, once',
             [int(n) for n in lines] == list(range(2, batch_of + 2)),
             (len(lines), lines[:3]))
    finally:
        server.terminate()
        server.wait(20)


def synthea():
    flat = os.path.join(DATA, 'synthea', 'r4-flat')
    if not os.path.isdir(flat):
        print('skipped: synthea is not here')
        return
    write('synthea.yaml', open(os.path.join(
        ROOT, 'tests/unit/intake/synthea.yaml')).read())
    with open(os.path.join(HOME, 'synthea.csv'), 'wb') as file:
        subprocess.run([SYNTHEA, flat], stdout=file, check=True)
    folder_run('client', 'apply', 'synthea.yaml')
    code, answer = js('import', '--client', 'SYNTHEA', 'synthea.csv')
    total = sum(int(answer[k].replace('.', '')) for k in (
        'accepted_amount', 'held_amount', 'refused_amount'))
    hold('Synthea: 4,554 rows, $3,748,174.55, accepted + held + refused',
         answer.get('rows') == 4554 and total == 374817455, answer)
    hold('Synthea: minors without a guarantor refused, the dead held',
         answer['refused'] == 829 and answer['held'] == 988, answer)
    code, again = js('import', '--client', 'SYNTHEA', 'synthea.csv')
    hold('Synthea again: 0 new, N known', again.get('new') == 0 and
         again.get('known') == answer['accepted'] + answer['held'], again)


def ready(base=None):
    """All that `bedside ready` asks for before letters leave; base: where it
    is served, when somebody does."""
    def one(*words):
        code, out, error = folder_run(*words)
        if code != 0:
            hold('ready: ' + ' '.join(words[:2]), False, out + error)
        return out
    server, browser = (None, None) if base else serve()
    keeper.keeper(one, base or browser.base)
    if server:
        server.terminate()
        server.wait(20)
    keeper.kept(one)
    code, out, error = folder_run('ready')
    hold('letters may leave', code == 0, out + error)


def release(client='HARBORCITY'):
    """Somebody responsible lets a new provider's letters go."""
    code, answer = js('daily', '--release', client)
    hold('letters of %s are released' % client, code == 0
         and answer['letters'] > 0, answer)


def placed():
    """Twenty bills of one provider; the ref of their batch."""
    write('place.csv', table([row(n) for n in range(1, 21)]))
    return js('import', '--client', 'HARBORCITY', 'place.csv')[1]['batch']


def written():
    """Twenty bills whose letters have left; the code of one letter."""
    return letters(placed())


def letters(batch):
    ready()
    code, dry = js('daily', '--dry-run')
    code, out, error = folder_run('daily')
    hold('the day runs, and says who must be released', code == 0
         and 'letters of HARBORCITY' in out, error + out)
    release()
    code, out, error = folder_run('daily')
    hold('a second run finds nothing to do', code == 0, error)
    server, _ = serve()
    try:
        code, out, error = folder_run('courier', '--once')
    finally:
        server.terminate()
        server.wait(20)
    hold('the courier carries', code == 0, error)
    spool = os.path.join(HOME, 'house', 'spool', 'letters')
    names = os.listdir(spool)
    sums, seen = {}, 0
    for name in names:
        if name.startswith('manifest') and name.endswith('.csv'):
            for line in csv.DictReader(open(os.path.join(spool, name))):
                sums[line['message']] = line['sha256']
    for message, sha in sums.items():
        bytes_ = open(os.path.join(spool, message + '.pdf'), 'rb').read()
        seen += hashlib.sha256(bytes_).hexdigest() == sha
    pdfs = [n for n in names if n.endswith('.pdf')]
    hold('20 letters lie in the spool, each as its manifest says',
         len(pdfs) >= 20 and seen == len(sums) == len(pdfs),
         (len(pdfs), len(sums), seen))
    code, out, error = folder_run('import', '--undo', batch)
    hold('what has left cannot be undone', code == 73, (code, error))
    text = subprocess.run(['pdftotext', '-layout', os.path.join(
        spool, pdfs[0]), '-'], capture_output=True, text=True).stdout
    return re.search(r'[A-Z0-9]{4}-[A-Z0-9]{4}', text).group()


class Browser:
    def __init__(self, port):
        self.base = 'http://127.0.0.1:%d' % port
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(self, path, form=None, **headers):
        body = urllib.parse.urlencode(form).encode() if form else None
        headers.setdefault('Sec-Fetch-Site', 'same-origin')
        try:
            answer = self.open.open(urllib.request.Request(
                self.base + path, data=body, headers=headers), timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read().decode()
        hear('POST' if form else 'GET', self.base + path, answer, text, body)
        self.mirror(path, form, answer)
        return answer.status, answer.url, text

    def mirror(self, path, form, answer):
        """The page that was opened, once more as a program would ask."""
        was_moved = answer.url != self.base + path
        if (form and not was_moved) or answer.status != 200 or 'html' not in \
                str(answer.headers.get('Content-Type')):
            return
        try:
            again = self.open.open(urllib.request.Request(
                answer.url, headers={'Accept': answers.JSON}), timeout=20)
        except urllib.error.HTTPError as error:
            again = error
        hear('GET', answer.url, again, again.read().decode())
        hold_quiet('JSON of ' + answer.url, 'json' in str(
            again.headers.get('Content-Type')))


def hear(method, url, answer, text, sent=None,
         kind='application/x-www-form-urlencoded'):
    """Told to answers.py, which knows what the document says."""
    parts = urllib.parse.urlsplit(url)
    answers.hear(method, parts.path + ('?' + parts.query if parts.query
                                       else ''), answer.status,
                 answer.headers.get('Content-Type'), text, kind, sent)


def hidden(page):
    return dict(re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]+)"', page))


def person_in(browser, code):
    """Comes in by a letter's code; the ref of their bill."""
    _, _, page = browser.ask('/m')
    form = dict(hidden(page), code=code, born_month='3', born_day='27',
                born_year='1984')
    _, _, page = browser.ask('/m', form)
    return re.search(r'bill=([0-9a-f]{32})', page).group(1)


servers = []


def act(name, play):
    """A house of its own for one test, gone afterwards with its servers."""
    global HOME, PROGRAM
    HOME = tempfile.mkdtemp(prefix='bedside-%s-' % name)
    if USER:
        os.chown(HOME, USER.pw_uid, USER.pw_gid)
    PROGRAM = shutil.copy(BEDSIDE, HOME)
    os.chmod(PROGRAM, 0o755)
    code, document, error = run('openapi')
    hold('the OpenAPI document is written', code == 0, error)
    answers.read(document)
    try:
        play()
        hold('%d answers in JSON, of %d kinds, are as it says' % (
            sum(answers.seen.values()), len(answers.seen)),
            not answers.wrong, answers.wrong[:20])
    finally:
        for server in servers:
            if server.poll() is None:
                server.terminate()
                server.wait(20)
        shutil.rmtree(HOME, ignore_errors=True)
    print('%(passed)d passed, %(failed)d failed' % count)
    return 1 if count['failed'] else 0


def serve():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        port = one.getsockname()[1]
    server = subprocess.Popen(
        [PROGRAM, 'serve', '--folder', 'house', '--port', str(port)],
        cwd=HOME, preexec_fn=drop if USER else None,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    servers.append(server)
    for _ in range(100):
        try:
            Browser(port).ask('/health')
            break
        except OSError:
            time.sleep(0.05)
    return server, Browser(port)


def person(code):
    server, browser = serve()
    try:
        status, _, page = browser.ask('/m')
        form = dict(hidden(page), code=code, born_month='3', born_day='27',
                    born_year='1983')
        status, _, page = browser.ask('/m', form)
        hold('a wrong birthday is refused without a hint',
             status == 422 and 'could not match' in page, status)
        form = dict(hidden(page), code=code, born_month='3', born_day='27',
                    born_year='1984')
        status, url, page = browser.ask('/m', form)
        hold('code and birthday open the bill',
             status == 200 and '$940.00' in page, (status, url))
        bill = re.search(r'bill=([0-9a-f]{32})', page).group(1)
        status, _, page = browser.ask('/m/choices?bill=' + bill)
        offer = re.search(r'/m/plan\?bill=[0-9a-f]+&amp;offer=[0-9a-f]+', page)
        status, _, page = browser.ask(offer.group().replace('&amp;', '&'))
        agree = dict(hidden(page), agree='yes')
        status, url, page = browser.ask('/m/plan', agree)
        hold('a plan is agreed', status == 200 and '/m/plan/done' in url,
             (status, url))
        status, url, _ = browser.ask('/m/plan', agree)
        hold('agreeing twice is once', '/m/plan/done' in url, (status, url))
        status, _, page = browser.ask('/m/bill?bill=' + bill + '&lang=es')
        hold('the same page in Spanish', 'Lo que falta' in page)
        status, _, answer = browser.ask('/m/bill?bill=' + bill,
                                        Accept='application/json')
        hold('the same bill as JSON', json.loads(answer)['balance'] ==
             '940.00', answer[:200])
        for path in ('/desk', '/provider', '/nowhere', '/m/bill?bill=' + 'a'
                     * 32, '/admin/status'):
            status, _, page = browser.ask(path)
            hold('%s is nobody\'s business' % path, status == 404, status)
        not_me(browser.base, code, bill)
    finally:
        server.terminate()
        server.wait(20)
    return bill


def say_not_me(base, **typed):
    """One form, sent twice, from a browser that has no cookie."""
    browser = Browser(1)
    browser.base = base
    form = dict(hidden(browser.ask('/m/not-me')[2]), **typed)
    browser.ask('/m/not-me', form)
    status, _, page = browser.ask('/m/not-me', form)
    return status, re.sub(r'name="token" value="[^"]+"', '', page)


def not_me(base, code, bill):
    """Heard whatever is typed, in the same words, and nothing told."""
    browser = Browser(1)
    browser.base = base
    for path in ('/m/not-me', '/m/not-me?lang=es', '/m/real',
                 '/m/real?lang=es'):
        status, _, page = browser.ask(path)
        hold('%s before sign-in, in 20 KB' % path, status == 200
             and len(page.encode()) <= 20480, (status, len(page)))
    hold('and in Spanish', 'lang="es"' in page and 'Quiénes somos' in page)
    status, _, text = browser.ask('/m/real', Accept='application/json')
    hold('who we are, as JSON', json.loads(text)['legal_name']
         == 'Harbor Care LLC', text)
    said = [say_not_me(base, code=code, what='address'),
            say_not_me(base, code='K7QM-4T2X', what='address'),
            say_not_me(base, code='what?', what='<b>'), say_not_me(base)]
    hold('"this is not me": the same thanks for every code and none',
         len(set(said)) == 1 and said[0][0] == 200
         and 'Thank you for telling us' in said[0][1], said)
    rows = kept('SELECT r.what, d.ref FROM request r LEFT JOIN debt d '
                'ON d.id = r.debt_id ORDER BY r.id')
    hold('each is one request, and the right code names its bill',
         len(rows) == 4 and rows[0] == ('address', bill)
         and all(row[1] in ('', 'None') for row in rows[1:]), rows)
    code_, out, error = folder_run('may-contact', bill, '--channel', 'letter')
    hold('and its bill is held', 'POL-hold' in out, out + error)
    last = [[say_not_me(base, code=one, what=str(n)) for n in range(5)][-1]
            for one in (code, 'K7QM-4T2X')]
    hold('too many tries look the same for a right code and a wrong one',
         last[0] == last[1] and last[0][0] == 429, last)


def money(bill):
    yesterday = (TODAY - datetime.timedelta(days=1)).isoformat()
    write('mail.csv', 'client,account,amount,received_on,method,number\n'
          'HARBORCITY,F-0002,100.00,%s,check,1001\n'
          'HARBORCITY,F-0003,940.01,%s,check,1002\n'
          'HARBORCITY,nope,1.00,%s,check,1003\n' % ((yesterday,) * 3))
    code, first = js('pay', 'import', 'mail.csv')
    hold('a mailed payment is posted, the wrong ones are refused',
         (first.get('posted'), first.get('refused')) == (1, 2), first)
    code, again = js('pay', 'import', 'mail.csv')
    hold('the same file posts nothing twice',
         (again.get('posted'), again.get('known')) == (0, 1), again)
    code, remit = js('remit', '--client', 'HARBORCITY', '--through', yesterday)
    hold('the remittance sums: 100.00 less 22 %',
         (remit.get('gross'), remit.get('fee'), remit.get('net')) ==
         ('100.00', '22.00', '78.00'), remit)
    hold('and names the check', [line['number'] for line in remit['line']]
         == ['1001'], remit)
    code, out, error = folder_run('remit', '--client', 'HARBORCITY',
                                  '--through', yesterday, '--csv')
    lines = list(csv.DictReader(out.splitlines()))
    hold('the provider\'s file too', lines[0]['number'] == '1001'
         and lines[-1]['net'] == '78.00', out)
    code, again = js('remit', '--client', 'HARBORCITY', '--through', yesterday)
    hold('the same remittance again', again.get('ref') == remit.get('ref'),
         again)
    code, out, error = folder_run('may-contact', bill)
    hold('nobody with a plan is called', 'POL-plan' in out or 'plan' in out,
         out + error)


def play():
    begin()
    bad_files()
    batch = placements()
    code = letters(batch)
    bill = person(code)
    money(bill)
    refused_many()
    synthea()
    code, answer = js('verify')
    hold('everything adds up', code == 0, answer)
    cases = sorted(os.path.join(ROOT, 'tests/law', n)
                   for n in os.listdir(os.path.join(ROOT, 'tests/law')))
    for path in cases:
        shutil.copy(path, HOME)
    code, out, error = run('law', 'check',
                           *[os.path.basename(p) for p in cases])
    hold('law check runs counsel\'s cases', code == 0 and
         ', 0 failed' in out, (out + error)[-300:])


if __name__ == '__main__':
    sys.exit(act('flow', play))
