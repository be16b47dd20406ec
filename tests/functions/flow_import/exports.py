"""Small exports in the formats of other products, written by hand, and what a test asks of an import."""

from __future__ import annotations

import io
import json
import zipfile
from functools import lru_cache
from typing import Any

from flow_core.check import check
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.flow_import import Imported
from functions.json_schema.check import schema_problem

RETELL: dict[str, Any] = {
    "agent_name": "Front desk",
    "language": "en-GB",
    "voice_id": "voice-1",
    "conversationFlow": {
        "conversation_flow_id": "flow-1",
        "start_node_id": "hello",
        "start_speaker": "agent",
        "global_prompt": "You work for a hotel. The guest is {{guest name}}.",
        "default_dynamic_variables": {"guest name": "Ann"},
        "model_choice": {"type": "cascading", "model": "gpt-4.1"},
        "tools": [
            {
                "tool_id": "tool-room",
                "type": "custom",
                "name": "find_room",
                "description": "Finds a free room",
                "url": "https://hotel.example.com/rooms",
                "method": "POST",
                "headers": {"X-Hotel": "1"},
                "args_at_root": True,
                "parameters": {"type": "object", "properties": {"day": {"type": "string"}}, "required": ["day"]},
                "response_variables": {"room": "$.data.rooms[0].name"},
                "timeout_ms": 5000,
            }
        ],
        "components": [
            {
                "conversation_flow_component_id": "comp-1",
                "name": "Ask for a name",
                "start_node_id": "c1",
                "nodes": [
                    {
                        "id": "c1",
                        "type": "conversation",
                        "instruction": {"type": "static_text", "text": "What is your name?"},
                        "edges": [
                            {
                                "id": "ce1",
                                "destination_node_id": "c2",
                                "transition_condition": {"type": "prompt", "prompt": "The caller says a name"},
                            }
                        ],
                    },
                    {"id": "c2", "type": "end", "instruction": {"type": "static_text", "text": "Component completed"}},
                ],
            }
        ],
        "nodes": [
            {
                "id": "hello",
                "type": "conversation",
                "name": "Hello",
                "display_position": {"x": 10, "y": 20},
                "instruction": {"type": "static_text", "text": "Hello {{guest name}}, how can I help?"},
                "edges": [
                    {
                        "id": "e1",
                        "destination_node_id": "dates",
                        "transition_condition": {"type": "prompt", "prompt": "The caller wants a room"},
                    },
                    {
                        "id": "e2",
                        "destination_node_id": "known",
                        "transition_condition": {"type": "prompt", "prompt": "The caller asks for a colleague"},
                    },
                ],
            },
            {
                "id": "dates",
                "type": "conversation",
                "instruction": {"type": "prompt", "text": "Ask for the day of arrival."},
                "edges": [
                    {
                        "id": "e3",
                        "destination_node_id": "values",
                        "transition_condition": {"type": "prompt", "prompt": "The caller named a day"},
                    }
                ],
                "interruption_sensitivity": 0.4,
            },
            {
                "id": "values",
                "type": "extract_dynamic_variables",
                "variables": [
                    {"name": "day", "type": "string", "description": "the day of arrival"},
                    {"name": "size", "type": "enum", "description": "the room", "choices": ["single", "double"]},
                ],
                "edges": [],
                "else_edge": {"id": "e4", "destination_node_id": "room", "transition_condition": {"type": "prompt"}},
            },
            {
                "id": "room",
                "type": "function",
                "tool_id": "tool-room",
                "tool_type": "local",
                "wait_for_result": True,
                "speak_during_execution": True,
                "instruction": {"type": "static_text", "text": "One moment."},
                "edges": [],
                "else_edge": {"id": "e5", "destination_node_id": "split", "transition_condition": {"type": "prompt"}},
            },
            {
                "id": "split",
                "type": "branch",
                "edges": [
                    {
                        "id": "e6",
                        "destination_node_id": "bye",
                        "transition_condition": {
                            "type": "equation",
                            "operator": "&&",
                            "equations": [
                                {"left": "{{room}}", "operator": "exists"},
                                {"left": "{{size}}", "operator": "==", "right": "double"},
                                {"left": "nights", "operator": ">", "right": "2"},
                            ],
                        },
                    }
                ],
                "else_edge": {"id": "e7", "destination_node_id": "text", "transition_condition": {"type": "prompt"}},
            },
            {
                "id": "text",
                "type": "sms",
                "instruction": {"type": "prompt", "text": "Send the address."},
                "success_edge": {"id": "e8", "destination_node_id": "bye"},
                "failed_edge": {"id": "e9", "destination_node_id": "bye"},
            },
            {
                "id": "known",
                "type": "component",
                "component_id": "comp-1",
                "component_type": "local",
                "edges": [],
                "else_edge": {"id": "e10", "destination_node_id": "colleague"},
            },
            {
                "id": "colleague",
                "type": "transfer_call",
                "transfer_destination": {"type": "predefined", "number": "+15550123"},
                "transfer_option": {"type": "cold_transfer"},
                "instruction": {"type": "static_text", "text": "I connect you."},
                "edge": {"id": "e11", "destination_node_id": "bye", "transition_condition": {"type": "prompt"}},
                "global_node_setting": {"condition": "The caller asks for a person"},
            },
            {"id": "bye", "type": "end", "instruction": {"type": "static_text", "text": "Goodbye!"}},
        ],
    },
}

