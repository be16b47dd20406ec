"""What a stack says about its users, their sign-in, its network and the account that it shares with other stacks."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from functions.api.http.identity import GROUP_PREFIX
from functions.roles import ROLES
from functions.settings import from_environment
from infra.operate.deploy import values
from infra.operate.environment import Operation
from infra.operate.standing import Standing
from infra.permissions.allowed import Template

ROOT = Path(__file__).parents[2]


def template(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((ROOT / name).read_text(), Template)
    return loaded


MAIN, USERS = template("template.yaml"), template("infra/users.yaml")
NETWORK = template("infra/network.yaml")
POOL = USERS["Resources"]["Pool"]["Properties"]
PREFIXES = (MAIN["Parameters"]["SignInPrefix"], template("infra/sign-in.yaml")["Parameters"]["Prefix"])
ENVIRONMENT = MAIN["Parameters"]["Environment"]


def test_users_of_a_new_pool_are_the_same_in_capitals() -> None:
    assert USERS["Parameters"]["CaseSensitive"]["Default"] == "false"
    assert MAIN["Parameters"]["UsersCaseSensitive"]["Default"] == "false"
    assert POOL["UsernameConfiguration"] == ["Sensitive", "AWS::NoValue", {"CaseSensitive": False}]


def test_make_deploy_leaves_a_pool_of_an_earlier_release_as_it_is() -> None:
    operation = cast(Operation, SimpleNamespace(environment=SimpleNamespace(parameters={})))

    def deployed(stack: Standing | None) -> str:
        return values(operation, stack, MAIN["Parameters"], {})["UsersCaseSensitive"]

    assert deployed(None) == "false"
    assert deployed(Standing("UPDATE_COMPLETE")) == "true"
    assert deployed(Standing("UPDATE_COMPLETE", {"UsersCaseSensitive": "false"})) == "false"


def test_an_address_is_used_after_its_owner_has_confirmed_it() -> None:
    assert POOL["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    # Without a code to the new address nobody could confirm it.
    assert "email" in POOL["AutoVerifiedAttributes"]


@pytest.mark.parametrize("name", ["callflow", "c", "acme-phone-1", "a" * 63, "cogito", "amazing"])
def test_a_prefix_may_be(name: str) -> None:
    assert all(re.fullmatch(each["AllowedPattern"], name) for each in PREFIXES)


@pytest.mark.parametrize("name", ["aws", "my-aws-pool", "xcognito", "amazon1", "-a", "a-", "A", "a_b", "a" * 64])
def test_a_prefix_may_not_be(name: str) -> None:
    assert not any(re.fullmatch(each["AllowedPattern"], name) for each in PREFIXES)


def test_a_stack_without_a_prefix_makes_one_that_cognito_takes() -> None:
    assert re.fullmatch(PREFIXES[0]["AllowedPattern"], "")
    for environment in ("dev", "prod", "aws", "awsdev", "cognito", "myamazon"):
        made = f"callflow-{environment}-0123456789ab"
        allowed = re.fullmatch(ENVIRONMENT["AllowedPattern"], environment) is not None
        assert allowed == (re.fullmatch(PREFIXES[1]["AllowedPattern"], made) is not None)


@pytest.mark.parametrize("name", ["ApiGatewayAccount", "ApiGatewayRole"])
def test_the_setting_that_all_apis_of_the_account_share_stays(name: str) -> None:
    resource = MAIN["Resources"][name]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_workers_are_in_zones_with_their_own_gateway() -> None:
    two, both, one = NETWORK["Outputs"]["PrivateSubnets"]["Value"]
    assert (two, both[1], one) == ("Two", ["PrivateA", "PrivateB"], "PrivateA")
    routes = {name: each["Properties"] for name, each in NETWORK["Resources"].items() if name in ("OutA", "OutB")}
    assert routes["OutA"]["NatGatewayId"] == "NatA"
    assert routes["OutB"]["NatGatewayId"] == ["Two", "NatB", "NatA"]


def test_an_example_of_bedrock_models_names_the_profile_and_the_model_in_each_region() -> None:
    text = MAIN["Parameters"]["BedrockModelArns"]["Description"]
    arns = re.findall(r"arn:aws:bedrock:[^\s,]+[a-z0-9]", text)
    assert [arn.split(":")[5].split("/")[0] for arn in arns] == ["inference-profile", *["foundation-model"] * 3]
    assert {arn.split(":")[3] for arn in arns[1:]} == {"us-east-1", "us-east-2", "us-west-2"}


def test_the_pool_has_a_group_for_each_role() -> None:
    groups = [each["Properties"] for each in USERS["Resources"].values() if each["Type"].endswith("UserPoolGroup")]
    by_precedence = sorted(groups, key=lambda each: each["Precedence"])
    assert [each["GroupName"] for each in by_precedence] == [f"{GROUP_PREFIX}{role}" for role in reversed(ROLES)]


def test_users_without_a_group_are_viewers_in_a_new_stack_and_what_they_were_in_an_earlier_one() -> None:
    operation = cast(Operation, SimpleNamespace(environment=SimpleNamespace(parameters={})))

    def deployed(stack: Standing | None) -> str:
        return values(operation, stack, MAIN["Parameters"], {})["RoleWithoutGroup"]

    assert deployed(None) == "viewer"
    assert deployed(Standing("UPDATE_COMPLETE")) == "admin"
    assert deployed(Standing("UPDATE_COMPLETE", {"RoleWithoutGroup": "none"})) == "none"
    for allowed in MAIN["Parameters"]["RoleWithoutGroup"]["AllowedValues"]:
        assert from_environment({"CALLFLOW_ROLE_WITHOUT_GROUP": allowed}).role_without_group == allowed
