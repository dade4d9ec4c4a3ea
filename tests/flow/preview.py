#!/usr/bin/env python3
"""preview.py BEDSIDE SYNTHEA_PLACEMENT - a provider looks before it sends.

The column names of five published layouts, each uploaded by a provider as
its browser would: the page says what was understood, how many cells are
filled and read well, and what is missing; after one confirmation the file is
understood whole, for this client alone, and a dry run takes its rows.
"""
import csv
import io
import os
import re
import sys
import urllib.error
import urllib.request
import zipfile

import path
from doors import sign_in
from path import hidden, hold

DAY = (path.TODAY - path.datetime.timedelta(days=60)).strftime('%m/%d/%Y')
REST = {'facility': 'MAIN', 'dob': '03/27/1980', 'dos': DAY}
# Each name with a value; what must be chosen by hand, by our field.
LAYOUTS = {
    'collect': ([('*Client number', '7'), ('*Acct', 'C-1'),
                 ('*Name', 'Diaz, Rosa'), ('Address', '1 Pier Road'),
                 ('Addr 1', ''), ('City', 'Portland'), ('State', 'ME'),
                 ('Zip', '04101'), ('Home', '2075550101'),
                 ('Cell', '2075550102'), ('Date of Birth', '03/27/1980'),
                 ('SSN', '078-05-1120'), ('Charged date', DAY),
                 ('Principal', '$412.50'), ('Last payment', ''),
                 ('Clinic', 'MAIN'), ('Stmt', DAY)],
                {'address2': 'Addr 1', 'phone2': 'Cell',
                 'service_date': 'Charged date', 'patient': '*Name',
                 'itemization_date': 'Stmt'}),
    'ffcc': ([('Account Number', 'F-1'), ('Guarantor Name', 'Diaz, Rosa'),
              ('Patient', 'Diaz, Rosa'),
              ('Date of Birth', '03/27/1980'), ('Street', '1 Pier Road'),
              ('City', 'Portland'), ('State', 'me'), ('Zip', '4101'),
              ('Balance', '412.50'), ('Date of Service', DAY),
              ('CFPB date', DAY), ('Notes 1', ''), ('Fac', 'MAIN')],
             {'notes': 'Notes 1'}),
    'simplicity': ([('Client Name', 'Harbor'), ('Client Claim #', 'S-1'),
                    ('Debtor First Name', 'Rosa'),
                    ('Debtor Last Name', 'Diaz'),
                    ('Debtor Social Security Number', '078-05-1120'),
                    ('Debtor DOB', '03/27/1980'), ('Pt DOB', '03/27/1980'),
                    ('Pt First', 'Rosa'), ('Pt Last', 'Diaz'),
                    ('Address 1', '1 Pier Road'), ('City', 'Portland'),
                    ('State', 'Maine'), ('Zip', '04101'),
                    ('Email', 'rosa@mail.example'),
                    ('Delinquency/Service', DAY), ('Principal', '412.50'),
                    ('Custom 1', DAY), ('Site', 'MAIN')],
                   {'service_date': 'Delinquency/Service',
                    'itemization_date': 'Custom 1'}),
    'epic': ([('HSP_ACCOUNT_ID', 'E-1'), ('ACCOUNT_NAME', 'DIAZ,ROSA'),
              ('HSP_ACCOUNT_NAME', 'DIAZ,ROSA'), ('BIRTHDATE', '1980-03-27'),
              ('ADDRESS', '1 Pier Road'), ('CITY', 'PORTLAND'),
              ('STATE_C_NAME', 'Maine'), ('ZIP', '04101-2170'),
              ('HOME_PHONE', '207-555-0101'), ('WORK_PHONE', ''),
              ('ADM_DATE_TIME', DAY + ' 08:30'), ('DISCH_DATE_TIME', ''),
              ('AGNCY_HST_ACCT_BAL', '412.50'),
              ('SBO_TOTAL_CHARGES', '900.00'), ('SBO_TOTAL_PAYMENTS',
                                                '400.00'),
              ('SBO_TOTAL_ADJ', '87.50'), ('FIRST_STMT_DATE', DAY),
              ('ACCT_FIN_CLASS_C_NAME', 'Self-Pay'), ('LOC', 'MAIN')],
             {'state': 'STATE_C_NAME', 'facility': 'LOC',
              'insurance_paid': 'SBO_TOTAL_PAYMENTS',
              'last_statement_date': 'FIRST_STMT_DATE'}),
    'cb': ([('Account', 'B-1'), ('Patient Name', 'Diaz, Rosa'),
            ('DOB', '3/27/80'), ('Responsible Party', 'Diaz, Rosa'),
            ('Addr', '1 Pier Road'), ('City', 'Portland'), ('St', 'ME'),
            ('Zip Code', '04101'), ('Amount Due', '412.50'),
            ('DOS', DAY), ('Date of Last Transaction', DAY),
            ('Location', 'MAIN')],
           {'itemization_date': 'Date of Last Transaction'}),
}


def text_of(cells, more=()):
    out = io.StringIO()
    rows = csv.writer(out)
    names = [name for name, _ in cells] + [name for name, _ in more]
    rows.writerow(names)
    rows.writerow([value for _, value in cells] + [v for _, v in more])
    return out.getvalue()


