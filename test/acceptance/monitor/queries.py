"""Runs queries of Athena on DuckDB, on events in a table as Athena makes it of log files. Prints the rows as JSON."""
import datetime
import json
import sys

import duckdb

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)

STRUCT = given["userIdentity"]
JSON_COLUMNS = {"requestparameters", "responseelements", "additionaleventdata"}
today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y/%m/%d")
connection = duckdb.connect()
# What Trino has and DuckDB calls otherwise.
connection.execute("CREATE MACRO json_extract_scalar(document, path) AS json_extract_string(document, path)")
connection.execute("CREATE MACRO date_format(moment, format) AS strftime(moment::TIMESTAMP, format)")
connection.execute("CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)")
connection.execute("CREATE MACRO split(text, separator) AS string_split(text, separator)")
connection.execute("CREATE SCHEMA mcp_activity")
columns = ", ".join(f"{name} {STRUCT if name == 'useridentity' else 'VARCHAR'}" for name in given["columns"])
connection.execute(f"CREATE TABLE mcp_activity.cloudtrail ({columns}, account VARCHAR, region VARCHAR, day VARCHAR)")


def lower(value):
    return {name.lower(): lower(each) for name, each in value.items()} if isinstance(value, dict) else value


def fit(value, shape):
    """The fields of a struct, of which those that are missing are null."""
    return {name: fit((value or {}).get(name), each) if isinstance(each, dict) else (value or {}).get(name) for name, each in shape.items()} if value is not None else None


for event in given["events"]:
    row = {name.lower(): value for name, value in event.items()}
    values = []
    for name in given["columns"]:
        value = row.get(name)
        if name == "useridentity":
            value = fit(lower(value), given["shape"])
        elif name in JSON_COLUMNS or isinstance(value, (dict, list)):
            value = None if value is None else json.dumps(value)
        elif isinstance(value, bool):
            value = str(value).lower()
        values.append(value)
    values += [event["recipientAccountId"], event["awsRegion"], today]
    connection.execute(f"INSERT INTO mcp_activity.cloudtrail VALUES ({', '.join('?' * len(values))})", values)

result = []
for sql in given["queries"]:
    cursor = connection.execute(sql)
    names = [each[0] for each in cursor.description]
    result.append([dict(zip(names, row)) for row in cursor.fetchall()])
print(json.dumps(result))
