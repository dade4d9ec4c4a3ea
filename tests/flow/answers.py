"""answers.py - is each JSON answer as the OpenAPI document says?

Held against what the program itself writes (bedside openapi): the route, the
status, the body and, when it was done, what was sent.  A page that a browser
opened is asked for once more as JSON, so every flow test is one of the API.
"""
import json
import re
import urllib.parse

import jsonschema

JSON = 'application/json'
document, wrong, seen = None, [], {}
kept = {}


def read(text):
    """The document, once a test; its own form is held too."""
    global document
    document = json.loads(text)
    operations = [o for path in document['paths'].values()
                  for o in path.values()]
    kept.clear()
    for operation in operations:
        for code, answer in operation['responses'].items():
            assert re.fullmatch('[1-5][0-9][0-9]', code), code
        for parameter in operation['parameters']:
            assert '$ref' in parameter or parameter['in'] in ('path', 'query')
    for schema in document['components']['schemas'].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    ids = [o['operationId'] for o in operations]
    assert len(ids) == len(set(ids)), ids


def resolve(node):
    while '$ref' in node:
        at = document
        for part in node['$ref'][2:].split('/'):
            at = at[part]
        node = at
    return node


def operation_of(method, target):
    """The most literal template that fits, as the router finds it."""
    path = target.split('?')[0]
    if path.endswith('.json') and path != '/api/openapi.json':
        path = path[:-5]
    for template, methods in document['paths'].items():
        pattern = re.sub(r'\\\{\w+\\\}', '[^/]+', re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in methods:
            return methods[method.lower()]
    return None


def trouble(schema, value):
    key = json.dumps(schema, sort_keys=True)
    if key not in kept:
        kept[key] = jsonschema.Draft202012Validator(
            {**schema, 'components': document['components']})
    error = jsonschema.exceptions.best_match(kept[key].iter_errors(value))
    return error and '%s: %s' % (error.json_path, error.message[:200])


def hear(method, target, status, kind, body, sent_kind=None, sent=None):
    """One exchange; kind and sent_kind are Content-Types."""
    if document is None or status in (405,):
        return
    operation = operation_of(method, target)
    if operation is None or 'json' not in str(kind):
        return
    name = operation['operationId']
    seen[name, status] = seen.get((name, status), 0) + 1
    answer = resolve(operation['responses'].get(str(status), {}))
    said = None
    if not answer:
        said = 'this status is not declared'
    elif 'content' in answer:
        said = trouble(answer['content'][JSON]['schema'], json.loads(body))
    if said is None and status < 300:
        said = trouble_sent(operation, target, sent_kind, sent)
    if said:
        wrong.append('%s %d: %s' % (name, status, said))


def trouble_sent(operation, target, kind, sent):
    names = {p['name'] for p in map(resolve, operation['parameters'])
             if p['in'] == 'query'}
    query = dict(urllib.parse.parse_qsl(target.partition('?')[2]))
    if set(query) - names:
        return 'the query %s is not declared' % sorted(set(query) - names)
    if not sent:
        return None
    kind = str(kind).split(';')[0]
    content = operation.get('requestBody', {}).get('content', {})
    if kind not in content:
        return 'a body of %s is not declared' % kind
    if kind == JSON:
        value = {k: v for k, v in json.loads(sent).items() if v is not None}
    elif kind.endswith('urlencoded'):
        value = dict(urllib.parse.parse_qsl(sent.decode() if isinstance(
            sent, bytes) else sent))
    else:
        return None
    return trouble(content[kind]['schema'], value)
