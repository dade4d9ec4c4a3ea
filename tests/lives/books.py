"""books.py - what must be so, counted from what was sent and from nothing
else: each account to the cent, each letter, each remittance.

Written from docs/placements.md, docs/ledger.md and docs/rules.tsv; shares no
line with the program and asks it nothing.  Moments are seconds UTC, amounts
are whole cents, days are datetime.date.
"""
import datetime
import zoneinfo

DAY = 86400
EAST = zoneinfo.ZoneInfo('America/New_York')
# The clock at each place our people move to.
ZONES = {'MA': 'America/New_York', 'ME': 'America/New_York',
         'IL': 'America/Chicago', 'AZ': 'America/Phoenix',
         'CA': 'America/Los_Angeles', 'HI': 'Pacific/Honolulu'}
FIRST = {'early_out': 'first_statement', 'bad_debt': 'validation_notice'}
COUNTED = ('no_answer', 'conversation', 'voicemail')
BILLS = ('owed', 'placed', 'direct', 'adjusted', 'recalled')
TILL = ('trust', 'payable', 'fee', 'fee_taken')
STALE = 2 * DAY  # a letter that waited longer is not carried


def local(at, zone=EAST):
    return datetime.datetime.fromtimestamp(at, zone)


def age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Person:
    def __init__(self, language, born):
        self.state = self.address = self.zip = None
        self.language, self.born, self.facts = language, born, []

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(ZONES[self.state])


class Account:
    def __init__(self, client, number, cents, person, service_on):
        self.client, self.number, self.opened = client, number, cents
        self.owed, self.person, self.service_on = cents, person, service_on
        self.ref = self.file = self.plan = None
        self.is_recalled = False
        self.payments, self.calls, self.letters = [], [], {}
        self.news = {}    # key of a later line -> cents, or None when held


class Letter:
    def __init__(self, account, kind, about, at, day):
        self.account, self.kind, self.about = account, kind, about
        self.at, self.day, self.is_released = at, day, False
        self.owed, self.address = account.owed, account.person.address