VAPI: dict[str, Any] = {
    "name": "Intake",
    "globalPrompt": "You take orders.",
    "nodes": [
        {
            "name": "hello",
            "type": "conversation",
            "isStart": True,
            "metadata": {"position": {"x": 1, "y": 2}},
            "prompt": "Ask what {{customer.number}} wants, for {{ shop }}.",
            "messagePlan": {"firstMessage": "Welcome to {{ shop }}!"},
            "model": {"provider": "openai", "model": "gpt-4o", "temperature": 0.3, "maxTokens": 250},
            "variableExtractionPlan": {
                "output": [{"title": "dish", "type": "string", "enum": ["pizza", "pasta"], "description": "the dish"}]
            },
        },
        {
            "name": "order",
            "type": "tool",
            "tool": {
                "type": "apiRequest",
                "url": "https://shop.example.com/orders",
                "method": "POST",
                "body": {"type": "object", "properties": {"dish": {"type": "string", "value": "{{ dish }}"}}},
                "messages": [
                    {"type": "request-start", "content": "One moment."},
                    {"type": "request-failed", "content": "That did not work.", "endCallAfterSpokenEnabled": True},
                ],
            },
        },
        {"name": "thanks", "type": "conversation", "prompt": "Thank the caller."},
        {
            "name": "person",
            "type": "tool",
            "tool": {"type": "transferCall", "destinations": [{"type": "number", "number": "+15550123"}]},
        },
        {"name": "hangup", "type": "tool", "tool": {"type": "endCall"}},
        {"name": "text", "type": "tool", "tool": {"type": "sms"}},
        {
            "name": "help",
            "type": "conversation",
            "prompt": "Help.",
            "globalNodePlan": {"enabled": True, "enterCondition": "The caller needs help"},
        },
    ],
    "edges": [
        {"from": "hello", "to": "order", "condition": {"type": "ai", "prompt": "the caller named a dish"}},
        {"from": "hello", "to": "person", "condition": {"type": "ai", "prompt": "the caller wants a person"}},
        {
            "from": "order",
            "to": "thanks",
            "condition": {"type": "logic", "liquid": "{{ dish == 'pizza' }}"},
        },
        {"from": "order", "to": "text"},
        {"from": "text", "to": "hangup"},
        {"from": "thanks", "to": "hangup"},
        {"from": "help", "to": "hello"},
    ],
}

PIPECAT: dict[str, Any] = {
    "initial_node": "start",
    "nodes": {
        "start": {
            "role_messages": [{"role": "system", "content": "You take orders."}],
            "task_messages": [{"role": "system", "content": "Ask for pizza or sushi."}],
            "pre_actions": [
                {"type": "tts_say", "text": "Welcome!"},
                {"type": "function", "handler": "__function__:log"},
            ],
            "functions": [
                {
                    "type": "function",
                    "function": {
                        "name": "choose_pizza",
                        "description": "The caller wants pizza",
                        "parameters": {"type": "object", "properties": {"size": {"type": "string"}}},
                        "handler": "__function__:choose",
                        "transition_to": "end",
                    },
                },
                {
                    "name": "choose_sushi",
                    "description": "sushi",
                    "input_schema": {"properties": {}},
                    "transition_to": "sushi",
                },
            ],
        },
        "sushi": {
            "task_messages": [{"role": "system", "content": "Ask how many rolls."}],
            "functions": [{"function_declarations": [{"name": "end", "description": "done"}]}],
        },
        "end": {
            "task_messages": [{"role": "system", "content": "Say goodbye."}],
            "functions": [],
            "post_actions": [{"type": "end_conversation"}],
        },
    },
}

