#!/usr/bin/env python3
"""news.py BEDSIDE SYNTHEA_PLACEMENT - what a client says later.

Adjustments, payments made to the provider, recalls and new addresses come as
files: each row is accounted for, to the cent; the same file again is 0 new; a
killed import goes on; a dry run says the same and changes nothing; what moved
money is not undone as a whole; a recalled account is left alone at once.
"""
import csv
import os
import subprocess
import sys
import time

import path
from doors import sign_in
from path import hold

OURS = ('--client', 'HARBORCITY')


def bring(name, head, lines, *words):
    path.write(name, '\n'.join([head] + lines) + '\n')
    code, answer = path.js('import', *OURS, name, *words)
    answer['code'] = code
    return answer


def counted(answer):
    return tuple(answer.get(one) for one in (
        'kind', 'accepted', 'held', 'refused', 'known'))


def told(answer):
    return {one['line']: (one['outcome'], one['code'], one['fix'])
            for one in answer.get('row', [])}


def left(account):
    return int(path.kept(
        "SELECT balance_cents FROM debt_balance b JOIN debt d"
        " ON d.client_id = b.client_id AND d.id = b.debt_id"
        " WHERE d.account = '%s' AND d.is_undone = 0" % account)[0][0])


def bill(account):
    return path.kept("SELECT ref FROM debt WHERE account = '%s'"
                     " AND is_undone = 0" % account)[0][0]


def rules(account):
    _, answer = path.js('may-contact', bill(account), '--channel', 'letter')
    return [one['rule'] for one in answer['reason']]


def money():
    """Both kinds, their columns under other names, dates in other shapes."""
    lines = ['F-0001,40.00,09/01/2026,R1', 'F-0001,"$1,000.00",9/2/26,R2',
             'F-0002,0.01,20260903,R3', 'F-9999,5.00,2026-09-03,R4',
             'F-0003,-5.00,2026-09-03,R5', 'F-0003,0,2026-09-03,R6',
             'F-0002,0.01,09/03/2026,R3', 'F-0004,12.34,,']
    head = 'Acct #,Payment Amount,Payment Date,Receipt No'
    dry = bring('pay.csv', head, lines, '--dry-run')
    hold('a dry run of payments changes nothing', left('F-0001') == 94000)
    real = bring('pay.csv', head, lines)
    hold('and says what will be', counted(dry) == counted(real) == (
        'payments', 2, 1, 5, 0) and told(dry) == told(real), (dry, real))
    hold('every bad line has its reason', [told(real)[n][1] for n in (
        3, 5, 6, 7, 8, 9)] == ['above_left', 'account_unknown',
                               'amount_negative', 'amount_zero', 'twice',
                               'undated'], told(real))
    hold('the totals tie to the cent', (
        real['accepted_amount'], real['held_amount'], real['total_amount'])
        == ('40.01', '1000.00', '1057.36'), real)
    hold('and so do the bills', (left('F-0001'), left('F-0002')) == (
        90000, 93999))
    hold('who may have paid all of it is not asked', 'POL-hold' in rules(
        'F-0001'), rules('F-0001'))
    again = bring('pay.csv', head, lines)
    hold('the same file again: 0 new', (again['new'], again['known'],
                                        left('F-0001')) == (0, 3, 90000),
         again)
    more = bring('pay2.csv', head, ['F-0002,0.02,09/03/2026,R3'])
    hold('the same reference with another amount', told(more)[2][1]
         == 'changed', more)
    kinds = path.kept('SELECT kind, count(*), sum(amount_cents)'
                      ' FROM ledger_event WHERE kind = 3 GROUP BY kind')
    hold('as payments the provider has', kinds == [('3', '2', '4001')], kinds)

    head = 'Account,Adjustment Date,Adjustment,Adj Code'
    some = bring('adj.csv', head, ['F-0005,09/01/2026,940.00,CO45',
                                   'F-0006,09/01/2026,100.00,CO45'])
    hold('adjustments lower a bill', counted(some) == (
        'adjustments', 2, 0, 0, 0) and left('F-0005') == 0
        and left('F-0006') == 84000, some)
    some = bring('adj2.csv', head, ['F-0006,09/01/2026,100.00,CO45',
                                    'F-0006,09/02/2026,100.00,CO45'])
    hold('a file that grows each week', counted(some) == (
        'adjustments', 1, 0, 0, 1) and left('F-0006') == 74000, some)
    code, _, error = path.folder_run('import', '--undo', some['batch'])
    hold('what moved money is not undone as a whole', code == 73
         and 'take each back by itself' in error, error)


