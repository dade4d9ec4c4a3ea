#!/usr/bin/python3
"""kill.py BEDSIDE INVENT N ENGINE SEED - does a promise survive kill -9?

Makes a data folder with the real program and a real file, then kills one of
serve (under load), import (of accounts, of adjustments and of what the
provider was paid), daily, pay import, courier and backup N times at random
instants, each time asking afterwards: is every acknowledged payment in the
ledger once and with its amount; is a retry with the same key the same
payment; is what people did (acts.py) there once; did an interrupted file
complete with nothing twice; was no letter sent twice and is each as its hash
says; does `bedside verify` agree; was the house serving again in time.  The
store is read here, from outside, never through the program under test.  ENGINE is sqlite or postgres (tests/pgcluster
run).  The same SEED makes the same choices; instants are the kernel's.
"""
import csv
import datetime
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.append(os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "flow"))
import keeper  # noqa: E402
from acts import Acts  # noqa: E402

KILLS_AN_INSTANCE = 50
CLIENTS = 4
ACTS_BETWEEN = 1  # by people, between two kills
ROWS = 60
SERVING_SECONDS_MAX = 2.0  # asserted at soak; a short run may share its cores
SHORT_RUN = 30
PASSWORD = "correct-horse-battery-7"
ROOT = os.environ.get("BEDSIDE_ROOT") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
PROVIDERS = (("LAKESIDE", "lakeside"), ("HARBORCITY", "harbor-city"))
DONE, REFUSED_ROWS = 0, 65


class Wrong(Exception):
    """A promise was broken."""


def drop_root():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(20)
        self.sock.connect(self.path)


class Payment:
    """One payment as its payer sees it: tried until it is acknowledged."""

    def __init__(self, client, account, bill, cents, number):
        self.client, self.account, self.bill = client, account, bill
        self.cents, self.number = cents, number
        self.token = None
        self.acknowledged = False

    def amount(self):
        return "%d.%02d" % divmod(self.cents, 100)


