#!/usr/bin/env python3
"""Does every rule have code and cases, and every case and row a rule?

    tools/trace.py ROOT

Reads docs/rules.tsv (id, citation, words, tests; the gate's in the master
order).  tests is "cases", or unit tests as FILE:FUNCTION below tests/unit/ for
a rule about something else than "may we contact".  Fails when an id has no
"Rule ID" comment in src/, fewer than two cases in tests/law/, or a unit test
that is not there, not run, or not marked "Rule ID"; when src/ names an id that
is not listed; when a case names no rule of the list or no source; when a row
of law/numbers.csv or of the gate's own table names an id that is not listed,
or says other words.
"""
import pathlib
import re
import sys

CASES_MIN = 2


def rules_read(path):
    lines = path.read_text(encoding='utf-8').splitlines()
    if lines[0].split('\t') != ['id', 'citation', 'words', 'tests']:
        sys.exit(f'{path}:1: the columns are id, citation, words, tests')
    rules = {}
    for number, line in enumerate(lines[1:], 2):
        cells = line.split('\t')
        if len(cells) != 4 or not all(cells) or cells[0] in rules:
            sys.exit(f'{path}:{number}: four filled cells, each id once')
        rules[cells[0]] = (cells[1], cells[2], cells[3])
    return rules


def code_read(root):
    """Ids named by a comment "Rule ID", anywhere in src/."""
    named = set()
    for path in sorted((root / 'src').rglob('*.[ch]')):
        for comment in re.findall(r'/\*.*?\*/', path.read_text(
                encoding='utf-8'), re.S):
            text = ' '.join(comment.replace('*', ' ').split())
            named |= set(re.findall(r'Rule ([A-Z0-9][A-Za-z0-9-]+)', text))
    return named


def gate_read(root):
    """Rows of the gate's own table, in order: {id: (citation, words)}."""
    text = (root / 'src/contact/decide.c').read_text(encoding='utf-8')
    rows = re.findall(r'\{\s*\{\s*((?:"(?:[^"\\]|\\.)*"[\s,]*)+)\}', text)
    found = {}
    for row in rows:
        text = re.sub(r'"\s*\n\s*"', '', row)
        cells = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
        if len(cells) == 4:
            found[cells[0]] = (cells[1], cells[2])
    return found


def cases_read(root, problems):
    """How many cases each id has."""
    count = {}
    for path in sorted((root / 'tests/law').glob('*.case')):
        rule, case, has_source = None, None, True
        lines = path.read_text(encoding='utf-8').splitlines()
        for number, line in enumerate(lines + ['case end'], 1):
            word, _, rest = line.strip().partition(' ')
            rest = rest.strip()
            if word == 'rule':
                rule = rest.split()[0]
            elif word == 'source':
                has_source = True
            elif word == 'case':
                if not has_source:
                    problems.append(f'{path}:{case}: a case without source')
                case, has_source = number, number > len(lines)
                if number <= len(lines):
                    count[rule] = count.get(rule, 0) + 1
    return count


def unit_check(root, rule, tests, problems):
    """Each FILE:FUNCTION is there, is run, and says which rule it is of."""
    for test in tests.split():
        name, _, function = test.partition(':')
        path = root / 'tests/unit' / name
        text = path.read_text(encoding='utf-8') if path.is_file() else ''
        found = re.search(r'((?:/\*(?:(?!\*/).)*\*/\n)?)static void '
                          rf'{function}\(void \*\*', text, re.S)
        said = ' '.join(found[1].replace('*', ' ').split()) if found else ''
        if not function or not found:
            problems.append(f'{rule}: no test {test} in tests/unit/')
        elif not re.search(rf'Rule {rule}(?![\w-])', said):
            problems.append(f'{rule}: {test} does not say "Rule {rule}"')
        elif not re.search(rf'cmocka_unit_test\w*\(\s*{function}\b', text):
            problems.append(f'{rule}: {test} is never run')


def main():
    root = pathlib.Path(sys.argv[1])
    rules = rules_read(root / 'docs/rules.tsv')
    named, gate, problems = code_read(root), gate_read(root), []
    cases = cases_read(root, problems)
    for rule in rules:
        if rule not in named:
            problems.append(f'{rule}: no "Rule {rule}" comment in src/')
        if rules[rule][2] != 'cases':
            unit_check(root, rule, rules[rule][2], problems)
        elif cases.get(rule, 0) < CASES_MIN:
            problems.append(f'{rule}: {cases.get(rule, 0)} cases in '
                            f'tests/law/, {CASES_MIN} are needed')
    for rule in sorted(named - set(rules)):
        problems.append(f'{rule}: named in src/, but no row in '
                        'docs/rules.tsv')
    for rule in sorted(set(cases) - set(rules), key=str):
        problems.append(f'{rule}: has cases, but no row in docs/rules.tsv')
    for rule, said in gate.items():
        if rules.get(rule, ())[:2] != said:
            problems.append(f'{rule}: docs/rules.tsv and src/contact/'
                            'decide.c do not say the same')
    listed = [rule for rule in rules if rule in gate]
    if not gate or listed != list(gate):
        problems.append('the gate and docs/rules.tsv differ in order')
    for line in (root / 'law/numbers.csv').read_text().splitlines():
        rule = line.split(',')[0]
        if line[:1] not in ('#', '') and rule not in rules | {'rule': 0}:
            problems.append(f'law/numbers.csv: no rule {rule}')
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f'{len(rules)} rules, {sum(cases.values())} cases, '
          f'{len(problems)} problems')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
