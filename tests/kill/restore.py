#!/usr/bin/python3
"""restore.py BEDSIDE INVENT ENGINE - does a backup made under load bring back
everything that was acknowledged before it began?

Payers pay at the desk while the day, an import and the courier run and
backups are made.  Each backup is brought back to a new place: whatever was
acknowledged before it began is there once, nothing is there that nobody paid,
letters are as their hashes say, `verify` agrees, and the house there serves
and takes money.  A backup that is cut off, changed or opened with another
code brings back nothing.
"""
import hashlib
import os
import random
import shutil
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kill  # noqa: E402  the instance of the kill test is a real house
from kill import Wrong  # noqa: E402

BACKUPS = 3
LOAD_SECONDS = 6
SEED = 7


def make(house, path):
    """The payments acknowledged before it began."""
    before = [p for p in house.payments if p.acknowledged]
    house.run("backup", "make", path)
    return path, before


class Restored:
    """The house as it was, at a new place, for as long as we look."""

    def __init__(self, house, path, number):
        self.house, self.number = house, number
        self.old = (house.folder, getattr(house, "database", None))
        self.words = []
        if house.engine == "postgres":
            house.database = "%s_back_%d" % (self.old[1], number)
            house.psql(house.super, "CREATE DATABASE %s OWNER bedside_owner"
                       % house.database)
            self.words = ["--postgres", house.url(
                os.environ["BEDSIDE_PG_OWNER_URL"])]
        code = self.old[0] + "-keys/recovery"
        house.folder = "%s-back-%d" % (self.old[0], number)
        house.run("restore", path, "--recovery", code, *self.words)

    def __enter__(self):
        return self.house

    def __exit__(self, *_):
        house = self.house
        house.stop()
        if house.engine == "postgres":
            house.psql(house.super, "DROP DATABASE %s WITH (FORCE)"
                       % house.database)
        house.folder, house.database = self.old


def looked_at(house, before):
    found = {}
    for ref, cents, count in house.query(
            "SELECT d.ref, e.amount_cents, count(*) FROM ledger_event e"
            " JOIN debt d ON d.client_id = e.client_id AND d.id = e.debt_id"
            " WHERE e.kind = 2 GROUP BY d.ref, e.amount_cents"):
        found[(ref, int(cents))] = int(count)
    for p in before:
        if found.get((p.bill, p.cents)) != 1:
            raise Wrong("payment %s of %s was acknowledged and is there %d "
                        "times" % (p.amount(), p.account,
                                   found.get((p.bill, p.cents), 0)))
    known = {(p.bill, p.cents) for p in house.payments}
    for key, count in found.items():
        if key not in known or count != 1:
            raise Wrong("a payment nobody made: %s, %d times" % (key, count))
    letters = 0
    for ref, sha256 in house.query("SELECT ref, sha256 FROM outbox"
                                   " WHERE state = 3"):
        with open("%s/spool/letters/%s.pdf" % (house.folder, ref),
                  "rb") as pdf:
            if hashlib.sha256(pdf.read()).hexdigest() != sha256:
                raise Wrong("letter %s is not what was sent" % ref)
        letters += 1
    return len(found), letters


def refused(house, path, *words):
    """A bad backup brings back nothing, with a sentence."""
    folder, house.folder = house.folder, house.folder + "-no"
    try:
        done = subprocess.run(house.command("restore", path, *words),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=60)
        if done.returncode == 0 or os.path.exists(house.folder) \
                or not done.stderr.startswith(b"bedside: "):
            raise Wrong("a bad backup came back: %s" % done.stderr[-200:])
    finally:
        house.folder = folder


def damage(house, path):
    code = house.folder + "-keys/recovery"
    with open(path, "rb") as whole:
        content = whole.read()
    for name, part in (
            ("cut", content[:-1]), ("half", content[:len(content) // 2]),
            ("changed", content[:5000] + bytes([content[5000] ^ 1])
             + content[5001:]), ("empty", b""), ("longer", content + b"x")):
        bad = "%s/%s.backup" % (house.root, name)
        with open(bad, "wb") as out:
            out.write(part)
        if house.engine == "sqlite":
            refused(house, bad, "--recovery", code)
    with open(house.root + "/code", "w", encoding="ascii") as other:
        other.write("00000-" * 10 + "00000\n")
    refused(house, path, "--recovery", house.root + "/code")
    # What is there already is never overwritten.
    if house.engine == "sqlite":
        done = subprocess.run(house.command("restore", path),
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, timeout=60)
        if done.returncode != 73:
            raise Wrong("restoring over a folder gave %d: %s" % (
                done.returncode, done.stderr[-200:]))


def under_load(house):
    house.serve()
    house.desk_find()
    threads, wrong = house.load(LOAD_SECONDS)
    others = [house.start("daily")]
    placement, code = house.placement(0)
    others.append(house.start("import", "--client", code, placement))
    backups = []
    for number in range(BACKUPS):
        time.sleep(0.7)
        if number == 1:
            others[0].wait(300)
            house.release()
            others.append(house.start("courier", "--once"))
        backups.append(make(house, "%s/b%d.backup" % (house.root, number)))
    for thread in threads:
        thread.join(30)
    for other in others:
        if other.wait(300) not in (kill.DONE, kill.REFUSED_ROWS):
            raise Wrong("a command beside it gave %d" % other.returncode)
    house.stop()
    if wrong:
        raise wrong[0]
    return backups


def main():
    if len(sys.argv) != 4:
        print("use: restore.py BEDSIDE INVENT ENGINE", file=sys.stderr)
        return 64
    bedside, invent = (os.path.abspath(p) for p in sys.argv[1:3])
    engine = sys.argv[3]
    if engine == "postgres" and "BEDSIDE_PG_URL" not in os.environ:
        print("no PostgreSQL here", file=sys.stderr)
        return 77
    kill.drop_root()
    os.chdir("/")
    house = kill.Instance(bedside, invent, engine, "restore",
                          random.Random(SEED))
    house.lock = threading.Lock()
    try:
        house.make()
        house.bills_learn()
        backups = under_load(house)
        for number, (path, before) in enumerate(backups):
            with Restored(house, path, number) as back:
                payments, letters = looked_at(back, before)
                back.verify()
                back.serve()
                back.has_desk = False
                back.pay(back.payment_new(random.Random(number)))
                back.verify()
            print("%s backup %d: %d acknowledged before it, %d payments and "
                  "%d letters back" % (engine, number, len(before), payments,
                                       letters))
            if number > 0 and len(before) < 5:
                raise Wrong("there was no load")
        damage(house, backups[0][0])
        print("%d passed, 0 failed" % (len(backups) + 1))
        return 0
    except (Wrong, OSError, subprocess.SubprocessError, ValueError) as error:
        print("restore: %s: %s: %s" % (engine, type(error).__name__, error))
        print("0 passed, 1 failed")
        return 1
    finally:
        house.clear()
        shutil.rmtree(house.root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
