"""The roles, users, groups and managed policies of a stack: as it was synthesized, and as the IAM API returns them."""

import ast

KINDS = ["role", "user", "group"]


def synthesized(stack):
    """By kind and name."""
    state = {kind: {} for kind in KINDS}
    for kind in KINDS:
        for id, properties in stack.of_type(f"AWS::IAM::{kind.capitalize()}"):
            name = properties.get(f"{kind.capitalize()}Name", stack.resources[id])
            state[kind][name] = {
                "path": properties.get("Path", "/"),
                "inline policies": {each["PolicyName"]: each["PolicyDocument"] for each in properties.get("Policies", [])},
                "managed policies": list(properties.get("ManagedPolicyArns", [])),
            }
            if kind != "group":
                state[kind][name]["tags"] = {each["Key"]: each["Value"] for each in properties.get("Tags", [])}
            if kind == "user":
                state[kind][name]["groups"] = sorted(properties.get("Groups", []))
            if kind == "role":
                state[kind][name]["boundary"] = properties.get("PermissionsBoundary")
                state[kind][name]["trust policy"] = properties["AssumeRolePolicyDocument"]
                state[kind][name]["maximum session"] = properties.get("MaxSessionDuration", 3600)
                state[kind][name]["description"] = properties.get("Description", "")
    for _, policy in stack.of_type("AWS::IAM::Policy"):
        for kind in KINDS:
            for name in policy.get(f"{kind.capitalize()}s", []):
                state[kind][name]["inline policies"][policy["PolicyName"]] = policy["PolicyDocument"]
    state["managed policy"] = {}
    for id, policy in stack.of_type("AWS::IAM::ManagedPolicy"):
        arn = stack.resources[id]
        for kind in KINDS:
            for name in policy.get(f"{kind.capitalize()}s", []):
                state[kind][name]["managed policies"].append(arn)
        state["managed policy"][arn] = {
            "name": policy.get("ManagedPolicyName", arn.split("/")[-1]),
            "path": policy.get("Path", "/"),
            "description": policy.get("Description", ""),
            "document": policy["PolicyDocument"],
        }
    for kind in KINDS:
        for each in state[kind].values():
            each["managed policies"].sort()
    return state


def read_back(iam):
    """Whatever there is in the account, by kind and name."""
    state = {kind: {each[f"{kind.capitalize()}Name"]: principal(iam, kind, each) for each in listed(iam, kind)} for kind in KINDS}
    state["managed policy"] = {}
    for each in iam.list_policies(Scope="Local")["Policies"]:
        policy = iam.get_policy(PolicyArn=each["Arn"])["Policy"]
        version = iam.get_policy_version(PolicyArn=each["Arn"], VersionId=policy["DefaultVersionId"])["PolicyVersion"]
        state["managed policy"][each["Arn"]] = {
            "name": policy["PolicyName"], "path": policy["Path"], "description": policy.get("Description", ""), "document": version["Document"],
        }
    return state


def listed(iam, kind):
    return getattr(iam, f"list_{kind}s")()[f"{kind.capitalize()}s"]


def principal(iam, kind, entry):
    key = f"{kind.capitalize()}Name"
    name = {key: entry[key]}
    got = getattr(iam, f"get_{kind}")(**name)[kind.capitalize()]
    inline = getattr(iam, f"list_{kind}_policies")(**name)["PolicyNames"]
    attached = getattr(iam, f"list_attached_{kind}_policies")(**name)["AttachedPolicies"]
    found = {
        "path": got["Path"],
        "inline policies": {each: document_of(getattr(iam, f"get_{kind}_policy")(**name, PolicyName=each)) for each in inline},
        "managed policies": sorted(each["PolicyArn"] for each in attached),
    }
    if kind != "group":
        found["tags"] = {each["Key"]: each["Value"] for each in getattr(iam, f"list_{kind}_tags")(**name)["Tags"]}
    if kind == "user":
        found["groups"] = sorted(each["GroupName"] for each in iam.list_groups_for_user(**name)["Groups"])
    if kind == "role":
        found["boundary"] = got.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        found["trust policy"] = got["AssumeRolePolicyDocument"]
        found["maximum session"] = int(got["MaxSessionDuration"])
        found["description"] = got.get("Description", "")
    return found


def document_of(response):
    """The policy that the API returns. For one that is part of a role, moto's CloudFormation stores the Python form of the JSON."""
    document = response["PolicyDocument"]
    return ast.literal_eval(document) if isinstance(document, str) else document
