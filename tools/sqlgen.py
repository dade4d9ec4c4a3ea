#!/usr/bin/env python3
"""sqlgen - how do named SQL statements become typed C?

    sqlgen.py statements --room ROOM --table NAME --first N --last N
              --out DIR [--schema FILE ...] -- NOUN.sql ...
    sqlgen.py schema --room ROOM --name NAME --out DIR -- NNNN-words.sql ...

`statements` reads src/<room>/<noun>.sql (the form is in src/store/README.md)
and writes <noun>_sql.h and <noun>_sql.c, and statements.h / .c with a table
of all.  `schema` spells the type words for both engines and writes schema.h
and schema.c.  Build time only; says file:line: what is wrong, and exits 1.
"""
import argparse
import os
import sys

from sqlread import (SCOPES, TOKEN, Wrong, check_order, check_params,
                     check_scope, check_shape, check_words, read_statements)
from sqlschema import MADE, PRAGMA, c_string, facts_of, run_schema, write


def sql_text(statement, mark):
    """The body with :name as ?N or $N, comments dropped."""
    names = [f.name for f in statement.fields_in]
    now = ''
    body = '\n'.join(statement.body)
    for match in TOKEN.finditer(body):
        text = match.group()
        if match.lastgroup == 'comment' or text == ';':
            continue
        if match.lastgroup == 'param':
            text = f'{mark}{names.index(text[1:]) + 1}'
        now += text
    return now


def signature(s):
    name = f'sql_{s.name}'
    head = f'bool {name}(struct db *db, struct caller caller'
    if s.fields_in:
        head += f',\n    const struct {name}_in *in'
    tail = {'none': 'int64_t *changed',
            'one': f'struct arena *arena, struct {name}_row *row,\n'
                   '    bool *is_found',
            'many': f'struct arena *arena, struct {name}_row **row,\n'
                    '    uint32_t *count'}[s.gives]
    return f'{head},\n    {tail}, struct err *err)'


def header_text(room, noun, source, statements):
    guard = f'{room}_{noun}_SQL_H'.upper()
    out = [MADE.format(source=source), f'#ifndef {guard}\n#define {guard}\n',
           '#include "base/base.h"\n#include "db/db.h"\n']
    for s in statements:
        for kind, fields in (('in', s.fields_in), ('row', s.fields_out)):
            if fields:
                body = ''.join(f'    {f.c_type} {f.name};'
                               + (' /* may be none */\n' if f.nullable
                                  else '\n') for f in fields)
                out.append(f'struct sql_{s.name}_{kind} {{\n{body}}};\n')
        words = ' '.join(s.comment)
        if words:
            out.append('/* ' + words.replace('*/', '* /') + ' */')
        out.append(f'extern const struct db_statement '
                   f'sql_{s.name}_statement;')
        out.append(signature(s) + ' MUST_USE;\n')
    out.append('#endif\n')
    return '\n'.join(out)


def to_value(f):
    get = f'in->{f.name}'
    number = {'day': f'{get}.n', 'moment': f'{get}.us', 'cents':
              f'{get}.cents', 'flag': f'{get} ? 1 : 0'}.get(f.word, get)
    none = {'id': f'{get} == 0', 'day': f'day_is_none({get})',
            'moment': f'moment_is_none({get})', 'text': f'!{get}.at',
            'bytes': f'!{get}.at'}.get(f.word)
    value = f'.text = {get}' if f.word in ('text', 'bytes') \
        else f'.number = {number}'
    if f.nullable:
        value += f', .absent = {none}'
    refuse = ''
    if not f.nullable and f.word in ('day', 'moment', 'text', 'bytes'):
        refuse = (f'    if ({none})\n        return db_absent(statement, '
                  f'"{f.name}", err);\n')
    return f'        {{ {value} }},\n', refuse


def from_value(f, at):
    get = f'value[{at}]'
    line = {
        'day': f'row->{f.name} = {get}.absent ? DAY_NONE\n        '
               f': (struct day){{ (int32_t){get}.number }};',
        'moment': f'row->{f.name} = {get}.absent ? MOMENT_NONE\n        '
                  f': (struct moment){{ {get}.number }};',
        'cents': f'row->{f.name}.cents = {get}.number;',
        'flag': f'row->{f.name} = {get}.number != 0;',
        'text': f'row->{f.name} = db_keep(into, {get});',
        'bytes': f'row->{f.name} = db_keep(into, {get});',
    }.get(f.word, f'row->{f.name} = {get}.absent ? 0 : {get}.number;')
    refuse = ''
    if not f.nullable:
        refuse = (f'    if ({get}.absent)\n        return db_absent('
                  f'&sql_STATEMENT_statement, "{f.name}", err);\n')
    return refuse + '    ' + line + '\n'


def statement_object(s):
    out = []
    for kind, fields in (('in', s.fields_in), ('out', s.fields_out)):
        if fields:
            types = ', '.join(f.db_type for f in fields)
            out.append(f'static const enum db_type {s.name}_{kind}[] = '
                       f'{{ {types} }};\n')
    write_words = ('INSERT', 'UPDATE', 'DELETE')
    is_write = any(t.up in write_words for t in s.tokens)
    out.append(f'''const struct db_statement sql_{s.name}_statement = {{
    .name = "{s.name}", .number = {s.number},
    .sqlite =
{c_string(sql_text(s, '?'), '        ')},
    .postgres =
{c_string(sql_text(s, '$'), '        ')},
    .in = {s.name + '_in' if s.fields_in else 'NULL'},
    .in_count = {len(s.fields_in)},
    .out = {s.name + '_out' if s.fields_out else 'NULL'},
    .out_count = {len(s.fields_out)},
    .scope = {SCOPES[s.scope]}, .is_write = {str(is_write).lower()},
}};
''')
    return '\n'.join(out)