def recalls():
    path.folder_run('daily')
    due = path.kept("SELECT count(*) FROM outbox o JOIN debt d"
                    " ON d.id = o.debt_id WHERE d.account = 'F-0007'"
                    " AND o.state = 1")
    hold('a letter waits', due == [('1',)], due)
    lines = ['F-0007,11/01/2026', 'F-0008,11/01/2026', 'F-9999,11/01/2026']
    dry = bring('recall.csv', 'Account,Recall Date', lines, '--dry-run')
    some = bring('recall.csv', 'Account,Recall Date', lines)
    hold('a recall gives back what is left', counted(some) == counted(dry)
         == ('recalls', 2, 0, 1, 0) and some['accepted_amount']
         == dry['accepted_amount'] == '1880.00' and left('F-0007') == 0,
         (dry, some))
    hold('the gate refuses', 'POL-recall' in rules('F-0007')
         or any('recall' in one.lower() for one in rules('F-0007')),
         rules('F-0007'))
    due = path.kept("SELECT o.state, o.void_reason FROM outbox o JOIN debt d"
                    " ON d.id = o.debt_id WHERE d.account = 'F-0007'")
    hold('and its letter does not leave', due == [
        ('4', 'the account went back')], due)
    again = bring('recall.csv', 'Account,Recall Date', lines)
    hold('twice is once', again['new'] == 0 and again['known'] == 2, again)
    late = bring('late.csv', 'Account,Payment,Payment Date',
                 ['F-0007,1.00,11/02/2026'])
    hold('no money to what went back', told(late)[2][1] == 'account_gone',
         late)


def addresses():
    lines = ['F-0009,9 New Road,Bangor,ME,04401,207-555-0999',
             'F-0010,10 Pier Road,Portland,ME,04101,',
             'F-0011,11 New Road,Bangor,,,']
    head = 'Account,Address,City,State,Zip,Phone'
    some = bring('where.csv', head, lines)
    hold('new addresses', counted(some) == ('addresses', 1, 0, 1, 1)
         and told(some)[4][1] == 'reach_partial', some)
    again = bring('where.csv', head, lines)
    hold('are new once', again['new'] == 0 and again['known'] == 2, again)


def insurance():
    """While an insurer decides nobody is asked, and the person is told."""
    lines = ['F-0013,Blue Plan,09/01/2026', 'F-0014,,', 'F-0015,Blue Plan,',
             'F-0013,Blue Plan,09/01/2026', 'F-0666,Blue Plan,']
    head = 'Acct #,Insurance Name,Date'
    hold('before it, F-0013 is asked', 'POL-hold' not in rules('F-0013'))
    dry = bring('plan.csv', head, lines, '--dry-run')
    some = bring('plan.csv', head, lines)
    hold('insurance: found by its columns, each row told', counted(some)
         == counted(dry) == ('insurance', 2, 0, 3, 0) and [
             told(some)[n][1] for n in (3, 5, 6)] == [
                 'missing', 'twice', 'account_unknown'], (dry, some))
    hold('nobody is asked while it decides', 'POL-hold' in rules('F-0013')
         and 'POL-hold' in rules('F-0015'), rules('F-0013'))
    kept = path.kept("SELECT until - holds_from, words FROM fact f JOIN debt "
                     "d ON d.id = f.debt_id WHERE d.account = 'F-0013'"
                     " AND f.words LIKE 'insurance%'")
    hold('for 45 days, once', [int(row[0]) for row in kept]
         == [45 * 86400 * 1000000], kept)
    again = bring('plan.csv', head, lines)
    hold('the same file again: nothing new', again['accepted'] == 0
         and again['known'] == 2, again)
    anew = bring('plan2.csv', head, ['F-0013,Blue Plan,10/01/2026'])
    hold('another date: the wait begins anew', anew['accepted'] == 1, anew)


def pages():
    """What the provider sees of it: which file it was, and what to mend."""
    server, browser = path.serve()
    try:
        _, answer = path.js('login', 'add', 'clinic', '--role', 'provider',
                            *OURS)
        one = sign_in(browser.base, 'clinic', answer['password'])
        _, _, page = one.ask('/provider')
        hold('each later file is told apart', all(
            '<span class="tag">%s</span>' % words in page for words in (
                'Payments made to you', 'Adjustments',
                'Accounts you took back', 'New addresses',
                'Insurance to wait for'))
            and '<span class="tag">New accounts' not in page, page[-800:])
        batch = path.kept("SELECT ref FROM batch WHERE file_name = 'pay.csv'"
                          " ORDER BY id")[0][0]
        _, _, page = one.ask('/provider/batch/' + batch)
        hold('the score of a file', 'Of each 100 rows that were new to us, 25'
             in page and 'Give each its own reference' not in page
             and 'each its own reference' in page)
        _, _, text = one.ask('/provider/batch/%s?format=csv' % batch)
        rows = list(csv.DictReader(text.splitlines()))
        hold('the CSV has every row, to the cent', len(rows) == 8 and sum(
            round(float(one['amount']) * 100) for one in rows) == 105736
            and [one['outcome'] for one in rows].count('accepted') == 2,
            rows)
        _, _, page = one.ask('/provider/batch/%s?lang=es' % batch)
        hold('the same in Spanish, with the same figures', all(
            words in page for words in (
                'solo quedan $900.00', 'este dato es menos que cero (“-5.00”)',
                'Llene una de las dos')) and 'is left on' not in page, page)
        _, _, text = one.ask('/provider/batch/%s?format=csv' % batch)
        hold('and in the file', 'la cantidad es cero' in text, text)
    finally:
        server.terminate()
        server.wait(20)


