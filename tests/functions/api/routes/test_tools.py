"""The test call of a tool: what it sends, what it answers, its limits, and what it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from flow_core.json import Json
from functions.adapters.http.tools import HttpTools
from functions.api.routes.tools import MAX_A_MINUTE
from functions.turn.try_tool import TryTool
from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, of, replaced, stack_on
from testing.fakes.loopback import Exchange, Loopback
from testing.mcp.server import serving

SECRET = "sk-live-9f8e7d6c5b4a"
LISTING = "listing"
"""The organization that lists tools: each may ask so often in a minute."""
ORDER: Json = {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]}


@dataclass(frozen=True, slots=True)
class _Shop:
    stack: Stack
    server: Loopback

    def test(self, tool: dict[str, Json], organization: str = "demo", **body: Json) -> dict[str, Any]:
        answer = self.answer(tool, organization, **body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def answer(self, tool: dict[str, Json], organization: str = "demo", **body: Json) -> ApiResponse:
        sent = {"tool": tool, **body}
        return self.stack.client.post("/api/flows/survey/tools/test", json=sent, headers=of(organization))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Shop]:
    """A server that returns what it gets, and an API with a secret."""
    secrets: Path = tmp_path_factory.mktemp("secrets") / "secrets.json"
    secrets.write_text(json.dumps({"demo": {"SHOP_KEY": SECRET}, LISTING: {"SHOP_KEY": SECRET}}))
    with Loopback(_echo) as server, stack_on(replace(LOCAL, secrets_file=str(secrets))) as stack:
        stack.save("survey", SURVEY)
        stack.save("survey", SURVEY, LISTING)
        yield _Shop(stack, server)


def _echo(exchange: Exchange) -> None:
    received = exchange.received
    if received.target == "/hang":
        exchange.hang()
    if received.target == "/large":
        exchange.answer(200, b"x" * (1 << 21))
    status = 503 if received.target == "/fail" else 200
    said = {"target": received.target, "key": received.headers.get("authorization", ""), "body": received.body.decode()}
    exchange.answer(status, json.dumps(said).encode(), {"Content-Type": "application/json", "X-Shop": "open"})


def _get(url: str, **data: Json) -> dict[str, Json]:
    return {"request": {"url": url}, **data}


def test_the_answer_has_status_headers_body_and_what_assign_made_of_it(shop: _Shop) -> None:
    tool: dict[str, Json] = {
        "request": {
            "method": "POST",
            "url": f"{shop.server.origin}/orders/{{{{ order }}}}",
            "query": {"of": "{{ name }}"},
            "body": {"count": "{{ count }}"},
        },
        "assign": {"target": "response.body.target", "double": "count * 2"},
    }
    result = shop.test(tool, variables={"order": "A 1", "name": "Ann & Ben", "count": 2})
    assert result["request"] == {
        "method": "POST",
        "url": f"{shop.server.origin}/orders/A%201?of=Ann%20%26%20Ben",
    }
    assert result["status"] == 200
    assert result["headers"]["x-shop"] == "open"
    assert result["body"] == {"target": "/orders/A%201?of=Ann%20%26%20Ben", "key": "", "body": '{"count":2}'}
    assert result["variables"] == {"target": "/orders/A%201?of=Ann%20%26%20Ben", "double": 4}
    assert (result["exit"], result["problem"], result["failed"]) == ("default", None, [])
    assert result["millis"] >= 0


def test_a_secret_is_sent_to_the_tool_and_stands_in_no_answer(shop: _Shop) -> None:
    url = f"{shop.server.origin}/orders?key={{{{ secrets.SHOP_KEY }}}}"
    request: dict[str, Json] = {"url": url, "headers": {"Authorization": "Bearer {{ secrets.SHOP_KEY }}"}}
    answer = shop.answer({"request": request, "assign": {"key": "response.body.key"}})
    received = shop.server.received[-1]
    assert (received.target, received.headers["authorization"]) == (f"/orders?key={SECRET}", f"Bearer {SECRET}")
    assert SECRET not in answer.text
    assert answer.json()["request"]["url"] == url
    assert SECRET not in shop.stack.stored()


def test_no_organization_calls_with_the_secret_of_another(shop: _Shop, fresh: str) -> None:
    shop.stack.save("survey", SURVEY, fresh)
    before = len(shop.server.received)
    result = shop.test(_get(f"{shop.server.origin}/?key={{{{ secrets.SHOP_KEY }}}}"), fresh)
    assert (result["status"], result["exit"]) == (None, "error")
    assert result["problem"] == "there is no secret named SHOP_KEY"
    assert len(shop.server.received) == before


def test_a_tool_that_answers_an_error_is_called_once_and_leaves_by_error(shop: _Shop) -> None:
    before = len(shop.server.received)
    result = shop.test(_get(f"{shop.server.origin}/fail", retries=5, message="Let me look."))
    assert (result["status"], result["exit"], result["problem"]) == (503, "error", None)
    assert len(shop.server.received) == before + 1


@pytest.mark.parametrize(
    ("path", "problem"), [("/hang", "in time"), ("/large", "more than 1 MiB")], ids=["too slow", "too large"]
)
def test_the_limits_of_a_turn_hold(shop: _Shop, path: str, problem: str) -> None:
    result = shop.test(_get(f"{shop.server.origin}{path}", timeoutSeconds=0.5))
    assert (result["status"], result["body"], result["exit"]) == (None, None, "error")
    assert problem in result["problem"]


def test_an_address_that_a_turn_may_not_reach_is_not_reached(shop: _Shop) -> None:
    of_stack = shop.stack.services.try_tool
    perform = replace(of_stack.perform, tools=HttpTools(allow_private=False))
    public = TryTool(perform, of_stack.engine, of_stack.now, of_stack.turn_seconds)
    client = shop.stack.served(try_tool=public)
    before = len(shop.server.received)
    answer = client.post("/api/flows/survey/tools/test", json={"tool": _get(shop.server.origin)})
    assert answer.json()["status"] is None
    assert "address" in answer.json()["problem"]
    assert len(shop.server.received) == before


def test_the_time_of_a_turn_ends_the_call_of_a_tool_with_more(shop: _Shop) -> None:
    of_stack = shop.stack.services.try_tool
    short = TryTool(of_stack.perform, of_stack.engine, of_stack.now, 0.5)
    client = shop.stack.served(try_tool=short)
    tool = _get(f"{shop.server.origin}/hang", timeoutSeconds=3600)
    answer = client.post("/api/flows/survey/tools/test", json={"tool": tool})
    assert "in time" in answer.json()["problem"]


def test_an_expression_that_fails_is_named(shop: _Shop) -> None:
    tool = _get(f"{shop.server.origin}/orders/{{{{ ordre }}}}", assign={"state": "response.body.order.state"})
    result = shop.test(tool, variables={"order": "1"})
    assert [each["field"] for each in result["failed"]] == ["url", "assign.state"]
    assert "ordre" in result["failed"][0]["error"]
    assert result["variables"] == {}


def test_the_tool_reads_the_session_and_speaks_the_flows_language(shop: _Shop) -> None:
    url = f"{shop.server.origin}/{{{{ session.callerNumber }}}}/{{{{ session.channel }}}}"
    tool: dict[str, Json] = {"request": {"url": url, "query": {"price": "{{ price | number }}"}}}
    result = shop.test(tool, variables={"price": 1234.5}, callerNumber="+15550100", language="de-DE")
    assert result["body"]["target"].startswith("/%2B15550100/chat?price=")
    german = result["body"]["target"]
    english = shop.test(tool, variables={"price": 1234.5}, callerNumber="+15550100")["body"]["target"]
    assert german != english


@pytest.mark.parametrize(
    ("tool", "field"),
    [({}, "tool.request"), ({"request": {"url": ""}}, "tool.request.url"), (_get("x", retries="2"), None)],
)
def test_a_tool_that_is_none_is_refused_by_its_field(shop: _Shop, tool: dict[str, Json], field: str | None) -> None:
    before = len(shop.server.received)
    answer = shop.answer(tool)
    if field is None:
        # The number of retries has no effect in a test call.
        assert answer.status_code == 200
    else:
        assert_problem(answer, 422, field)
    assert len(shop.server.received) == before


def test_the_call_is_in_the_audit_and_nothing_else_is_stored(shop: _Shop, fresh: str) -> None:
    shop.stack.save("survey", SURVEY, fresh)
    shop.test(_get(f"{shop.server.origin}/said"), fresh, nodeId="look-up", variables={"said": "ann's words"})
    entry, *_ = shop.stack.client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert (entry["action"], entry["subject"], entry["detail"]) == ("tool.tested", "survey", {"nodeId": "look-up"})
    assert "ann's words" not in shop.stack.stored()


def test_a_flow_that_does_not_exist_calls_nothing(shop: _Shop, fresh: str) -> None:
    before = len(shop.server.received)
    assert_problem(shop.answer(_get(shop.server.origin), fresh), 404)
    assert len(shop.server.received) == before
    assert shop.stack.client.get("/api/audit", headers=of(fresh)).json()["entries"] == []


def test_an_organization_calls_so_often_in_a_minute_and_no_more(shop: _Shop, fresh: str) -> None:
    shop.stack.save("survey", SURVEY, fresh)
    services = replaced(shop.stack.services, now=lambda: 1_800_000_050_000)
    client = shop.stack.served(**vars(services))
    tool: dict[str, Json] = {"tool": {}}
    path, headers = "/api/flows/survey/tools/test", of(fresh)
    assert {client.post(path, json=tool, headers=headers).status_code for _ in range(MAX_A_MINUTE)} == {422}
    refused = client.post(path, json=tool, headers=headers)
    assert str(MAX_A_MINUTE) in assert_problem(refused, 429)["detail"]
    assert refused.headers["retry-after"] == "11"
    assert client.post(path, json=tool, headers=of("demo")).status_code == 422
    later = shop.stack.served(**vars(replaced(services, now=lambda: 1_800_000_061_000)))
    assert later.post(path, json=tool, headers=headers).status_code == 422


def _tool_of_model(url: str, **more: Json) -> dict[str, Json]:
    return {"name": "find_order", "parameters": ORDER, "request": {"url": url}, **more}


def test_a_tool_of_a_model_is_called_with_the_arguments_that_are_given(shop: _Shop) -> None:
    url = f"{shop.server.origin}/orders/{{{{ arguments.number }}}}"
    tool = _tool_of_model(url, confirm="Shall I look?", message="One moment.", retries=3)
    tool["request"] = {
        "url": url,
        "headers": {"Authorization": "Bearer {{ secrets.SHOP_KEY }}"},
        "query": {"of": "{{ who }}"},
    }
    before = len(shop.server.received)
    result = shop.test(tool, arguments={"number": "A 1"}, variables={"who": "Ann"})
    assert result["request"] == {"method": "GET", "url": f"{shop.server.origin}/orders/A%201?of=Ann"}
    assert (result["status"], result["exit"], result["problem"], result["failed"]) == (200, "default", None, [])
    assert json.loads(result["result"]) == result["body"]
    assert SECRET not in json.dumps(result)
    assert [each.headers["authorization"] for each in shop.server.received[before:]] == [f"Bearer {SECRET}"]


@pytest.mark.parametrize(
    ("path", "schema", "exit", "reads"),
    [
        ("/fail", None, "error", "Error, the tool answered 503"),
        ("/hang", None, "error", "Error: the tool did not answer in time"),
        ("/", {"type": "array"}, "error", "Error, the tool's answer cannot be used"),
        ("/", {"type": "object"}, "default", '{"target": "/"'),
    ],
)
def test_the_model_reads_what_became_of_the_call(shop: _Shop, path: str, schema: Json, exit: str, reads: str) -> None:
    declared: dict[str, Json] = {} if schema is None else {"responseSchema": schema}
    tool = _tool_of_model(f"{shop.server.origin}{path}", timeoutSeconds=0.5, **declared)
    result = shop.test(tool, arguments={"number": "1"})
    assert result["exit"] == exit
    assert result["result"].startswith(reads), result["result"]
    assert result["variables"] == {}


def test_an_expression_of_a_tool_of_a_model_that_fails_is_named_by_its_place(shop: _Shop) -> None:
    result = shop.test(_tool_of_model(f"{shop.server.origin}/{{{{ argument.number }}}}"), arguments={"number": "1"})
    assert [each["field"] for each in result["failed"]] == ["url"]


def test_a_tool_of_an_mcp_server_is_called(shop: _Shop) -> None:
    with serving() as (server, noted):
        mcp: dict[str, Json] = {"server": server, "tool": "note_order"}
        tool: dict[str, Json] = {"name": "note", "parameters": ORDER, "mcp": mcp}
        result = shop.test(tool, arguments={"number": "7"})
        assert noted == ["7"]
        assert result["request"] == {"method": "POST", "url": server}
        assert (result["status"], result["exit"], result["result"]) == (200, "default", '{"result": "noted"}')
        failing = shop.test({**tool, "mcp": {**mcp, "tool": "fail"}}, arguments={"number": "7"})
    assert (failing["status"], failing["exit"]) == (500, "error")
    assert failing["result"].startswith("Error: ")


@pytest.mark.parametrize(
    ("changed", "arguments", "field", "says"),
    [
        ({}, {"number": 7}, "arguments", "number"),
        ({}, {}, "arguments", "number"),
        ({"parameters": {"type": "nothing"}}, {}, "arguments", "the schema cannot be used"),
        ({}, {"number": "1" * 30_000}, "tool", "too long"),
        ({"request": None}, {"number": "1"}, "tool", "has no request"),
        ({"request": {"url": ""}}, {"number": "1"}, "tool.request.url", ""),
        ({"name": ""}, {"number": "1"}, "tool.name", ""),
    ],
)
def test_a_call_that_a_model_could_not_make_is_refused_by_its_field(
    shop: _Shop, changed: dict[str, Json], arguments: dict[str, Json], field: str, says: str
) -> None:
    before = len(shop.server.received)
    answer = shop.answer({**_tool_of_model(shop.server.origin), **changed}, arguments=arguments)
    assert says in str(assert_problem(answer, 422, field))
    assert len(shop.server.received) == before


def test_arguments_that_no_json_can_hold_are_refused(shop: _Shop) -> None:
    body = json.dumps({"tool": _tool_of_model(shop.server.origin), "arguments": {"number": "?"}}).replace(
        '"?"', "1e999"
    )
    answer = shop.stack.client.post("/api/flows/survey/tools/test", content=body, headers=of("demo"))
    assert_problem(answer, 422, "arguments")


# The tools of an MCP server


def _listed(shop: _Shop, server: str, organization: str = LISTING, **body: Json) -> ApiResponse:
    sent = {"server": server, **body}
    return shop.stack.client.post("/api/flows/survey/tools/list", json=sent, headers=of(organization))


def test_the_tools_of_an_mcp_server_are_listed_with_their_parameters(shop: _Shop, fresh: str) -> None:
    shop.stack.save("survey", SURVEY, fresh)
    with serving() as (server, noted):
        answer = _listed(shop, server, fresh, nodeId="talk")
    assert answer.status_code == 200, answer.text
    assert answer.json()["problem"] is None
    tools = {each["name"]: each for each in answer.json()["tools"]}
    assert tools["find_order"]["description"] == "Finds an order."
    assert tools["find_order"]["parameters"]["properties"]["number"]["type"] == "string"
    assert [tools[name]["repeatable"] for name in ("find_order", "note_order")] == [True, False]
    assert noted == []
    entry, *_ = shop.stack.client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert (entry["action"], entry["subject"], entry["detail"]) == ("tools.listed", "survey", {"nodeId": "talk"})


def test_a_server_that_lists_nothing_is_a_problem_without_a_secret(shop: _Shop) -> None:
    headers: Json = {"Authorization": "Bearer {{ secrets.SHOP_KEY }}"}
    answer = _listed(shop, f"{shop.server.origin}/mcp", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["tools"] == []
    assert answer.json()["problem"]
    assert shop.server.received[-1].headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in answer.text
    missing = _listed(shop, f"{shop.server.origin}/mcp", headers={"X": "{{ secrets.OTHER }}"})
    assert missing.json()["problem"] == "there is no secret named OTHER"


def test_a_server_that_is_too_slow_or_sends_too_much_is_a_problem(shop: _Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _listed(shop, f"{shop.server.origin}/large").json()["problem"]
    monkeypatch.setattr("functions.turn.mcp_tools.SERVER_SECONDS", 0.5)
    assert "did not answer in time" in _listed(shop, f"{shop.server.origin}/hang").json()["problem"]


def test_a_private_server_is_not_asked_outside_the_local_stack(shop: _Shop) -> None:
    before = len(shop.server.received)
    with stack_on(replace(LOCAL, tools_may_be_private=False)) as public:
        public.save("survey", SURVEY, LISTING)
        sent = {"server": shop.server.origin}
        answer = public.client.post("/api/flows/survey/tools/list", json=sent, headers=of(LISTING))
    assert "private or reserved" in answer.json()["problem"]
    assert len(shop.server.received) == before


@pytest.mark.parametrize(
    ("server", "headers", "field"),
    [
        ("shop.example/mcp", {}, "server"),
        ("https://{{ host }}/mcp", {}, "server"),
        ("https://shop.example/mcp", {"X": "{{ number }}"}, "headers.X"),
        ("", {}, "server"),
    ],
)
def test_a_server_that_check_refuses_is_not_asked(shop: _Shop, server: str, headers: Json, field: str) -> None:
    assert_problem(_listed(shop, server, headers=headers), 422, field)


def test_the_tools_for_a_flow_that_does_not_exist_are_not_listed(shop: _Shop, fresh: str) -> None:
    assert_problem(_listed(shop, shop.server.origin, fresh), 404)


def test_lists_and_test_calls_have_one_limit(shop: _Shop, fresh: str) -> None:
    shop.stack.save("survey", SURVEY, fresh)
    services = replaced(shop.stack.services, now=lambda: 1_800_000_050_000)
    client = shop.stack.served(**vars(services))
    path, headers = "/api/flows/survey/tools", of(fresh)
    for _ in range(MAX_A_MINUTE):
        assert client.post(f"{path}/test", json={"tool": {}}, headers=headers).status_code == 422
    refused = client.post(f"{path}/list", json={"server": "https://a.example"}, headers=headers)
    assert str(MAX_A_MINUTE) in assert_problem(refused, 429)["detail"]
