"""Flows of Pipecat, written by hand: the configuration, and the form of the visual editor."""

from __future__ import annotations

from typing import Any

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
    "global_functions": [
        {"name": "estimate", "description": "delivery"},
        {
            "name": "stop",
            "description": "The caller wants to stop",
            "properties": {"reason": {"type": "string"}},
            "next_node_id": "last",
        },
    ],
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
