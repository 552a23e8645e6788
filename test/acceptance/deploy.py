"""Creates stacks and control policies at a moto server of its own, and compares what the APIs return with the templates.

deploy.py STACKS CONTROL_POLICIES: comma-separated files of templates whose stacks are created through CloudFormation, and of
those whose control policies are created through Organizations. A line for each thing that was found to be as synthesized.
"""

import ast
import json
import logging
import sys
import warnings

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

ACCOUNT = "123456789012"  # moto's
REGION = "eu-west-1"


class Failure(Exception):
    pass


def equal(what, actual, expected):
    if actual != expected:
        raise Failure(f"{what}:\n  read back  {json.dumps(actual, sort_keys=True)}\n  synthesized {json.dumps(expected, sort_keys=True)}")


def read(file):
    with open(file, encoding="utf-8") as stream:
        return json.load(stream)


def document_of(response):
    """The policy that the API returns. For one that is part of a role, moto's CloudFormation stores the Python form of the JSON."""
    document = response["PolicyDocument"]
    return ast.literal_eval(document) if isinstance(document, str) else document


class Stack:
    """A stack that is created from a template, and deleted at the end."""

    def __init__(self, client, name, template):
        self.client, self.name, self.template = client, name, template
        self.cloudformation, self.iam = client("cloudformation"), client("iam")
        self.resources = {}

    def __enter__(self):
        self.cloudformation.create_stack(
            StackName=self.name, TemplateBody=json.dumps(self.template), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        self.cloudformation.get_waiter("stack_create_complete").wait(StackName=self.name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        created = self.cloudformation.describe_stack_resources(StackName=self.name)["StackResources"]
        # Those that moto does not know, such as bucket policies, have no ids.
        self.resources = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in created if "PhysicalResourceId" in each}
        return self

    def __exit__(self, *_):
        self.cloudformation.delete_stack(StackName=self.name)
        self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=self.name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    def of_type(self, resource_type):
        found = [(id, each["Properties"]) for id, each in self.template["Resources"].items() if each["Type"] == resource_type]
        return [(id, self.resolve(properties)) for id, properties in found]

    def arn(self, id):
        physical, resource_type = self.resources[id], self.template["Resources"][id]["Type"]
        if resource_type == "AWS::IAM::Role":
            return self.iam.get_role(RoleName=physical)["Role"]["Arn"]
        if resource_type == "AWS::S3::Bucket":
            return f"arn:aws:s3:::{physical}"
        if resource_type == "AWS::KMS::Key":
            # moto's DescribeKey fails for a key that its CloudFormation made.
            return next(key["KeyArn"] for key in self.client("kms").list_keys()["Keys"] if key["KeyId"] == physical)
        if resource_type == "AWS::DynamoDB::Table":
            return self.client("dynamodb").describe_table(TableName=physical)["Table"]["TableArn"]
        raise Failure(f"{id}: the ARN of a {resource_type} is not known")

    def resolve(self, value):
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if not isinstance(value, dict):
            return value
        if list(value) == ["Ref"]:
            pseudo = {"AWS::Partition": "aws", "AWS::AccountId": ACCOUNT, "AWS::Region": REGION}
            return pseudo.get(value["Ref"]) or self.resources[value["Ref"]]
        if list(value) == ["Fn::GetAtt"]:
            return self.arn(value["Fn::GetAtt"][0])
        if list(value) == ["Fn::Join"]:
            separator, parts = value["Fn::Join"]
            return separator.join(self.resolve(parts))
        return {key: self.resolve(each) for key, each in value.items()}

    def compare(self):
        """The roles with all their policies, and the managed policies."""
        for id, properties in self.of_type("AWS::IAM::ManagedPolicy"):
            policy = self.iam.get_policy(PolicyArn=self.resources[id])["Policy"]
            version = self.iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])["PolicyVersion"]
            equal(f"{self.name}/{id}", version["Document"], properties["PolicyDocument"])
            equal(f"{self.name}/{id}: path", policy["Path"], properties.get("Path", "/"))
            print(f"managed policy {self.name}/{id}")
        for id, properties in self.of_type("AWS::IAM::Role"):
            name = self.resources[id]
            role = self.iam.get_role(RoleName=name)["Role"]
            equal(f"{self.name}/{id}: trust policy", role["AssumeRolePolicyDocument"], properties["AssumeRolePolicyDocument"])
            equal(f"{self.name}/{id}: path", role["Path"], properties.get("Path", "/"))
            boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
            equal(f"{self.name}/{id}: boundary", boundary, properties.get("PermissionsBoundary"))
            inline = {each["PolicyName"]: each["PolicyDocument"] for each in properties.get("Policies", [])}
            for _, policy in self.of_type("AWS::IAM::Policy"):
                if name in policy.get("Roles", []):
                    inline[policy["PolicyName"]] = policy["PolicyDocument"]
            names = self.iam.list_role_policies(RoleName=name)["PolicyNames"]
            actual = {each: document_of(self.iam.get_role_policy(RoleName=name, PolicyName=each)) for each in names}
            equal(f"{self.name}/{id}: inline policies", actual, inline)
            attached = self.iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
            equal(f"{self.name}/{id}: managed policies", sorted(each["PolicyArn"] for each in attached), sorted(properties.get("ManagedPolicyArns", [])))
            print(f"role {self.name}/{id} with {len(inline)} inline policies")


