"""The templates agree with the code: tables and indexes, routes, handlers, environment and rights."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Item, Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.api.app import create_app
from functions.post_call.deliver import RECEIVES
from functions.replay.jobs import RECEIVES as REPLAY_RECEIVES
from functions.settings import Settings
from functions.wiring.api import build
from infra.permissions.allowed import Template, allowed
from infra.permissions.called import called
from infra.permissions.compare import differences
from testing.api.stack import Observed

ROOT = Path(__file__).parents[2]
FUNCTIONS = ("TurnFunction", "ApiFunction", "PostCallFunction", "DeliverFunction", "IdleFunction")


def template(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((ROOT / name).read_text(), Template)
    return loaded


RESOURCES: Mapping[str, Any] = template("template.yaml")["Resources"]


def events(function: str) -> list[Mapping[str, Any]]:
    return list(RESOURCES[function]["Properties"]["Events"].values())


def routes(api: str) -> dict[tuple[str, str], str]:
    """Return method and path -> function. The names of path parameters are left out. The method may be ANY."""
    return {
        (event["Properties"]["Method"], re.sub(r"{\w+}", "{}", event["Properties"]["Path"])): function
        for function in FUNCTIONS
        for event in events(function)
        if event["Type"] == "Api" and event["Properties"]["RestApiId"] == api
    }


@pytest.mark.parametrize(("name", "store"), [("Sessions", DynamoSessions), ("Flows", DynamoFlows)])
def test_a_table_has_the_keys_and_indexes_that_the_code_expects(
    name: str, store: type[DynamoSessions] | type[DynamoFlows]
) -> None:
    items: type[Item] = store(Table("t", "us-east-1"), keep_days=1).items
    wanted = items._get_schema()  # the fields of create_table's request
    written = template("infra/tables.yaml")["Resources"][name]["Properties"]

    def keys(schema: Any) -> dict[str, str]:
        return {key["KeyType"]: key["AttributeName"] for key in schema}

    def indexes(listed: Any) -> dict[str, Any]:
        return {
            each["IndexName"]: (
                keys(each["KeySchema"]),
                each["Projection"]["ProjectionType"],
                sorted(each["Projection"].get("NonKeyAttributes") or []),
            )
            for each in listed or []
        }

    made = {_pascal(key): value for key, value in wanted.items()}
    assert keys(written["KeySchema"]) == keys(_pascal_all(made["KeySchema"]))
    assert indexes(written.get("GlobalSecondaryIndexes")) == indexes(_pascal_all(made.get("GlobalSecondaryIndexes")))
    assert written["TimeToLiveSpecification"]["AttributeName"] == "expires_at"


def _pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def _pascal_all(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_pascal(key): _pascal_all(each) for key, each in value.items()}
    return [_pascal_all(each) for each in value] if isinstance(value, list) else value


def serving(method: str, path: str) -> tuple[str, str] | None:
    """Return the event of the users' API that serves a route: the most exact of those that fit."""
    pattern = re.compile(r"{\w*\+?}")

    def fits(event: tuple[str, str]) -> bool:
        parts = (
            ".+" if "+" in part else "[^/]+" if pattern.fullmatch(part) else re.escape(part)
            for part in event[1].split("/")
        )
        return event[0] in (method, "ANY") and re.fullmatch("/".join(parts), path) is not None

    found = [event for event in routes("Api") if fits(event)]
    return min(found, key=lambda event: [bool(pattern.fullmatch(part)) for part in event[1].split("/")], default=None)


def test_each_route_of_the_application_has_its_event_and_each_event_its_route() -> None:
    app = create_app(build(Settings(auth="local"), Observed()))
    served = {
        (method.upper(), re.sub(r"{\w+}", "x", path)): serving(method.upper(), re.sub(r"{\w+}", "x", path))
        for path, methods in app.openapi()["paths"].items()
        for method in methods
    }
    assert [route for route, event in served.items() if event is None] == []
    assert set(served.values()) == set(routes("Api"))
    turns = [route for route, event in served.items() if event and routes("Api")[event] == "TurnFunction"]
    assert turns == [("POST", "/api/flows/x/process")]
    assert routes("WorkerApi").keys() == {
        ("POST", "/api/flows/{}/process"),
        ("POST", "/api/calls"),
        ("GET", "/api/agents/{}"),
        ("GET", "/api/flows/sessions/{}/speech"),
    }


