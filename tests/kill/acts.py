"""acts.py - what people do in a house that is killed, and is it there once?

A representative writes notes, a supervisor stops and releases, a person whose
letter came pauses, agrees a plan, or tells us something.  Each act is tried
with one form until it is acknowledged; afterwards the store has it once.
"""
import datetime
import glob
import html
import re
import subprocess

PEOPLE_MAX = 40  # whose letters are read, in one house
FORM = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def fields(page):
    return {name: html.unescape(value) for name, value in FORM.findall(page)}


def day_of(kept):
    if "-" in kept:
        return datetime.date.fromisoformat(kept)
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=int(kept))


class Act:
    """One deed: where its form is, what is typed, and how to count it."""

    def __init__(self, who, page, target, count, **typed):
        self.who, self.page, self.target = who, page, target
        self.typed, self.count = typed, count
        self.form = None
        self.acknowledged = False

    def ready(self, house):
        """The page with the form; a plan's is one offer further on."""
        status, _, text = house.ask("GET", self.page, cookie=self.who)
        if status != 200:
            return None
        return text

    def do(self, house):
        if self.form is None:
            page = self.ready(house)
            if page is None:
                raise OSError("no form at " + self.page)
            self.form = dict(fields(page), **self.typed)
        status, headers, text = house.ask("POST", self.target, self.form,
                                          cookie=self.who)
        if status in (500, 503):
            raise OSError("busy")
        if status not in (200, 303):
            raise ValueError("%s gave %d: %s" % (self.target, status,
                                                 text[-300:]))
        self.acknowledged = True
        self.led_to = headers.get("Location", "")


class Plan(Act):
    def ready(self, house):
        text = super().ready(house) or ""
        offer = re.search(r'/m/plan\?bill=[0-9a-f]+&amp;offer=[0-9a-f]+', text)
        if offer is None:
            return None
        status, _, text = house.ask("GET", html.unescape(offer.group()),
                                    cookie=self.who)
        return text if status == 200 else None


