"""Agents of Dialogflow CX."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from functions.flow_import import UnreadableExportError, read
from tests.functions.flow_import.exports import CX, errors_of, leads, nodes_of, notes_at

_FLOW = "/flows~1Default Start Flow~1Default Start Flow.json"


def test_the_welcome_intent_begins_the_call_and_its_words_are_the_prompt() -> None:
    imported = read(CX)
    listen = nodes_of(imported)["Default Start Flow-listen"]
    assert leads(imported, "start") == "Default Start Flow-route-1"
    assert listen["reprompts"] == ["Once more, please?"]
    assert [choice["value"] for choice in listen["choices"]] == ["Default Welcome Intent", "book", "pay"]
    assert listen["choices"][1]["synonyms"] == ["book a room"]


def test_intents_choose_a_route_and_silence_its_own_end() -> None:
    imported = read(CX)
    conditions = nodes_of(imported)["Default Start Flow-listen-next"]["conditions"]
    assert conditions[1]["expression"] == 'intent === "book"'
    assert leads(imported, "Default Start Flow-listen-next", "way2") == "Booking"
    assert leads(imported, "Default Start Flow-listen", "noInput") == "imported-end"


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


def test_a_flow_that_ends_goes_back_to_the_only_page_that_called_it() -> None:
    imported = read(CX)
    assert leads(imported, "Default Start Flow-listen-next", "way3") == "Card"
    assert leads(imported, "Card") == "Default Start Flow-listen"


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