PIPECAT_EDITOR: dict[str, Any] = {
    "$id": "https://flows.pipecat.ai/schema/flow.json",
    "meta": {"name": "Survey", "version": "1"},
    "global_functions": [{"name": "estimate", "description": "delivery"}],
    "nodes": [
        {
            "id": "first",
            "type": "initial",
            "position": {"x": 1, "y": 2},
            "data": {
                "label": "First",
                "role_messages": [{"role": "system", "content": "You ask."}],
                "task_messages": [{"role": "system", "content": "Ask for the age."}],
                "context_strategy": {"strategy": "RESET"},
                "functions": [
                    {
                        "name": "tell",
                        "description": "the age",
                        "properties": {"age": {"type": "integer", "minimum": 1}},
                        "required": ["age"],
                        "decision": {"action": "result = age", "conditions": [], "default_next_node_id": "last"},
                    }
                ],
            },
        },
        {
            "id": "last",
            "type": "end",
            "position": {"x": 3, "y": 4},
            "data": {
                "task_messages": [],
                "post_actions": [{"type": "tts_say", "text": "Bye"}, {"type": "end_conversation"}],
            },
        },
    ],
    "edges": [],
}

VOICEFLOW: dict[str, Any] = {
    "_version": "1.2",
    "project": {"_id": "p", "name": "Burger", "teamID": "t"},
    "version": {
        "_id": "v",
        "rootDiagramID": "d1",
        "variables": ["sessions", "size"],
        "platformData": {
            "settings": {"locales": ["en-US"], "restart": True},
            "intents": [
                {"key": "i1", "name": "order", "slots": [], "inputs": [{"text": "I want a {{[size].s1}} burger"}]},
                {"key": "i2", "name": "unused", "slots": [], "inputs": []},
            ],
        },
    },
    "diagrams": {
        "d1": {
            "_id": "d1",
            "name": "ROOT",
            "nodes": {
                "start": {
                    "nodeID": "start",
                    "type": "start",
                    "coords": [10, 20],
                    "data": {
                        "portsV2": {"byKey": {}, "builtIn": {"next": {"id": "p0", "target": "b1"}}, "dynamic": []}
                    },
                },
                "b1": {
                    "nodeID": "b1",
                    "type": "block",
                    "coords": [30, 40],
                    "data": {"name": "Hello", "steps": ["t1", "c1"]},
                },
                "t1": {
                    "nodeID": "t1",
                    "type": "text",
                    "data": {
                        "texts": [
                            {"id": "x", "content": [{"children": [{"text": "Which size, "}, {"text": "{user_id}?"}]}]},
                            {"id": "y", "content": [{"children": [{"text": "What size?"}]}]},
                        ],
                        "portsV2": {"builtIn": {"next": {"target": "c1"}}},
                    },
                },
                "c1": {
                    "nodeID": "c1",
                    "type": "captureV2",
                    "data": {
                        "capture": {"type": "query", "variable": "size"},
                        "noReply": {"reprompts": [{"id": "r", "content": [{"children": [{"text": "Hello?"}]}]}]},
                        "portsV2": {"builtIn": {"next": {"target": "b2"}, "else": {"target": None}}},
                    },
                },
                "b2": {"nodeID": "b2", "type": "block", "data": {"name": "More", "steps": ["s1", "if1"]}},
                "s1": {
                    "nodeID": "s1",
                    "type": "setV2",
                    "data": {
                        "sets": [{"type": "advance", "variable": "count", "expression": "{count} + 1"}],
                        "portsV2": {"builtIn": {"next": {"target": None}}},
                    },
                },
                "if1": {
                    "nodeID": "if1",
                    "type": "ifV2",
                    "data": {
                        "expressions": [
                            {
                                "type": None,
                                "name": "large",
                                "value": [
                                    {
                                        "type": "equals",
                                        "value": [
                                            {"type": "variable", "value": "size"},
                                            {"type": "value", "value": "large"},
                                        ],
                                    }
                                ],
                            }
                        ],
                        "noMatch": {"type": "path"},
                        "portsV2": {"builtIn": {"else": {"target": "b4"}}, "dynamic": [{"target": "b3"}]},
                    },
                },
                "b3": {"nodeID": "b3", "type": "block", "data": {"steps": ["api1", "img", "btn"]}},
                "api1": {
                    "nodeID": "api1",
                    "type": "api",
                    "data": {
                        "url": "https://shop.example.com/{size}",
                        "method": "POST",
                        "headers": [{"key": "X-Shop", "val": "1"}],
                        "body": [],
                        "params": [],
                        "bodyType": "rawInput",
                        "content": '{"size": "{size}"}',
                        "mappings": [{"path": "response.price", "var": "price"}],
                        "portsV2": {"builtIn": {"next": {"target": "img"}, "fail": {"target": "b4"}}},
                    },
                },
                "img": {
                    "nodeID": "img",
                    "type": "visual",
                    "data": {"image": "https://x", "portsV2": {"builtIn": {"next": {"target": "btn"}}}},
                },
                "btn": {
                    "nodeID": "btn",
                    "type": "buttons",
                    "data": {
                        "buttons": [
                            {"id": "y", "name": "Pay", "actions": []},
                            {"id": "n", "intent": "VF.NO", "name": "No"},
                        ],
                        "noMatch": {"reprompts": [{"content": [{"children": [{"text": "Pay or no?"}]}]}]},
                        "portsV2": {
                            "builtIn": {"else": {"target": None}},
                            "dynamic": [{"target": "b4"}, {"target": "b1"}],
                        },
                    },
                },
                "b4": {"nodeID": "b4", "type": "block", "data": {"steps": ["ai", "flow", "end"]}},
                "ai": {
                    "nodeID": "ai",
                    "type": "generative",
                    "data": {
                        "prompt": "Thank for {size}",
                        "system": "Be short",
                        "temperature": 0.5,
                        "maxTokens": 50,
                        "model": "gpt",
                        "portsV2": {"builtIn": {"next": {"target": "flow"}}},
                    },
                },
                "flow": {
                    "nodeID": "flow",
                    "type": "component",
                    "data": {"diagramID": "d2", "portsV2": {"builtIn": {"next": {"target": "end"}}}},
                },
                "end": {"nodeID": "end", "type": "exit", "data": {}},
                "int": {
                    "nodeID": "int",
                    "type": "intent",
                    "data": {"intent": "i1", "mappings": [], "portsV2": {"builtIn": {"next": {"target": "b1"}}}},
                },
                "note": {"nodeID": "note", "type": "markup_text", "data": {"content": []}},
            },
        },
        "d2": {
            "_id": "d2",
            "name": "Component",
            "nodes": {
                "start2": {"nodeID": "start2", "type": "start", "data": {"ports": [{"type": "", "target": "x1"}]}},
                "x1": {
                    "nodeID": "x1",
                    "type": "speak",
                    "data": {"dialogs": [{"voice": "default", "content": "<b>Bye</b>"}], "ports": []},
                },
            },
        },
    },
}