class Instance:
    def __init__(self, bedside, invent, engine, name, dice):
        self.bedside, self.invent, self.dice = bedside, invent, dice
        self.engine, self.name = engine, name
        self.root = tempfile.mkdtemp(prefix="bedside-kill-")
        self.folder = self.root + "/data"
        self.server = None
        self.cookie = self.port = None
        self.has_desk = False
        self.payments = []
        self.later = []
        self.backups = 0
        self.acts = Acts(self)
        self.files = 0
        self.took = {}
        self.imports = []
        self.today = datetime.date.today().isoformat()
        self.start_seconds = []
        if engine == "postgres":
            self.database = "kill_%d_%s" % (os.getpid(), name)
            self.super = os.environ["BEDSIDE_PG_SUPER_URL"]
            self.psql(self.super, "CREATE DATABASE %s OWNER bedside_owner"
                      % self.database)

    # --- the program ------------------------------------------------------

    def command(self, *words):
        return [self.bedside, words[0]] + list(words[1:]) \
            + ["--folder", self.folder]

    def start(self, *words, out=subprocess.DEVNULL):
        return subprocess.Popen(self.command(*words), stdout=out,
                                stderr=self.log(), start_new_session=True)

    def log(self):
        return open(self.root + "/log", "ab")

    def run(self, *words, good=(DONE,)):
        done = subprocess.run(self.command(*words), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120)
        if done.returncode not in good:
            raise Wrong("%s gave %d: %s" % (
                " ".join(words), done.returncode,
                (done.stderr or done.stdout).decode("utf-8", "replace")[-400:]))
        return done.stdout.decode("utf-8")

    def make(self):
        words = ["init", "--name", "Harbor Care LLC", "--line1",
                 "P.O. Box 2170", "--city", "Portland", "--state", "ME",
                 "--zip", "04101", "--phone", "2075550170"]
        if self.engine == "postgres":
            # The owner makes the tables; from then on the lesser role works.
            owner = self.url(os.environ["BEDSIDE_PG_OWNER_URL"])
            self.run(*words, "--postgres", owner)
            with open(self.folder + "/postgres.url", "w",
                      encoding="ascii") as lines:
                lines.write("%s\n%s\n" % (
                    self.url(os.environ["BEDSIDE_PG_URL"]), owner))
        else:
            self.run(*words)
        for _, name in PROVIDERS:
            self.run("client", "apply", "%s/docs/clients/%s.yaml"
                     % (ROOT, name))
        self.run("login", "add", "ana", "--role", "representative",
                 "--password", PASSWORD)
        self.run("login", "add", "lee", "--role", "supervisor",
                 "--password", PASSWORD)
        self.serve()
        keeper.keeper(self.run, "http://127.0.0.1:%d" % self.port)
        self.stop()
        keeper.kept(lambda *words: self.run(*(
            self.root + "/" + w if w == keeper.BACKUP else w for w in words)))
        for which in range(len(PROVIDERS)):
            path, code = self.placement(which)
            self.run("import", "--client", code, path,
                     good=(DONE, REFUSED_ROWS))

    def url(self, url):
        return url.replace("///bedside?", "///%s?" % self.database)

    def placement(self, which):
        code, name = PROVIDERS[which]
        self.files += 1
        path = "%s/placement-%d.csv" % (self.root, self.files)
        with open(path, "wb") as out:
            subprocess.run([self.invent, str(self.dice.randrange(1 << 40)),
                            str(ROWS), "%s/docs/clients/%s.yaml"
                            % (ROOT, name), self.today],
                           stdout=out, check=True)
        return path, code

    # --- the store, from outside ------------------------------------------

    def psql(self, url, sql):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\t",
                               "-v", "ON_ERROR_STOP=1", "-c", sql, url],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=60)
        if done.returncode != 0:
            raise Wrong("psql: " + done.stderr.decode("utf-8", "replace"))
        return [tuple(line.split("\t"))
                for line in done.stdout.decode("utf-8").splitlines()]

    def query(self, sql):
        """Rows as texts; '' is NULL."""
        if self.engine == "postgres":
            return self.psql(self.url(self.super), sql)
        # A copy of file and log, taken while nobody writes: a second
        # connection must never touch the original.
        copy = tempfile.mkdtemp(prefix="look-", dir=self.root)
        for end in ("", "-wal"):
            if os.path.exists(self.folder + "/agency.db" + end):
                shutil.copyfile(self.folder + "/agency.db" + end,
                                copy + "/agency.db" + end)
        link = sqlite3.connect(copy + "/agency.db")
        rows = [tuple("" if v is None else str(v) for v in row)
                for row in link.execute(sql)]
        link.close()
        shutil.rmtree(copy)
        return rows

    # --- serving ------------------------------------------------------------

    def serve(self):
        begun = time.monotonic()
        out = self.root + "/serve.out"
        with open(out, "wb") as stream:
            self.server = self.start("serve", "--port", "0", out=stream)
        while True:
            with open(out, encoding="utf-8") as lines:
                found = re.search(r"http://127\.0\.0\.1:(\d+)", lines.read())
            if found and self.healthy(int(found.group(1))):
                break
            if self.server.poll() is not None:
                raise Wrong("serve left with %d: %s" % (
                    self.server.returncode, self.last_words()))
            if time.monotonic() - begun > 20:
                raise Wrong("serve does not serve after 20 s")
            time.sleep(0.005)
        self.start_seconds.append(time.monotonic() - begun)
        self.port = int(found.group(1))

    def healthy(self, port):
        try:
            status, _, _ = self.ask("GET", "/health", port=port)
            return status == 200
        except OSError:
            return False

    def last_words(self):
        with open(self.root + "/log", encoding="utf-8",
                  errors="replace") as log:
            return log.read()[-400:]

    def stop(self):
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            if self.server.wait(20) != 0:
                raise Wrong("serve stopped with %d" % self.server.returncode)
        self.server = None

    def ask(self, method, path, form=None, port=None, link=None,
            cookie=None,
            accept="text/html"):
        own = link is None
        port = port or self.port
        if own:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Origin": "http://127.0.0.1:%d" % port,
                   "Accept": accept}
        cookie = self.cookie if cookie is None else cookie
        if cookie:
            headers["Cookie"] = cookie
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, answer.headers, text
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            if own:
                link.close()

    def token(self, path, cookie=None):
        status, _, text = self.ask("GET", path, cookie=cookie)
        found = re.search(r'name="token" value="([^"]+)"', text)
        return status, found.group(1) if found else None

    def session(self, name, password):
        """A session outlives kills: it is a row like any other."""
        _, token = self.token("/sign-in", cookie="")
        if token is None:
            return None
        status, headers, _ = self.ask("POST", "/sign-in", {
            "token": token, "name": name, "password": password}, cookie="")
        cookie = headers.get("Set-Cookie", "")
        if status != 303 or "=" not in cookie:
            raise Wrong("signing in gave %d" % status)
        return cookie.split(";")[0]

    # --- load ---------------------------------------------------------------

    def bills_learn(self):
        rows = self.query(
            "SELECT c.code, d.account, d.ref, b.balance_cents FROM debt d"
            " JOIN client c ON c.id = d.client_id JOIN debt_balance b"
            " ON b.client_id = d.client_id AND b.debt_id = d.id"
            " WHERE d.is_undone = 0 AND b.balance_cents > 5000"
            " ORDER BY c.code, d.account")
        self.bills = [{"client": r[0], "account": r[1], "ref": r[2],
                       "room": int(r[3])} for r in rows]
        if not self.bills:
            raise Wrong("no bill came of the file")

    def desk_find(self):
        """Are the representatives' pages there in this build?"""
        self.cookie = self.session("ana", PASSWORD)
        self.acts.supervisor_enter("lee", PASSWORD)
        status, token = self.token("/desk/debt/%s" % self.bills[0]["ref"])
        self.has_desk = status == 200 and token is not None

    def payment_new(self, dice):
        """Cents differ on one bill, so that each can be told apart."""
        with self.lock:
            for _ in range(50):
                bill = dice.choice(self.bills)
                used = bill.setdefault("used", set())
                cents = 100 + dice.randrange(300)
                if cents in used or bill["room"] < cents:
                    continue
                used.add(cents)
                bill["room"] -= cents
                payment = Payment(bill["client"], bill["account"],
                                  bill["ref"], cents,
                                  str(len(self.payments) + 1000))
                self.payments.append(payment)
                return payment
        return None

    def payments_new(self, dice, count):
        return [p for p in (self.payment_new(dice) for _ in range(count)) if p]

    def pay(self, payment):
        if self.has_desk:
            self.pay_at_desk(payment)
        else:
            self.pay_by_file(payment)

    def pay_at_desk(self, payment):
        path = "/desk/debt/" + payment.bill
        if payment.token is None:
            _, payment.token = self.token(path)
            if payment.token is None:
                raise OSError("no token")
        year, month, day = self.today.split("-")
        status, _, text = self.ask("POST", path + "/payment", {
            "token": payment.token, "amount": payment.amount(),
            "method": "check", "number": payment.number,
            "received_year": year, "received_month": month,
            "received_day": day})
        if status == 303:
            payment.acknowledged = True
        elif status in (503, 500):
            raise OSError("busy")
        else:
            words = re.findall(r'class="wrong"[^>]*>([^<]+)', text)
            raise Wrong("paying gave %d: %s" % (status, words or text[-300:]))

    def pay_by_file(self, payment):
        """Through the administrator's door: a file of one row."""
        name = "in-%s-%s" % (payment.bill, payment.cents)
        path = "%s/spool/%s" % (self.folder, name)
        with open(path, "w", encoding="ascii") as out:
            out.write("client,account,amount,received_on,method,number\n"
                      "%s,%s,%s,%s,check,%s\n" % (
                          payment.client, payment.account, payment.amount(),
                          self.today, payment.number))
        link = UnixConnection(self.folder + "/run/admin/admin.sock")
        try:
            answer = self.ask_json(link, "POST", "/admin/pay/import", {
                "file": name, "file_name": name})
            while answer.get("state", "waiting") in ("waiting", "running"):
                job = answer.get("job") or job
                answer = self.ask_json(link, "GET", "/admin/job/" + job)
                time.sleep(0.002)
            report = json.loads(answer["body"])
            if report.get("posted", 0) + report.get("known", 0) != 1:
                raise Wrong("paying by file: %s" % answer)
            payment.acknowledged = True
        finally:
            link.close()
            os.unlink(path)

    def ask_json(self, link, method, path, form=None):
        headers = {"Accept": "application/json"}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            text = answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        if answer.status in (404, 503, 500):
            raise OSError("the house answered %d" % answer.status)
        if answer.status >= 400:
            raise Wrong("%s gave %d: %s" % (path, answer.status, text[:200]))
        return json.loads(text)

    def load(self, seconds):
        """Payers and others at work until the house falls under them."""
        stop = time.monotonic() + seconds
        wrong = []

        def payer(seed):
            dice = random.Random(seed)
            while time.monotonic() < stop:
                payment = self.payment_new(dice)
                if payment is None:
                    return
                try:
                    self.pay(payment)
                except (OSError, ValueError):
                    return
                except Wrong as error:
                    wrong.append(error)
                    return

        def actor(seed):
            dice = random.Random(seed)
            while time.monotonic() < stop:
                try:
                    self.acts.one(dice)
                except OSError:
                    return
                except (Wrong, ValueError) as error:
                    wrong.append(Wrong(error))
                    return
        threads = [threading.Thread(target=work,
                                    args=(self.dice.randrange(1 << 40),))
                   for work in [payer] * CLIENTS + [actor] * 2]
        for thread in threads:
            thread.start()
        return threads, wrong

    # --- kills --------------------------------------------------------------

    def kill(self, process):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        return process.returncode == -signal.SIGKILL

    def kill_command(self, name, *words):
        """A command in its own process, killed on its way."""
        usual = self.took.get(name, 0.15)
        moment = self.dice.uniform(0, usual * 1.05)
        process = self.start(*words)
        begun = time.monotonic()
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            pass
        if self.kill(process):
            self.took[name] = max(usual, min(5.0, usual * 1.1)
                                  if moment > usual * 0.8 else usual)
            return True
        self.took[name] = max(0.02, time.monotonic() - begun)
        return False

    def kill_import(self):
        path, code = self.placement(self.dice.randrange(len(PROVIDERS)))
        self.imports.append((path, code))
        return self.kill_command("import", "import", "--client", code, path)

    def kill_daily(self):
        return self.kill_command("daily", "daily")

    def kill_release(self):
        """A new provider's letters leave when somebody let them go."""
        return self.kill_command("release", "daily", "--release",
                                 self.dice.choice(PROVIDERS)[0])

    def release(self):
        for provider in PROVIDERS:
            self.run("daily", "--release", provider[0])

    def kill_pay(self):
        path = "%s/payments-%d.csv" % (self.root, len(self.payments))
        dice = random.Random(self.dice.randrange(1 << 40))
        batch = self.payments_new(dice, 40)
        with open(path, "w", encoding="ascii") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(("client", "account", "amount", "received_on",
                           "method", "number"))
            for p in batch:
                rows.writerow((p.client, p.account, p.amount(), self.today,
                               "check", p.number))
        was_killed = self.kill_command("pay", "pay", "import", path)
        report = json.loads(self.run("pay", "import", path, "--json"))
        if report["posted"] + report["known"] != len(batch):
            raise Wrong("a payment file does not add up: %s" % report)
        for p in batch:
            p.acknowledged = True
        return was_killed

    def kill_later(self):
        """What the provider took off, or was paid: a file of one client."""
        kind = self.dice.choice(("adjustments", "payments"))
        dice = random.Random(self.dice.randrange(1 << 40))
        batch = self.payments_new(dice, 40)
        for p in batch:
            self.payments.remove(p)
        code = PROVIDERS[self.dice.randrange(len(PROVIDERS))][0]
        batch = [p for p in batch if p.client == code]
        path = "%s/later-%d.csv" % (self.root, len(self.later))
        amount = {"adjustments": "Adjustment", "payments": "Payment"}[kind]
        with open(path, "w", encoding="ascii") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(("Account", amount, amount + " Date", "Reference"))
            for p in batch:
                rows.writerow((p.account, p.amount(), self.today, p.number))
        words = ("import", "--client", code, "--kind", kind, path)
        was_killed = batch and self.kill_command("later", *words)
        if batch:
            report = json.loads(self.run(*words, "--json",
                                         good=(DONE, REFUSED_ROWS)))
            if report["refused"] or report["held"]:
                raise Wrong("a later file does not add up: %s" % report)
            self.later.append((batch, words))
        return was_killed

    def kill_backup(self):
        """Half a backup is never taken for a whole one."""
        self.backups += 1
        path = "%s/backup-%d" % (self.root, self.backups)
        was_killed = self.kill_command("backup", "backup", "make", path)
        if os.path.exists(path):
            self.backup_check(path)
            os.unlink(path)
        return was_killed

    def backup_check(self, path):
        """Whoever has the name has the whole."""
        beside = None
        words = ["backup", "check", path]
        if self.engine == "postgres":
            beside = self.database + "_check"
            self.psql(self.super, "CREATE DATABASE %s OWNER bedside_owner"
                      % beside)
            owner = os.environ["BEDSIDE_PG_OWNER_URL"]
            words += ["--postgres", owner.replace("///bedside?",
                                                  "///%s?" % beside)]
        self.run(*words)
        if beside:
            self.psql(self.super, "DROP DATABASE %s WITH (FORCE)" % beside)

    def kill_courier(self):
        self.release()
        self.serve()
        was_killed = self.kill_command("courier", "courier", "--once")
        self.stop()
        return was_killed

    def kill_serve(self):
        """Under payers, and in one of three also under a job or a courier."""
        self.serve()
        beside = self.dice.choice(("", "daily", "import", "courier", "", ""))
        moment = self.dice.uniform(0.0, 0.5)
        threads, wrong = self.load(20)
        other = None
        if beside == "daily":
            other = self.start("daily")
        elif beside == "courier":
            other = self.start("courier", "--once")
        elif beside == "import":
            path, code = self.placement(0)
            self.imports.append((path, code))
            other = self.start("import", "--client", code, path)
        time.sleep(moment)
        was_killed = self.kill(self.server)
        self.server = None
        for thread in threads:
            thread.join(30)
        if other is not None:
            try:
                other.wait(30)
            except subprocess.TimeoutExpired:
                self.kill(other)
                raise Wrong("%s hangs after its house died" % beside)
        if wrong:
            raise wrong[0]
        return was_killed

    # --- what must hold -------------------------------------------------------

    def recover(self):
        """Back to serving; what was not acknowledged is tried again."""
        self.serve()
        if self.start_seconds[-1] > SERVING_SECONDS_MAX:
            raise Wrong("serving again took %.2f s" % self.start_seconds[-1])
        for payment in self.payments:
            if not payment.acknowledged:
                self.pay(payment)
        self.acts.settle()
        for _ in range(ACTS_BETWEEN):
            self.acts.one(self.dice)
        self.verify()
        self.stop()
        for path, code in self.imports:
            self.import_again(path, code)
        self.imports = []
        self.look()
        self.bills_learn_more()

    def verify(self):
        answer = json.loads(self.run("verify", "--json"))
        bad = [c for c in answer["check"] if not c["is_good"]]
        if bad or not answer["is_good"]:
            raise Wrong("verify: %s" % bad)

    def import_again(self, path, code):
        """Completes; and once more it says that nothing is new."""
        self.run("import", "--client", code, path, good=(DONE, REFUSED_ROWS))
        again = json.loads(self.run("import", "--client", code, path, "--json",
                                    good=(DONE, REFUSED_ROWS)))
        if again["new"] != 0:
            raise Wrong("a file imported twice brought %s new" % again["new"])

    def none(self, what, sql):
        rows = self.query(sql)
        if rows:
            raise Wrong("%s: %s" % (what, rows[:3]))

    def look(self):
        found = {}
        for ref, cents, count in self.query(
                "SELECT d.ref, e.amount_cents, count(*) FROM ledger_event e"
                " JOIN debt d ON d.client_id = e.client_id"
                " AND d.id = e.debt_id WHERE e.kind = 2"
                " GROUP BY d.ref, e.amount_cents"):
            found[(ref, int(cents))] = int(count)
        for p in self.payments:
            count = found.pop((p.bill, p.cents), 0)
            if p.acknowledged and count != 1:
                raise Wrong("payment %s of %s is there %d times"
                            % (p.amount(), p.account, count))
        wrong = self.acts.look()
        if wrong:
            raise Wrong("what people did is not there once: %s" % wrong[:3])
        self.look_later()
        if found:
            raise Wrong("payments nobody made: %s" % list(found.items())[:3])
        self.none("a letter was sent twice",
                  "SELECT client_id, debt_id, kind, about, count(*)"
                  " FROM outbox WHERE state = 3"
                  " GROUP BY client_id, debt_id, kind, about"
                  " HAVING count(*) > 1")
        self.none("a batch differs from its debts",
                  "SELECT b.ref FROM batch b LEFT JOIN debt d"
                  " ON d.client_id = b.client_id AND d.batch_id = b.id"
                  " WHERE b.kind = 1 GROUP BY b.ref, b.accepted, b.held, b.accepted_cents,"
                  " b.held_cents HAVING count(d.id) <> b.accepted + b.held"
                  " OR coalesce(sum(d.placed_cents), 0)"
                  " <> b.accepted_cents + b.held_cents")
        self.none("a debt has not one opening",
                  "SELECT d.ref FROM debt d LEFT JOIN ledger_event e"
                  " ON e.client_id = d.client_id AND e.debt_id = d.id"
                  " AND e.kind = 1 GROUP BY d.ref, d.placed_cents"
                  " HAVING count(e.id) <> 1"
                  " OR max(e.amount_cents) <> d.placed_cents")

    def look_later(self):
        """Adjustments, and payments to the provider: each row once."""
        found = {(ref, int(cents)): int(count) for ref, cents, count
                 in self.query(
                     "SELECT d.ref, e.amount_cents, count(*)"
                     " FROM ledger_event e JOIN debt d"
                     " ON d.client_id = e.client_id AND d.id = e.debt_id"
                     " WHERE e.kind IN (3, 4)"
                     " GROUP BY d.ref, e.amount_cents")}
        for batch, _ in self.later:
            for p in batch:
                if found.get((p.bill, p.cents), 0) != 1:
                    raise Wrong("a row of a later file is there %d times" %
                                found.get((p.bill, p.cents), 0))

    def bills_learn_more(self):
        self.acts.people_learn()
        if len(self.bills) < 150:
            known = {b["ref"]: b for b in self.bills}
            self.bills_learn()
            for bill in self.bills:
                old = known.get(bill["ref"])
                if old:
                    bill["used"] = old.get("used", set())

    def settle(self):
        """The day and the courier to their ends, then letters and hashes."""
        self.run("daily")
        self.release()
        self.serve()
        self.run("courier", "--once")
        self.verify()
        self.stop()
        self.look()
        letters = self.folder + "/spool/letters"
        sent = dict(self.query("SELECT ref, sha256 FROM outbox"
                               " WHERE state = 3"))
        for ref, sha256 in sent.items():
            with open("%s/%s.pdf" % (letters, ref), "rb") as pdf:
                if hashlib.sha256(pdf.read()).hexdigest() != sha256:
                    raise Wrong("letter %s is not what was sent" % ref)
        listed = []
        for name in os.listdir(letters):
            if name.startswith("manifest-"):
                with open(letters + "/" + name, encoding="utf-8") as lines:
                    listed += re.findall("|".join(sent) or "-", lines.read())
            elif name.endswith(".tmp"):
                raise Wrong("a half letter was left: " + name)
        if sorted(listed) != sorted(sent):
            raise Wrong("%d letters sent, %d in the manifests"
                        % (len(sent), len(listed)))
        return len(sent)

    def clear(self):
        if self.server is not None:
            self.kill(self.server)
        if self.engine == "postgres":
            self.psql(self.super, "DROP DATABASE %s WITH (FORCE)"
                      % self.database)
        shutil.rmtree(self.root, ignore_errors=True)


