"""sqlschema - how is one schema spelled for two engines?

Reads src/store/schema/NNNN-words.sql, spells the type words, STRICT, the
append-only triggers and the row fence.  Used by sqlgen.py.
"""
import hashlib
import os
import re

from sqlread import TOKEN, TYPES, Token, Wrong, inside, parts_of

PRAGMA = '#pragma GCC diagnostic ignored "-Woverlength-strings"\n'
MADE = '/* Made by tools/sqlgen.py from {source}; change that instead. */\n'


class Facts:
    """What the checks know of the schema, by table: whether a column is
    never NULL, and which columns stand in a key."""

    def __init__(self):
        self.filled, self.keys = {}, {}


def spell(path, facts, text):
    """One schema file in both spellings: (sqlite, postgres)."""
    tokens = tokens_with_gaps(path, text)
    out = ([], [])
    extra = ([], [])
    marks, at = [], 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == 'comment':
            mark = token.text[2:].strip()
            if mark in ('append only', 'client rows'):
                marks.append((mark, token.line))
        if token.up == 'CREATE' and next_word(tokens, at) == 'TABLE':
            at = spell_table(path, facts, tokens, at, out, extra, marks)
            marks = []
            continue
        if token.up == 'ADD' and next_word(tokens, at) == 'COLUMN':
            end = at
            while tokens[end].text not in (';', ','):
                end += 1
            head = at + [t.up for t in tokens[at:end]].index('COLUMN') + 1
            copy(tokens[at:head], out)
            table = solid(tokens[:at])[-1].text
            spell_column(path, facts, table, tokens[head:end], out)
            at = end
            continue
        if token.kind == 'word' and token.up not in ('CREATE',) and marks \
                and token.kind != 'comment':
            raise Wrong(path, marks[0][1],
                        f'"-- {marks[0][0]}" stands before CREATE TABLE')
        copy([token], out)
        at += 1
    return tuple(''.join(o) + ''.join(e) for o, e in zip(out, extra))


def tokens_with_gaps(path, text):
    found, line = [], 1
    for match in TOKEN.finditer(text):
        if match.lastgroup == 'bad':
            raise Wrong(path, line, f'unexpected {match.group()!r}')
        found.append(Token(match.lastgroup, match.group(), line))
        line += match.group().count('\n')
    return found


def solid(tokens):
    return [t for t in tokens if t.kind not in ('space', 'comment')]


def next_word(tokens, at):
    rest = solid(tokens[at + 1:at + 12])
    return rest[0].up if rest else ''


def copy(tokens, out):
    """Comments stay in the source, not in the program."""
    for token in tokens:
        if token.kind != 'comment':
            out[0].append(token.text)
            out[1].append(token.text)


def spell_table(path, facts, tokens, at, out, extra, marks):
    start_at = at
    while tokens[at].text != '(':
        at += 1
    table = solid(tokens[start_at:at])[-1].text
    body, end = inside(tokens, at)
    copy(tokens[start_at:at + 1], out)
    columns, keys = [], key_columns(body)
    for number, part in enumerate(parts_of(body)):
        if number:
            copy([Token('sign', ',', 0)], out)
        first = solid(part)[0].up if solid(part) else ''
        if first in ('PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK', 'CONSTRAINT'):
            note_key(facts, table, solid(part))
            copy(part, out)
        else:
            columns.append(spell_column(path, facts, table, part, out,
                                        keys))
    out[0].append(') STRICT')
    out[1].append(')')
    append = 'append only' in [m for m, _ in marks]
    if append:
        extra[0].append(SQLITE_APPEND.format(table=table))
        extra[1].append(POSTGRES_APPEND.format(table=table))
    rights = 'SELECT, INSERT' + ('' if append else ', UPDATE, DELETE')
    extra[1].append(f"\nSELECT bedside_grant('{table}', '{rights}');")
    if 'client rows' in [m for m, _ in marks]:
        if 'client_id' not in columns:
            raise Wrong(path, marks[0][1], f'{table} has no client_id')
        extra[1].append(POSTGRES_FENCE.format(table=table))
    after = end + 1
    while tokens[after].text != ';':
        if tokens[after].kind == 'word':
            raise Wrong(path, tokens[after].line,
                        f'{table}: nothing between ")" and ";"')
        after += 1
    return after


SQLITE_APPEND = '''
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT raise(ABORT, '{table} is append only'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT raise(ABORT, '{table} is append only'); END;'''
POSTGRES_APPEND = '''
CREATE TRIGGER {table}_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION bedside_append_only();'''
# '0' is the agency; a provider's unit sets its own client; unset sees nothing.
POSTGRES_FENCE = '''
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY client_fence ON {table} USING (
  current_setting('bedside.client_id', true) = '0'
  OR CAST(client_id AS TEXT) = current_setting('bedside.client_id', true));'''