class Acts:
    """All that is done in one house."""

    def __init__(self, house):
        self.house = house
        self.acts, self.notes = [], {}
        self.people, self.read = [], set()
        self.supervisor = None
        self.stops, self.released = 0, []

    def supervisor_enter(self, name, password):
        self.supervisor = self.house.session(name, password)

    def people_learn(self):
        """Code, birthday and bill of those whose letters lie in the spool."""
        house = self.house
        letters = {}
        for pdf in glob.glob(house.folder + "/spool/letters/*.pdf"):
            ref = pdf.rsplit("/", 1)[1][:-4]
            if ref not in self.read and len(self.read) < PEOPLE_MAX:
                letters[ref] = pdf
        if not letters:
            return
        born = {row[0]: row[1:] for row in house.query(
            "SELECT o.ref, d.ref, p.born_on FROM outbox o JOIN debt d"
            " ON d.client_id = o.client_id AND d.id = o.debt_id JOIN person p"
            " ON p.id = d.person_id WHERE o.state = 3"
            " AND p.born_on IS NOT NULL")}
        for ref, pdf in letters.items():
            self.read.add(ref)
            text = subprocess.run(["pdftotext", "-layout", pdf, "-"],
                                  capture_output=True, text=True,
                                  check=True).stdout
            code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text)
            if code and ref in born:
                bill, day = born[ref]
                self.people.append((code.group(), day_of(day), bill))

    def person_enter(self, code, day):
        """The cookie of a person who came by a letter; None if not let in."""
        house = self.house
        status, _, page = house.ask("GET", "/m", cookie="")
        form = dict(fields(page), code=code, born_month=day.month,
                    born_day=day.day, born_year=day.year)
        status, headers, _ = house.ask("POST", "/m", form, cookie="")
        cookie = headers.get("Set-Cookie", "")
        return cookie.split(";")[0] if status == 303 and cookie else None

    def next(self, dice):
        """An act that was not there before."""
        kind = dice.choice(("note", "stop", "person", "person"))
        if kind == "person" and self.people:
            code, day, bill = self.people.pop(
                dice.randrange(len(self.people)))
            return self.person_act(dice, code, day, bill)
        if kind == "stop" and self.supervisor:
            return self.stop_act()
        bill = dice.choice(self.house.bills)["ref"]
        self.notes[bill] = self.notes.get(bill, 0) + 1
        return Act(self.house.cookie, "/desk/debt/" + bill,
                   "/desk/debt/%s/note" % bill, ("note", bill),
                   note="Said hello, number %d." % self.notes[bill])

    def person_act(self, dice, code, day, bill):
        cookie = self.person_enter(code, day)
        if cookie is None:
            return None
        kind = dice.choice(("pause", "plan", "talk", "wrong"))
        if kind == "plan":
            return Plan(cookie, "/m/choices?bill=" + bill, "/m/plan",
                        ("plan", bill), agree="yes")
        if kind == "pause":
            return Act(cookie, "/m/pause?bill=" + bill, "/m/pause",
                       ("pause", bill))
        if kind == "talk":
            return Act(cookie, "/m/say?what=3&bill=" + bill, "/m/say",
                       ("talk", bill), phone="207-555-0123")
        return Act(cookie, "/m/say?what=1&bill=" + bill, "/m/say",
                   ("wrong", bill), words="I was never there.")

    def stop_act(self):
        """By text, which nobody gets: so that letters go on."""
        self.stops += 1
        why = "stop number %d" % self.stops
        return Act(self.supervisor, "/desk/stops", "/desk/stops",
                   ("stop", why), channel="text", why=why)

    def one(self, dice):
        act = self.next(dice)
        if act is not None:
            self.acts.append(act)
            act.do(self.house)

    def settle(self):
        """What was not acknowledged is tried again; stops are released."""
        for act in list(self.acts):
            if act.acknowledged:
                continue
            if act.form is None and act.count[0] == "note":
                self.notes[act.count[1]] -= 1
            if act.form is None:
                self.acts.remove(act)
            else:
                act.do(self.house)
        for act in self.acts:
            if act.count[0] == "stop" and act.led_to:
                ref = act.led_to.rsplit("/", 1)[1][:32]
                release = Act(self.supervisor, "/desk/stops/" + ref,
                              "/desk/stops/%s/release" % ref, None)
                release.do(self.house)
                act.led_to = ""
                self.released.append(act.count[1])

    def look(self):
        """(what, bill, how often) of each act that is not there once."""
        found = {}
        for kind, sql in COUNTS.items():
            for key, count in self.house.query(sql):
                found[(kind, key)] = int(count)
        wrong = [("note", bill, found.get(("note", bill), 0))
                 for bill, count in self.notes.items()
                 if found.get(("note", bill), 0) != count]
        wrong += [act.count + (found.get(act.count, 0),)
                  for act in self.acts if act.count[0] != "note"
                  and found.get(act.count, 0) != 1]
        wrong += [("release", why, 0) for why in self.released
                  if found.get(("release", why), 0) != 1]
        return wrong


def of_bill(table, more=""):
    return ("SELECT d.ref, count(*) FROM %s t JOIN debt d"
            " ON d.client_id = t.client_id AND d.id = t.debt_id %s"
            " GROUP BY d.ref" % (table, more))


COUNTS = {
    "note": of_bill("note"),
    "stop": "SELECT why, count(*) FROM stop GROUP BY why",
    "release": "SELECT why, count(*) FROM stop WHERE ended_at IS NOT NULL"
               " GROUP BY why",
    "plan": of_bill("plan", "WHERE t.is_active = 1"),
    "pause": of_bill("fact", "WHERE t.until IS NOT NULL"),
    "talk": of_bill("request", "WHERE t.what = 'talk'"),
    "wrong": of_bill("request", "WHERE t.what = 'wrong'"),
}
