"""The control policies of templates at moto's Organizations, which its CloudFormation has not."""

import json

from checks import Failure, equal, must_fail, read

KINDS = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]


class Organization:
    def __init__(self, client):
        self.api = client("organizations")
        self.api.create_organization(FeatureSet="ALL")
        self.root = self.api.list_roots()["Roots"][0]["Id"]
        for kind in KINDS:
            self.api.enable_policy_type(RootId=self.root, PolicyType=kind)
        self.targets = {}

    def target(self, id):
        """What stands for a target of the templates, of its kind: the root, a unit or an account."""
        if id.startswith("r-"):
            return self.root
        if id not in self.targets:
            if id.startswith("ou-"):
                unit = self.api.create_organizational_unit(ParentId=self.root, Name=id)
                self.targets[id] = unit["OrganizationalUnit"]["Id"]
            else:
                self.targets[id] = self.api.create_account(AccountName=id, Email=f"{id}@example.com")["CreateAccountStatus"]["AccountId"]
        return self.targets[id]

    def create(self, policy):
        """As CloudFormation does; and once more, which must be refused."""
        content = json.dumps(policy["Content"], separators=(",", ":"))
        arguments = {"Name": policy["Name"], "Description": policy["Description"], "Type": policy["Type"], "Content": content}
        id = self.api.create_policy(**arguments)["Policy"]["PolicySummary"]["Id"]
        must_fail(f"a second policy named {policy['Name']}", "DuplicatePolicyException", self.api.create_policy, **arguments)
        targets = [self.target(each) for each in policy["TargetIds"]]
        for each in targets:
            self.api.attach_policy(PolicyId=id, TargetId=each)
        self.compare(id, policy, targets)
        print(f"{policy['Type']} {policy['Name']}: {len(content)} characters, on {len(targets)} targets; a second one of the name is rejected")
        return id

    def compare(self, id, policy, targets):
        found = self.api.describe_policy(PolicyId=id)["Policy"]
        equal(f"{policy['Name']}: content", json.loads(found["Content"]), policy["Content"])
        for property_name in ["Name", "Description", "Type"]:
            equal(f"{policy['Name']}: {property_name}", found["PolicySummary"][property_name], policy[property_name])
        attached = [each["TargetId"] for each in self.api.list_targets_for_policy(PolicyId=id)["Targets"]]
        equal(f"{policy['Name']}: targets", sorted(attached), sorted(targets))
        for each in targets:
            of_target = self.api.list_policies_for_target(TargetId=each, Filter=policy["Type"])["Policies"]
            if id not in [found["Id"] for found in of_target]:
                raise Failure(f"{policy['Name']} is not among the policies of {each}")

    def delete(self, id):
        must_fail("deleting a policy that is attached", "PolicyInUseException", self.api.delete_policy, PolicyId=id)
        for each in self.api.list_targets_for_policy(PolicyId=id)["Targets"]:
            self.api.detach_policy(PolicyId=id, TargetId=each["TargetId"])
        self.api.delete_policy(PolicyId=id)

    def nothing_is_left(self):
        """No policy, and none on a target. Organizations has its own one, which allows everything."""
        for kind in KINDS:
            left = [each["Name"] for each in self.api.list_policies(Filter=kind)["Policies"] if not each["AwsManaged"]]
            for target in [self.root, *self.targets.values()]:
                of_target = self.api.list_policies_for_target(TargetId=target, Filter=kind)["Policies"]
                left += [f"{each['Name']} on {target}" for each in of_target if not each["AwsManaged"]]
            equal(f"what is left of {kind}", left, [])


def create_control_policies(client, files):
    organization = Organization(client)
    kinds = set()
    for file in files:
        policies = [each["Properties"] for each in read(file)["Resources"].values() if each["Type"] == "AWS::Organizations::Policy"]
        if not policies:
            raise Failure(f"{file} has no control policy")
        # All of a template are there at once, as when it is deployed.
        for id in [organization.create(policy) for policy in policies]:
            organization.delete(id)
        kinds.update(policy["Type"] for policy in policies)
        organization.nothing_is_left()
    equal("the kinds of control policies", sorted(kinds), sorted(KINDS))