CX: dict[str, Any] = {
    "agent.json": {"displayName": "Hotel", "defaultLanguageCode": "en", "startFlow": "Default Start Flow"},
    "flows/Default Start Flow/Default Start Flow.json": {
        "name": "0000",
        "displayName": "Default Start Flow",
        "transitionRoutes": [
            {
                "intent": "Default Welcome Intent",
                "triggerFulfillment": {"messages": [{"text": {"text": ["Welcome!", "Hi!"]}, "languageCode": "en"}]},
                "name": "r0",
            },
            {"intent": "book", "triggerFulfillment": {}, "targetPage": "Booking", "name": "r1"},
            {"intent": "pay", "targetFlow": "Payment", "name": "r2"},
        ],
        "eventHandlers": [
            {
                "event": "sys.no-match-default",
                "triggerFulfillment": {"messages": [{"text": {"text": ["Once more, please?"]}}]},
            },
            {"event": "sys.no-input-default", "targetPage": "END_SESSION", "triggerFulfillment": {}},
            {"event": "custom", "triggerFulfillment": {}},
        ],
        "nluSettings": {"modelType": "MODEL_TYPE_ADVANCED"},
    },
    "flows/Default Start Flow/pages/Booking.json": {
        "name": "page-1",
        "displayName": "Booking",
        "entryFulfillment": {"messages": [{"outputAudioText": {"ssml": "<speak>Good.</speak>"}}]},
        "form": {
            "parameters": [
                {
                    "displayName": "day",
                    "entityType": "@sys.date",
                    "required": True,
                    "fillBehavior": {
                        "initialPromptFulfillment": {"messages": [{"text": {"text": ["Which day?"]}}]},
                        "repromptEventHandlers": [
                            {
                                "event": "sys.no-match-1",
                                "triggerFulfillment": {"messages": [{"text": {"text": ["A day, please."]}}]},
                            }
                        ],
                    },
                },
                {"displayName": "room", "entityType": "@room", "required": True, "fillBehavior": {}},
                {"displayName": "wish", "entityType": "@sys.any"},
            ]
        },
        "transitionRoutes": [
            {
                "condition": '$page.params.status = "FINAL" AND $session.params.room != null',
                "triggerFulfillment": {
                    "messages": [{"text": {"text": ["Booked for $session.params.day."]}}],
                    "webhook": "Book it",
                    "tag": "book",
                    "setParameterActions": [
                        {"parameter": "$flow.count", "value": "$sys.func.ADD($flow.count, 1)"},
                        {"parameter": "state", "value": "done"},
                    ],
                    "conditionalCases": [
                        {
                            "cases": [
                                {
                                    "condition": "$session.params.room = suite",
                                    "caseContent": [{"message": {"text": {"text": ["Enjoy the suite!"]}}}],
                                },
                                {"caseContent": [{"message": {"text": {"text": ["Enjoy!"]}}}]},
                            ]
                        }
                    ],
                },
                "targetPage": "END_SESSION",
            },
            {"condition": "$sys.func.MAGIC($session.params.x)", "targetPage": "Start Page"},
        ],
    },
    "flows/Payment/Payment.json": {
        "displayName": "Payment",
        "transitionRoutes": [{"condition": "true", "targetPage": "Card"}],
    },
    "flows/Payment/pages/Card.json": {
        "displayName": "Card",
        "entryFulfillment": {"messages": [{"text": {"text": ["Paid."]}}]},
        "transitionRoutes": [{"condition": "true", "targetPage": "End Flow"}],
    },
    "intents/book/book.json": {"displayName": "book", "numTrainingPhrases": 1},
    "intents/book/trainingPhrases/en.json": {
        "trainingPhrases": [
            {"parts": [{"text": "book "}, {"text": "a room", "parameterId": "room"}], "languageCode": "en"}
        ]
    },
    "intents/pay/pay.json": {"displayName": "pay"},
    "intents/pay/trainingPhrases/en.json": {"trainingPhrases": [{"parts": [{"text": "pay"}]}]},
    "intents/unused/unused.json": {"displayName": "unused"},
    "intents/unused/trainingPhrases/en.json": {"trainingPhrases": [{"parts": [{"text": "never"}]}]},
    "entityTypes/room/room.json": {"displayName": "room", "kind": "KIND_MAP"},
    "entityTypes/room/entities/en.json": {
        "entities": [
            {"value": "suite", "synonyms": ["suite", "the big one"]},
            {"value": "single", "synonyms": ["single"]},
        ]
    },
    "webhooks/Book it.json": {
        "displayName": "Book it",
        "genericWebService": {
            "uri": "https://hotel.example.com/book",
            "webhookType": "FLEXIBLE",
            "httpMethod": "POST",
            "requestBody": '{"day": "$session.params.day"}',
            "parameterMapping": [{"key": "$flow.number", "value": "$.number"}],
            "requestHeaders": {"X-Hotel": "1"},
        },
        "timeout": {"seconds": 5},
    },
    "playbooks/p/p.json": {"displayName": "p"},
}