def key_columns(body):
    """The columns of PRIMARY KEY (a, b) of a table."""
    for part in parts_of(body):
        real = solid(part)
        ups = [t.up for t in real]
        if 'PRIMARY' in ups and ups[0] in ('PRIMARY', 'CONSTRAINT'):
            columns = inside(real, ups.index('('))[0]
            return [p[0].text for p in parts_of(columns) if p]
    return []


def note_key(facts, table, part):
    """Remembers the columns of PRIMARY KEY (...) and UNIQUE (...)."""
    ups = [t.up for t in part]
    if 'PRIMARY' in ups or 'UNIQUE' in ups:
        columns = inside(part, ups.index('('))[0]
        facts.keys.setdefault(table, set()).update(
            p[0].text for p in parts_of(columns) if p)


def spell_column(path, facts, table, part, out, keys=()):
    real = solid(part)
    if len(real) < 2 or real[1].text not in TYPES:
        raise Wrong(path, real[0].line if real else 0,
                    f'column "{real[0].text if real else ""}" needs a type: '
                    + ' '.join(TYPES))
    name, word = real[0].text, real[1].text
    ups = [t.up for t in real]
    says = any(ups[i:i + 2] == ['NOT', 'NULL'] for i in range(len(ups)))
    never_null = says or 'PRIMARY' in ups or name in keys
    facts.filled.setdefault(table, {})[name] = never_null
    if 'PRIMARY' in ups or 'UNIQUE' in ups:
        facts.keys.setdefault(table, set()).add(name)
    for token in part:
        if token is real[1]:
            out[0].append(TYPES[word][2])
            out[1].append(TYPES[word][3])
        else:
            copy([token], out)
    if never_null and not says:
        # SQLite admits NULL in a key unless told otherwise.
        copy([Token('sign', ' NOT NULL', 0)], out)
    if word == 'flag':
        copy([Token('sign', f' CHECK ({name} IN (0, 1))', 0)], out)
    return name


def facts_of(paths):
    facts = Facts()
    for path in paths:
        with open(path, encoding='utf-8') as file:
            spell(path, facts, file.read())
    return facts


def c_string(text, indent='    '):
    lines = []
    for line in text.split('\n'):
        line = line.strip()
        if line:
            line = line.replace('\\', '\\\\').replace('"', '\\"')
            lines.append(f'{indent}"{line}\\n"')
    return '\n'.join(lines) or f'{indent}""'


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def run_schema(args):
    out, facts, last = [], Facts(), 0
    for path in args.files:
        match = re.fullmatch(r'(\d{4})-([a-z0-9-]+)\.sql',
                             os.path.basename(path))
        if not match:
            raise Wrong(path, 1, 'name it NNNN-words.sql')
        version = int(match.group(1))
        if version <= last:
            raise Wrong(path, 1, f'comes after version {last}')
        last = version
        with open(path, encoding='utf-8') as file:
            text = file.read()
        spelled, both = spell(path, facts, text), []
        for engine, ending in ((0, 'sqlite'), (1, 'pg')):
            own = ''
            beside = f'{path[:-len(".sql")]}.{ending}.sql'
            if os.path.exists(beside):
                with open(beside, encoding='utf-8') as file:
                    own = file.read()
            digest = hashlib.sha256((text + '\0' + own).encode()).hexdigest()
            body = spelled[engine]
            if engine == 1 and version == 1:
                body = own + '\n' + body  # 0001 makes the words others use
            else:
                body = body + '\n' + own
            both.append((drop_comments(body), digest))
        out.append(f'''    {{ .version = {version}, .name = "{match.group(2)}",
      .sqlite_hash = "{both[0][1]}",
      .postgres_hash = "{both[1][1]}",
      .sqlite =
{c_string(both[0][0], '        ')},
      .postgres =
{c_string(both[1][0], '        ')} }},
''')
    if not args.partial:
        check_schema_complete(args.files)
    guard = f'{args.room}_SCHEMA_H'.upper()
    made = MADE.format(source=f'the schema of {args.room}')
    write(os.path.join(args.out, 'schema.h'), f'''{made}#ifndef {guard}
#define {guard}
#include "db/db.h"
extern const struct db_schema {args.name};
#endif
''')
    write(os.path.join(args.out, 'schema.c'),
          f'''{made}#include "{args.room}/schema.h"
{PRAGMA}
static const struct db_migration migration[] = {{
{"".join(out)}}};
const struct db_schema {args.name} = {{
    migration, sizeof migration / sizeof migration[0]
}};
''')


def drop_comments(text):
    return '\n'.join(l for l in text.split('\n')
                     if not l.lstrip().startswith('--'))


def check_schema_complete(files):
    for folder in {os.path.dirname(f) for f in files}:
        for name in sorted(os.listdir(folder or '.')):
            base = re.sub(r'\.(sqlite|pg)\.sql$', '.sql', name)
            if name.endswith('.sql') and \
                    base not in [os.path.basename(f) for f in files]:
                raise Wrong(os.path.join(folder, name), 1,
                            'not named in meson.build')
