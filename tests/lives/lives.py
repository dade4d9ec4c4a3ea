#!/usr/bin/env python3
"""lives.py BEDSIDE SYNTHEA_PLACEMENT CLOCK [PART [SEED]] - three months.

The accounts of Synthea (one person in PART) are placed with two providers,
written to, called, planned, paid, adjusted, moved, held, stopped and
recalled by the real program, on business days in order, on a clock of ours.
books.py counts the same beside it.  At each month's end both must say the
same, each account and each letter, to the cent.
"""
import collections
import csv
import datetime
import hashlib
import os
import random
import subprocess
import sys
import time
import traceback

import books
import deeds
import house
from books import DAY, EAST, local
from deeds import wish
from house import cents, command, path, plain

START, END = datetime.date(2026, 6, 1), datetime.date(2026, 9, 1)
CLOSED = {datetime.date(2026, 6, 19), datetime.date(2026, 7, 3)}
NOBODY_RUNS = {datetime.date(2026, 7, 15), datetime.date(2026, 7, 16)}
NOBODY_RELEASES = {datetime.date(2026, 6, 4), datetime.date(2026, 6, 5)}
NOBODY_CARRIES = {datetime.date(2026, 7, 24), datetime.date(2026, 8, 14)}
HELD_BACK = datetime.date(2026, 6, 9)
NEW_FEE = datetime.date(2026, 8, 3)
CODES = ('SYNTHEA', 'SYNBAD')
# How often a day, for each 1,000 accounts.
RATES = {deeds.call: 8, deeds.desk_pays: 6, deeds.person_plans: 2,
         deeds.desk_hears: 2, deeds.person_says: 1.5,
         deeds.person_pauses: 0.7, deeds.desk_lifts: 0.6,
         deeds.desk_answers: 1, deeds.desk_reverses: 0.6}


