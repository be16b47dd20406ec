"""The secrets that an organization sets itself: they are used, and no response, log or audit has a value."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools import Logger
from fastapi.testclient import TestClient

from functions.adapters.observability.powertools import PowertoolsObserve
from functions.errors import UnavailableError
from testing.api.documents import calling
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on
from testing.fakes.loopback import Exchange, Loopback

SECRET = "sk-live-9f8e7d6c5b4a"
KEY = "0123456789abcdef0123456789abcdef"
NOTHING: dict[str, Any] = {"secrets": [], "webhookSecret": None, "operatorsWebhook": False}


@dataclass(frozen=True, slots=True)
class World:
    stack: Stack
    folder: Path
    log: io.StringIO


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("secrets")
    log = io.StringIO()
    observe = PowertoolsObserve("test", Logger(service="test-own-secrets", stream=log, level="DEBUG"))
    files = replace(
        LOCAL, secrets_file=str(folder / "secrets.json"), webhooks_file=str(folder / "data" / "webhooks.json")
    )
    with stack_on(files, observe) as stack:
        yield World(stack, folder, log)


def put(world: World, organization: str, path: str, value: Any) -> Any:
    return world.stack.client.put(f"/api/settings/{path}", json={"value": value}, headers=of(organization))


def listed(world: World, organization: str) -> Any:
    return world.stack.client.get("/api/settings/secrets", headers=of(organization)).json()


def test_a_secret_that_was_set_is_listed_by_its_name_and_used_by_a_tool(world: World, fresh: str) -> None:
    assert listed(world, fresh) == NOTHING

    def echo(exchange: Exchange) -> None:
        token = exchange.received.headers["authorization"]
        exchange.answer(200, json.dumps({"state": token}).encode(), {"Content-Type": "application/json"})

    with Loopback(echo) as server:
        flow = calling(server.origin, headers={"Authorization": "Bearer {{ secrets.SHOP_KEY }}"})
        world.stack.publish("shop", flow, fresh)
        answer = put(world, fresh, "secrets/SHOP_KEY", SECRET)
        assert (answer.status_code, answer.content) == (204, b"")
        [secret] = listed(world, fresh)["secrets"]
        assert (secret["name"], secret["setAt"][:2]) == ("SHOP_KEY", "20")
        world.stack.process("shop", fresh, organization=fresh, userInput="A-1")
        session = world.stack.session(world.stack.process("shop", fresh, organization=fresh)["sessionId"], fresh)
        assert server.received[-1].headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in json.dumps(session)
    assert SECRET not in world.stack.stored()
    assert SECRET not in world.log.getvalue()
    audit = world.stack.client.get("/api/audit", headers=of(fresh))
    assert SECRET not in audit.text
    saved = next(entry for entry in audit.json()["entries"] if entry["action"] == "secret.saved")
    assert (saved["subject"], saved["detail"]) == ("SHOP_KEY", {})


def test_a_removed_secret_is_gone_and_only_the_organizations_own_can_be_removed(world: World, fresh: str) -> None:
    client = world.stack.client
    put(world, fresh, "secrets/TOKEN", SECRET)
    assert_problem(client.delete("/api/settings/secrets/TOKEN", headers=of(f"{fresh}-2")), 404)
    assert client.delete("/api/settings/secrets/TOKEN", headers=of(fresh)).status_code == 204
    assert listed(world, fresh) == NOTHING
    assert_problem(client.delete("/api/settings/secrets/TOKEN", headers=of(fresh)), 404)
    actions = [entry["action"] for entry in client.get("/api/audit", headers=of(fresh)).json()["entries"]]
    assert actions == ["secret.deleted", "secret.saved"]


def test_the_secret_of_the_webhook_is_apart_from_those_of_tools(world: World, fresh: str) -> None:
    client = world.stack.client
    assert put(world, fresh, "webhook/secret", KEY).status_code == 204
    found = listed(world, fresh)
    assert (found["secrets"], found["operatorsWebhook"]) == ([], False)
    assert found["webhookSecret"]["setAt"]
    assert client.delete("/api/settings/webhook/secret", headers=of(fresh)).status_code == 204
    assert_problem(client.delete("/api/settings/webhook/secret", headers=of(fresh)), 404)
    assert listed(world, fresh) == NOTHING


def test_a_webhook_that_the_operator_stored_is_told_without_its_address(world: World, fresh: str) -> None:
    path = world.folder / "data" / "webhooks.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({fresh: {"url": "https://crm.example/hook", "secret": KEY}}))
    answer = world.stack.client.get("/api/settings/secrets", headers=of(fresh))
    assert answer.json() == {"secrets": [], "webhookSecret": {"setAt": None}, "operatorsWebhook": True}
    assert "crm.example" not in answer.text


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("secrets/1ST", SECRET, "name"),
        ("secrets/with-dash", SECRET, "name"),
        (f"secrets/{'N' * 101}", SECRET, "name"),
        ("secrets/T%C3%96KEN", SECRET, "name"),
        ("secrets/TOKEN", "", "value"),
        ("secrets/TOKEN", "x" * 4001, "value"),
        ("secrets/TOKEN", "a\0b", "value"),
        ("secrets/TOKEN", None, "value"),
        ("secrets/TOKEN", 5, "value"),
        ("webhook/secret", "too short", "value"),
        ("webhook/secret", "ü" * 40, "value"),
        ("webhook/secret", "with a space " * 4, "value"),
        ("webhook/secret", "x" * 201, "value"),
    ],
    ids=lambda part: str(part)[:30],
)
def test_a_wrong_name_or_value_is_refused_without_repeating_the_value(
    world: World, fresh: str, path: str, value: Any, field: str
) -> None:
    answer = put(world, fresh, path, value)
    assert_problem(answer, 422, field)
    assert not value or str(value) not in answer.text
    assert listed(world, fresh) == NOTHING


def test_more_secrets_than_the_store_holds_are_refused(world: World, fresh: str) -> None:
    answers = [put(world, fresh, f"secrets/N{number}", "x" * 4000) for number in range(16)]
    assert_problem(answers[-1], 422, "value")
    assert len(listed(world, fresh)["secrets"]) == 14


def test_an_installation_without_a_store_says_how_to_get_one(client: TestClient, fresh: str) -> None:
    assert client.get("/api/settings/secrets", headers=of(fresh)).json() == NOTHING
    problem = assert_problem(client.put("/api/settings/secrets/A", json={"value": "v"}, headers=of(fresh)), 409)
    assert "CALLFLOW_SECRETS_FILE" in problem["detail"]


@pytest.mark.parametrize(("reason", "status"), [("unreachable", 503), ("throttled", 503), ("refused", 500)])
def test_a_store_that_does_not_answer_is_named(stack: Stack, fresh: str, reason: Any, status: int) -> None:
    class Away:
        def names(self, organization_id: str) -> Any:
            raise UnavailableError("secret-store", "get", reason, detail="away")

    client = stack.served(tool_secrets=Away(), webhook_secrets=Away())
    problem = assert_problem(client.get("/api/settings/secrets", headers=of(fresh)), status)
    assert "store of secrets" in problem["detail"]
    assert stack.observed.codes[-1] == "secret-store-unreachable"
