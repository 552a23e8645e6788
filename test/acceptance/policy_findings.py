"""Prints as JSON what iam-policy-validator finds in each policy.

Reads a JSON list of [{"type", "size"}, documents] from a file. Each kind has limits of its own, which are options of a run: all kinds in one process, what is
known of services is read once.
"""
import asyncio
import json
import sys

from iam_validator.core.aws_service import AWSServiceFetcher
from iam_validator.core.config.config_loader import ValidatorConfig
from iam_validator.core.policy_checks import validate_policies
from iam_validator.core.policy_loader import PolicyLoader


async def found(kind, documents, fetcher):
    config = ValidatorConfig({'policy_size': {'enabled': True, **({'policy_type': kind['size']} if 'size' in kind else {})}})
    policies = [(f'{i}.json', *PolicyLoader().load_from_string(json.dumps(document))) for i, document in enumerate(documents)]
    results = await validate_policies(policies, policy_type=kind['type'], config=config, fetcher=fetcher)
    return [[issue.model_dump(mode='json') for issue in result.issues] for result in results]


async def main(file, services):
    with open(file, encoding='utf-8') as groups:
        async with AWSServiceFetcher(aws_services_dir=services) as fetcher:
            json.dump([await found(kind, documents, fetcher) for kind, documents in json.load(groups)], sys.stdout)


asyncio.run(main(*sys.argv[1:]))