def instance_run(bedside, invent, engine, number, dice, kills, tally):
    instance = Instance(bedside, invent, engine, str(number), dice)
    instance.lock = threading.Lock()
    plan = [instance.kill_import, instance.kill_serve, instance.kill_daily,
            instance.kill_release, instance.kill_courier,
            instance.kill_daily, instance.kill_courier, instance.kill_pay,
            instance.kill_later, instance.kill_serve, instance.kill_backup,
            instance.kill_serve]
    good = False
    try:
        instance.make()
        instance.bills_learn()
        instance.serve()
        instance.desk_find()
        instance.stop()
        for turn in range(kills):
            kill = plan[turn % len(plan)]
            tally["now"] = kill.__name__
            # Too late is not a kill; try again a little earlier.
            for _ in range(5):
                was_killed = kill()
                instance.recover()
                if was_killed:
                    break
            tally["kills"] += was_killed
        tally["now"] = "the end"
        tally["letters"] += instance.settle()
        tally["payments"] += len(instance.payments)
        tally["acts"] += len(instance.acts.acts)
        tally["at_desk"] = instance.has_desk
        tally["starts"] += instance.start_seconds
        good = True
    finally:
        if good or not os.environ.get("KILL_KEEP"):
            instance.clear()
        else:
            print("kept: " + instance.root)


