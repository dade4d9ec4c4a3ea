"""sqlread - what does a file of named statements say, and is it allowed?

Reads src/<room>/<noun>.sql and checks the subset of SQL that SQLite and
PostgreSQL understand alike.  Used by sqlgen.py.
"""
import re

# word: (C type, db_type, SQLite, PostgreSQL, may be NULL)
TYPES = {
    'id': ('int64_t', 'DB_ID', 'INTEGER', 'BIGINT', True),
    'day': ('struct day', 'DB_DAY', 'INTEGER', 'BIGINT', True),
    'moment': ('struct moment', 'DB_MOMENT', 'INTEGER', 'BIGINT', True),
    'cents': ('struct money', 'DB_CENTS', 'INTEGER', 'BIGINT', False),
    'count': ('int64_t', 'DB_COUNT', 'INTEGER', 'BIGINT', False),
    'flag': ('bool', 'DB_FLAG', 'INTEGER', 'BIGINT', False),
    'text': ('struct str', 'DB_TEXT', 'TEXT', 'TEXT', True),
    'bytes': ('struct str', 'DB_BYTES', 'BLOB', 'BYTEA', True),
}
SCOPES = {'client': 'DB_CLIENT', 'person': 'DB_PERSON',
          'agency': 'DB_AGENCY', 'system': 'DB_SYSTEM'}
COLUMNS_MAX = 40  # DB_COLUMNS_MAX of db/db.h
C_WORDS = set('''auto bool break case char const continue default do double
    else enum extern float for goto if inline int long register restrict
    return short signed sizeof static struct switch typedef union unsigned
    void volatile while'''.split())
REFUSED_WORDS = {
    'LIKE': 'LIKE differs between the engines',
    'ILIKE': 'LIKE differs between the engines',
    'GLOB': 'GLOB is SQLite only',
    'SIMILAR': 'SIMILAR TO is PostgreSQL only',
    'REGEXP': 'no pattern engine in SQL',
    'AUTOINCREMENT': 'ids are made by the program',
    'CURRENT_TIMESTAMP': 'the moment comes from the caller',
    'CURRENT_DATE': 'the day comes from the caller',
    'CURRENT_TIME': 'the moment comes from the caller',
}
REFUSED_FUNCTIONS = {
    'NOW': 'the moment comes from the caller',
    'RANDOM': 'randomness comes from the world',
    'AVG': 'no fractions; sum and count, then divide in C',
    'TOTAL': 'no fractions; CAST(sum(x) AS BIGINT)',
    'IFNULL': 'say COALESCE',
    'IIF': 'say CASE',
}


class Wrong(Exception):
    """A mistake in a .sql file, with the place."""

    def __init__(self, path, line, words):
        super().__init__(f'{path}:{line}: {words}')


TOKEN = re.compile(r'''
    (?P<space>\s+) | (?P<comment>--[^\n]*) | (?P<string>'(?:[^']|'')*')
  | (?P<cast>::) | (?P<param>:[A-Za-z_][A-Za-z0-9_]*)
  | (?P<number>[0-9]+(?:\.[0-9]+)?) | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<sign>\|\||<>|<=|>=|!=|->>|->|[-+*/%=<>(),.;]) | (?P<bad>.)
''', re.X | re.S)


class Token:
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line
        self.up = text.upper() if kind == 'word' else text


def tokens_of(path, text, line):
    """The tokens without blanks and comments."""
    found = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == 'bad':
            raise Wrong(path, line, f'unexpected {match.group()!r}')
        if kind not in ('space', 'comment'):
            found.append(Token(kind, match.group(), line))
        line += match.group().count('\n')
    return found


class Field:
    def __init__(self, name, word, nullable):
        self.name, self.word, self.nullable = name, word, nullable
        self.c_type, self.db_type = TYPES[word][0], TYPES[word][1]


