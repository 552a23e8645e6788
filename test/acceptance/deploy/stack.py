"""A stack at moto: created through CloudFormation, and taken away again."""

import json

from checks import Failure, equal
from principals import KINDS, listed
from watchers import Watchers

ACCOUNT = "123456789012"  # moto's
REGION = "eu-west-1"
WAIT = {"Delay": 1, "MaxAttempts": 60}


class Stack:
    """
    Some of it moto's CloudFormation does not know: groups, what a user has besides a path, and the managed policies that a role
    names. The run does these through the IAM API, as CloudFormation would, and undoes them. And it has no global tables, which it gets as
    tables, no tags of KMS keys, and little of what watches: see `Watchers`. It takes the ARN of an alarm in a dashboard for that of a
    resource that is not there, so that it gets the ARN. Saved and scheduled queries, analyzers and rules of telemetry are in none of its APIs.
    """

    def __init__(self, client, name, template):
        self.client, self.name, self.template = client, name, template
        self.cloudformation, self.iam = client("cloudformation"), client("iam")
        self.resources = {}
        self.watchers = Watchers(self)

    def __enter__(self):
        for id, each in self.template["Resources"].items():
            if each["Type"] == "AWS::IAM::Group":
                self.resources[id] = self.group_name(id)
                self.iam.create_group(GroupName=self.group_name(id), Path=each.get("Properties", {}).get("Path", "/"))
        self.cloudformation.create_stack(StackName=self.name, TemplateBody=json.dumps(self.known_to_moto()), Capabilities=["CAPABILITY_NAMED_IAM"])
        self.cloudformation.get_waiter("stack_create_complete").wait(StackName=self.name, WaiterConfig=WAIT)
        created = self.cloudformation.describe_stack_resources(StackName=self.name)["StackResources"]
        # Those that moto does not know, such as bucket policies, have no ids.
        self.resources.update({each["LogicalResourceId"]: each["PhysicalResourceId"] for each in created if "PhysicalResourceId" in each})
        self.complete()
        self.watchers.make()
        return self

    def group_name(self, id):
        return f"{self.name}-{id}"

    def known_to_moto(self):
        types = {id: each["Type"] for id, each in self.template["Resources"].items()}
        groups = {("Ref", id): self.group_name(id) for id, each in types.items() if each == "AWS::IAM::Group"}
        alarm = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:"
        alarms = {("Fn::GetAtt", id, "Arn"): f"{alarm}{id}" for id, each in types.items() if each == "AWS::CloudWatch::Alarm"}
        resources = {id: dict(each) for id, each in self.template["Resources"].items() if each["Type"] != "AWS::IAM::Group"}
        for each in resources.values():
            if each["Type"] == "AWS::DynamoDB::GlobalTable":
                each["Type"] = "AWS::DynamoDB::Table"
                each["Properties"] = {name: value for name, value in each["Properties"].items() if name != "Replicas"}
            if each["Type"] == "AWS::KMS::Key":
                each["Properties"] = {name: value for name, value in each["Properties"].items() if name != "Tags"}
        return replace_references({**self.template, "Resources": resources}, {**groups, **alarms})

    def complete(self):
        for kind in KINDS:
            for id, properties in self.of_type(f"AWS::IAM::{kind.capitalize()}"):
                name = {f"{kind.capitalize()}Name": self.resources[id]}
                for arn in properties.get("ManagedPolicyArns", []):
                    getattr(self.iam, f"attach_{kind}_policy")(**name, PolicyArn=arn)
                if kind != "role":
                    for policy in properties.get("Policies", []):
                        document = json.dumps(policy["PolicyDocument"])
                        getattr(self.iam, f"put_{kind}_policy")(**name, PolicyName=policy["PolicyName"], PolicyDocument=document)
                if kind == "user":
                    self.complete_user(name, properties)

    def complete_user(self, name, properties):
        if "PermissionsBoundary" in properties:
            raise Failure(f"{name}: moto has no permissions boundaries of users")
        if "Tags" in properties:
            self.iam.tag_user(**name, Tags=properties["Tags"])
        for group in properties.get("Groups", []):
            self.iam.add_user_to_group(**name, GroupName=group)

    def __exit__(self, failure, *_):
        # After a failure the server ends, and all in it.
        if failure is None:
            self.watchers.undo()
            self.undo()
            # First those: moto deletes in any order, and can't delete a policy of which a principal is gone.
            self.without("AWS::IAM::Policy")
            self.cloudformation.delete_stack(StackName=self.name)
            self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=self.name, WaiterConfig=WAIT)
            for group in listed(self.iam, "group"):
                self.iam.delete_group(GroupName=group["GroupName"])
            # moto's CloudFormation keeps managed policies; IAM deletes them only if nobody has them any more.
            for policy in self.iam.list_policies(Scope="Local")["Policies"]:
                self.iam.delete_policy(PolicyArn=policy["Arn"])
            self.delete_retained()
            self.nothing_is_left()

    def without(self, resource_type):
        template = self.known_to_moto()
        template["Resources"] = {id: each for id, each in template["Resources"].items() if each["Type"] != resource_type}
        self.cloudformation.update_stack(StackName=self.name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"])
        self.cloudformation.get_waiter("stack_update_complete").wait(StackName=self.name, WaiterConfig=WAIT)

    def undo(self):
        """What the run has done, and what would keep IAM from deleting a role, a user or a managed policy."""
        for kind in KINDS:
            for principal in listed(self.iam, kind):
                name = {f"{kind.capitalize()}Name": principal[f"{kind.capitalize()}Name"]}
                for policy in getattr(self.iam, f"list_attached_{kind}_policies")(**name)["AttachedPolicies"]:
                    getattr(self.iam, f"detach_{kind}_policy")(**name, PolicyArn=policy["PolicyArn"])
                if kind == "user":
                    for group in self.iam.list_groups_for_user(**name)["Groups"]:
                        self.iam.remove_user_from_group(**name, GroupName=group["GroupName"])
        for kind in ["user", "group"]:
            for id, properties in self.of_type(f"AWS::IAM::{kind.capitalize()}"):
                for policy in properties.get("Policies", []):
                    getattr(self.iam, f"delete_{kind}_policy")(**{f"{kind.capitalize()}Name": self.resources[id]}, PolicyName=policy["PolicyName"])

    def delete_retained(self):
        """Buckets and tables that the template says to keep, and no others. Keys are never gone at once, and moto can't say whether they will be."""
        s3, dynamodb = self.client("s3"), self.client("dynamodb")
        kept = [(each["Type"], self.resources[id]) for id, each in self.template["Resources"].items() if each.get("DeletionPolicy") == "Retain"]
        buckets, tables = [each["Name"] for each in s3.list_buckets()["Buckets"]], dynamodb.list_tables()["TableNames"]
        equal("the buckets that are kept", buckets, [name for kind, name in kept if kind == "AWS::S3::Bucket"])
        equal("the tables that are kept", tables, [name for kind, name in kept if kind.startswith("AWS::DynamoDB::")])
        for each in buckets:
            s3.delete_bucket(Bucket=each)
        for each in tables:
            dynamodb.delete_table(TableName=each)

    def nothing_is_left(self):
        left = [each["Arn"] for kind in KINDS for each in listed(self.iam, kind)] + [
            each["Arn"] for each in self.iam.list_policies(Scope="Local")["Policies"] + self.iam.list_instance_profiles()["InstanceProfiles"]
        ]
        equal(f"what is left of {self.name}", left, [])
        stacks = self.cloudformation.list_stacks(StackStatusFilter=["CREATE_COMPLETE", "DELETE_FAILED"])["StackSummaries"]
        equal("the stacks that are left", [each["StackName"] for each in stacks], [])

    def of_type(self, resource_type):
        found = [(id, each.get("Properties", {})) for id, each in self.template["Resources"].items() if each["Type"] == resource_type]
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
        if resource_type == "AWS::Logs::LogGroup":
            # moto's CloudFormation leaves off the ":*" that the ARN has at AWS.
            [group] = self.client("logs").describe_log_groups(logGroupNamePrefix=physical)["logGroups"]
            return group["arn"].removesuffix(":*")
        if resource_type in ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"]:
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
        if list(value) == ["Fn::Split"]:
            separator, text = value["Fn::Split"]
            return self.resolve(text).split(separator)
        if list(value) == ["Fn::Select"]:
            index, parts = value["Fn::Select"]
            return self.resolve(parts)[int(index)]
        return {key: self.resolve(each) for key, each in value.items()}


def replace_references(value, known):
    """The template with what is known of others instead of their `Ref` and `Fn::GetAtt`."""
    if isinstance(value, list):
        return [replace_references(each, known) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) in [["Ref"], ["Fn::GetAtt"]]:
        [(function, argument)] = value.items()
        return known.get((function, *([argument] if function == "Ref" else argument)), value)
    return {key: replace_references(each, known) for key, each in value.items()}