ALL: dict[str, dict[str, Any]] = {
    "retell": RETELL,
    "vapi": VAPI,
    "pipecat": PIPECAT,
    "pipecat-editor": PIPECAT_EDITOR,
    "voiceflow": VOICEFLOW,
    "dialogflow-cx": CX,
}
"""Name -> export."""


def zipped(files: dict[str, Any]) -> bytes:
    """Return a zip file of JSON files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            archive.writestr(name, json.dumps(value))
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _javascript() -> JavaScript:
    return JavaScript()


def errors_of(imported: Imported) -> list[str]:
    """Return the errors with which the definition could not be saved."""
    checked = check(imported.definition, JavaScriptInspect(_javascript().syntax_errors), schema_problem)
    return [problem.message for problem in checked.errors]


def nodes_of(imported: Imported) -> dict[str, dict[str, Any]]:
    """Return the nodes by id: their data, with their type."""
    found: Any = imported.definition["nodes"]
    return {node["id"]: {"type": node["type"], **node["data"]} for node in found}


def leads(imported: Imported, source: str, exit: str = "default") -> str | None:
    """Return the node to which an exit leads."""
    edges: Any = imported.definition["edges"]
    return next(
        (edge["target"] for edge in edges if edge["source"] == source and edge.get("sourceHandle", "default") == exit),
        None,
    )


def notes_at(imported: Imported, place: str) -> list[str]:
    """Return the notes for a place and what is inside, as `kind: message`."""
    return [f"{note.kind}: {note.message}" for note in imported.notes if f"{note.place}/".startswith(f"{place}/")]
