"""API keys: their life, what they open, and what no forged one does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from httpx import Response

from flow_core.json import Json
from functions.api.access.keys import MAX_KEYS
from functions.api_key import digest_of, id_of, new_key
from functions.errors import UnavailableError
from functions.ports.access.api_keys import ApiKey, StoredKey
from testing.api.documents import SURVEY
from testing.api.events import WORKER, Event, answered, rest, user
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on
from testing.fakes.access.api_keys import InMemoryApiKeys

NOBODY: Event = {"identity": {"userArn": None}}
"""The context of the API for programs: API Gateway has checked nothing."""
ADMIN = user("acme", "callflow-admin")


@pytest.fixture(scope="module")
def aws() -> Iterator[Stack]:
    with stack_on(replace(LOCAL, auth="aws", role_without_group="none")) as made:
        yield made


def _asked(stack: Stack, method: str, path: str, body: Json = None, context: Event | None = None) -> Response:
    return answered(stack.client, rest(method, path, ADMIN if context is None else context, body=body))


def _made(stack: Stack, role: str = "author", organization: str = "acme", **more: Json) -> dict[str, Any]:
    body: Json = {"name": "nightly", "role": role, **more}
    answer = _asked(stack, "POST", "/api/keys", body, user(organization, "callflow-admin"))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _with(
    stack: Stack, key: str, method: str = "GET", path: str = "/api/me", body: Json = None, **more: str
) -> Response:
    headers = {"Authorization": f"Bearer {key}", **more}
    return answered(stack.client, rest(method, path, NOBODY, body=body, headers=headers))


def test_a_key_is_shown_once_and_stored_nowhere(aws: Stack) -> None:
    made = _made(aws)
    assert re.fullmatch(r"cf_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}", made["key"])
    assert id_of(made["key"]) == made["keyId"]
    listed = _asked(aws, "GET", "/api/keys")
    assert made["keyId"] in listed.text
    secret = made["key"].rpartition("_")[2]
    assert secret not in listed.text
    assert secret not in aws.stored()
    assert digest_of(made["key"]) in aws.stored()


def test_a_key_has_the_organization_and_the_role_of_the_store(aws: Stack) -> None:
    made = _made(aws, "author")
    me = _with(aws, made["key"], **of("umbrella"), **{"X-Callflow-Role": "admin"})
    name = f"API key {made['keyId']} (nightly)"
    said = me.json()
    assert (said["user"], said["organizationId"], said["role"]) == (name, "acme", "author")
    assert _with(aws, made["key"], "PUT", "/api/flows/by-key", SURVEY).status_code == 200
    refused = assert_problem(_with(aws, made["key"], "POST", "/api/flows/by-key/publish"), 403)
    assert "needs the role publisher" in refused["detail"]
    turn = _with(aws, made["key"], "POST", "/api/flows/nothing/process", {"roomName": "r"})
    assert_problem(turn, 404)
    publisher = _made(aws, "publisher")
    assert _with(aws, publisher["key"], "POST", "/api/flows/by-key/publish").status_code == 201
    entry = _asked(aws, "GET", "/api/audit").json()["entries"][0]
    assert (entry["action"], entry["by"]) == ("flow.published", f"API key {publisher['keyId']} (nightly)")
    assert_problem(_with(aws, _made(aws, organization="umbrella")["key"], path="/api/flows/by-key"), 404)


def test_a_key_runs_turns_and_answers_calls_of_its_organization_only(aws: Stack) -> None:
    for organization, number in (("acme", "+15550100"), ("umbrella", "+15550101")):
        admin = user(organization, "callflow-admin")
        requests: tuple[tuple[str, str, Json], ...] = (
            ("PUT", "/api/flows/phone", SURVEY),
            ("POST", "/api/flows/phone/publish", None),
            ("PUT", "/api/agents/anna", {"name": "A", "flowId": "phone"}),
            ("PUT", f"/api/phone-numbers/{number}", {"agentId": "anna"}),
        )
        for method, path, body in requests:
            assert _asked(aws, method, path, body, admin).status_code < 300
    key = _made(aws)["key"]
    turn = _with(aws, key, "POST", "/api/flows/phone/process", {"roomName": "r"})
    assert turn.json()["response"] == "Hello. What is your name?"
    ours: Json = {"roomName": "call", "calledNumber": "+15550100"}
    assert _with(aws, key, "POST", "/api/calls", ours).json()["organizationId"] == "acme"
    assert_problem(_with(aws, key, "POST", "/api/calls", {"roomName": "x", "calledNumber": "+15550101"}), 404)
    viewer = _made(aws, "viewer")["key"]
    assert_problem(_with(aws, viewer, "POST", "/api/calls", ours), 403)


def test_a_revoked_key_is_refused_at_once(aws: Stack) -> None:
    made = _made(aws)
    assert _with(aws, made["key"]).status_code == 200
    assert _asked(aws, "DELETE", f"/api/keys/{made['keyId']}").status_code == 204
    assert_problem(_with(aws, made["key"]), 401)
    assert_problem(_asked(aws, "DELETE", f"/api/keys/{made['keyId']}"), 404)


def test_every_key_that_is_not_good_gets_the_same_answer(aws: Stack) -> None:
    made = _made(aws)
    _, key_id, secret = made["key"].split("_")
    expired = _made(aws, expiresAt="2999-01-01T00:00:00Z")["key"]
    later = aws.served(now=lambda: 32_503_680_000_001)
    bad = [
        f"cf_{key_id}_{secret[:-1]}{'1' if secret[-1] == '0' else '0'}",
        f"cf_{key_id}_{'0' * 43}",
        f"cf_{key_id[:-1]}{'1' if key_id[-1] == '0' else '0'}_{secret}",
        f"cf_{key_id}_{secret}0",
        f"cf_{key_id}",
        "cf_",
        "cf_☎",
        new_key().text,
    ]
    problems = [assert_problem(_with(aws, each), 401) for each in bad]
    event = rest("GET", "/api/me", NOBODY, headers={"Authorization": f"Bearer {expired}"})
    problems.append(assert_problem(answered(later, event), 401))
    assert all(each == problems[0] for each in problems)


@pytest.mark.parametrize(
    "header", ["{key}", "Basic {key}", "Bearer", "Bearer x{key}", "Bearer {other}", "bearer  {key}x"]
)
def test_another_header_is_no_key(aws: Stack, header: str) -> None:
    written = header.format(key=_made(aws)["key"], other="eyJhbGciOiJub25lIn0.e30.")
    event = rest("GET", "/api/me", NOBODY, headers={"Authorization": written, **of("acme")})
    assert_problem(answered(aws.client, event), 401)


def test_what_api_gateway_has_checked_counts_before_a_key(aws: Stack) -> None:
    key = _made(aws, "admin")["key"]
    headers = {"Authorization": f"Bearer {key}"}
    viewer = rest("GET", "/api/me", user("umbrella", "callflow-viewer"), headers=headers)
    assert answered(aws.client, viewer).json()["organizationId"] == "umbrella"
    assert_problem(answered(aws.client, rest("GET", "/api/flows", WORKER, headers=headers)), 401)
    nobody = rest("PUT", "/api/settings", user("acme"), body={}, headers=headers)
    assert_problem(answered(aws.client, nobody), 403)


def test_a_key_manages_no_keys(aws: Stack) -> None:
    admin = _made(aws, "admin")
    requests: tuple[tuple[str, str, Json], ...] = (
        ("GET", "/api/keys", None),
        ("POST", "/api/keys", {"name": "n", "role": "viewer"}),
        ("DELETE", f"/api/keys/{admin['keyId']}", None),
    )
    for method, path, body in requests:
        assert_problem(_with(aws, admin["key"], method, path, body), 403)


def test_the_keys_of_another_organization_are_not_there(aws: Stack) -> None:
    made = _made(aws)
    umbrella = user("umbrella", "callflow-admin")
    assert_problem(_asked(aws, "DELETE", f"/api/keys/{made['keyId']}", None, umbrella), 404)
    assert made["keyId"] not in _asked(aws, "GET", "/api/keys", None, umbrella).text
    assert _with(aws, made["key"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "viewer"}, "name"),
        ({"name": "", "role": "viewer"}, "name"),
        ({"name": "n"}, "role"),
        ({"name": "n", "role": "owner"}, "role"),
        ({"name": "n", "role": "viewer", "expiresAt": "tomorrow"}, "expiresAt"),
        ({"name": "n", "role": "viewer", "expiresAt": "2999-01-01T00:00:00"}, "expiresAt"),
        ({"name": "n", "role": "viewer", "expiresAt": "2001-01-01T00:00:00Z"}, "expiresAt"),
        ({"name": "n", "role": "viewer", "key": "cf_mine"}, "key"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named(aws: Stack, body: Json, field: str) -> None:
    assert_problem(_asked(aws, "POST", "/api/keys", body), 422, field)


def test_an_organization_has_a_limit_of_keys(aws: Stack, fresh: str) -> None:
    keys = InMemoryApiKeys()
    for number in range(MAX_KEYS):
        key = ApiKey(f"key{number}", "k", "viewer", number, "ann")
        keys.add(StoredKey("acme", key, "0" * 64), limit=MAX_KEYS)
    event = rest("POST", "/api/keys", ADMIN, body={"name": "n", "role": "viewer"})
    assert "Revoke one" in assert_problem(answered(aws.served(api_keys=keys), event), 409)["detail"]


class _Counted(InMemoryApiKeys):
    """Keys that count their writes of the last use, which may fail."""

    def __init__(self) -> None:
        super().__init__()
        self.uses: list[int] = []
        self.fails = False

    def used(self, key_id: str, at: int) -> None:
        self.uses.append(at)
        if self.fails:
            raise UnavailableError("store", "UpdateItem", "throttled")
        super().used(key_id, at)


def test_the_last_use_is_written_once_a_minute_and_its_failure_fails_no_request(aws: Stack) -> None:
    keys, made = _Counted(), new_key()
    keys.add(StoredKey("acme", ApiKey(made.key_id, "k", "viewer", 0, "ann"), digest_of(made.text)), limit=1)
    begin = aws.services.now()
    headers = {"Authorization": f"Bearer {made.text}"}
    statuses = []
    for at in (begin, begin + 1, begin + 59_999, begin + 60_000, begin + 130_000):
        keys.fails = at == begin + 130_000
        client = aws.served(api_keys=keys, now=lambda at=at: at)
        statuses.append(answered(client, rest("GET", "/api/me", NOBODY, headers=headers)).status_code)
    assert statuses == [200] * 5
    assert keys.uses == [begin, begin + 60_000, begin + 130_000]
    assert keys.all("acme")[0].last_used_at == begin + 60_000


def test_keys_work_in_the_local_stack_too() -> None:
    with stack_on(LOCAL) as local:
        made = local.client.post("/api/keys", json={"name": "k", "role": "viewer"}, headers=of("acme")).json()
        headers = {"Authorization": f"Bearer {made['key']}", **of("umbrella")}
        assert local.client.get("/api/me", headers=headers).json()["organizationId"] == "acme"
        assert_problem(local.client.put("/api/flows/survey", json=SURVEY, headers=headers), 403)
        call = {"roomName": "r", "calledNumber": "+15550100"}
        assert_problem(local.client.post("/api/calls", json=call, headers=headers), 403)
        assert_problem(local.client.get("/api/me", headers={"Authorization": f"Bearer {new_key().text}"}), 401)
        used = local.client.get("/api/keys", headers=of("acme")).json()["keys"][0]
        assert used["lastUsedAt"] >= used["createdAt"]


def test_keys_are_never_alike() -> None:
    made = [new_key() for _ in range(1_000)]
    assert len({each.text for each in made}) == len({each.key_id for each in made}) == 1_000
    assert all(id_of(each.text) == each.key_id for each in made)
