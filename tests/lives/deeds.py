"""deeds.py - what people, representatives and providers do on one day.

Each deed is done to the real program and, told in the same words, to the
books; what the program answers must be what the books say.
"""
import datetime
import json
import re

from house import cents, day_of, path, plain, sign_in

hidden = path.hidden

MOVES = (('IL', 'Chicago', '60601'), ('AZ', 'Phoenix', '85001'),
         ('HI', 'Honolulu', '96813'), ('ME', 'Bangor', '04401'),
         ('CA', 'Los Angeles', '90012'))


def wish(holds, words, more=''):
    if not holds:
        raise AssertionError('%s: %s' % (words, more))


def letter_of(life, account):
    """A letter this person has, whichever bill it is about."""
    return next((one for one in reversed(life.books.sent)
                 if one.account.person is account.person), None)


def person_of(life, account):
    letter = letter_of(life, account)
    return letter and sign_in(life.base, life.ref_of(letter),
                              account.person.born)


# --- the representative ------------------------------------------------

def call(life):
    """The gate is asked about anybody; its answer is what the books say."""
    account = life.pick(lambda one: True)
    ask_and_call(life, account)


def call_again(life):
    """Somebody is rung again and again, as long as we may."""
    life.often = [one for one in life.often
                  if one.owed and not one.is_recalled] or [
                      life.pick(lambda one: one.owed) for _ in range(2)]
    ask_and_call(life, life.rng.choice(life.often), ('no_answer',))


def ask_and_call(life, account, outcomes=('no_answer', 'no_answer', 'busy',
                                          'voicemail', 'conversation')):
    desk = '/desk/debt/' + account.ref
    at = life.now()
    said = life.rep.post(desk + '/may-call')
    no = {one['rule'] for one in said['reasons']
          if one['decision'].endswith(('block', 'delay'))}
    want = life.books.refused(account, 'call', at)
    wish(said['is_allowed'] == (not want) and no == want,
         'the gate and the books on a call', (account.number, at, no, want,
                                              said))
    life.count['calls refused' if want else 'calls'] += 1
    if want:
        return
    outcome = life.rng.choice(outcomes)
    life.rep.post(desk + '/call', answer=said['answer'])
    life.rep.post(desk + '/outcome', answer=said['answer'], outcome=outcome)
    account.calls.append((at, outcome))


def desk_pays(life, account=None, amount=None):
    """A check in the mail, some of them a few days old."""
    account = account or life.pick(lambda one: one.owed and not one.plan)
    today = life.today()
    on = today - datetime.timedelta(days=0 if amount else
                                    life.rng.choice((0, 0, 1, 3)))
    amount = amount or life.part_of(account.owed)
    number = life.number()
    said = life.boss.post('/desk/debt/%s/payment' % account.ref,
                          amount=plain(amount), method='check',
                          number=number, received=on.isoformat())
    payment = life.books.pay(account, amount, on, number)
    payment['program'] = said['see'][-32:]
    life.count['payments'] += 1


def desk_pays_waiting(life):
    """While a letter about the bill lies there."""
    some = [one.account for one in life.books.waiting
            if one.account.owed and not one.account.plan]
    if some:
        account = life.rng.choice(some)
        desk_pays(life, account, life.rng.choice((
            account.owed, life.part_of(account.owed))))


def desk_reverses(life):
    account = life.pick(lambda one: not one.plan and any(
        p.get('program') and not p['is_back'] for p in one.payments))
    if account is None:
        return
    payment = life.rng.choice([p for p in account.payments if p.get('program')
                               and not p['is_back']])
    life.boss.post('/desk/debt/%s/reverse' % account.ref,
                   payment=payment['program'], words='the check came back')
    life.books.give_back(account, payment, life.today())
    life.count['reversals'] += 1


DESK_FACTS = {'dispute': 'dispute', 'attorney': 'attorney', 'cease': 'cease',
              'bankruptcy': 'bankruptcy', 'deceased': 'deceased',
              'stop_calling': 'stop_calling', 'hold': 'held'}
WIDE = ('bankruptcy', 'deceased', 'stop_calling')


def desk_hears(life, kind=None):
    kind = kind or life.rng.choice(('dispute', 'hold', 'hold', 'stop_calling',
                                    'attorney', 'cease'))
    account = life.pick(lambda one: one.owed)
    form, until = {'kind': kind}, None
    if kind == 'hold':
        day = life.today() + datetime.timedelta(days=life.rng.randint(2, 30))
        form['until'] = day.isoformat()
        until = life.midnight(day + datetime.timedelta(days=1)) - 1
    life.rep.post('/desk/debt/%s/fact' % account.ref, **form)
    life.books.fact(account, DESK_FACTS[kind], life.now(), until,
                    kind in WIDE)
    life.count[kind] += 1


