"""Answers questions about all requests with the solver Z3: "sat" if some request does it, "unsat" if none does.

It shares nothing with the library: IAM is said anew here, from AWS's pages, for policies without variables that are judged
without the policy of a resource. Strings are Z3's strings, patterns its regular expressions, numbers, times and addresses its numbers.

Reads a JSON list of {"allowedBy", "unless", "origin", "actions", "resources", "steps"} from a file, the actions each by its name, and prints a list of
{"answer", "seconds", "model"}. The steps are what the solver spends on a question at most: a clock says otherwise on each machine.
"""
import ipaddress
import json
import multiprocessing
import re
import sys
import time
from datetime import datetime, timezone
from fractions import Fraction

import z3

# More values of one key than any question here tells apart.
SLOTS = 4

ANY_CHARACTER = z3.AllChar(z3.ReSort(z3.StringSort()))
RUN = z3.Full(z3.ReSort(z3.StringSort()))
NO_COLON = z3.Intersect(ANY_CHARACTER, z3.Complement(z3.Re(':')))
RUN_WITHIN = z3.Star(NO_COLON)

MULTI_VALUED = {'aws:tagkeys'}
ALWAYS_THERE = {'aws:currenttime', 'aws:securetransport', 'aws:requestedregion', 'aws:principalarn'}
ARN_KEYS = {'aws:sourcevpcarn', 'aws:principalarn'}
KINDS = {'aws:currenttime': 'Date', 's3:max-keys': 'Numeric', 'aws:sourceip': 'IpAddress', 'aws:multifactorauthage': 'Numeric'}


def items(value):
    return value if isinstance(value, list) else [value]


def concat(parts):
    parts = [part for part in parts if part is not None]
    return z3.Concat(*parts) if len(parts) > 1 else parts[0] if parts else z3.Re('')


def pattern(text, one=ANY_CHARACTER, run=RUN, folds_case=False):
    """A string with * and ?, as a regular expression."""
    parts, literal = [], ''
    for character in text:
        if character in '*?' or folds_case and character.lower() != character.upper():
            parts.append(z3.Re(literal) if literal else None)
            literal = ''
            parts.append(run if character == '*' else one if character == '?' else z3.Union(z3.Re(character.lower()), z3.Re(character.upper())))
        else:
            literal += character
    parts.append(z3.Re(literal) if literal else None)
    return concat(parts)


def arn_pattern(text):
    """Each of the six parts of an ARN is compared by itself."""
    first, rest = text.split(':')[:5], text.split(':')[5:]
    parts = [part for each in first for part in (pattern(each, NO_COLON, RUN_WITHIN), z3.Re(':'))]
    return concat(parts + [pattern(':'.join(rest))])


def matches(text, expression):
    return z3.InRe(text, expression)


def like(text, given):
    """Whether a string is like one with * and ?, said without a regular expression where that is simple."""
    if '*' not in given and '?' not in given:
        return text == z3.StringVal(given)
    return matches(text, pattern(given))


def number(text):
    return z3.Q(Fraction(text).numerator, Fraction(text).denominator)


def seconds(text):
    moment = datetime.fromisoformat(text.replace('Z', '+00:00'))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp())


def in_range(address, text):
    network = ipaddress.ip_network(text, strict=False)
    is_six, value = address
    return z3.And(is_six == (network.version == 6), value >= int(network.network_address), value <= int(network.broadcast_address))


