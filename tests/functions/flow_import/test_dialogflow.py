"""Agents of Dialogflow CX."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from functions.flow_import import UnreadableExportError, read
from tests.functions.flow_import.exports import CX, errors_of, inner_of, leads, nodes_of, notes_at

_FLOW = "/flows~1Default Start Flow~1Default Start Flow.json"


def test_the_welcome_intent_begins_the_call_and_its_words_are_the_prompt() -> None:
    imported = read(CX)
    listen = nodes_of(imported)["Default Start Flow-listen"]
    assert leads(imported, "start") == "Default Start Flow-route-1"
    assert listen["variable"] == "heard"
    assert leads(imported, "Default Start Flow-listen") == "Default Start Flow-listen-again"
    assert nodes_of(imported)["Default Start Flow-listen-again"]["message"] == "Once more, please?"
    assert leads(imported, "Default Start Flow-listen-again") == "Default Start Flow-listen"
    assert leads(imported, "Default Start Flow-listen", "noInput") == "imported-end"


def test_the_intents_of_a_flow_are_heard_at_any_time() -> None:
    imported = read(CX)
    assert imported.definition["handlers"] == [
        {"id": "intent-1", "phrases": ["book a room"], "target": "Booking", "resume": False},
        {"id": "intent-2", "phrases": ["pay"], "target": "Default Start Flow-route-3", "resume": False},
    ]


def test_an_intent_that_leads_nowhere_comes_back_to_the_question_and_one_with_a_condition_if_it_is_not_true() -> None:
    export: Any = copy.deepcopy(CX)
    flow = export["flows/Default Start Flow/Default Start Flow.json"]
    flow["transitionRoutes"] += [
        {"intent": "hours", "triggerFulfillment": {"messages": [{"text": {"text": ["From nine to five."]}}]}},
        {"intent": "vip", "condition": "$session.params.vip = true", "targetPage": "Booking"},
    ]
    export["intents/hours/hours.json"] = {"displayName": "hours", "description": "asks when the hotel is open"}
    imported = read(export)
    handlers: Any = imported.definition["handlers"]
    assert handlers[2]["when"] == "asks when the hotel is open"
    assert handlers[2]["resume"]
    assert nodes_of(imported)[handlers[2]["target"]]["message"] == "From nine to five."
    assert leads(imported, handlers[2]["target"]) == "imported-resume"
    assert handlers[3]["phrases"] == ["vip"]
    assert nodes_of(imported)[handlers[3]["target"]]["conditions"][0]["expression"] == "vip == true"
    assert leads(imported, handlers[3]["target"], "way1") == "Booking"
    assert leads(imported, handlers[3]["target"]) == "imported-resume"
    assert errors_of(imported) == []


def test_the_intents_of_a_page_choose_its_route() -> None:
    export: Any = copy.deepcopy(CX)
    export["flows/Default Start Flow/pages/Wish.json"] = {
        "displayName": "Wish",
        "transitionRoutes": [
            {"intent": "book", "targetPage": "Booking"},
            {"intent": "pay", "targetPage": "End Session"},
        ],
    }
    export["flows/Default Start Flow/pages/Booking.json"]["transitionRoutes"][0]["targetPage"] = "Wish"
    imported = read(export)
    nodes = nodes_of(imported)
    assert [choice["value"] for choice in nodes["Wish-listen"]["choices"]] == ["book", "pay"]
    assert nodes["Wish-listen-next"]["conditions"][0]["expression"] == 'intent === "book"'
    assert leads(imported, "Wish-listen-next", "way1") == "Booking"
    assert nodes["Wish-listen"]["reprompts"] == ["Once more, please?"]
    assert errors_of(imported) == []


def test_a_form_asks_for_its_parameters() -> None:
    imported = read(CX)
    nodes = nodes_of(imported)
    day = nodes["Booking-day"]
    assert (day["valueType"], day["prompt"], day["reprompts"]) == ("date", "Which day?", ["A day, please."])
    room = nodes["Booking-room"]
    assert room["choices"][0] == {"value": "suite", "synonyms": ["the big one"]}
    assert notes_at(imported, "/flows~1Default Start Flow~1pages~1Booking.json/form/parameters/2")[0].startswith("lost")


def test_a_condition_is_an_expression_and_one_that_cannot_be_said_is_noted() -> None:
    imported = read(CX)
    (condition,) = nodes_of(imported)["Booking-routes"]["conditions"]
    assert condition["expression"] == '("FINAL" == "FINAL" && room != null)'
    place = "/flows~1Default Start Flow~1pages~1Booking.json/transitionRoutes/1"
    assert 'the function "$sys.func.MAGIC" is not known' in notes_at(imported, place)[0]


def test_a_route_sets_parameters_says_words_and_calls_its_webhook() -> None:
    imported = read(CX)
    nodes = nodes_of(imported)
    assert nodes["Booking-route-1"]["assign"] == {"count": "Number(count) + Number(1)", "state": '"done"'}
    assert nodes["Booking-route-1-say"]["message"] == "Booked for {{ day }}."
    assert nodes["Booking-route-1-case"]["conditions"][0]["expression"] == 'room == "suite"'
    webhook = nodes["Booking-route-1-webhook"]
    assert webhook["request"]["body"] == '{"day": "{{ day }}"}'
    assert webhook["assign"] == {"number": "response.body?.number"}
    assert leads(imported, "Booking-route-1-webhook") == "imported-end"


def test_another_flow_is_an_inner_flow_that_comes_back_to_the_page_that_called_it() -> None:
    imported = read(CX)
    assert nodes_of(imported)["Default Start Flow-route-3"]["flowId"] == "hotel-payment"
    assert leads(imported, "Default Start Flow-route-3") == "Default Start Flow-listen"
    payment = inner_of(imported, "hotel-payment")
    assert leads(payment, "start") == "Card"
    assert leads(payment, "Card") == "imported-back"
    assert errors_of(imported) == []


def test_flows_that_call_each_other_in_a_circle_lead_on_in_the_outermost_flow() -> None:
    export: Any = copy.deepcopy(CX)
    export["flows/Payment/pages/Card.json"]["transitionRoutes"] = [
        {"condition": "$session.params.paid = true", "targetFlow": "Receipt"},
        {"condition": "$session.params.menu = true", "targetFlow": "Default Start Flow"},
        {"condition": "true", "targetPage": "End Session"},
    ]
    export["flows/Receipt/Receipt.json"] = {
        "displayName": "Receipt",
        "transitionRoutes": [
            {"condition": "$session.params.again = true", "targetFlow": "Payment"},
            {"condition": "true", "targetPage": "End Flow"},
        ],
    }
    imported = read(export)
    payment = inner_of(imported, "hotel-payment")
    outcomes = {name: node.get("outcome") for name, node in nodes_of(payment).items() if node["type"] == "end"}
    assert outcomes == {
        "imported-to-receipt": "to-receipt",
        "imported-to-default-start-flow": "to-default-start-flow",
        "imported-end": "hangUp",
    }
    call = "Default Start Flow-route-3"
    assert leads(imported, call, "to-receipt") == "enter Receipt"
    assert leads(imported, call, "to-default-start-flow") == "Default Start Flow-listen"
    assert leads(imported, call, "hangUp") == "imported-end"
    assert leads(imported, "enter Receipt", "to-payment") == "enter Payment"
    assert leads(imported, "enter Receipt") == "Default Start Flow-listen"
    assert nodes_of(imported)[call]["in"]["paid"] == "paid"
    assert errors_of(imported) == []


def test_a_flow_to_which_none_leads_is_a_flow_of_its_own_and_noted() -> None:
    export: Any = copy.deepcopy(CX)
    export["flows/Lost/Lost.json"] = {"displayName": "Lost", "transitionRoutes": [{"condition": "true"}]}
    imported = read(export)
    assert [flow.flow_id for flow in imported.inner] == ["hotel-payment", "hotel-lost"]
    assert "changed: no other flow leads to this one" in notes_at(imported, "/flows~1Lost~1Lost.json")
    assert errors_of(imported) == []


def test_a_page_that_only_leads_on_has_no_node_and_a_note() -> None:
    export: Any = copy.deepcopy(CX)
    export["flows/Default Start Flow/pages/Pass.json"] = {
        "displayName": "Pass",
        "transitionRoutes": [{"condition": "true", "targetPage": "Booking"}],
    }
    export["flows/Default Start Flow/Default Start Flow.json"]["transitionRoutes"][1]["targetPage"] = "Pass"
    imported = read(export)
    assert imported.definition["handlers"][0]["target"] == "Booking"  # type: ignore[index, call-overload]
    place = "/flows~1Default Start Flow~1pages~1Pass.json"
    assert "changed: the page does nothing but lead on, so the flow has no node for it" in notes_at(imported, place)


def test_a_failure_of_a_webhook_leads_where_its_event_leads() -> None:
    export: Any = copy.deepcopy(CX)
    flow = export["flows/Default Start Flow/Default Start Flow.json"]
    flow["eventHandlers"].append({"event": "webhook.error", "targetPage": "Booking", "triggerFulfillment": {}})
    imported = read(export)
    assert leads(imported, "Booking-route-1-webhook", "error") == "Booking"
    assert errors_of(imported) == []


def test_what_is_not_used_or_not_known_is_noted() -> None:
    imported = read(CX)
    assert notes_at(imported, "/playbooks~1p~1p.json")
    assert notes_at(imported, "/intents~1unused~1trainingPhrases~1en.json")
    assert notes_at(imported, f"{_FLOW}/eventHandlers/2") == ['lost: the event "custom"']
    assert notes_at(imported, f"{_FLOW}/nluSettings")


def test_a_single_flow_is_read_with_its_pages_inside() -> None:
    document: Any = {
        "displayName": "One",
        "transitionRoutes": [{"condition": "true", "targetPage": "projects/p/locations/l/agents/a/flows/f/pages/p1"}],
        "pages": [
            {
                "name": "projects/p/locations/l/agents/a/flows/f/pages/p1",
                "displayName": "First",
                "entryFulfillment": {"messages": [{"telephonyTransferCall": {"phoneNumber": "+15550123"}}]},
            }
        ],
    }
    imported = read(document)
    assert nodes_of(imported)["First"]["to"] == "+15550123"
    assert errors_of(imported) == []


def test_groups_of_routes_belong_to_their_pages() -> None:
    export: Any = copy.deepcopy(CX)
    export["flows/Default Start Flow/transitionRouteGroups/G.json"] = {
        "displayName": "G",
        "transitionRoutes": [{"condition": "$session.params.vip = true", "targetPage": "END_SESSION"}],
    }
    export["flows/Default Start Flow/pages/Booking.json"]["transitionRouteGroups"] = ["G"]
    imported = read(export)
    conditions = nodes_of(imported)["Booking-routes"]["conditions"]
    assert conditions[1]["expression"] == "vip == true"


def test_an_agent_without_a_flow_is_refused() -> None:
    with pytest.raises(UnreadableExportError, match="has no flow"):
        read({"agent.json": {"displayName": "A", "defaultLanguageCode": "en"}})
