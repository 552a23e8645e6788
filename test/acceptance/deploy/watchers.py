"""What moto's CloudFormation does not know, and its other APIs do: what watches. Made as CloudFormation would, read back, and taken away."""

import json

from checks import equal


def camel(value):
    """The names of an API that begins them with a small letter."""
    if isinstance(value, list):
        return [camel(each) for each in value]
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(each) for name, each in value.items()}
    return value


def same(what, actual, expected):
    """What was synthesized is all there; the service may say more."""
    equal(what, {name: actual.get(name) for name in expected}, expected)


class Watchers:
    def __init__(self, stack):
        self.stack = stack
        self.cloudwatch, self.logs, self.cloudtrail = stack.client("cloudwatch"), stack.client("logs"), stack.client("cloudtrail")
        self.glue, self.athena = stack.client("glue"), stack.client("athena")
        self.undos = []
        self.made = {}

    def make(self):
        # In the order in which one needs the other.
        for resource_type, make in [
            ("AWS::CloudTrail::Trail", self.trail),
            ("AWS::Logs::MetricFilter", self.metric_filter),
            ("AWS::CloudWatch::Alarm", self.alarm),
            ("AWS::CloudWatch::InsightRule", self.insight_rule),
            ("AWS::Glue::Database", self.database),
            ("AWS::Glue::Table", self.table),
            ("AWS::Athena::WorkGroup", self.work_group),
            ("AWS::Athena::NamedQuery", self.named_query),
        ]:
            for id, properties in self.stack.of_type(resource_type):
                make(f"{self.stack.name}-{id}", properties)
                self.made[resource_type] = self.made.get(resource_type, 0) + 1

    def undo(self):
        for undo in reversed(self.undos):
            undo()

    def trail(self, name, properties):
        name = properties.get("TrailName", name)
        arguments = {
            "Name": name, "S3BucketName": properties["S3BucketName"], "IsMultiRegionTrail": properties["IsMultiRegionTrail"],
            "IncludeGlobalServiceEvents": properties["IncludeGlobalServiceEvents"], "EnableLogFileValidation": properties["EnableLogFileValidation"],
        }
        made = self.cloudtrail.create_trail(**arguments)
        self.undos.append(lambda: self.cloudtrail.delete_trail(Name=name))
        same(name, {**made, "EnableLogFileValidation": made["LogFileValidationEnabled"]}, arguments)
        selectors = [
            {"FieldSelectors": [{"Equals" if key == "EqualTo" else key: value for key, value in field.items()} for field in each["FieldSelectors"]]}
            for each in properties["AdvancedEventSelectors"]
        ]
        self.cloudtrail.put_event_selectors(TrailName=name, AdvancedEventSelectors=selectors)
        equal(f"{name}: selectors", self.cloudtrail.get_event_selectors(TrailName=name)["AdvancedEventSelectors"], selectors)

    def metric_filter(self, name, properties):
        [transformation] = properties["MetricTransformations"]
        metric = camel({key: value for key, value in transformation.items() if key != "Dimensions"})
        if "Dimensions" in transformation:
            metric["dimensions"] = {each["Key"]: each["Value"] for each in transformation["Dimensions"]}
        group = properties["LogGroupName"]
        arguments = {"filterName": name, "filterPattern": properties["FilterPattern"], "logGroupName": group, "metricTransformations": [metric]}
        self.logs.put_metric_filter(**arguments)
        self.undos.append(lambda: self.logs.delete_metric_filter(filterName=name, logGroupName=group))
        [filter] = self.logs.describe_metric_filters(filterNamePrefix=name, logGroupName=group)["metricFilters"][:1]
        same(name, filter, {key: value for key, value in arguments.items() if key != "metricTransformations"})
        same(name, filter["metricTransformations"][0], {key: value for key, value in metric.items() if key != "dimensions"})

    def alarm(self, name, properties):
        self.cloudwatch.put_metric_alarm(AlarmName=name, **properties)
        self.undos.append(lambda: self.cloudwatch.delete_alarms(AlarmNames=[name]))
        [alarm] = self.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
        same(name, alarm, {key: value for key, value in properties.items() if key != "Metrics"})
        equal(f"{name}: metrics", [each["Id"] for each in alarm.get("Metrics", [])], [each["Id"] for each in properties.get("Metrics", [])])

    def insight_rule(self, name, properties):
        rule = properties["RuleName"]
        self.cloudwatch.put_insight_rule(RuleName=rule, RuleState=properties["RuleState"], RuleDefinition=properties["RuleBody"])
        self.undos.append(lambda: self.cloudwatch.delete_insight_rules(RuleNames=[rule]))
        [found] = [each for each in self.cloudwatch.describe_insight_rules()["InsightRules"] if each["Name"] == rule]
        equal(name, json.loads(found["Definition"]), json.loads(properties["RuleBody"]))

    def database(self, name, properties):
        self.glue.create_database(DatabaseInput={"Name": properties["DatabaseInput"]["Name"]})
        self.undos.append(lambda: self.glue.delete_database(Name=properties["DatabaseInput"]["Name"]))

    def table(self, name, properties):
        table = properties["TableInput"]["Name"]
        self.glue.create_table(DatabaseName=properties["DatabaseName"], TableInput=properties["TableInput"])
        self.undos.append(lambda: self.glue.delete_table(DatabaseName=properties["DatabaseName"], Name=table))
        same(name, self.glue.get_table(DatabaseName=properties["DatabaseName"], Name=table)["Table"], properties["TableInput"])

    def work_group(self, name, properties):
        group, configuration = properties["Name"], properties["WorkGroupConfiguration"]
        self.athena.create_work_group(Name=group, Configuration=configuration, Description=properties["Description"])
        self.undos.append(lambda: self.athena.delete_work_group(WorkGroup=group))
        same(name, self.athena.get_work_group(WorkGroup=group)["WorkGroup"]["Configuration"], configuration)

    def named_query(self, name, properties):
        id = self.athena.create_named_query(**properties)["NamedQueryId"]
        # moto can't delete one; its id is never that of another.
        same(name, self.athena.get_named_query(NamedQueryId=id)["NamedQuery"], properties)
