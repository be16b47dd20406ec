"""Projects of Voiceflow."""

from __future__ import annotations

import copy
from typing import Any

from functions.flow_import import read
from tests.functions.flow_import.exports import VOICEFLOW, errors_of, inner_of, leads, nodes_of, notes_at


def test_words_before_a_capture_are_its_prompt() -> None:
    imported = read(VOICEFLOW)
    capture = nodes_of(imported)["c1"]
    assert capture["prompt"] == "Which size, {{ session.callerNumber }}?"
    assert (capture["variable"], capture["noInputPrompts"]) == ("size", ["Hello?"])
    assert notes_at(imported, "/diagrams/d1/nodes/t1") == ["changed: the first of 2 wordings is said"]


def test_steps_of_a_block_follow_each_other_and_set_variables() -> None:
    imported = read(VOICEFLOW)
    assert nodes_of(imported)["s1"]["assign"] == {"count": "(count + 1)"}
    assert leads(imported, "s1") == "if1"


def test_conditions_become_expressions() -> None:
    imported = read(VOICEFLOW)
    (condition,) = nodes_of(imported)["if1"]["conditions"]
    assert condition["expression"] == '(String(size ?? "") === "large")'
    assert leads(imported, "if1", "way1") == "api1"
    assert leads(imported, "if1") == "ai"


def test_a_request_sends_its_body_and_leaves_by_error() -> None:
    imported = read(VOICEFLOW)
    tool = nodes_of(imported)["api1"]
    assert tool["request"] == {
        "method": "POST",
        "url": "https://shop.example.com/{{ size }}",
        "headers": {"X-Shop": "1"},
        "body": '{"size": "{{ size }}"}',
    }
    assert tool["assign"] == {"price": "response.body?.price"}
    assert leads(imported, "api1", "error") == "ai"


def test_buttons_are_a_question_with_choices_and_lead_on_by_the_chosen_one() -> None:
    imported = read(VOICEFLOW)
    question = nodes_of(imported)["btn"]
    assert question["choices"][0] == {"value": "Pay"}
    assert question["choices"][1]["value"] == "No"
    assert "nope" in question["choices"][1]["synonyms"]
    assert question["reprompts"] == ["Pay or no?"]
    assert leads(imported, "btn-choice", "choice2") == "c1"


def test_what_is_not_said_is_noted_and_passed() -> None:
    imported = read(VOICEFLOW)
    assert notes_at(imported, "/diagrams/d1/nodes/img") == ["lost: a picture is not said"]
    assert leads(imported, "img") == "btn"
    assert notes_at(imported, "/diagrams/d1/nodes/note") == ["lost: a note on the canvas"]


def test_an_intent_leads_on_from_everywhere() -> None:
    imported = read(VOICEFLOW)
    assert imported.definition["handlers"] == [
        {"id": "intent-1", "phrases": ["I want a size burger"], "target": "int", "resume": False}
    ]
    assert leads(imported, "int") == "c1"


def test_a_component_is_an_inner_flow_that_comes_back_and_its_markup_is_not_said() -> None:
    imported = read(VOICEFLOW)
    assert nodes_of(imported)["flow"]["flowId"] == "burger-component"
    assert leads(imported, "flow") == "end"
    component = inner_of(imported, "burger-component")
    assert nodes_of(component)["x1"]["message"] == "Bye"
    assert leads(component, "x1") == "imported-back"
    assert errors_of(imported) == []


def test_an_exit_in_a_component_ends_the_call() -> None:
    export: Any = copy.deepcopy(VOICEFLOW)
    nodes = export["diagrams"]["d2"]["nodes"]
    nodes["x1"]["data"]["ports"] = [{"type": "", "target": "x2"}]
    nodes["x2"] = {"nodeID": "x2", "type": "exit", "data": {}}
    imported = read(export)
    assert nodes_of(inner_of(imported, "burger-component"))["x2"]["outcome"] == "hangUp"
    assert leads(imported, "flow", "hangUp") == "imported-end"
    assert errors_of(imported) == []


def test_a_component_that_jumps_into_another_diagram_is_a_part_of_the_flow() -> None:
    export: Any = copy.deepcopy(VOICEFLOW)
    nodes = export["diagrams"]["d2"]["nodes"]
    nodes["x1"]["data"]["ports"] = [{"type": "", "target": "x2"}]
    nodes["x2"] = {"nodeID": "x2", "type": "goToNode", "data": {"diagramID": "d1", "nodeID": "b1"}}
    export["diagrams"]["d1"]["nodes"]["flow"]["data"]["variableMap"] = {"inputs": [["size", "inner"]]}
    imported = read(export)
    assert imported.inner == ()
    assert leads(imported, "flow") == "start2"
    assert leads(imported, "x2") == "c1"
    notes = notes_at(imported, "/diagrams/d1/nodes/flow")
    assert any("does not come back" in note for note in notes)
    assert any("keep their names" in note for note in notes)
    assert errors_of(imported) == []


