"""Workflows of Vapi, and flows of Pipecat."""

from __future__ import annotations

import copy
from typing import Any

from functions.flow_import import read
from tests.functions.flow_import.exports import PIPECAT, PIPECAT_EDITOR, VAPI, errors_of, leads, nodes_of, notes_at


def test_the_first_message_greets_and_the_model_talks_until_a_way_is_taken() -> None:
    imported = read(VAPI)
    nodes = nodes_of(imported)
    assert nodes["start"]["message"] == "Welcome to {{ shop }}!"
    hello = nodes["hello"]
    assert hello["until"] == "nextStep !== null"
    assert hello["instructions"].startswith("You take orders.\n\nAsk what {{ session.callerNumber }} wants")
    assert hello["extract"]["dish"]["enum"] == ["pizza", "pasta", None]
    assert hello["extract"]["nextStep"]["enum"] == ["way1", "way2", None]
    assert leads(imported, "hello-next", "way1") == "order"
    assert leads(imported, "hello-next") == "person"
    assert (hello["temperature"], hello["maxTokens"]) == (0.3, 250)


def test_a_request_has_its_words_and_its_end_after_a_failure() -> None:
    imported = read(VAPI)
    nodes = nodes_of(imported)
    assert nodes["order"]["request"]["body"] == {"dish": "{{ dish }}"}
    assert nodes["order"]["message"] == "One moment."
    assert nodes["order-failed"] == {"type": "end", "label": "order: failed", "message": "That did not work."}
    assert leads(imported, "order", "error") == "order-failed"
    assert nodes["order-next"]["conditions"][0]["expression"] == 'dish == "pizza"'
    assert leads(imported, "order-next") == "text"


def test_transfers_ends_and_global_nodes_are_taken_over_and_a_text_message_is_not() -> None:
    imported = read(VAPI)
    nodes = nodes_of(imported)
    assert nodes["person"]["to"] == "+15550123"
    assert nodes["hangup"]["type"] == "end"
    assert imported.definition["handlers"] == [
        {"id": "global-1", "when": "The caller needs help", "target": "help", "resume": False}
    ]
    assert notes_at(imported, "/nodes/5") == ['lost: a tool of the type "sms" has no counterpart']


def test_the_tools_of_a_model_are_requests_and_mcp_tools_that_it_may_call() -> None:
    imported = read(VAPI)
    order, cancel, stock = nodes_of(imported)["help"]["tools"]
    assert order == {
        "name": "find_order",
        "description": "Finds an order",
        "parameters": {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]},
        "request": {
            "method": "POST",
            "url": "https://shop.example.com/tools",
            "headers": {"X-Shop": "1"},
            "body": {"name": "find order", "arguments": {"number": "{{ arguments?.number }}"}},
        },
        "message": "Let me look.",
    }
    assert cancel["parameters"] == {
        "type": "object",
        "properties": {"order": {"type": "string"}},
        "required": ["order"],
    }
    assert cancel["request"]["body"] == {"order": "{{ arguments?.order }}", "shop": "{{ shop }}"}
    assert cancel["timeoutSeconds"] == 5
    assert stock["mcp"] == {"server": "https://mcp.example.com/", "tool": "stock"}
    assert notes_at(imported, "/nodes/6/tools/3") == ['lost: the model of the node "help" has the tool "sms" (sms)']
    assert "names of the server's tools" in notes_at(imported, "/nodes/6/model/tools/2")[0]


def test_a_model_that_may_end_or_transfer_the_call_has_ways_to_do_it() -> None:
    imported = read(VAPI)
    nodes = nodes_of(imported)
    assert "the caller needs nothing more" in nodes["help"]["extract"]["nextStep"]["description"]
    assert leads(imported, "help-next", "way1") == "hello"
    assert leads(imported, "help-next", "way2") == "imported-end"
    assert leads(imported, "help-next") == "help-transfer"
    assert (nodes["help-transfer"]["to"], nodes["help-transfer"]["message"]) == ("+15550124", "I connect you.")


def test_other_tools_and_texts_of_vapi() -> None:
    export: Any = copy.deepcopy(VAPI)
    nodes = export["nodes"]
    nodes[2] = {"name": "thanks", "type": "conversation", "messagePlan": {"firstMessage": "Anything else?"}}
    nodes[5]["tool"] = {
        "type": "function",
        "server": {"url": "https://x.example.com"},
        "function": {"name": "save", "description": "d", "parameters": {"properties": {"a": {"type": "string"}}}},
    }
    nodes[4] = {"name": "hangup", "type": "tool", "toolId": "t-1"}
    nodes[0]["toolIds"] = ["t-2"]
    nodes[3]["tool"]["destinations"][0]["transferPlan"] = {"mode": "warm-transfer"}
    imported = read(export)
    found = nodes_of(imported)
    assert found["thanks"]["prompt"] == "Anything else?"
    assert found["text"]["extract"].keys() == {"a"}
    assert found["text-request"]["request"]["body"] == {"name": "save", "arguments": {"a": "{{ a }}"}}
    assert notes_at(imported, "/nodes/4")[0] == 'lost: the tool "t-1" is not in the export'
    assert notes_at(imported, "/nodes/0/toolIds/0") == ['lost: the tool "t-2" is not in the export']
    assert errors_of(imported) == []


def test_functions_of_pipecat_are_ways_and_their_arguments_variables() -> None:
    imported = read(PIPECAT)
    nodes = nodes_of(imported)
    assert nodes["start"]["message"] == "Welcome!"
    talk = nodes["start-talk"]
    assert talk["extract"]["size"] == {"type": ["string", "null"]}
    assert "choose_pizza: The caller wants pizza" in talk["extract"]["nextStep"]["description"]
    assert leads(imported, "start-next", "way1") == "end"
    assert leads(imported, "start-next") == "sushi"
    assert leads(imported, "sushi") == "end"
    assert nodes["end"]["instructions"] == "You take orders.\n\nSay goodbye."
    assert leads(imported, "end") == "end-end"


def test_code_of_pipecat_is_noted() -> None:
    imported = read(PIPECAT)
    assert notes_at(imported, "/nodes/start/pre_actions/1") == ['lost: the action "function" before the node']
    assert "does its work in code" in notes_at(imported, "/nodes/start/functions/0")[0]


def test_the_editor_of_pipecat_writes_another_form() -> None:
    imported = read(PIPECAT_EDITOR)
    assert imported.definition["name"] == "Survey"
    assert imported.definition["handlers"] == [
        {"id": "global-1", "when": "The caller wants to stop", "target": "last", "resume": False}
    ]
    assert notes_at(imported, "/global_functions/0") == ['lost: the function "estimate" of all nodes: its work is code']
    assert "sets no variables" in notes_at(imported, "/global_functions/1")[0]
    assert leads(imported, "first") == "last"
    assert any("decides in code" in each for each in notes_at(imported, "/nodes/0/data/functions/0"))
    assert any("minimum" in each for each in notes_at(imported, "/nodes/0/data/functions/0"))
    assert notes_at(imported, "/nodes/0/data/context_strategy") == ["lost: a model always sees the whole conversation"]
    assert leads(imported, "last") == "last-say"