def desk_lifts(life):
    account = life.pick(lambda one: life.books.holds(one, 'held', life.now()))
    if account is None:
        return
    desk = '/desk/debt/' + account.ref
    seen = life.rep.get(desk)['seen']
    said = life.rep.post(desk + '/lift', seen=seen)
    wish('said=lifted' in said['see'], 'a hold is lifted', said)
    life.books.end(account, 'held', life.now())
    life.count['lifted'] += 1


def desk_answers(life):
    account = life.pick(lambda one: life.books.holds(one, 'dispute',
                                                     life.now()))
    if account is None:
        return
    life.rep.post('/desk/debt/%s/answered' % account.ref)
    life.books.end(account, 'dispute', life.now())
    life.count['answered'] += 1


# --- the person --------------------------------------------------------

SAYINGS = {  # number of the page, fact, days it lasts, for all their bills
    1: ('dispute', None, False), 2: ('held', 45, False),
    4: ('cease', None, True), 5: ('held', None, True),
    6: ('attorney', None, False), 7: ('bankruptcy', None, True)}


def person_says(life):
    account = life.pick(lambda one: one.owed and not one.is_recalled
                        and letter_of(life, one))
    if account is None:
        return
    browser = person_of(life, account)
    number = life.rng.choice((1, 1, 2, 2, 4, 5, 6, 7))
    kind, days, wide = SAYINGS[number]
    _, _, page = browser.ask('/m/say?bill=%s&what=%d' % (account.ref, number))
    at = life.now()
    status, url, page = browser.ask('/m/say', hidden(page))
    wish(status == 200 and '/m/said?' in url, 'a person is heard',
         (status, url))
    life.books.fact(account, kind, at, days and at + days * 86400, wide)
    life.count['said'] += 1


def person_pauses(life):
    account = life.pick(lambda one: may_choose(life, one))
    if account is None:
        return
    browser = person_of(life, account)
    _, _, page = browser.ask('/m/pause?bill=' + account.ref)
    at = life.now()
    status, url, _ = browser.ask('/m/pause', hidden(page))
    wish(status == 200, 'a pause', (status, url))
    life.books.fact(account, 'held', at, at + 60 * 86400)
    life.count['pauses'] += 1


def may_choose(life, one):
    return (one.owed >= 10000 and not one.plan and letter_of(life, one)
            and not life.books.refused(one, 'first_statement', life.now()))


def person_plans(life):
    """Agreed on the page; its shares sum to what is owed, to the cent."""
    account = life.pick(lambda one: may_choose(life, one))
    if account is None:
        return
    browser = person_of(life, account)
    bill = account.ref
    _, _, text = browser.ask('/m/bill?bill=' + bill,
                             Accept='application/json')
    wish(cents(json.loads(text)['balance']) == account.owed,
         'a person reads what is left', (text[:300], account.owed))
    _, url, page = browser.ask('/m/choices?bill=' + bill)
    offers = re.findall(r'/m/plan\?bill=[0-9a-f]+&amp;offer=[0-9a-f]+', page)
    wish(offers, 'there are choices', (url, account.owed))
    _, _, page = browser.ask(life.rng.choice(offers).replace('&amp;', '&'))
    status, url, _ = browser.ask('/m/plan', dict(hidden(page), agree='yes'))
    wish(status == 200 and '/m/plan/done' in url, 'a plan', (status, url))
    _, _, text = browser.ask('/m/plan/done?bill=' + bill,
                             Accept='application/json')
    due = [(day_of(one['due_on']), cents(one['amount']))
           for one in json.loads(text)['payments']]
    shares = [share for _, share in due]
    wish(sum(shares) == account.owed and len(set(shares[:-1])) <= 1
         and 0 <= shares[-1] - shares[0] < len(shares),
         'a plan sums, and the last share takes the odd cents',
         (due, account.owed))
    wish(0 < (due[0][0] - life.today()).days <= 45 and all(
        day == months_on(due[0][0], n) for n, (day, _) in enumerate(due)),
        'a payment each month', due)
    account.plan = {'ref': '', 'due': due}
    life.count['plans'] += 1