class Life:
    def __init__(self, clock, part, seed):
        self.clock, self.part, self.rng = clock, part, random.Random(seed)
        self.books, self.codes = books.Books(), CODES
        self.count, self.month = collections.Counter(), {}
        self.often, self.numbers, self.open_stops = [], 0, []
        self.command, self.refused = command, {}

    # --- what the deeds ask for ----------------------------------------

    def now(self):
        return self.clock.now()

    def today(self):
        return local(self.now()).date()

    def midnight(self, day):
        return int(datetime.datetime.combine(
            day, datetime.time(), EAST).timestamp())

    def next_day(self):
        return next_open(self.today())

    def number(self):
        self.numbers += 1
        return 'L%06d' % self.numbers

    def pick(self, fits):
        every = self.every
        for _ in range(60):
            one = self.rng.choice(every)
            if fits(one):
                return one
        return next((one for one in every if fits(one)), None)

    def part_of(self, amount):
        return amount if self.rng.random() < 0.25 else self.rng.randint(
            1, max(1, amount * 2 // 3))

    def some(self, rate):
        """About so many for each 1,000 accounts."""
        want = rate * len(self.every) / 1000
        return int(want) + (self.rng.random() < want % 1)

    def ref_of(self, letter):
        return self.live()[key_of(letter)][1]

    # --- the program, looked into --------------------------------------

    def live(self):
        """Letters that wait or left: (client, account, kind, about)."""
        rows = self.store.rows(
            "SELECT c.code, d.account, o.kind, coalesce(e.number, ''),"
            " o.state, o.ref, o.made_at FROM outbox o"
            " JOIN client c ON c.id = o.client_id"
            " JOIN debt d ON d.client_id = o.client_id AND d.id = o.debt_id"
            " LEFT JOIN ledger_event e ON e.ref = o.about"
            " WHERE o.state < 4")
        found = {tuple(row[:4]): (row[4], row[5]) for row in rows}
        wish(len(found) == len(rows), 'no two letters of one kind')
        return found

    def send(self, name, text, kind, client, lines):
        """A file, and what the books say of each of its lines."""
        path.write(name, text)
        said = command('import', '--client', client, name, good=(0, 65))
        want, sums = collections.Counter(), collections.Counter()
        for line, read in lines:
            outcome, amount = read(kind, client, line, self.now())
            want[outcome] += 1
            sums[outcome] += amount
        names = ('accepted', 'held', 'refused', 'known')
        wish(said['kind'] == kind and all(
            (said[one], cents(said[one + '_amount'])) == (
                want[one], sums[one]) for one in names),
            'the acknowledgement of ' + name, (want, sums, said))
        self.count[kind] += want['accepted']
        return said


def key_of(letter):
    return (letter.account.client, letter.account.number, letter.kind,
            letter.about)


def next_open(day):
    while True:
        day += datetime.timedelta(days=1)
        if day.weekday() < 5 and day not in CLOSED:
            return day


# --- placement ---------------------------------------------------------

def rows_of(part):
    done = subprocess.run([path.SYNTHEA, os.path.join(
        path.DATA, 'synthea', 'r4-flat')], capture_output=True, text=True,
        check=True)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    people = sorted({row['mrn'] for row in rows})
    kept = set(people[::part])
    return [row for row in rows if row['mrn'] in kept]


def client_of(row):
    """Two bills in five are in default, and so with the other provider."""
    is_bad = int(row['account'][:4], 16) % 5 < 2
    row['facility'] = 'SYB' if is_bad else 'SYN'
    return CODES[is_bad]


def place(life, name, rows, client):
    head = list(rows[0])
    out = ','.join(head) + '\n' + ''.join(
        ','.join('"%s"' % row[one] for one in head) + '\n' for row in rows)

    def read(kind, client, row, at):
        outcome, amount = life.books.place(client, row, at, name)
        if outcome == 'refused':
            life.refused[client, row['account']] = row
        return outcome, amount
    said = life.send(name, out, 'placements', client,
                     [(row, read) for row in rows])
    for one in life.books.account.values():
        if one.file == name and one.client == client:
            one.file = said['batch']
    refs = {(c, a): ref for c, a, ref in life.store.rows(
        'SELECT c.code, d.account, d.ref FROM debt d'
        ' JOIN client c ON c.id = d.client_id')}
    for key, one in life.books.account.items():
        one.ref = refs[key]
    life.every = list(life.books.account.values())
    return said


def placed_first(life):
    rows = rows_of(life.part)
    total = collections.Counter()
    for client in CODES:
        mine = [row for row in rows if client_of(row) == client]
        said = place(life, 'placed-%s.csv' % client, mine, client)
        total['rows'] += said['rows']
        total['cents'] += cents(said['total_amount'])
    if life.part == 1:
        wish(total == {'rows': 4554, 'cents': 374817455},
             'all of Synthea, to the cent', total)
    print('placed: %d rows, $%s, %d accounts' % (
        total['rows'], plain(total['cents']), len(life.every)))


def placed_later(life, client):
    """Children come back with their parent, new bills come, some known."""
    rows = []
    some = [row for (code, _), row in life.refused.items() if code == client]
    for row in some[:1 + life.some(10)]:
        rows.append(dict(row, guarantor_first='Pat', guarantor_last=row[
            'patient_last'], guarantor_birth_date='1980-05-05'))
        life.refused.pop((client, row['account']))
    old = life.rng.sample([one for one in life.every
                           if one.client == client], 3)
    blank = dict.fromkeys(('guarantor_first', 'guarantor_last',
                           'guarantor_birth_date'), '')
    base = life.sample[client]
    for n in range(2 + life.some(8)):
        number = 'N-%s-%s' % (client, life.number())
        open_ = life.rng.randint(2600, 90000)
        rows.append(dict(base, **blank, account=number, patient_first='Neu',
                         patient_last='Newman' + number[-3:],
                         patient_birth_date='1990-02-03', mrn=number,
                         service_date='2026-05-0%d' % life.rng.randint(1, 9),
                         service_end_date='', charges=plain(open_),
                         insurance_paid='0.00', balance=plain(open_),
                         itemization_date='2026-05-20',
                         itemization_amount=plain(open_)))
    rows += [dict(base, **blank, account=one.number, balance=plain(one.opened),
                  charges=plain(one.opened), insurance_paid='0.00',
                  itemization_amount=plain(one.opened)) for one in old]
    place(life, 'later-%s-%s.csv' % (client, life.today()), rows, client)


# --- one day -----------------------------------------------------------

def daily(life):
    if life.last_run == life.today():
        return
    due = [one for one in (START.replace(month=m, day=1)
                           for m in (6, 7, 8, 9))
           if life.last_run < one <= life.today()]
    at = life.now()
    life.said = command('daily')
    life.books.daily(at)
    for first in due:
        for client in CODES:
            life.books.remit(client, first - datetime.timedelta(days=1))
    life.last_run = life.today()
    compare_letters(life)


def compare_letters(life):
    """What waits and what left, each letter by its name."""
    want = {key_of(one): '1' for one in life.books.waiting}
    want.update({key_of(one): '3' for one in life.books.sent})
    have = {key: state for key, (state, _) in life.live().items()}
    more, less = have.items() - want.items(), want.items() - have.items()
    wish(not more and not less, 'letters on %s' % life.today(),
         'the program has %s, the books have %s; the day said %s' % (
             sorted(more)[:4], sorted(less)[:4], life.said))


def release(life):
    if life.today() in NOBODY_RELEASES:
        return
    for one in life.boss.get('/desk/day')['letters']:
        if not one['is_waiting']:
            continue
        is_held = life.today() == HELD_BACK and one['client'] == CODES[0]
        if is_held:
            life.boss.post('/desk/day/%s/hold' % one['ref'], why='a typo')
            life.books.hold_back(CODES[0])
        else:
            life.boss.post('/desk/day/%s/release' % one['ref'])
    for client in CODES:
        life.books.release(client)


def carry(life):
    if life.today() in NOBODY_CARRIES:
        return
    before = len(life.books.sent)
    at = life.now()
    command('courier', '--once')
    life.books.carry(at)
    compare_letters(life)
    said_right(life, life.books.sent[before:])


def said_right(life, letters):
    """What left says the amount and the address of the moment it left."""
    if not letters:
        return
    said = {row[0]: row[1] for row in life.store.rows(
        'SELECT ref, replace(content, chr(10), chr(32)) FROM outbox'
        ' WHERE state = 3 AND sent_at >= %d' % (
            life.midnight(life.today()) * 10**6)
        if life.store.link is None else
        'SELECT ref, content FROM outbox WHERE state = 3 AND sent_at >= %d'
        % (life.midnight(life.today()) * 10**6))}
    live = life.live()
    for one in letters:
        words = said[live[key_of(one)][1]]
        owed = '$%s' % format(one.account.owed / 100, ',.2f')
        wish(one.account.person.address in words and (
            one.kind == 'plan_confirmation' or owed in words),
            'a letter says what is so', (key_of(one), owed, words))


def files(life):
    day = life.today()
    if day == NEW_FEE:
        apply(life, 'SYNBAD', fee='20%')
    if life.part > 1 and day.isocalendar().week % 2:
        return # a file costs the start of a program
    if day.weekday() == 2:
        for client in CODES:
            deeds.news(life, 'adjustments', client)
            deeds.news(life, 'payments', client)
    if day.weekday() == 3:
        for client in CODES:
            deeds.news(life, 'addresses', client)
        deeds.bank_file(life)
    if day.weekday() == 1 and day.day > 9:
        for client in CODES:
            deeds.news(life, 'recalls', client)
    if day in (datetime.date(2026, 7, 8), datetime.date(2026, 8, 12)):
        for client in CODES:
            placed_later(life, client)


def stops(life):
    """One begins each Monday and Thursday, and ends two days later."""
    for one in [one for one in life.open_stops if one['end'] <= life.now()]:
        deeds.stop_ends(life, one)
        life.open_stops.remove(one)
    if life.today().weekday() in (0, 3) and life.today() > START:
        one = deeds.stop(life, *deeds.stops_of(life))
        one['end'] = life.now() + life.rng.choice((0.2, 0.9, 1.9)) * DAY
        life.open_stops.append(one)


def plan_of_day(life):
    """(second of the day, deed): the clock only goes forward."""
    acts = [(15 * 1800, daily), (29700, files), (30300, stops),
            (32400, release), (32700, carry), (34000, deeds.instalments),
            (50000, stops), (45000, deeds.call_again),
            (47000, deeds.call_again)]
    acts += [(30600 + n, deeds.desk_pays_waiting)
             for n in range(life.some(3))]
    if life.today() in NOBODY_RUNS:
        acts = [one for one in acts if one[1] not in (daily, release, carry)]
    for deed, rate in RATES.items():
        acts += [(life.rng.randint(33000, 72000), deed)
                 for _ in range(life.some(rate))]
    # Early and late, also when we may not.
    acts += [(life.rng.choice((life.rng.randint(25300, 29000),
                               life.rng.randint(74000, 82000))), deeds.call)
             for _ in range(1 + life.some(2))]
    if life.today() == datetime.date(2026, 6, 16):
        acts += [(40000, lambda one: deeds.desk_hears(one, 'deceased')),
                 (41000, lambda one: deeds.desk_hears(one, 'bankruptcy'))]
    return sorted(acts, key=lambda one: one[0])


def live_day(life, day):
    start = life.midnight(day)
    life.clock.at(start + 7 * 3600)
    for second, deed in plan_of_day(life):
        life.clock.at(start + second)
        deed(life)


# --- the month's end ---------------------------------------------------

def compare(life):
    """The program's own pages and books against ours."""
    have = {}
    for client in CODES:
        after = ''
        while after is not None:
            said = life.clinic[client].get('/provider/accounts' + (
                '?after=' + after if after else ''))
            for one in said['account']:
                have[client, one['number']] = (cents(one['placed']),
                                               cents(one['left']))
            after = said['next']
        home = life.clinic[client].get('/provider')
        mine = [one for one in life.every if one.client == client]
        wish((int(home['accounts']), cents(home['placed']),
              cents(home['left'])) == (
                  len(mine), sum(one.opened for one in mine),
                  sum(one.owed for one in mine)),
             'the inventory of ' + client, home)
    want = {key: (one.opened, one.owed)
            for key, one in life.books.account.items()}
    wrong = {key: (have.get(key), want.get(key))
             for key in have.keys() | want.keys()
             if have.get(key) != want.get(key)}
    wish(not wrong, '%d accounts one by one' % len(want), list(
        wrong.items())[:5])
    compare_states(life)
    compare_remits(life)
    compare_ledger(life)
    compare_paper(life)
    command('verify')


def compare_states(life):
    have = {(c, s): (int(n), int(left)) for c, s, n, left in life.store.rows(
        'SELECT c.code, a.state, count(*), sum(b.balance_cents)'
        ' FROM debt d JOIN client c ON c.id = d.client_id'
        ' JOIN debt_balance b ON b.client_id = d.client_id'
        ' AND b.debt_id = d.id JOIN person_address a'
        ' ON a.person_id = d.person_id AND NOT EXISTS (SELECT 1 FROM'
        ' person_address n WHERE n.person_id = a.person_id AND n.id > a.id)'
        ' WHERE b.balance_cents > 0 GROUP BY c.code, a.state')}
    want = collections.defaultdict(lambda: (0, 0))
    for one in life.every:
        if one.owed:
            n, left = want[one.client, one.person.state]
            want[one.client, one.person.state] = (n + 1, left + one.owed)
    wish(have == want, 'inventory by provider and state', (have, dict(want)))
    gone = life.store.rows('SELECT count(*) FROM fact WHERE kind = 8')
    wish(int(gone[0][0]) == sum(one.is_recalled for one in life.every),
         'accounts recalled', gone)


def compare_remits(life):
    for client in CODES:
        have = {}
        for one in life.clinic[client].get('/provider/remit')['remits']:
            said = life.clinic[client].get('/provider/remit/' + one['ref'])
            have[client, datetime.date.fromisoformat(one['through'])] = (
                *(cents(said[k]) for k in ('gross', 'fee', 'net')),
                len(said['line']))
            wish(all(sum(cents(line[k]) for line in said['line'])
                     == cents(said[k]) for k in ('gross', 'fee', 'net')),
                 'its lines sum', said)
        want = {key: sums for key, sums in life.books.remits.items()
                if key[0] == client}
        wish(have == want, 'remittances of ' + client, (have, want))


def compare_ledger(life):
    """Each account of docs/ledger.md, and money received."""
    names = ('', 'owed', 'placed', 'trust', 'payable', 'fee', 'fee_taken',
             'direct', 'adjusted', 'written_off', 'recalled')
    have = collections.Counter()
    for code, side, kind, total in life.store.rows(
            'SELECT c.code, s.side, a.kind, sum(s.cents) FROM ('
            'SELECT client_id, 1 AS side, debit_account AS id,'
            ' amount_cents AS cents FROM ledger_transfer UNION ALL '
            'SELECT client_id, -1, credit_account, amount_cents'
            ' FROM ledger_transfer) s JOIN client c ON c.id = s.client_id'
            ' JOIN ledger_account a ON a.client_id = s.client_id'
            ' AND a.id = s.id GROUP BY c.code, s.side, a.kind'):
        have[code, names[int(kind)]] += int(side) * int(total)
    want = collections.Counter()
    for client, _, kind, change in life.books.till:
        want[client, kind] += change
    have, want = ({k: v for k, v in one.items() if v} for one in (have, want))
    wish(have == want, 'the ledger', (have, want))
    life.trust = sum(v for (_, k), v in want.items() if k == 'trust')


def compare_paper(life):
    """Each letter that left lies in the spool once, as its manifest says."""
    spool = os.path.join(path.HOME, 'house', 'spool', 'letters')
    seen = collections.Counter()
    for name in os.listdir(spool):
        if not name.startswith('manifest') or not name.endswith('.csv'):
            continue
        for row in csv.DictReader(open(os.path.join(spool, name))):
            data = open(os.path.join(spool, row['message'] + '.pdf'),
                        'rb').read()
            wish(hashlib.sha256(data).hexdigest() == row['sha256'],
                 'a letter in the spool', row)
            seen[row['kind'], row['language']] += 1
    want = collections.Counter(
        (one.kind, 'es' if one.account.person.language == 'es' else 'en')
        for one in life.books.sent)
    wish(seen == want, 'letters by kind and language', (seen, want))
    life.kinds = collections.Counter(one.kind for one in life.books.sent)


def month_ends(life, name, seconds):
    compare(life)
    owed = sum(one.owed for one in life.every)
    path.hold('%s: %d accounts, $%s left, letters %s, recalled %d' % (
        name, len(life.every), plain(owed), dict(life.kinds),
        sum(one.is_recalled for one in life.every)), True)
    print('  in %d s so far: %s' % (seconds, dict(life.count)), flush=True)
    life.month.clear()


# --- all of it ---------------------------------------------------------

def apply(life, code, fee='10%'):
    program = 'early_out' if code == CODES[0] else 'bad_debt'
    text = open(os.path.join(path.ROOT, 'tests/unit/intake/synthea.yaml')
                ).read().replace('fee: 10%', 'fee: %s\nplan:\n  months_max: '
                                 '24\n  payment_min: 15.00' % fee)
    if program == 'bad_debt':
        text = (text.replace('program: early_out', 'program: bad_debt')
                .replace('default_at_placement: no',
                         'default_at_placement: yes')
                .replace('code: SYNTHEA', 'code: SYNBAD')
                .replace('code: SYN\n', 'code: SYB\n'))
    path.write(code + '.yaml', text)
    command('client', 'apply', code + '.yaml')
    life.books.client(code, program, int(fee[:-1].replace('.', ''))
                      * (1000 if '.' in fee else 10000))


def begin(life):
    path.begin()
    apply(life, 'SYNTHEA')
    apply(life, 'SYNBAD', fee='22.5%')
    server, browser = path.serve()
    life.base = browser.base
    port = int(browser.base.rsplit(':', 1)[1])
    key = {}
    for name, words in (
            ('rep', ('--role', 'representative', '--scope',
                     'read,contact,work')),
            ('boss', ('--role', 'supervisor', '--scope',
                      'read,pay,work,stop')),
            *((code, ('--client', code, '--scope', 'read,stop,remit,work'))
              for code in CODES)):
        key[name] = house.Program(port, command('key', 'make', name,
                                                *words)['key'])
    life.rep, life.boss = key['rep'], key['boss']
    life.clinic = {code: key[code] for code in CODES}
    life.store = house.Store()


def play(shim, part, seed):
    began = time.time()
    life = Life(house.Clock(path.HOME, shim), part, seed)
    life.clock.at(life.midnight(START) + 6 * 3600, begin=True)
    life.last_run = START - datetime.timedelta(days=1)
    begin(life)
    life.clock.at(life.midnight(START) + 6 * 3600 + 1800)
    placed_first(life)
    life.sample = {code: next(row for row in rows_of(1)
                              if client_of(row) == code and row['zip']
                              and not row['patient_death_date'])
                   for code in CODES}
    day = START
    while day < END:
        live_day(life, day)
        after = next_open(day)
        if after.month != day.month:
            life.clock.at(life.midnight(after) + 7 * 3600)
            daily(life)
            month_ends(life, day.strftime('%B'), time.time() - began)
        day = after


def main():
    shim, part, seed = os.path.abspath(sys.argv[3]), 10, 1
    if len(sys.argv) > 4:
        part = int(sys.argv[4])
    if len(sys.argv) > 5:
        seed = int(sys.argv[5])
    if not os.path.isdir(os.path.join(path.DATA, 'synthea', 'r4-flat')):
        print('skipped: synthea is not here')
        return 77
    print('lives: 1 in %d, seed %d' % (part, seed), flush=True)

    def act():
        try:
            play(shim, part, seed)
        except AssertionError as wrong:
            path.hold('lives, seed %d' % seed, False, wrong)
            if os.environ.get('LIVES_TALK'):
                traceback.print_exc()
    return path.act('lives', act)


if __name__ == '__main__':
    sys.exit(main())