def test_a_trigger_has_several_intents_and_a_jump_leads_to_one() -> None:
    export: Any = copy.deepcopy(VOICEFLOW)
    export["intents"] = [{"id": "i3", "name": "hours", "description": "asks when the shop is open"}, {"id": "i4"}]
    nodes = export["diagrams"]["d1"]["nodes"]
    nodes["int"]["type"] = "trigger"
    items = [{"id": name, "type": "intent", "resourceID": name} for name in ("i1", "i3", "i4")]
    nodes["int"]["data"]["items"] = [*items, {"id": "e", "type": "event", "resourceID": "e1"}]
    nodes["b4"]["data"]["steps"] = ["ai", "go"]
    nodes["ai"]["data"]["portsV2"]["builtIn"] = {}
    nodes["go"] = {"nodeID": "go", "type": "goTo", "data": {"intent": "i3"}}
    imported = read(export)
    assert imported.definition["handlers"] == [
        {"id": "intent-1", "phrases": ["I want a size burger"], "target": "int", "resume": False},
        {"id": "intent-2", "when": "asks when the shop is open", "target": "int", "resume": False},
    ]
    assert leads(imported, "go") == "int"
    assert any("no phrases" in note for note in notes_at(imported, "/diagrams/d1/nodes/int/data/items/2"))
    assert notes_at(imported, "/diagrams/d1/nodes/int/data/items/3")[0] == 'lost: what begins by "event"'
    assert errors_of(imported) == []


def test_a_model_keeps_its_settings() -> None:
    model = nodes_of(read(VOICEFLOW))["ai"]
    assert (model["temperature"], model["maxTokens"]) == (0.5, 50)
    assert model["instructions"] == "Be short\n\nThank for {{ size }}"


def test_the_first_form_of_exports_and_further_steps_are_read() -> None:
    export: Any = copy.deepcopy(VOICEFLOW)
    nodes = export["diagrams"]["d1"]["nodes"]
    nodes["b2"]["data"]["steps"] = ["old", "rnd", "gen", "code", "jump", "ask", "pick", "card"]
    nodes["old"] = {
        "type": "if",
        "data": {
            "expressions": [
                {"type": "greater", "value": [{"type": "variable", "value": "size"}, {"type": "value", "value": "3"}]},
                {"type": "strange", "value": [{"type": "value", "value": "3"}]},
            ],
            "ports": [{"type": "else", "target": "b4"}, {"type": "", "target": "b3"}, {"type": "", "target": "b3"}],
        },
    }
    nodes["rnd"] = {"type": "randomV2", "data": {"portsV2": {"dynamic": [{"target": "gen"}, {"target": "code"}]}}}
    nodes["gen"] = {"type": "ai_set", "data": {"sets": [{"variable": "mood", "prompt": "The mood"}]}}
    nodes["code"] = {"type": "code", "data": {"code": "x = 1", "portsV2": {"builtIn": {"fail": {"target": "b4"}}}}}
    nodes["jump"] = {"type": "goToNode", "data": {"nodeID": "b1", "diagramID": "d1"}}
    nodes["ask"] = {"type": "prompt", "data": {"noMatches": {"reprompts": [{"voice": "v", "content": "Pardon?"}]}}}
    nodes["pick"] = {
        "type": "interaction",
        "data": {
            "choices": [{"intent": "VF.YES"}, {"intent": "i1"}],
            "ports": [{"type": "", "target": None}, {"type": "", "target": "b1"}, {"type": "", "target": "b3"}],
        },
    }
    nodes["card"] = {
        "type": "carousel",
        "data": {"cards": [{"id": "1", "title": "Pie", "description": "Good", "imageUrl": "x", "buttons": []}]},
    }
    imported = read(export)
    found = nodes_of(imported)
    assert found["old"]["conditions"][0]["expression"] == "(size > 3)"
    assert notes_at(imported, "/diagrams/d1/nodes/old/data/expressions/1")[0].startswith("lost: the condition")
    assert found["rnd"]["conditions"][0]["expression"] == "Math.random() < 0.500000"
    assert found["gen"]["extract"] == {"mood": {"type": ["string", "null"]}}
    assert leads(imported, "jump") == "c1"
    assert leads(imported, "ask") == "ask"
    assert leads(imported, "pick-choice", "choice1") == "c1"
    assert leads(imported, "pick-choice", "choice2") == "api1"
    assert found["card"]["message"] == "Pie\n\nGood"
    assert errors_of(imported) == []


def test_texts_and_phrases_outside_of_the_steps_are_found() -> None:
    export: Any = copy.deepcopy(VOICEFLOW)
    export["version"]["platformData"]["intents"] = []
    export["intents"] = [{"id": "i1", "name": "order"}]
    export["utterances"] = [{"intentID": "i1", "text": {"text": ["I want a ", {"entityID": "e"}, "burger"]}}]
    export["responseDiscriminators"] = [{"id": "d", "responseID": "m1"}]
    export["responseVariants"] = [{"id": "v", "discriminatorID": "d", "text": [{"text": ["Hello ", {"name": "size"}]}]}]
    export["diagrams"]["d1"]["nodes"]["t1"] = {
        "type": "message",
        "data": {"messageID": "m1", "portsV2": {"builtIn": {"next": {"target": "c1"}}}},
    }
    imported = read(export)
    assert imported.definition["handlers"] == [
        {"id": "intent-1", "phrases": ["I want a burger"], "target": "int", "resume": False}
    ]
    assert nodes_of(imported)["c1"]["prompt"].startswith("Hello")