def months_on(day, months):
    """The same day of a later month, or its last."""
    years, month = divmod(day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return datetime.date(day.year + years, month + 1, number)
        except ValueError:
            continue
    return datetime.date(day.year + years, month + 1, min(day.day, 28))


def instalments(life):
    """Who agreed to a plan keeps it: paid on its day, or before a weekend."""
    for account in list(life.books.account.values()):
        while account.plan and account.plan['due'] \
                and account.plan['due'][0][0] < life.next_day() \
                and account.owed:
            _, share = account.plan['due'].pop(0)
            desk_pays(life, account, min(share, account.owed))
            life.count['instalments'] += 1


# --- somebody responsible ----------------------------------------------

def stop(life, who, base, words, covers):
    said = who.post(base, why='a letter says it wrong', **words)
    one = {'covers': covers, 'who': who, 'path': said['see']}
    life.books.stops.append(one)
    life.count['stops'] += 1
    return one


def stop_ends(life, one):
    one['who'].post(one['path'] + '/release')
    life.books.stops.remove(one)


def stops_of(life):
    """Each way to stop, for a day or two."""
    account = life.pick(lambda one: one.owed)
    client = account.client
    boss, clinic = life.boss, life.clinic[client]
    return life.rng.choice((
        (boss, '/desk/stops', {'client': client},
         lambda one, what: one.client == client),
        (boss, '/desk/stops', {'channel': 'phone'},
         lambda one, what: what == 'call'),
        (boss, '/desk/stops', {'channel': 'letter'},
         lambda one, what: what != 'call'),
        (boss, '/desk/stops', {'message': 'receipt'},
         lambda one, what: what == 'receipt'),
        (boss, '/desk/stops', {'state': account.person.state.lower()},
         lambda one, what, state=account.person.state:
         one.person.state == state),
        (boss, '/desk/stops', {}, lambda one, what: True),
        (clinic, '/provider/stops', {'bill': account.ref},
         lambda one, what: one is account),
        (clinic, '/provider/stops', {'file': account.file},
         lambda one, what: (one.client, one.file) == (client, account.file)),
        (clinic, '/provider/stops', {},
         lambda one, what: one.client == client)))


# --- files of a provider -----------------------------------------------

def file_of(life, kind, client):
    """Lines of a later file: new ones, some of last time, some wrong."""
    lines = []
    for _ in range(life.some(6 if kind != 'recalls' else 2)):
        account = life.pick(lambda one: one.client == client
                            and (one.owed or one.is_recalled)
                            and not one.plan or kind == 'recalls'
                            and one.client == client)
        if account is None or any(one['account'] == account.number
                                  for one in lines):
            continue
        line = {'account': account.number}
        if kind in ('payments', 'adjustments'):
            above = life.rng.random() < 0.03
            line.update(cents=account.owed + 1 if above
                        else life.part_of(account.owed or 500),
                        reference='R-' + life.number(),
                        date=life.today() - datetime.timedelta(
                            days=life.rng.randint(0, 5)))
        if kind == 'addresses':
            state, city, zip_ = life.rng.choice(MOVES)
            line.update(state=state, city=city, zip=zip_, address1='%d New '
                        'Road' % life.rng.randint(1, 999))
        lines.append(line)
    lines.append(dict(lines[0], account='nobody-has-this') if lines else
                 {'account': 'nobody-has-this', 'cents': 100,
                  'reference': 'x', 'date': life.today()})
    return lines


HEADS = {'payments': 'Account,Payment Amount,Payment Date,Receipt No',
         'adjustments': 'Account,Adjustment,Adjustment Date,Reference',
         'recalls': 'Account,Recall Date',
         'addresses': 'Account,Address,City,State,Zip'}


def text_of(kind, lines, today):
    out = [HEADS[kind]]
    for one in lines:
        cells = [one['account']]
        if kind in ('payments', 'adjustments'):
            cells += [plain(one['cents']), one['date'].strftime('%m/%d/%Y'),
                      one['reference']]
        elif kind == 'recalls':
            cells.append(today.isoformat())
        else:
            cells += [one['address1'], one['city'], one['state'], one['zip']]
        out.append(','.join(cells))
    return '\n'.join(out) + '\n'


def news(life, kind, client):
    """The whole month again each week: what we have is known."""
    fresh = file_of(life, kind, client)
    month = life.month.setdefault((kind, client), [])
    if kind in ('payments', 'adjustments'):
        month += fresh
        fresh = list(month)
    if len(fresh) < 2:
        return
    life.send('%s-%s-%s.csv' % (kind, client, life.today()),
              text_of(kind, fresh, life.today()), kind, client,
              [(one, life.books.news) for one in fresh])


def bank_file(life):
    """Mailed money as a file; two lines are wrong."""
    lines = []
    for _ in range(life.some(4)):
        account = life.pick(lambda one: one.owed and not one.plan
                            and all(one is not line[0] for line in lines))
        if account is not None:
            lines.append((account, life.part_of(account.owed),
                          life.number()))
    today = life.today()
    rows = ['client,account,amount,received_on,method,number']
    rows += ['%s,%s,%s,%s,money_order,%s' % (one.client, one.number,
                                             plain(amount), today, number)
             for one, amount, number in lines]
    rows += ['%s,nobody-has-this,5.00,%s,check,1' % (life.codes[0], today),
             '%s,%s,99999999.00,%s,check,2' % (
                 life.codes[0], next(one.number for one in
                                     life.books.account.values()
                                     if one.client == life.codes[0]), today)]
    name = path.write('bank-%s.csv' % today, '\n'.join(rows) + '\n')
    said = life.command('pay', 'import', name, good=(0, 65))
    wish((said['posted'], said['refused']) == (len(lines), 2),
         'a file of payments', said)
    for account, amount, number in lines:
        life.books.pay(account, amount, today, number)
        life.count['payments'] += 1
    again = life.command('pay', 'import', name, good=(0, 65))
    wish((again['posted'], again['known']) == (0, len(lines)),
         'the same file again', again)
