"""What all parts of the run say when something is not as it was synthesized."""

import json

from botocore.exceptions import ClientError


class Failure(Exception):
    pass


def equal(what, actual, expected):
    if actual != expected:
        raise Failure(f"{what}:\n  read back   {json.dumps(actual, sort_keys=True)}\n  synthesized {json.dumps(expected, sort_keys=True)}")


def same_entries(what, actual, expected):
    """Both have the same names, and each the same properties: so that the difference is all that is shown."""
    equal(f"the names of each {what}", sorted(actual), sorted(expected))
    for name, properties in expected.items():
        equal(f"the properties of {what} {name}", sorted(actual[name]), sorted(properties))
        for property_name, value in properties.items():
            equal(f"{what} {name}: {property_name}", actual[name][property_name], value)


def must_fail(what, code, call, **arguments):
    """The call is refused with this error."""
    try:
        call(**arguments)
    except ClientError as error:
        equal(f"the error for {what}", error.response["Error"]["Code"], code)
    else:
        raise Failure(f"{what} was not refused")


def read(file):
    with open(file, encoding="utf-8") as stream:
        return json.load(stream)
