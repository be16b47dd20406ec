"""Conversation flows of Retell."""

from __future__ import annotations

import copy
from typing import Any

from functions.flow_import import read
from tests.functions.flow_import.exports import RETELL, errors_of, inner_of, leads, nodes_of, notes_at


def test_words_that_are_fixed_are_asked_and_conditions_in_words_choose_the_way() -> None:
    imported = read(RETELL)
    nodes = nodes_of(imported)
    assert nodes["hello"]["prompt"] == "Hello {{ guest_name }}, how can I help?"
    conditions = nodes["hello-next"]["conditions"]
    assert [condition["when"] for condition in conditions] == [
        "The caller wants a room",
        "The caller asks for a colleague",
    ]
    assert leads(imported, "hello-next", "way1") == "dates"
    assert leads(imported, "hello-next") == "hello"


def test_a_prompt_speaks_once_and_listens_and_goes_on_until_a_condition_is_met() -> None:
    imported = read(RETELL)
    nodes = nodes_of(imported)
    assert nodes["dates"]["type"] == "llm"
    assert nodes["dates"]["instructions"].startswith("You work for a hotel. The guest is {{ guest_name }}.")
    assert leads(imported, "dates") == "dates-listen"
    assert leads(imported, "dates-next") == "dates"


def test_variables_are_found_by_a_model_that_says_nothing() -> None:
    values = nodes_of(read(RETELL))["values"]
    assert (values["type"], values["speak"]) == ("llm", False)
    assert values["extract"]["size"]["enum"] == ["single", "double", None]


def test_a_function_becomes_the_search_for_its_arguments_and_a_request() -> None:
    imported = read(RETELL)
    nodes = nodes_of(imported)
    request = nodes["room-request"]
    assert leads(imported, "room") == "room-request"
    assert request["request"]["body"] == {"day": "{{ day }}"}
    assert request["message"] == "One moment."
    assert request["timeoutSeconds"] == 5
    assert request["assign"] == {"room": "response.body?.data?.rooms?.[0]?.name"}


def test_equations_become_an_expression() -> None:
    (condition,) = nodes_of(read(RETELL))["split"]["conditions"]
    assert condition["expression"] == (
        'String(room ?? "") !== "" && String(size ?? "") === "double" && Number(nights) > Number("2")'
    )


def test_a_node_that_has_no_counterpart_says_nothing_and_leads_on() -> None:
    imported = read(RETELL)
    assert nodes_of(imported)["text"]["message"] == ""
    assert leads(imported, "text") == "bye"
    assert notes_at(imported, "/conversationFlow/nodes/5")[0] == "lost: Callflow's flows send no text messages"


def test_a_component_is_a_flow_of_its_own_that_comes_back() -> None:
    imported = read(RETELL)
    assert nodes_of(imported)["known"]["flowId"] == "front-desk-ask-for-a-name"
    assert leads(imported, "known") == "colleague"
    (inner,) = imported.inner
    assert inner.flow_id == "front-desk-ask-for-a-name"
    assert inner.definition["name"] == "Ask for a name"
    component = inner_of(imported, inner.flow_id)
    assert leads(component, "start") == "c1"
    assert leads(component, "c2") == "imported-back"
    assert "outcome" not in nodes_of(component)["imported-back"]
    assert inner.origins["c1"] == ("/conversationFlow/components/0/nodes/0",)
    assert errors_of(imported) == []


def test_a_component_that_is_used_twice_is_one_flow_and_shares_the_variables_of_the_call() -> None:
    export: Any = copy.deepcopy(RETELL)
    flow = export["conversationFlow"]
    flow["nodes"].append({**flow["nodes"][6], "id": "again"})
    flow["nodes"][4]["else_edge"]["destination_node_id"] = "again"
    flow["components"][0]["nodes"][0]["instruction"]["text"] = "What is your name, {{guest name}}?"
    imported = read(export, "desk")
    assert [each.flow_id for each in imported.inner] == ["desk-ask-for-a-name"]
    for name in ("known", "again"):
        node = nodes_of(imported)[name]
        assert node["flowId"] == "desk-ask-for-a-name"
        assert node["in"] == node["out"] == {"guest_name": "guest_name"}
    assert leads(imported, "known", "failed") == "imported-failure"
    assert errors_of(imported) == []


def test_a_transfer_says_its_words_and_a_global_node_may_be_reached_at_any_time() -> None:
    imported = read(RETELL)
    assert nodes_of(imported)["colleague"]["to"] == "+15550123"
    assert leads(imported, "colleague", "failed") == "bye"
    assert imported.definition["handlers"] == [
        {"id": "global-1", "when": "The caller asks for a person", "target": "colleague", "resume": False}
    ]


def test_settings_of_the_agent_are_noted() -> None:
    imported = read(RETELL)
    assert notes_at(imported, "/voice_id") == ['lost: "voice_id": a flow has no such setting']
    assert imported.definition["language"] == "en-GB"
    assert imported.definition["variables"]["guest_name"] == {"type": "any", "default": "Ann"}  # type: ignore[index, call-overload]