def test_every_route_is_open_to_programs_with_a_key_and_throttled_apart_from_users_and_workers() -> None:
    (event,) = (
        each["Properties"]
        for function in FUNCTIONS
        for each in events(function)
        if each["Type"] == "Api" and each["Properties"]["RestApiId"] == "KeysApi"
    )
    assert (event["Method"], event["Path"]) == ("ANY", "/api/{proxy+}")
    assert "Programs" in RESOURCES["ApiFunction"]["Properties"]["Events"]
    keys = RESOURCES["KeysApi"]["Properties"]
    # API Gateway would check something else than a key: identity.py takes what it has checked for the identity.
    assert keys["Auth"] == {"ApiKeyRequired": False}
    (throttle,) = keys["MethodSettings"]
    assert (throttle["ResourcePath"], throttle["ThrottlingRateLimit"]) == ("/*", "KeyRequestsPerSecond")


def test_only_turns_go_to_the_turn_function() -> None:
    for api in ("Api", "WorkerApi"):
        turns = {route for route, function in routes(api).items() if function == "TurnFunction"}
        assert turns == {("POST", "/api/flows/{}/process")}


def test_only_health_and_the_webhook_are_public() -> None:
    opened = {
        event["Properties"]["Path"]
        for function in FUNCTIONS
        for event in events(function)
        if event["Properties"].get("Auth", {}).get("Authorizer") == "NONE"
    }
    assert opened == {"/api/health", "/api/livekit/webhook"}
    assert RESOURCES["WorkerApi"]["Properties"]["Auth"]["DefaultAuthorizer"] == "AWS_IAM"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_its_handler_its_role_its_event_and_its_target_of_make(function: str) -> None:
    written = RESOURCES[function]
    module, _, name = written["Properties"]["Handler"].rpartition(".")
    assert name == "handler"
    assert importlib.util.find_spec(module) is not None
    assert written["Properties"]["Role"] == f"Roles.Outputs.{function.replace('Function', 'Role')}"
    assert f"build-{function}" in (ROOT / "Makefile").read_text()
    event = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", function.removesuffix("Function")).lower()
    assert json.loads((ROOT / "events" / f"{event}.json").read_text())


def test_the_queue_delivers_a_message_as_often_as_the_code_expects() -> None:
    assert RESOURCES["PostCallQueue"]["Properties"]["RedrivePolicy"]["maxReceiveCount"] == RECEIVES


def test_the_queue_of_replays_keeps_a_message_until_the_code_has_given_its_replay_up() -> None:
    queue = RESOURCES["ReplayQueue"]["Properties"]
    deliveries = queue["RedrivePolicy"]["maxReceiveCount"]
    assert deliveries > REPLAY_RECEIVES
    assert deliveries * queue["VisibilityTimeout"] < queue["MessageRetentionPeriod"]


def test_no_role_may_do_more_or_less_than_its_code_does() -> None:
    assert differences(allowed(), called()) == []


def test_superfluous_and_missing_rights_are_reported() -> None:
    may, does = allowed(), allowed()
    extra = next(iter(may["TurnRole"]))._replace(action="dynamodb:DeleteTable")
    may["TurnRole"].add(extra)
    does["IdleRole"].add(extra)
    assert differences(may, does) == [
        f"IdleRole may not dynamodb:DeleteTable on {extra.thing}, and does",
        f"TurnRole may dynamodb:DeleteTable on {extra.thing}, and never does",
    ]


def test_no_action_is_a_wildcard() -> None:
    assert not [right for rights in allowed().values() for right in rights if "*" in right.action]


def test_the_dashboards_tests_use_the_throttles_of_the_template() -> None:
    written = json.loads((ROOT / "dashboard/src/testing/throttles.json").read_text())
    parameters = template("template.yaml")["Parameters"]
    assert written == {name: parameters[name]["Default"] for name in written}


def test_pages_that_observe_calls_have_a_throttle_of_their_own() -> None:
    settings = {
        (each["ResourcePath"].replace("~1", "/").removeprefix("/"), each["HttpMethod"]): each["ThrottlingRateLimit"]
        for each in RESOURCES["Api"]["Properties"]["MethodSettings"]
    }
    assert settings["/api/flows/sessions/{sessionId}", "GET"] == "SessionReadsPerSecond"
    assert settings["*", "*"] == "DashboardRequestsPerSecond"
    # A throttle of a route that does not exist would have no effect.
    own = {(method, path) for path, method in settings if path != "*"}
    assert {(method, re.sub(r"{\w+}", "{}", path)) for method, path in own} <= set(routes("Api"))