ORDERS = {
    'Equals': lambda a, b: a == b, 'LessThan': lambda a, b: a < b, 'LessThanEquals': lambda a, b: a <= b,
    'GreaterThan': lambda a, b: a > b, 'GreaterThanEquals': lambda a, b: a >= b,
}
COMPARISONS = {
    'StringEquals': lambda value, given: value == z3.StringVal(given),
    'StringEqualsIgnoreCase': lambda value, given: matches(value, pattern(given, folds_case=True)),
    'StringLike': like,
    'ArnEquals': lambda value, given: matches(value, arn_pattern(given)),
    'ArnLike': lambda value, given: matches(value, arn_pattern(given)),
    'Bool': lambda value, given: value == z3.StringVal(given.lower()),
    'IpAddress': in_range,
    **{f'Numeric{name}': lambda value, given, order=order: order(value, number(given)) for name, order in ORDERS.items()},
    **{f'Date{name}': lambda value, given, order=order: order(value, seconds(given)) for name, order in ORDERS.items()},
}
NEGATED = {
    'StringNotEquals': 'StringEquals', 'StringNotEqualsIgnoreCase': 'StringEqualsIgnoreCase', 'StringNotLike': 'StringLike', 'ArnNotEquals': 'ArnEquals',
    'ArnNotLike': 'ArnLike', 'NumericNotEquals': 'NumericEquals', 'DateNotEquals': 'DateEquals', 'NotIpAddress': 'IpAddress',
}


def action_pattern(text):
    return re.compile(''.join('.*' if each == '*' else '.' if each == '?' else re.escape(each) for each in text))


class Key:
    """The values of a condition key: some slots, each filled or not."""

    def __init__(self, name, kind, solver):
        self.name = name
        count = SLOTS if name in MULTI_VALUED else 1
        self.filled = [z3.Bool(f'{name} {i}?') for i in range(count)]
        self.values = [self.value(f'{name} {i}', kind, solver) for i in range(count)]
        solver.add(*[z3.Implies(after, before) for before, after in zip(self.filled, self.filled[1:])])
        if name in ALWAYS_THERE:
            solver.add(self.filled[0])
        self.is_textual = kind == 'String'

    @staticmethod
    def value(name, kind, solver):
        if kind == 'Numeric':
            return z3.Real(name)
        if kind == 'Date':
            return z3.Int(name)
        if kind == 'IpAddress':
            is_six, value = z3.Bool(f'{name} is of version 6'), z3.Int(name)
            solver.add(value >= 0, z3.If(is_six, value < 2 ** 128, value < 2 ** 32))
            return is_six, value
        return z3.String(name)

    def is_absent(self):
        """To Null and as a set, an empty string that stands alone is no value."""
        alone = [z3.Not(self.filled[1])] if len(self.filled) > 1 else []
        empty = [z3.And(self.filled[0], self.values[0] == z3.StringVal(''), *alone)] if self.is_textual else []
        return z3.Or(z3.Not(self.filled[0]), *empty)