class Statement:
    def __init__(self, path, line, name, scope):
        self.path, self.line, self.name, self.scope = path, line, name, scope
        self.gives = None
        self.fields_in, self.fields_out = [], []
        self.allowed, self.comment = {}, []
        self.body, self.body_line = [], 0
        self.tokens = []
        self.number = 0

    def wrong(self, words, line=None):
        return Wrong(self.path, line or self.line, f'{self.name}: {words}')


def fields_of(statement, text, line):
    """Reads "person_id id, note text?"."""
    fields = []
    for part in filter(None, (p.strip() for p in text.split(','))):
        match = re.fullmatch(r'([a-z][a-z0-9_]*)\s+([a-z]+)(\?)?', part)
        if not match or match.group(2) not in TYPES:
            raise statement.wrong(f'"{part}" is not "name type", type one of '
                                  + ' '.join(TYPES), line)
        name, word, null = match.groups()
        if name in C_WORDS:
            raise statement.wrong(f'"{name}" is a word of C', line)
        if null and not TYPES[word][4]:
            raise statement.wrong(f'{word} does not admit "?"', line)
        if name in [f.name for f in fields]:
            raise statement.wrong(f'"{name}" is named twice', line)
        fields.append(Field(name, word, bool(null)))
    if len(fields) > COLUMNS_MAX:
        raise statement.wrong(f'more than {COLUMNS_MAX} columns', line)
    return fields


KEY = re.compile(r'--\s*(name|scope|in|out|gives|allow):\s*(.*)')
NAME = re.compile(r'([a-z][a-z0-9_]*)\s+scope:\s*([a-z]+)'
                  r'(?:\s+gives:\s*([a-z]+))?\s*')


def start(path, line, value):
    match = NAME.fullmatch(value)
    if not match:
        raise Wrong(path, line, 'say "-- name: words_here   scope: client"')
    statement = Statement(path, line, match.group(1), match.group(2))
    if statement.scope not in SCOPES:
        raise statement.wrong('scope is one of ' + ' '.join(SCOPES))
    statement.gives = match.group(3)
    return statement


def header_line(statement, key, value, line):
    if key == 'in':
        statement.fields_in = fields_of(statement, value, line)
    elif key == 'out':
        statement.fields_out = fields_of(statement, value, line)
    elif key == 'gives':
        statement.gives = value.strip()
    elif key == 'allow':
        match = re.fullmatch(r'([a-z]+) because (\S.*)', value.strip())
        if not match or match.group(1) not in ('order', 'scope'):
            raise statement.wrong('say "-- allow: order|scope because WHY"',
                                  line)
        statement.allowed[match.group(1)] = match.group(2)
    else:
        raise statement.wrong(f'"{key}:" belongs on the name line', line)


def read_statements(path):
    """All statements of one file, unchecked."""
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    statements, now, at = [], None, 0
    while at < len(lines):
        line, text = at + 1, lines[at].rstrip()
        key = KEY.fullmatch(text)
        at += 1
        if key:
            value = key.group(2)
            # A list goes on while its line ends in a comma.
            while value.rstrip().endswith(',') and at < len(lines) \
                    and lines[at].startswith('--'):
                value += ' ' + lines[at][2:].strip()
                at += 1
            if key.group(1) == 'name':
                now = start(path, line, value)
                statements.append(now)
            elif now is None or now.body:
                raise Wrong(path, line, f'"{key.group(1)}:" without a name')
            else:
                header_line(now, key.group(1), value, line)
        elif text.startswith('--'):
            if now and not now.body:
                now.comment.append(text[2:].strip())
        elif text.strip():
            if now is None:
                raise Wrong(path, line, 'SQL without "-- name:" above it')
            if not now.body:
                now.body_line = line
            now.body.append(text)
        elif now and now.body:
            now.body.append('')
    for statement in statements:
        statement.tokens = tokens_of(path, '\n'.join(statement.body),
                                     statement.body_line)
    return statements