def main():
    if len(sys.argv) != 6:
        print("use: kill.py BEDSIDE INVENT N ENGINE SEED", file=sys.stderr)
        return 64
    bedside, invent = (os.path.abspath(p) for p in sys.argv[1:3])
    count, engine, seed = int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
    if engine == "postgres" and "BEDSIDE_PG_URL" not in os.environ:
        print("no PostgreSQL here", file=sys.stderr)
        return 77
    drop_root()
    os.chdir("/")
    if count <= SHORT_RUN:
        global SERVING_SECONDS_MAX
        SERVING_SECONDS_MAX *= 5
    tally = {"kills": 0, "letters": 0, "payments": 0, "acts": 0, "starts": [],
             "now": "", "at_desk": False}
    passed = number = 0
    while passed < count:
        kills = min(KILLS_AN_INSTANCE, count - passed)
        dice = random.Random("%d/%d" % (seed, number))
        try:
            instance_run(bedside, invent, engine, number, dice, kills, tally)
        except (Wrong, OSError, subprocess.SubprocessError,
                ValueError, KeyError) as error:
            print("kill: %s seed %d, instance %d, at %s: %s: %s" % (
                engine, seed, number, tally["now"], type(error).__name__,
                error))
            print("%d passed, 1 failed" % passed)
            return 1
        passed += kills
        number += 1
    starts = sorted(tally["starts"])
    print("%s seed %d: %d kills, %d payments %s, %d letters, %d acts of"
          " people, each once;"
          " serving again: median %.2f s, p99 %.2f s, longest %.2f s" % (
              engine, seed, tally["kills"], tally["payments"],
              "at the desk" if tally["at_desk"] else "by file",
              tally["letters"], tally["acts"], starts[len(starts) // 2],
              starts[len(starts) * 99 // 100], starts[-1]))
    print("%d passed, 0 failed" % passed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
