#!/usr/bin/env python3
"""Does sqlgen refuse what the engines understand differently, and say where?"""
import os
import subprocess
import sys
import tempfile

SQLGEN = sys.argv[1]
SCHEMA = '''CREATE TABLE thing (
  id id NOT NULL PRIMARY KEY, client_id id NOT NULL, person_id id NOT NULL,
  name text, cents cents NOT NULL, is_open flag NOT NULL);
-- append only
CREATE TABLE stone (id id NOT NULL, part count NOT NULL, PRIMARY KEY (id, part));
'''
HEAD = '-- name: try_it   scope: {}\n'

# (what, the statement, words of the error or None)
CASES = [
    ('good', HEAD.format('client') + '-- in: client_id id\n-- out: id id\n'
     '-- gives: many\nSELECT id FROM thing WHERE client_id = :client_id\n'
     'ORDER BY id;', None),
    ('client without its id', HEAD.format('client') +
     '-- in: id id\nDELETE FROM thing WHERE id = :id;',
     't.sql:1: try_it: scope: client needs "client_id = :client_id"'),
    ('client id in another column', HEAD.format('client') +
     '-- in: id id, client_id id\nINSERT INTO thing (id, client_id, person_id)'
     '\nVALUES (:client_id, :id, 1);', 'scope: client needs'),
    ('insert with its client', HEAD.format('client') +
     '-- in: id id, client_id id\nINSERT INTO thing (id, client_id, person_id)'
     '\nVALUES (:id, :client_id, 1);', None),
    ('person without its id', HEAD.format('person') +
     '-- in: id id\nDELETE FROM thing WHERE id = :id;',
     'scope: person needs'),
    ('no scope', '-- name: try_it\nDELETE FROM thing;', 'say "-- name:'),
    ('strange scope', HEAD.format('world') + 'DELETE FROM thing;',
     'scope is one of'),
    ('LIKE', HEAD.format('agency') +
     "DELETE FROM thing WHERE name LIKE 'a%';", "t.sql:2:"),
    ('a cast by ::', HEAD.format('agency') +
     'DELETE FROM thing WHERE id = 1::bigint;', 'no "::"'),
    ('max of two', HEAD.format('agency') +
     'UPDATE thing SET cents = max(cents, 0);', 'MAX takes one argument'),
    ('max of one', HEAD.format('agency') + '-- out: id id\n-- gives: one\n'
     'SELECT max(id) FROM thing;', None),
    ('bare sum', HEAD.format('agency') + '-- out: cents cents\n-- gives: one\n'
     'SELECT sum(cents) FROM thing;', 'CAST(sum(x) AS BIGINT)'),
    ('cast sum', HEAD.format('agency') + '-- out: cents cents\n-- gives: one\n'
     'SELECT CAST(coalesce(sum(cents), 0) AS BIGINT) FROM thing;', None),
    ('a fraction', HEAD.format('agency') +
     'UPDATE thing SET cents = cents * 1.5;', 'no fractions'),
    ('now()', HEAD.format('agency') + 'UPDATE thing SET cents = now();',
     'the moment comes from the caller'),
    ('order by what may be NULL', HEAD.format('agency') +
     '-- out: id id\n-- gives: many\nSELECT id FROM thing ORDER BY name, id;',
     'may be NULL'),
    ('order that says NULLS', HEAD.format('agency') +
     '-- out: id id\n-- gives: many\n'
     'SELECT id FROM thing ORDER BY name NULLS LAST, id;', None),
    ('order without a key', HEAD.format('agency') +
     '-- out: id id\n-- gives: many\nSELECT id FROM thing ORDER BY cents;',
     'must end in a column of a key'),
    ('unknown parameter', HEAD.format('agency') +
     'DELETE FROM thing WHERE id = :id;', ':id is not in "-- in:"'),
    ('unused parameter', HEAD.format('agency') +
     '-- in: id id\nDELETE FROM thing;', 'is not used'),
    ('a word of C', HEAD.format('agency') +
     '-- in: int id\nDELETE FROM thing WHERE id = :int;', 'a word of C'),
    ('strange type', HEAD.format('agency') +
     '-- in: id number\nDELETE FROM thing WHERE id = :id;', 'type one of'),
    ('cents that may be absent', HEAD.format('agency') +
     '-- in: cents cents?\nDELETE FROM thing WHERE cents = :cents;',
     'does not admit'),
    ('two statements', HEAD.format('agency') +
     'DELETE FROM thing; DELETE FROM thing;', 'one statement'),
    ('DDL', HEAD.format('agency') + 'DROP TABLE thing;',
     'is not a statement of rows'),
    ('rows without gives', HEAD.format('agency') +
     '-- out: id id\nSELECT id FROM thing;', 'say "-- gives:'),
    ('the same name twice', HEAD.format('agency') + 'DELETE FROM thing;\n' +
     HEAD.format('agency') + 'DELETE FROM thing;', 'the name is taken by'),
    ('INSERT OR', HEAD.format('agency') +
     "INSERT OR IGNORE INTO thing (id) VALUES (1);", 'SQLite only'),
    ('upsert from SELECT without WHERE', HEAD.format('agency') +
     'INSERT INTO thing (id) SELECT 1 ON CONFLICT DO NOTHING;',
     'WHERE true ON CONFLICT'),
    ('SQL without a name', 'DELETE FROM thing;', 'SQL without'),
]


def run(folder, *words):
    return subprocess.run([sys.executable, '-B', SQLGEN, *words, '--room',
                           'kept', '--out', folder], capture_output=True,
                          text=True, check=False)


def try_case(words, expect):
    with tempfile.TemporaryDirectory() as folder:
        schema = os.path.join(folder, 'schema')
        os.mkdir(schema)
        schema = os.path.join(schema, '0001-x.sql')
        path = os.path.join(folder, 't.sql')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(words)
        with open(schema, 'w', encoding='utf-8') as file:
            file.write(SCHEMA)
        done = run(folder, 'statements', path, '--schema', schema)
    if expect is None:
        return done.returncode == 0 or done.stderr
    return (done.returncode == 1 and expect in done.stderr) \
        or f'expected "{expect}", said "{done.stderr.strip()}"'


def try_schema():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, '0001-x.sql')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(SCHEMA)
        done = run(folder, 'schema', path)
        with open(os.path.join(folder, 'schema.c'), encoding='utf-8') as file:
            made = file.read()
        sqlite, postgres = made.split('.postgres =')
    wanted = [(sqlite, 'id INTEGER NOT NULL PRIMARY KEY'), (sqlite, 'STRICT'),
              (sqlite, 'is_open INTEGER NOT NULL CHECK (is_open IN (0, 1))'),
              (sqlite, 'stone_no_delete'), (postgres, 'cents BIGINT NOT NULL'),
              (postgres, "bedside_grant('stone', 'SELECT, INSERT')")]
    return [words for where, words in wanted if words not in where] \
        or done.returncode == 0


def main():
    passed = failed = 0
    for what, words, expect in CASES + [('schema', None, None)]:
        result = try_case(words, expect) if words else try_schema()
        if result is True:
            passed += 1
        else:
            failed += 1
            print(f'{what}: {result}')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


sys.exit(main())
