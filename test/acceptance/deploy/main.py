"""Creates stacks and control policies at a moto server of its own, and compares what the APIs return with the templates.

main.py STACKS CONTROL_POLICIES: comma-separated files of templates whose stacks are created through CloudFormation, and of
those whose control policies are created through Organizations. A line for each thing that was found to be as synthesized.
"""

import functools
import json
import logging
import os
import sys
import warnings

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from checks import Failure, read, same_entries
from control_policies import create_control_policies
from principals import KINDS, read_back, synthesized
from stack import REGION, Stack


def compare(stack):
    """All of the account: nothing is missing, and nothing there besides."""
    actual, expected = read_back(stack.iam), synthesized(stack)
    for kind in [*KINDS, "managed policy"]:
        same_entries(kind, actual[kind], expected[kind])
    return expected


def altered_is_found(stack):
    """A policy that a role has besides must be noticed, or the comparison proves nothing."""
    role = stack.iam.list_roles()["Roles"][0]["RoleName"]
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    stack.iam.put_role_policy(RoleName=role, PolicyName="Altered", PolicyDocument=json.dumps(document))
    try:
        compare(stack)
    except Failure:
        stack.iam.delete_role_policy(RoleName=role, PolicyName="Altered")
    else:
        raise Failure(f"a policy that was added to {role} was not noticed")


def create_stacks(client, files):
    # A bootstrapped environment has it; the stacks read the version.
    client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="32", Type="String")
    for file in files:
        name = os.path.basename(file).replace(".template.json", "").replace(".", "-")
        with Stack(client, name, read(file)) as stack:
            expected = compare(stack)
            if file == files[0]:
                altered_is_found(stack)
                compare(stack)
            for kind in KINDS:
                for principal, properties in expected[kind].items():
                    own, managed = len(properties["inline policies"]), len(properties["managed policies"])
                    print(f"{name}: {kind} {principal} with {own} inline and {managed} managed policies")
            for resource_type, count in stack.watchers.made.items():
                print(f"{name}: {count} of {resource_type}")
            for policy in expected["managed policy"].values():
                print(f"{name}: managed policy {policy['name']}")


def main(stacks, control_policies):
    # Every request, and what moto has no support for.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    logging.getLogger("moto").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Tried to parse", category=UserWarning)
    # Port 0 is a free one.
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()

        @functools.cache
        def client(service):
            return boto3.client(
                service, endpoint_url=f"http://{host}:{port}", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
                config=Config(connect_timeout=5, read_timeout=60, retries={"max_attempts": 1}),
            )

        create_stacks(client, stacks.split(","))
        create_control_policies(client, control_policies.split(","))
    except (Failure, ClientError) as failure:
        sys.exit(str(failure))
    finally:
        server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