def deployable(template):
    """The template with what moto's CloudFormation does not know in a form that it does."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::DynamoDB::GlobalTable":
            resource["Type"] = "AWS::DynamoDB::Table"
            del resource["Properties"]["Replicas"]
    return template


def create_stacks(client, files):
    # A bootstrapped environment has it; the stacks read the version.
    client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="32", Type="String")
    for i, file in enumerate(files):
        with Stack(client, f"stack-{i}", deployable(read(file))) as stack:
            stack.compare()
    iam = client("iam")
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        # moto's CloudFormation keeps managed policies; IAM deletes them only if nobody has them any more.
        iam.delete_policy(PolicyArn=policy["Arn"])
    left = iam.list_roles()["Roles"] + iam.list_policies(Scope="Local")["Policies"]
    equal("what is left of the stacks", [each["Arn"] for each in left], [])


def create_control_policies(client, files):
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="agents")["OrganizationalUnit"]["Id"]
    for i, file in enumerate(files):
        policies = [each["Properties"] for each in read(file)["Resources"].values() if each["Type"] == "AWS::Organizations::Policy"]
        if not policies:
            raise Failure(f"{file} has no control policy")
        created = []
        for policy in policies:
            # As CloudFormation sends it.
            content = json.dumps(policy["Content"], separators=(",", ":"))
            arguments = {"Name": policy["Name"], "Description": policy["Description"], "Type": policy["Type"], "Content": content}
            id = organizations.create_policy(**arguments)["Policy"]["PolicySummary"]["Id"]
            created.append(id)
            found = organizations.describe_policy(PolicyId=id)["Policy"]
            equal(policy["Name"], json.loads(found["Content"]), policy["Content"])
            equal(f"{policy['Name']}: type", found["PolicySummary"]["Type"], policy["Type"])
            try:
                organizations.create_policy(**arguments)
            except ClientError as error:
                equal(f"the error for a second {policy['Name']}", error.response["Error"]["Code"], "DuplicatePolicyException")
            else:
                raise Failure(f"a second policy named {policy['Name']} was not rejected")
            organizations.attach_policy(PolicyId=id, TargetId=unit)
            print(f"{policy['Type']} {policy['Name']}: {len(content)} characters, a second one of the name is rejected")
        for id in created:
            organizations.detach_policy(PolicyId=id, TargetId=unit)
            organizations.delete_policy(PolicyId=id)
    for kind in ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]:
        left = [each["Name"] for each in organizations.list_policies(Filter=kind)["Policies"] if not each["AwsManaged"]]
        equal(f"what is left of {kind}", left, [])


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

        def client(service):
            return boto3.client(
                service, endpoint_url=f"http://{host}:{port}", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
                config=Config(connect_timeout=5, read_timeout=60, retries={"max_attempts": 1}),
            )

        create_stacks(client, stacks.split(","))
        create_control_policies(client, control_policies.split(","))
    except Failure as failure:
        sys.exit(str(failure))
    finally:
        server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
