"""Flows that call others through the API: frozen with their caller, seen by `check`, and shown in a session."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from flow_core.json import Json
from functions.turn.called_flows import MAX_FROZEN_BYTES
from testing.api.stack import Stack, assert_problem
from testing.flows import Document, call, edge, flow, line, node


def inner_flow(word: str = "inner") -> Document:
    """Build a flow that says a word, asks for a pin, and ends with an outcome."""
    return flow(
        [
            node("start", message=f"This is {word}."),
            node("elicitation", "ask", prompt="Your pin?", variable="pin"),
            node("end", "ok", message="", outcome="ok"),
        ],
        [edge("start", "ask"), edge("ask", "ok")],
        variables={"hint": {"default": "none"}},
    )


def caller_of(flow_id: str, version: int | None = None, given: Json = None, **data: Json) -> Document:
    called = call("who", flow_id, given, **data, version=version)
    fields: Document = {"variables": {"name": {"default": "Ann"}}} if given else {}
    return line(called, edges=[edge("who", "end", "ok")], **fields)


def publish(stack: Stack, flow_id: str) -> int:
    answer = stack.client.post(f"/api/flows/{flow_id}/publish")
    assert answer.status_code == 201, answer.text
    return int(answer.json()["version"])


def called_version(stack: Stack, flow_id: str, version: Json) -> Any:
    read = stack.client.get(f"/api/flows/{flow_id}?version={version}").json()
    return next(each for each in read["definition"]["nodes"] if each["type"] == "subflow")["data"].get("version")


def test_publishing_fixes_the_version_and_freezes_the_flow_with_its_caller(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    assert stack.publish(inner, inner_flow("one")) == 1
    assert stack.publish(fresh, caller_of(inner)) == 1
    assert called_version(stack, fresh, 1) == 1
    assert called_version(stack, fresh, "draft") is None
    stack.publish(inner, inner_flow("two"))
    assert "This is one." in stack.process(fresh, f"{fresh}-a")["response"]
    # A session keeps its flow when the inner one is gone.
    assert stack.client.delete(f"/api/flows/{inner}").status_code == 204
    assert "This is one." in stack.process(fresh, f"{fresh}-b")["response"]
    assert stack.process(fresh, f"{fresh}-b", userInput="4711", turnId="t2")["completed"] is True


def test_the_same_draft_is_published_again_only_if_its_inner_flow_changed(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    stack.publish(inner, inner_flow("one"))
    assert stack.publish(fresh, caller_of(inner)) == 1
    assert publish(stack, fresh) == 1
    stack.publish(inner, inner_flow("two"))
    assert publish(stack, fresh) == 2
    assert publish(stack, fresh) == 2
    assert [called_version(stack, fresh, number) for number in (1, 2)] == [1, 2]
    assert "This is two." in stack.process(fresh, f"{fresh}-a")["response"]


def test_a_version_that_the_author_names_stays(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    stack.publish(inner, inner_flow("one"))
    stack.publish(inner, inner_flow("two"))
    stack.publish(fresh, caller_of(inner, 1))
    assert "This is one." in stack.process(fresh, f"{fresh}-a")["response"]


def test_all_levels_are_frozen(stack: Stack, fresh: str) -> None:
    inner, middle = f"{fresh}-inner", f"{fresh}-middle"
    stack.publish(inner, inner_flow("one"))
    stack.publish(middle, caller_of(inner))
    stack.publish(fresh, caller_of(middle))
    stack.publish(inner, inner_flow("two"))
    stack.publish(middle, caller_of(inner))
    reply = stack.process(fresh, f"{fresh}-a")
    assert "This is one." in reply["response"]
    assert reply["currentNodeId"] == "who/who/ask"


def test_a_missing_flow_is_a_warning_of_a_draft_and_an_error_of_a_publication(stack: Stack, fresh: str) -> None:
    (warning,) = stack.save(fresh, caller_of(f"{fresh}-nobody"))["problems"]
    assert (warning["severity"], warning["code"], warning["nodeId"]) == ("warning", "unknown-subflow", "who")
    assert warning["field"].endswith("data.flowId")
    problem = assert_problem(stack.client.post(f"/api/flows/{fresh}/publish"), 422)
    (error,) = problem["problems"]
    assert (error["severity"], error["remedy"]) == ("error", "Name a flow that exists.")
    assert f'there is no flow "{fresh}-nobody" to call.' in error["message"]


def test_a_flow_that_is_not_published_or_a_version_that_does_not_exist_is_named(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    stack.save(inner, inner_flow())
    (warning,) = stack.save(fresh, caller_of(inner))["problems"]
    assert warning["remedy"] == f'Publish "{inner}" first.'
    stack.publish(inner, inner_flow())
    (warning,) = stack.save(fresh, caller_of(inner, 7))["problems"]
    assert (warning["field"].rpartition(".")[2], warning["remedy"]) == (
        "version",
        "Name a version up to 1, or none for the latest.",
    )
    assert stack.save(fresh, caller_of(inner, 1))["problems"] == []


def test_a_cycle_is_refused_and_names_the_way(stack: Stack, fresh: str) -> None:
    a, b = f"{fresh}-a", f"{fresh}-b"
    stack.publish(a, inner_flow())
    stack.publish(b, caller_of(a))
    problem = assert_problem(stack.client.put(f"/api/flows/{a}", json=caller_of(b)), 422)
    assert f'"{a}" → "{b}" → "{a}"' in problem["problems"][0]["message"]
    assert_problem(stack.client.put(f"/api/flows/{a}", json=caller_of(a)), 422)
    checked = stack.client.post(f"/api/flows/{a}/check", json=caller_of(b)).json()
    assert [each["code"] for each in checked["problems"] if each["severity"] == "error"] == ["subflow-cycle"]


def test_check_sees_through_the_flows_that_are_called(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    stack.publish(inner, inner_flow())
    wrong = caller_of(inner, given={"hnt": "name"}, out={"got": "pim"})
    found = stack.client.post(f"/api/flows/{fresh}/check", json=wrong).json()["problems"]
    assert [(each["code"], each["field"].rpartition(".")[2]) for each in found] == [
        ("unknown-inner-variable", "got"),
        ("unknown-inner-variable", "hnt"),
    ]


def test_the_draft_runs_with_the_latest_published_flows(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    stack.publish(inner, inner_flow("one"))
    stack.save(inner, inner_flow("a draft"))
    stack.save(fresh, caller_of(inner))
    first = _test_chat(stack, fresh)
    stack.publish(inner, inner_flow("two"))
    second = _test_chat(stack, fresh)
    assert "This is one." in stack.process(fresh, first)["response"]
    assert "This is two." in stack.process(fresh, second)["response"]


def test_a_draft_that_calls_a_missing_flow_cannot_be_tested(stack: Stack, fresh: str) -> None:
    stack.save(fresh, caller_of(f"{fresh}-nobody"))
    answer = stack.client.post(f"/api/flows/{fresh}/test-chat", json={"version": "draft"})
    problem = assert_problem(answer, 422, "version")
    assert "there is no flow" in str(problem)


def _test_chat(stack: Stack, flow_id: str) -> str:
    answer = stack.client.post(f"/api/flows/{flow_id}/test-chat", json={"version": "draft"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["roomName"])


def test_a_session_shows_the_flow_of_each_step_and_the_variables_of_each_flow(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    stack.publish(inner, inner_flow())
    stack.publish(fresh, caller_of(inner, given={"hint": "name"}, out={"got": "pin"}))
    reply = stack.process(fresh, f"{fresh}-a", turnId="t1")
    session = stack.session(reply["sessionId"])
    assert session["currentNodeId"] == reply["currentNodeId"] == "who/ask"
    assert [(run["nodeId"], run["outcome"], run.get("flowId")) for run in session["turns"][0]["nodes"]] == [
        ("start", "default", None),
        ("who", "enter", None),
        ("who/start", "default", inner),
        ("who/ask", "listen", inner),
    ]
    assert session["context"]["variables"] == {"name": "Ann", "who/hint": "Ann"}
    assert session["turns"][0]["variables"]["changed"] == {"name": "Ann", "who/hint": "Ann"}
    stack.process(fresh, f"{fresh}-a", turnId="t2", userInput="4711")
    session = stack.session(reply["sessionId"])
    assert session["context"]["variables"] == {"name": "Ann", "got": "4711"}
    assert session["turns"][1]["variables"]["changed"] == {"got": "4711"}
    assert session["status"] == "completed"


def test_a_version_that_is_too_large_with_its_flows_is_refused_with_its_size(stack: Stack, fresh: str) -> None:
    calls = []
    for number in range(4):
        words = [random.Random(f"{number} {part}").randbytes(3_900).hex() for part in range(25)]
        says = [node("elicitation", f"ask{part}", prompt=text, variable="v") for part, text in enumerate(words)]
        stack.publish(f"{fresh}-{number}", line(*says))
        calls.append(call(f"c{number}", f"{fresh}-{number}"))
    stack.save(fresh, line(*calls))
    problem = assert_problem(stack.client.post(f"/api/flows/{fresh}/publish"), 422)
    sizes = [int(each.replace(",", "")) for each in re.findall(r"[\d,]{6,}", problem["problems"][0]["message"])]
    assert sizes[0] > sizes[1] == MAX_FROZEN_BYTES
    assert "Call fewer flows" in problem["detail"]


@pytest.mark.parametrize("version", [1, 2])
def test_a_restored_version_calls_the_versions_that_it_called(stack: Stack, fresh: str, version: int) -> None:
    inner = f"{fresh}-inner"
    for number in (1, 2):
        stack.publish(inner, inner_flow(str(number)))
        stack.publish(fresh, caller_of(inner)) if number == 1 else publish(stack, fresh)
    answer = stack.client.post(f"/api/flows/{fresh}/versions/{version}/restore")
    assert answer.status_code == 200, answer.text
    assert called_version(stack, fresh, "draft") == version