def inside(tokens, at):
    """The tokens between the bracket at `at` and its end; and the end."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += {'(': 1, ')': -1}.get(tokens[end].text, 0)
        if depth == 0:
            return tokens[at + 1:end], end
    return tokens[at + 1:], len(tokens)


def parts_of(tokens):
    """Splits at the commas of the outermost level."""
    parts, depth = [[]], 0
    for token in tokens:
        depth += {'(': 1, ')': -1}.get(token.text, 0)
        if token.text == ',' and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def check_words(statement):
    """The subset both engines understand alike."""
    tokens = statement.tokens
    for at, token in enumerate(tokens):
        if token.kind == 'cast':
            raise statement.wrong('no "::"; say CAST(x AS BIGINT)', token.line)
        if token.kind == 'number' and '.' in token.text:
            raise statement.wrong('no fractions in SQL', token.line)
        if token.kind != 'word':
            continue
        after = tokens[at + 1].text if at + 1 < len(tokens) else ''
        why = REFUSED_WORDS.get(token.up) or \
            (after == '(' and REFUSED_FUNCTIONS.get(token.up))
        if why:
            raise statement.wrong(f'{token.up}: {why}', token.line)
        if token.up in ('MAX', 'MIN') and after == '(' \
                and len(parts_of(inside(tokens, at + 1)[0])) > 1:
            raise statement.wrong(f'{token.up} takes one argument; '
                                  'say CASE', token.line)
        if token.up == 'SUM' and after == '(':
            check_sum(statement, at)
        if token.up == 'OR' and at and tokens[at - 1].up in ('INSERT',
                                                            'UPDATE'):
            raise statement.wrong('INSERT OR is SQLite only', token.line)


def check_sum(statement, at):
    """PostgreSQL widens sum(); some bracket around it must cast it back."""
    tokens, opened = statement.tokens, []
    for place in range(at):
        if tokens[place].text == '(':
            opened.append(place)
        elif tokens[place].text == ')':
            opened.pop()
    for place in opened:
        end = inside(tokens, place)[1]
        if place and tokens[place - 1].up == 'CAST' and \
                [t.up for t in tokens[end - 2:end]] == ['AS', 'BIGINT']:
            return
    raise statement.wrong('say CAST(sum(x) AS BIGINT)', tokens[at].line)


def check_shape(statement):
    tokens = statement.tokens
    if not tokens:
        raise statement.wrong('no SQL')
    if [t.text for t in tokens].count(';') != 1 or tokens[-1].text != ';':
        raise statement.wrong('one statement, with one ";" at its end')
    if tokens[0].up not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'WITH'):
        raise statement.wrong(f'{tokens[0].text} is not a statement of rows',
                              tokens[0].line)
    if statement.gives is None and not statement.fields_out:
        statement.gives = 'none'
    if statement.gives not in ('none', 'one', 'many'):
        raise statement.wrong('say "-- gives: none", "one" or "many"')
    if (statement.gives == 'none') == bool(statement.fields_out):
        raise statement.wrong('"-- out:" and "-- gives: one|many" go together')
    if statement.gives == 'none' and tokens[0].up == 'SELECT':
        raise statement.wrong('a SELECT gives rows')
    ups = [t.up for t in tokens]
    if 'INSERT' in ups and 'SELECT' in ups and 'CONFLICT' in ups \
            and 'WHERE' not in ups[ups.index('SELECT'):ups.index('CONFLICT')]:
        raise statement.wrong('INSERT ... SELECT ... WHERE true ON CONFLICT')


def check_params(statement):
    names = [f.name for f in statement.fields_in]
    used = set()
    for token in statement.tokens:
        if token.kind == 'param':
            used.add(token.text[1:])
            if token.text[1:] not in names:
                raise statement.wrong(f'{token.text} is not in "-- in:"',
                                      token.line)
    for name in names:
        if name not in used:
            raise statement.wrong(f'"{name}" of "-- in:" is not used')


def check_scope(statement):
    """client and person statements hold the column against the parameter."""
    if statement.scope not in ('client', 'person') \
            or 'scope' in statement.allowed:
        return
    column = statement.scope + '_id'
    tokens = statement.tokens
    texts = [t.text for t in tokens]
    for at in range(len(tokens) - 2):
        if texts[at:at + 3] == [column, '=', ':' + column]:
            return
    if tokens[0].up == 'INSERT' and '(' in texts:
        columns, end = inside(tokens, texts.index('('))
        names = [p[0].text for p in parts_of(columns) if p]
        rest = tokens[end + 1:]
        if column in names and rest[0].up == 'VALUES':
            values = parts_of(inside(rest, 1)[0])
            place = names.index(column)
            if len(values) > place and \
                    [t.text for t in values[place]] == [':' + column]:
                return
        elif column in names and ':' + column in [t.text for t in rest]:
            return
    raise statement.wrong(f'scope: {statement.scope} needs '
                          f'"{column} = :{column}"')


AFTER_TABLE = set('''ON WHERE JOIN LEFT INNER CROSS ORDER GROUP LIMIT SET
    VALUES SELECT UNION HAVING USING DEFAULT'''.split())


def tables_of(statement):
    """alias: (table, may be missing), of every FROM, JOIN, INTO, UPDATE."""
    tokens, found = statement.tokens, {}
    for at, token in enumerate(tokens[:-1]):
        if token.up not in ('FROM', 'JOIN', 'INTO', 'UPDATE') \
                or tokens[at + 1].kind != 'word':
            continue
        table, rest = tokens[at + 1].text, tokens[at + 2:at + 4]
        if rest and rest[0].up == 'AS':
            rest = rest[1:]
        alias = table
        if rest and rest[0].kind == 'word' and rest[0].up not in AFTER_TABLE:
            alias = rest[0].text
        missing = token.up == 'JOIN' and \
            'LEFT' in [t.up for t in tokens[max(0, at - 2):at]]
        found[alias] = (table, missing)
    return found


def columns_named(facts, tables, item):
    """What the schema knows of an ORDER BY item: [(never NULL, in a key)]."""
    alias, column = column_of(item)
    return [(facts.filled[table][column] and not missing,
             column in facts.keys.get(table, ()))
            for name, (table, missing) in tables.items()
            if alias in (None, name) and column in facts.filled.get(table, ())]


def check_order(statement, facts):
    """The last word of ORDER BY makes it total; what may be NULL says where.
    A column counts as unique when a key of its table holds it."""
    tokens = statement.tokens
    if 'order' in statement.allowed:
        return
    tables = tables_of(statement)
    for at in range(len(tokens) - 1):
        if tokens[at].up != 'ORDER' or tokens[at + 1].up != 'BY':
            continue
        line, clause, depth = tokens[at].line, [], 0
        for token in tokens[at + 2:]:
            depth += {'(': 1, ')': -1}.get(token.text, 0)
            if depth < 0 or (depth == 0 and token.up in
                             ('LIMIT', 'OFFSET', ';', 'ROWS', 'RANGE')):
                break
            clause.append(token)
        items = parts_of(clause)
        for item in items:
            known = columns_named(facts, tables, item)
            if 'NULLS' not in [t.up for t in item] and \
                    not (known and all(filled for filled, _ in known)):
                words = ' '.join(t.text for t in item)
                raise statement.wrong(f'ORDER BY {words}: may be NULL, say '
                                      'NULLS FIRST or LAST', line)
        if not any(key for _, key in
                   columns_named(facts, tables, items[-1])):
            raise statement.wrong('ORDER BY must end in a column of a key, '
                                  'so that the order is total', line)


def column_of(item):
    """(alias or None, column or None) of an ORDER BY item."""
    words = [t.text for t in item
             if t.up not in ('ASC', 'DESC', 'NULLS', 'FIRST', 'LAST')]
    if len(words) == 3 and words[1] == '.':
        return words[0], words[2]
    return None, words[0] if len(words) == 1 else None