class Books:
    def __init__(self):
        self.account = {}             # (client, number)
        self.person = {}              # by name, birthday and ZIP
        self.fee, self.program = {}, {}
        self.till = []                # (client, day, kind, change)
        self.money = []               # to be remitted: client, day, .. lines
        self.remits = {}              # (client, through) -> gross, fee, net, n
        self.waiting, self.sent = [], []
        self.stops, self.void = [], 0

    def client(self, code, program, fee_ppm):
        self.program[code], self.fee[code] = program, fee_ppm

    # --- placement -----------------------------------------------------

    def place(self, client, row, at, file):
        """What becomes of one line: accepted, held, refused or known."""
        cents = int(row['balance'].replace('.', ''))
        today = local(at).date()
        born = datetime.date.fromisoformat(row['patient_birth_date'][:10])
        service = datetime.date.fromisoformat(row['service_date'][:10])
        name = [row['patient_' + k].lower() for k in ('first', 'last',
                                                      'suffix')]
        is_dead = bool(row['patient_death_date'])
        if row.get('guarantor_last'):
            born = datetime.date.fromisoformat(row['guarantor_birth_date'])
            name = [row['guarantor_first'].lower(),
                    row['guarantor_last'].lower(), '']
        elif not is_dead and min(age(born, today), age(born, service)) < 18:
            return 'refused', cents
        if (client, row['account']) in self.account:
            return 'known', cents
        key = (*name, born, row['zip']) if row['zip'] else (client,
                                                            row['account'])
        state = {'Massachusetts': 'MA'}.get(row['state'], row['state'])
        person = self.person.setdefault(key, Person(row['language'][:2],
                                                    born))
        self.move(person, state, row['address1'], row['zip'])
        account = Account(client, row['account'], cents, person, service)
        account.file = file
        self.account[client, row['account']] = account
        self.post(client, today, owed=cents, placed=-cents)
        if is_dead:
            self.fact(account, 'deceased', at, wide=True)
        return ('held' if is_dead else 'accepted'), cents

    def move(self, person, *where):
        """True when that is news.  What waits says the old address."""
        if (person.state, person.address, person.zip) == where:
            return False
        person.state, person.address, person.zip = where
        for one in [one for one in self.waiting
                    if one.account.person is person]:
            self.drop(one)
        return True

    # --- money ---------------------------------------------------------

    def post(self, client, on, **changes):
        """Each of the two sums of docs/ledger.md stays zero."""
        for kinds in (BILLS, TILL):
            assert sum(changes.get(kind, 0) for kind in kinds) == 0
        self.till += [(client, on, k, v) for k, v in changes.items()]

    def moved(self, account, cents):
        """A letter that waits says the old amount: it is made anew."""
        account.owed += cents
        assert account.owed >= 0
        for one in [one for one in self.waiting if one.account is account]:
            self.drop(one)

    def pay(self, account, cents, on, ref, is_direct=False):
        fee = cents * self.fee[account.client] // 1000000
        self.take(account, cents, fee, on, is_direct, 1)
        payment = {'ref': ref, 'cents': cents, 'fee': fee, 'is_back': False,
                   'is_direct': is_direct}
        account.payments.append(payment)
        return payment

    def give_back(self, account, payment, on):
        payment['is_back'] = True
        self.take(account, payment['cents'], payment['fee'], on,
                  payment['is_direct'], -1)

    def take(self, account, cents, fee, on, is_direct, sign):
        gross, fee, net = sign * cents, sign * fee, sign * (cents - fee)
        if is_direct:
            self.post(account.client, on, direct=gross, owed=-gross)
            self.post(account.client, on, payable=fee, fee=-fee)
            gross, net = 0, -fee
        else:
            self.post(account.client, on, trust=gross, owed=-gross,
                      placed=gross, payable=-net, fee=-fee)
        self.money.append((account.client, on, gross, fee, net))
        self.moved(account, -sign * cents)

    def adjust(self, account, cents, on):
        self.post(account.client, on, adjusted=cents, owed=-cents)
        self.moved(account, -cents)

    def recall(self, account, on):
        left = account.owed
        if left:
            self.post(account.client, on, recalled=left, owed=-left)
        self.moved(account, -left)
        account.is_recalled, account.plan = True, None
        return left

    def news(self, kind, client, line, at):
        """One line of a later file."""
        account = self.account.get((client, line['account']))
        if account is None:
            return 'refused', line.get('cents', 0)
        if kind == 'recalls':
            return ('known', 0) if account.is_recalled else (
                'accepted', self.recall(account, local(at).date()))
        if kind == 'addresses':
            return ('accepted' if self.move(
                account.person, line['state'], line['address1'],
                line['zip']) else 'known'), 0
        key, cents = (kind, line['reference']), line['cents']
        if key in account.news:
            return 'known', cents
        if account.is_recalled:
            return 'refused', cents
        if cents > account.owed:
            account.news[key] = None
            self.fact(account, 'held', at)
            self.moved(account, 0)
            return 'held', cents
        account.news[key] = cents
        if kind == 'payments':
            self.pay(account, cents, line['date'], None, is_direct=True)
        else:
            self.adjust(account, cents, line['date'])
        return 'accepted', cents

    def remit(self, client, through):
        is_due = [one[0] == client and one[1] <= through
                  for one in self.money]
        mine = [one for one, due in zip(self.money, is_due) if due]
        self.money = [one for one, due in zip(self.money, is_due) if not due]
        self.remits[client, through] = (*(sum(one[k] for one in mine)
                                          for k in (2, 3, 4)), len(mine))
        have = {k: self.sum(client, k, through) for k in ('trust', 'payable')}
        pay = max(0, -have['payable'])
        rest = have['trust'] - pay
        self.post(client, through, payable=pay, trust=-pay - rest,
                  fee_taken=rest)

    def sum(self, client, kind, through=datetime.date.max):
        return sum(v for c, on, k, v in self.till
                   if (c, k) == (client, kind) and on <= through)

    # --- what somebody told us -----------------------------------------

    def fact(self, account, kind, at, until=None, wide=False):
        account.person.facts.append({
            'kind': kind, 'account': None if wide else account, 'since': at,
            'until': until})

    def holds(self, account, kind, at):
        return [f for f in account.person.facts if f['kind'] == kind
                and f['account'] in (None, account)
                and (f['until'] is None or at < f['until'])]

    def end(self, account, kind, at):
        for fact in self.holds(account, kind, at):
            fact['until'] = at

    def refused(self, account, what, at):
        """Rules that say no to a letter of that kind, or to a call."""
        is_call = what == 'call'
        asks = what in ('call', 'first_statement')
        rules = set()
        if self.holds(account, 'bankruptcy', at):
            rules.add('BK-stay')
        if any(one['covers'](account, what) for one in self.stops):
            rules.add('POL-stop')
        if account.is_recalled:
            rules.add('POL-recall')
        if account.owed == 0 and what != 'receipt':
            rules.add('POL-closed')
        if asks and self.holds(account, 'held', at):
            rules.add('POL-hold')
        if self.holds(account, 'deceased', at):
            rules.add('RF-dead')
        if age(account.person.born, account.service_on) < 18:
            rules.add('RF-kids')
        if self.holds(account, 'attorney', at):
            rules.add('RF-6b-attorney')
        if self.holds(account, 'cease', at):
            rules.add('RF-6c')
        if what != 'receipt' and self.holds(account, 'dispute', at):
            rules.add('RF-38')
        if asks and account.plan:
            rules.add('POL-plan')
        return rules | (self.refused_call(account, at) if is_call else set())

    def refused_call(self, account, at):
        rules, zone = set(), account.person.zone
        there = local(at, zone)
        if self.holds(account, 'stop_calling', at):
            rules.add('RF-14h')
        if not 8 * 3600 < (there.hour * 60 + there.minute) * 60 \
                + there.second < 21 * 3600:
            rules.add('RF-6b-time')
        days = [((there.date() - local(t, zone).date()).days, how)
                for t, how in account.calls]
        if sum(ago < 7 for ago, how in days if how in COUNTED) >= 7:
            rules.add('RF-14b-7in7')
        if any(ago < 7 and how == 'conversation' for ago, how in days):
            rules.add('RF-14b-talk')
        return rules

    # --- letters -------------------------------------------------------

    def drop(self, letter):
        self.waiting.remove(letter)
        letter.account.letters.pop((letter.kind, letter.about))
        self.void += 1

    def daily(self, at):
        """Which letters are due: none of what there is already."""
        day = local(at).date()
        for one in [one for one in self.waiting
                    if not one.is_released and at - one.at > STALE]:
            self.drop(one)
        for account in self.account.values():
            due = [('receipt', p['ref']) for p in account.payments
                   if not p['is_back'] and not p['is_direct']]
            if account.plan:
                due.append(('plan_confirmation', account.plan['ref']))
            first = FIRST[self.program[account.client]]
            due += [(first, '')] if account.owed else []
            for kind, about in due:
                if (kind, about) in account.letters \
                        or not account.person.zip \
                        or self.refused(account, kind, at):
                    continue
                letter = Letter(account, kind, about, at, day)
                account.letters[kind, about] = letter
                self.waiting.append(letter)

    def release(self, client):
        for one in self.waiting:
            one.is_released |= one.account.client == client

    def hold_back(self, client):
        for one in [one for one in self.waiting
                    if one.account.client == client]:
            self.drop(one)

    def carry(self, at):
        for one in [one for one in self.waiting if one.is_released]:
            if self.refused(one.account, one.kind, at) \
                    or at - one.at > STALE:
                self.drop(one)
            else:
                self.waiting.remove(one)
                self.sent.append(one)