class Question:
    def __init__(self, question):
        self.solver = z3.Solver()
        self.solver.set('rlimit', question['steps'])
        self.keys = {}
        self.origin = question['origin']
        self.action, self.resource = z3.Int('action'), z3.String('resource')
        self.actions = [each.lower() for each in question['actions']]
        sides = [side for side in (question['allowedBy'], question.get('unless')) if side]
        self.solver.add(0 <= self.action, self.action < len(self.actions))
        arn = concat([z3.Re('arn:'), RUN_WITHIN, z3.Re(':'), RUN_WITHIN, z3.Re(':'), RUN_WITHIN, z3.Re(':'), RUN_WITHIN, z3.Re(':'), z3.Plus(ANY_CHARACTER)])
        self.solver.add(z3.Or(self.resource == z3.StringVal('*'), matches(self.resource, arn)))
        if question.get('resources'):
            self.solver.add(self.is_resource(question['resources']))
        first, *second = [self.allows(side) for side in sides]
        self.solver.add(first, *[z3.Not(each) for each in second])

    def key(self, name):
        if name not in self.keys:
            key = self.keys[name] = Key(name, KINDS.get(name, 'String'), self.solver)
            self.say_of(name, key)
        return self.keys[name]

    def say_of(self, name, key):
        """Which values a key has, and where a request comes from."""
        value, filled, add = key.values[0], key.filled[0], self.solver.add
        if name in ('aws:securetransport', 'aws:multifactorauthpresent'):
            add(z3.Or(value == z3.StringVal('true'), value == z3.StringVal('false')))
        if name in ARN_KEYS:
            add(matches(value, arn_pattern('arn:*:*:*:*:*')))
        if name == 'aws:requestedregion':
            add(z3.Length(value) > 0)
        if name == 'aws:viaawsmcpservice':
            add(z3.Implies(filled, value == z3.StringVal('false')) if self.origin == 'direct' else z3.And(filled, value == z3.StringVal('true')))
        if name == 'aws:calledviaawsmcp':
            server = z3.StringVal('aws-mcp.amazonaws.com')
            add(z3.Not(filled) if self.origin == 'direct' else z3.And(filled, value == server if self.origin == 'aws' else z3.Length(value) > 0))

    def allows(self, documents):
        """A Deny in none, and an Allow in each layer that there is."""
        single = [documents[name] for name in ('permissionsBoundary', 'sessionPolicy') if documents.get(name)]
        control = documents.get('serviceControlPolicies') or []
        levels = control if any(isinstance(each, list) for each in control) else [control] if any(self.statements([each], 'Allow') for each in control) else []
        needed = [documents['identityPolicies'], *[[each] for each in single], *levels]
        every = [*documents['identityPolicies'], *single, *[each for level in control for each in items(level)]]
        return z3.And(
            z3.Not(z3.Or(*[self.applies(statement) for statement in self.statements(every, 'Deny')])),
            *[z3.Or(*[self.applies(statement) for statement in self.statements(layer, 'Allow')]) for layer in needed],
        )

    @staticmethod
    def statements(documents, effect):
        return [statement for document in documents for statement in items(document['Statement']) if statement['Effect'] == effect]

    def is_action(self, patterns):
        """Actions are few: which of them a pattern means is told without the solver."""
        meant = [i for i, action in enumerate(self.actions) if any(action_pattern(each.lower()).fullmatch(action) for each in items(patterns))]
        return z3.BoolVal(len(meant) > 0) if len(meant) in (0, len(self.actions)) else z3.Or(*[self.action == i for i in meant])

    def is_resource(self, patterns):
        return z3.Or(*[z3.BoolVal(True) if each == '*' else like(self.resource, each) for each in items(patterns)])

    def applies(self, statement):
        about = [
            self.is_action(statement['Action']) if 'Action' in statement else z3.Not(self.is_action(statement['NotAction'])),
            self.is_resource(statement['Resource']) if 'Resource' in statement else z3.Not(self.is_resource(statement['NotResource'])),
        ]
        tests = [self.test(operator, key, items(values)) for operator, block in (statement.get('Condition') or {}).items() for key, values in block.items()]
        return z3.And(*about, *tests)

    def test(self, operator, name, expected):
        key = self.key(name.lower())
        qualifier, _, plain = operator.rpartition(':')
        if plain == 'Null':
            return z3.Or(*[key.is_absent() if each == 'true' else z3.Not(key.is_absent()) for each in expected])
        if_exists = plain.endswith('IfExists')
        plain = plain[:-len('IfExists')] if if_exists else plain
        negated = plain in NEGATED
        compare = COMPARISONS[NEGATED.get(plain, plain)]
        found = [z3.Or(*[compare(value, each) for each in expected]) for value in key.values]
        each = [z3.Not(one) if negated else one for one in found]
        if not qualifier:
            absent = z3.Not(key.filled[0])
            return z3.If(absent, z3.BoolVal(negated or if_exists), each[0])
        if qualifier == 'ForAllValues':
            return z3.Or(key.is_absent(), z3.And(*[z3.Implies(filled, one) for filled, one in zip(key.filled, each)]))
        if if_exists:
            raise ValueError(f'{operator}: AWS does not document it')
        return z3.And(z3.Not(key.is_absent()), z3.Or(*[z3.And(filled, one) for filled, one in zip(key.filled, each)]))


def answer(question):
    start = time.perf_counter()
    asked = Question(question)
    found = asked.solver.check()
    seconds_taken = time.perf_counter() - start
    return {'answer': str(found), 'seconds': seconds_taken, 'model': str(asked.solver.model()) if found == z3.sat else None}


def main(file, processes):
    with open(file, encoding='utf-8') as questions, multiprocessing.Pool(int(processes)) as pool:
        json.dump(pool.map(answer, json.load(questions), chunksize=10), sys.stdout)


if __name__ == '__main__':
    main(*sys.argv[1:])