def upload(browser, text, name='f.csv'):
    """A plain multipart form, as a browser sends it."""
    _, _, page = browser.ask('/provider/preview')
    mark = 'xXmarkXx'
    body = ('--%s\r\nContent-Disposition: form-data; name="token"\r\n\r\n'
            '%s\r\n--%s\r\nContent-Disposition: form-data; name="file"; '
            'filename="%s"\r\nContent-Type: text/csv\r\n\r\n' % (
                mark, hidden(page)['token'], mark, name)).encode()
    body += text if isinstance(text, bytes) else text.encode()
    body += ('\r\n--%s--\r\n' % mark).encode()
    ask = urllib.request.Request(
        browser.base + '/provider/preview', data=body, headers={
            'Sec-Fetch-Site': 'same-origin',
            'Content-Type': 'multipart/form-data; boundary=' + mark})
    try:
        answer = browser.open.open(ask, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.read().decode()


def columns(page):
    """number -> (header, chosen field), as a browser would send them."""
    found = {}
    for number, header in re.findall(
            r'name="header_(\d+)" value="([^"]*)"', page):
        box = re.search(r'name="field_%s".*?</select>' % number, page,
                        re.S).group()
        one = re.search(r'value="([^"]*)" selected', box)
        found[number] = [header, one.group(1) if one else '']
    return found


def confirm(browser, page, choose):
    form = {'token': hidden(page)['token'], 'kind': hidden(page)['kind']}
    for number, (header, field) in columns(page).items():
        header = header.replace('&amp;', '&')
        for ours, theirs in choose.items():
            if field == ours:
                field = ''
            if header == theirs:
                field = ours
        form['header_' + number] = header
        form['field_' + number] = field
    return browser.ask('/provider/columns', form)


def layout(browser, name):
    cells, choose = LAYOUTS[name]
    code = 'L' + name.upper()
    text = text_of(cells)
    status, page = upload(browser, text)
    hold('%s: the page shows each column' % name, status == 200
         and len(columns(page)) == len(cells), status)
    hold('%s: no value of what nobody needs' % name,
         '078-05-1120' not in page)
    hold('%s: what is missing is said' % name, (
        'Nothing is missing' in page) != ('What is missing' in page))
    status, url, page = confirm(browser, page, dict(choose))
    hold('%s: confirmed' % name, status == 200 and 'learned=yes' in url
         and 'We have learned' in page, (status, url))
    status, page = upload(browser, text)
    hold('%s: understood whole' % name, 'Nothing is missing' in page,
         re.findall(r'<li>(.*?)</li>', page))
    path.write(name + '.csv', text)
    _, answer = path.js('import', '--client', code, name + '.csv',
                        '--dry-run')
    row = answer.get('row') or [{}]
    hold('%s: a dry run takes its row, or says why not' % name,
         answer.get('accepted') == 1 or row[0].get('fix'), answer)
    hold('%s: so do 300 rows, to the cent' % name, many(name, code))
    return answer.get('accepted') == 1


def many(name, code, rows=300):
    """The learned columns alone say what the file's rows sum to."""
    cells, _ = LAYOUTS[name]
    table, total = [[header for header, _ in cells]], 0
    for n in range(rows):
        cents = 2500 + 137 * n
        total += cents
        table.append([
            '%s%04d' % (value, n) if value[1:] == '-1' else
            '%.2f' % (cents / 100) if value in ('412.50', '$412.50') else
            '%.2f' % (cents / 100 + 487.5) if value == '900.00' else value
            for _, value in cells])
    out = io.StringIO()
    csv.writer(out).writerows(table)
    path.write('many.csv', out.getvalue())
    said = '%.2f' % (total / 100)
    good, answer = path.js('import', '--client', code, 'many.csv',
                           '--dry-run', '--total', said)
    bad, _, error = path.folder_run('import', '--client', code, 'many.csv',
                                    '--total', '%.2f' % (total / 100 + 0.01))
    return (good, answer.get('accepted'), answer.get('accepted_amount')) \
        == (0, rows, said) and bad == 65 and 'nothing was taken' in error


def packed():
    """A gigabyte in a megabyte, and nobody unpacks it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr('placements.csv', b'0' * (300 << 20))
    return out.getvalue()


STRANGE = (
    ('an XLSX file', b'PK\x03\x04\x14\x00\x06\x00[Content_Types].xml'
     + os.urandom(900), 'this is an Excel workbook', 'es un libro de Excel'),
    ('an XLS file', b'\xd0\xcf\x11\xe0' + os.urandom(900),
     'an old Excel workbook', 'un libro viejo de Excel'),
    ('a zip bomb', packed(), 'we do not unpack it', 'no lo abrimos'),
    ('a gzip file', b'\x1f\x8b\x08\x00' + os.urandom(900),
     'this is a packed file', 'es un archivo comprimido'),
    ('a PDF', b'%PDF-1.4\n' + os.urandom(900), 'this is a PDF',
     'este es un PDF'),
    ('UTF-16', 'account,balance\nA,1\n'.encode('utf-16'), 'is UTF-16',
     'en UTF-16'),
    ('UTF-16 without its mark', 'account,balance\nA,1\n'.encode('utf-16-le'),
     'is UTF-16', 'en UTF-16'),
    ('a web page', b'<html><table><tr><td>Acct', 'a web page, not CSV',
     'una página web'),
    ('an open quote', path.table([path.row(1)]).encode() + b'"A,1\n',
     'line 3, column 1: the quote that opens here is never closed',
     'línea 3, columna 1: la comilla que abre aquí nunca se cierra'),
    ('an empty file', b'\n', 'the file is empty', 'el archivo está vacío'))


def strangers(browser):
    """One sentence each, on the page in both languages and by the command;
    nothing is kept, and what comes next goes on."""
    before = path.kept('SELECT (SELECT count(*) FROM batch),'
                       ' (SELECT count(*) FROM debt)')
    for lang, at in (('es', 3), ('en', 2)):
        browser.ask('/provider/preview?lang=' + lang)
        for one in STRANGE:
            status, page = upload(browser, one[1])
            hold('%s: one sentence (%s)' % (one[0], lang), status == 422
                 and one[at] in page and page.count('role="alert"') == 1,
                 (status, re.findall(r'role="alert"[^>]*>([^<]*)', page)))
    status, page = upload(browser, b'')
    hold('no file: one sentence', status == 422 and 'no file came' in page)
    for one in STRANGE:
        path.write('strange.csv', one[1], 'wb')
        code, out, error = path.folder_run('import', '--client', 'HARBORCITY',
                                           'strange.csv')
        hold('%s: the command says it and fails' % one[0], code == 65
             and 'strange.csv: ' in error and one[2] in error
             and error.count('\n') == 1, (code, out, error))
        code, out, error = path.folder_run('pay', 'import', 'strange.csv')
        hold('%s: as a payments file too' % one[0], code == 65
             and 'strange.csv: ' in error, (code, out, error))
    hold('nothing is half-written', before == path.kept(
        'SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM debt)'))


def sentences(browser):
    cells, _ = LAYOUTS['cb']
    _, page = upload(browser, text_of(cells))
    before = columns(page)
    taken, free = before['1'][1], '2'
    form = dict(hidden(page), **{'field_' + free: taken})
    for number, (header, field) in before.items():
        form['header_' + number] = header.replace('&amp;', '&')
        form.setdefault('field_' + number, field)
    status, _, page = browser.ask('/provider/columns', form)
    before[free][1] = taken
    hold('two columns as one: said, and every choice still there',
         status == 422 and 'cannot both be' in page
         and columns(page) == before, (status, columns(page)))
    gone = [(n if n != 'Date of Last Transaction' else 'Last Trans', v)
            for n, v in cells]
    path.write('gone.csv', text_of(gone))
    code, _, error = path.folder_run('import', '--client', 'LCB', 'gone.csv')
    hold('a column that vanished', code == 65 and '“Date of Last Transaction”'
         ' holds the itemization date, but there is no such column' in error,
         (code, error))
    browser.ask('/provider/preview?lang=es')
    _, page = upload(browser, text_of(gone))
    hold('the page says it in Spanish, and our fields too', 'lo acordado dice '
         'que “Date of Last Transaction” tiene este dato: fecha de desglose; '
         'pero no hay tal columna' in page and '>saldo</option>' in page
         and 'birth date' not in page, page[-3000:])
    browser.ask('/provider/preview?lang=en')
    code, out, error = path.folder_run(
        'import', '--client', 'LCB', 'gone.csv', '--preview', '--map',
        'itemization_date=Last Trans')
    hold('and is learned anew from the command line', code == 0
         and 'nothing is missing' in out, out + error)
    code, out, error = path.folder_run(
        'import', '--client', 'LCB', 'gone.csv', '--preview', '--map',
        'poem=Last Trans')
    hold('no such field', code == 65 and "no field 'poem'" in error, error)
    code, out, _ = path.folder_run('import', '--client', 'HARBORCITY',
                                   'gone.csv', '--preview')
    hold('nobody else learned it', code == 65 and 'missing:' in out, out)
    versions = path.kept("SELECT count(DISTINCT version) FROM client_column k"
                         " JOIN client c ON c.id = k.client_id"
                         " WHERE c.code = 'LCB'")
    hold('each confirmation is a dated version', versions == [('2',)],
         versions)


def play():
    path.begin()
    text = open(os.path.join(path.HOME, 'lakeside.yaml')).read()
    _, browser = path.serve()
    taken = 0
    for name in LAYOUTS:
        path.write('one.yaml', text.replace('LAKESIDE',
                                            'L' + name.upper()))
        path.folder_run('client', 'apply', 'one.yaml')
        _, answer = path.js('login', 'add', name, '--role', 'provider',
                            '--client', 'L' + name.upper())
        one = sign_in(browser.base, name, answer['password'])
        taken += layout(one, name)
    hold('rows of all five layouts would be placed', taken == 5, taken)
    strangers(one)
    sentences(one)


if __name__ == '__main__':
    sys.exit(path.act('preview', play))