def sentences():
    path.write('odd.csv', 'Account,Payment,Adjustment\nF-0012,1,2\n')
    path.write('zip.csv', b'PK\x03\x04' + os.urandom(400), 'wb')
    path.write('one.csv', 'Account,Payment,Payment Date\nF-0012,1.00,'
               '09/01/2026\n')
    for words, file, said in (
            ((), 'odd.csv', 'say which, with --kind'),
            ((), 'zip.csv', 'packed file'),
            (('--kind', 'poems'), 'one.csv', "not 'poems'"),
            (('--total', '2.00'), 'one.csv',
             'its lines sum to $1.00, not to the $2.00'),
            (('--total', 'x'), 'one.csv', 'is not an amount'),
            (('--kind', 'recalls'), 'place.csv', None),
            (('--kind', 'addresses'), 'one.csv',
             'no column holds the address, phone or e-mail')):
        code, out, error = path.folder_run('import', *OURS, file, *words,
                                           '--dry-run')
        hold('one sentence: %s' % (said,), said is None or (
            code == 65 and said in error), (code, out, error))
    path.write('theirs.csv', 'Account,Payment,Payment Date\nF-0012,1.00,'
               '09/01/2026\n')
    code, _, error = path.folder_run('import', '--client', 'LAKESIDE',
                                     'theirs.csv')
    hold('another client\'s file', code == 65
         and 'another client' in error, (code, error))
    hold('and nothing was taken', left('F-0012') == 94000)


def killed(count=2000 if 'BEDSIDE_PG_URL' in os.environ else 3000):
    path.write('big.csv', path.table([path.row(n) for n in range(
        5000, 5000 + count)]))
    path.js('import', *OURS, 'big.csv')
    path.write('bigpay.csv', 'Account,Payment,Payment Date\n' + ''.join(
        'F-%04d,1.00,09/01/2026\n' % n for n in range(5000, 5000 + count)))
    done = 0
    for _ in range(3):
        one = subprocess.Popen(
            [path.PROGRAM, 'import', *OURS, 'bigpay.csv', '--folder',
             'house'], cwd=path.HOME, start_new_session=True,
            preexec_fn=path.drop if path.USER else None,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        was = done
        while done == was and one.poll() is None:
            time.sleep(0.02)
            row = path.kept("SELECT lines_done FROM batch"
                            " WHERE file_name = 'bigpay.csv'")
            done = int(row[0][0]) if row else 0
        one.kill()
        one.wait()
    code, answer = path.js('import', *OURS, 'bigpay.csv')
    # On a slow machine the last kill may come when all of it is done.
    name = 'accepted' if answer['accepted'] else 'known'
    hold('killed thrice and run again: all of it', code == 0 and (
        answer[name], answer[name + '_amount']) == (
        count, '%d.00' % count), answer)
    events = path.kept("SELECT count(*), count(DISTINCT debt_id) FROM"
                       " ledger_event WHERE kind = 3 AND amount_cents = 100")
    hold('nothing twice', events == [(str(count),) * 2], events)


def old():
    """The agreement lets a bill be asked for some days after care, no more;
    a long stay counts from its end."""
    hold('F-0011 is young enough', 'POL-old' not in rules('F-0011'))
    text = open(os.path.join(path.HOME, 'harbor-city.yaml')).read()
    path.write('older.yaml', text.replace('days_max: 1095', 'days_max: 89'))
    path.folder_run('client', 'apply', 'older.yaml')
    hold('89 days are over: nobody is asked', 'POL-old' in rules('F-0011'),
         rules('F-0011'))
    _, answer = path.js('may-contact', bill('F-0011'), '--channel', 'letter')
    words = [one['words'] for one in answer['reason']
             if one['rule'] == 'POL-old']
    hold('and why is said', words and 'older' in words[0], answer)
    late, young = (path.TODAY - path.datetime.timedelta(days=n)
                   for n in (60, 88))
    head = path.HEAD + ['service_end_date']
    lines = [path.row(501), path.row(502), path.row(
        503, service_date=young.isoformat(),
        itemization_date=young.isoformat())]
    text = path.table(lines).rstrip('\n').split('\n')
    ends = ['', '', late.isoformat(), '']
    path.write('old.csv', '\n'.join(
        ','.join(head) if n == 0 else line + ',' + ends[n]
        for n, line in enumerate(text)) + '\n')
    _, answer = path.js('import', *OURS, 'old.csv')
    hold('an older one goes back at once', told(answer).get(2, ())[:2]
         == ('refused', 'service_old') and answer['accepted'] == 2, answer)
    hold('a long stay counts from its end', not {'POL-old'} & set(
        rules('F-0502') + rules('F-0503')))
    path.folder_run('client', 'apply', 'harbor-city.yaml')
    hold('with the old agreement again it may be asked for',
         'POL-old' not in rules('F-0011'))


def play():
    path.begin()
    path.placed()
    money()
    recalls()
    addresses()
    insurance()
    pages()
    sentences()
    old()
    killed()
    code, out, error = path.folder_run('verify')
    hold('and the books verify', code == 0, out + error)


if __name__ == '__main__':
    sys.exit(path.act('news', play))