def function_text(s):
    name, out = f'sql_{s.name}', []
    if s.fields_out:
        body = ''.join(from_value(f, i) for i, f in enumerate(s.fields_out))
        body = body.replace('sql_STATEMENT_statement', f'{name}_statement')
        out.append(f'''static bool take_{s.name}(
    void *context, const struct db_value *value, struct err *err)
{{
    struct db_list *into = context;
    struct {name}_row *row = db_list_next(into, err);
    if (!row)
        return false;
{body}    return true;
}}
''')
    pairs = [to_value(f) for f in s.fields_in]
    values = ''.join(p[0] for p in pairs)
    lines = [f'    const struct db_statement *statement = '
             f'&{name}_statement;\n', ''.join(p[1] for p in pairs)]
    owner = '0'
    if s.scope in ('client', 'person') and \
            s.scope + '_id' in [f.name for f in s.fields_in]:
        owner = f'in->{s.scope}_id'
    lines.append(f'    if (!db_may_run(statement, caller, {owner}, err))\n'
                 '        return false;\n')
    given = 'NULL'
    if s.fields_in:
        lines.append(f'    const struct db_value value[] = {{\n{values}'
                     '    };\n')
        given = 'value'
    if s.gives == 'none':
        lines.append(f'    return db_run(db, statement, {given}, changed, '
                     'err);\n')
    else:
        most = '1' if s.gives == 'one' else 'SQL_ROWS_MAX'
        lines.append(f'''    struct db_list into = {{ .arena = arena,
        .size = sizeof(struct {name}_row), .max = {most} }};
    if (!db_rows(db, statement, {given}, take_{s.name}, &into, err)
        || !db_list_done(&into, statement, err))
        return false;
''')
        if s.gives == 'one':
            lines.append(f'''    *is_found = into.count == 1;
    *row = into.count == 1 ? *(struct {name}_row *)into.at
                           : (struct {name}_row){{ 0 }};
    return true;
''')
        else:
            lines.append('    *row = into.at;\n    *count = into.count;\n'
                         '    return true;\n')
    out.append(signature(s) + '\n{\n' + ''.join(lines) + '}\n')
    return '\n'.join(out)


def source_text(room, noun, source, statements):
    out = [MADE.format(source=source),
           f'#include "{room}/{noun}_sql.h"\n\n#include "db/list.h"\n',
           PRAGMA]
    for s in statements:
        out += [statement_object(s), function_text(s)]
    return '\n'.join(out)


def run_statements(args):
    facts = facts_of(args.schema or [])
    seen, number, everything = {}, args.first, []
    for path in args.files:
        noun = os.path.basename(path)[:-len('.sql')]
        statements = read_statements(path)
        for s in statements:
            check_shape(s)
            check_words(s)
            check_params(s)
            check_scope(s)
            check_order(s, facts)
            if s.name in seen:
                raise s.wrong(f'the name is taken by {seen[s.name]}')
            seen[s.name] = f'{s.path}:{s.line}'
            s.number = number
            number += 1
            if s.number > args.last:
                raise s.wrong(f'no number left up to {args.last}')
        source = f'{args.room}/{noun}.sql'
        write(os.path.join(args.out, f'{noun}_sql.h'),
              header_text(args.room, noun, source, statements))
        write(os.path.join(args.out, f'{noun}_sql.c'),
              source_text(args.room, noun, source, statements))
        everything.append((noun, statements))
    check_complete(args.files)
    write_table(args, everything, len(seen))


def check_complete(files):
    """A .sql that meson.build does not name would be silently missing."""
    for folder in {os.path.dirname(f) for f in files}:
        there = {f for f in os.listdir(folder or '.') if f.endswith('.sql')}
        named = {os.path.basename(f) for f in files}
        for name in sorted(there - named):
            raise Wrong(os.path.join(folder, name), 1,
                        'not named in the meson.build beside it')


def write_table(args, everything, count):
    guard = f'{args.room}_STATEMENTS_H'.upper()
    write(os.path.join(args.out, 'statements.h'), MADE.format(
        source=f'the .sql of {args.room}') + f'''#ifndef {guard}
#define {guard}
#include "db/db.h"
/* Every statement, in the order of their numbers. */
extern const struct db_statement *const {args.table}[];
extern const uint32_t {args.table}_count;
#endif
''')
    includes = ''.join(f'#include "{args.room}/{noun}_sql.h"\n'
                       for noun, _ in everything)
    rows = ''.join(f'    &sql_{s.name}_statement,\n'
                   for _, statements in everything for s in statements)
    write(os.path.join(args.out, 'statements.c'), MADE.format(
        source=f'the .sql of {args.room}') + f'''#include "{args.room}/statements.h"
{includes}
const struct db_statement *const {args.table}[] = {{
{rows}    NULL
}};
const uint32_t {args.table}_count = {count};
''')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('what', choices=('statements', 'schema'))
    parser.add_argument('--room', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--table', default='sql_statements')
    parser.add_argument('--name', default='store_schema')
    parser.add_argument('--first', type=int, default=0)
    parser.add_argument('--last', type=int, default=4095)
    parser.add_argument('--schema', action='append')
    parser.add_argument('--partial', action='store_true')
    parser.add_argument('files', nargs='*')
    args = parser.parse_intermixed_args()
    try:
        {'statements': run_statements, 'schema': run_schema}[args.what](args)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