def test_long_prompts_are_kept_in_variables_and_said_whole() -> None:
    export: Any = copy.deepcopy(RETELL)
    export["conversationFlow"]["global_prompt"] = (
        "Be kind. " * 5000 + "The guest is {{guest name}}. " + "Be brief. " * 2000
    )
    imported = read(export)
    instructions = nodes_of(imported)["dates"]["instructions"]
    assert len(instructions) < 8000
    variables: Any = imported.definition["variables"]
    for name in [name for name in variables if name.startswith("longText")]:
        instructions = instructions.replace(f"{{{{ {name} }}}}", variables[name]["default"])
    assert instructions.startswith("Be kind. " * 5000 + "The guest is {{ guest_name }}. ")
    assert errors_of(imported) == []


def test_a_component_inside_itself_is_noted() -> None:
    export: Any = copy.deepcopy(RETELL)
    inner = export["conversationFlow"]["components"][0]["nodes"]
    inner[0]["edges"][0]["destination_node_id"] = "c3"
    inner.append(
        {"id": "c3", "type": "component", "component_id": "comp-1", "else_edge": {"destination_node_id": "c2"}}
    )
    imported = read(export)
    assert any("it is inside itself" in note.message for note in imported.notes)
    assert errors_of(imported) == []


def test_the_other_kinds_of_transfers_ends_and_answers() -> None:
    export: Any = copy.deepcopy(RETELL)
    nodes = export["conversationFlow"]["nodes"]
    nodes[7]["transfer_destination"] = {"type": "inferred", "prompt": "The number of the branch"}
    nodes[7]["transfer_option"] = {"type": "warm_transfer"}
    nodes[8]["instruction"] = {"type": "prompt", "text": "Say goodbye."}
    nodes[0]["always_edge"] = {"id": "a", "destination_node_id": "bye", "transition_condition": {"prompt": "Always"}}
    nodes[1]["skip_response_edge"] = {"id": "s", "destination_node_id": "values"}
    export["conversationFlow"]["start_speaker"] = "user"
    export["language"] = ["xx-XX", "en-US"]
    imported = read(export)
    found = nodes_of(imported)
    assert found["colleague"]["extract"].keys() == {"transferNumber"}
    assert found["colleague-transfer"]["to"] == "{{ transferNumber }}"
    assert found["bye"]["type"] == "llm"
    assert leads(imported, "bye") == "bye-end"
    assert leads(imported, "hello-next") == "bye"
    assert leads(imported, "dates") == "values"
    assert "language" not in imported.definition
    assert notes_at(imported, "/conversationFlow/nodes/7/transfer_option")[0].startswith(
        "changed: the caller is transferred"
    )
    assert errors_of(imported) == []


def test_the_tools_of_a_subagent_are_tools_of_its_model() -> None:
    imported = read(RETELL)
    room, stay = nodes_of(imported)["helper"]["tools"]
    assert room["name"] == "find_room"
    assert room["parameters"] == {
        "type": "object",
        "properties": {"day": {"type": "string"}},
        "required": ["day"],
    }
    assert room["request"]["body"] == {"day": "{{ arguments?.day }}"}
    server = {"server": "https://mcp.example.com/?v=2", "headers": {"X-Key": "1"}}
    assert stay == {"name": "find_stay", "description": "Finds a stay", "mcp": {**server, "tool": "find_stay"}}
    assert 'the tool "calendar" (check_availability_cal)' in notes_at(imported, "/conversationFlow/nodes/9/tools/3")[0]


def test_a_tool_that_the_export_does_not_have_is_noted() -> None:
    export: Any = copy.deepcopy(RETELL)
    export["conversationFlow"]["nodes"][9]["tool_ids"] = ["gone"]
    export["conversationFlow"]["mcps"] = []
    imported = read(export)
    assert notes_at(imported, "/conversationFlow/nodes/9/tool_ids/0") == ["lost: the tool is not in the export"]
    assert "which server" in notes_at(imported, "/conversationFlow/nodes/9/tools/2")[0]
    assert any("which MCP server" in note for note in notes_at(imported, "/conversationFlow/nodes/10"))
    assert leads(imported, "stay") == "bye"
    assert errors_of(imported) == []


def test_a_subagent_that_may_end_or_transfer_the_call_has_ways_to_do_it() -> None:
    imported = read(RETELL)
    nodes = nodes_of(imported)
    assert [condition["when"] for condition in nodes["helper-next"]["conditions"]] == [
        "The caller asks about a stay",
        "The caller says goodbye",
        "The caller wants the desk",
    ]
    assert leads(imported, "helper-next", "way2") == "imported-end"
    assert leads(imported, "helper-next", "way3") == "helper-transfer"
    assert (nodes["helper-transfer"]["to"], nodes["helper-transfer"]["message"]) == ("+15550125", "To the desk.")


def test_a_node_with_an_mcp_tool_is_a_model_that_calls_it_and_says_nothing() -> None:
    imported = read(RETELL)
    stay = nodes_of(imported)["stay"]
    assert (stay["type"], stay["speak"], stay["message"]) == ("llm", False, "Let me see.")
    assert stay["tools"][0]["mcp"]["tool"] == "read_stay"
    assert stay["extract"].keys() == {"nights"}
    assert leads(imported, "stay") == "bye"
