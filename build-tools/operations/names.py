"""Prints what botocore's models say of the operations of all services: their names, which of them are called without credentials, and
where the request of an operation that needs several actions has a role, tags, a policy or whatever else tells which of them.

usage: names.py aws-map.json > names.json
"""
import json
import re
import sys

import botocore
from botocore.loaders import Loader
from botocore.model import ServiceModel

DEPTH = 4
NESTED = re.compile(r'(role(_?arn|name)?|tags?|tag_?list|tag_?set|instance_?profile(arn|name)?)$', re.IGNORECASE)


def members(shape, depth=0, seen=()):
    """The paths of the request's members: all of the first level, of the others what may be a role or tags."""
    while shape.type_name in ('list', 'map'):
        shape = shape.member if shape.type_name == 'list' else shape.value
    if shape.type_name != 'structure' or shape.name in seen or depth == DEPTH:
        return
    for name, member in shape.members.items():
        header = member.serialization.get('name', name)
        # CloudTrail writes a parameter as it is sent.
        written = name if header.lower() == name.lower() or depth > 0 else f'{name}={header}'
        if depth == 0 or NESTED.search(name):
            yield written + ('!' if depth == 0 and name in shape.required_members else '')
        for below in members(member, depth + 1, (*seen, shape.name)):
            yield f'{name}.{below}'


def main():
    with open(sys.argv[1]) as file:
        pages = json.load(file)['pages']
    several = {}
    for page in pages.values():
        for name, actions in page['operations'].items():
            if ' ' in actions:
                several.setdefault(page['prefix'], set()).add(name)
    loader = Loader()
    clients, requests = {}, {}
    for client in loader.list_available_services('service-2'):
        model = ServiceModel(loader.load_service_model(client, 'service-2'), client)
        without = [name for name in model.operation_names
                   if model.operation_model(name).auth == ['smithy.api#noAuth'] or model.operation_model(name).auth_type == 'none']
        clients[client] = {
            'signing': model.signing_name,
            **({'endpoint': model.endpoint_prefix} if model.endpoint_prefix != model.signing_name else {}),
            'operations': ' '.join(sorted(model.operation_names)),
            **({'withoutCredentials': ' '.join(sorted(without))} if without else {}),
        }
        prefix = {'cloudcontrolapi': 'cloudformation'}.get(model.signing_name, model.signing_name)
        for name in sorted(several.get(prefix, set()).intersection(model.operation_names)):
            shape = model.operation_model(name).input_shape
            found = requests.setdefault(prefix, {}).setdefault(name, [])
            found.extend(each for each in (members(shape) if shape else []) if each not in found)
    result = {
        'source': {'name': 'botocore', 'version': botocore.__version__},
        'clients': clients,
        'requests': {prefix: {name: ' '.join(found[name]) for name in sorted(found)} for prefix, found in sorted(requests.items())},
    }
    json.dump(result, sys.stdout, indent=1)
    print()


main()
