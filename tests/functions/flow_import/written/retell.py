"""A conversation flow of Retell, written by hand."""

from __future__ import annotations

from typing import Any

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
        "mcps": [
            {"name": "stays", "url": "https://mcp.example.com/", "headers": {"X-Key": "1"}, "query_params": {"v": "2"}}
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
            {
                "id": "helper",
                "type": "subagent",
                "instruction": {"type": "prompt", "text": "Help."},
                "tool_ids": ["tool-room"],
                "tools": [
                    {"type": "end_call", "name": "bye", "description": "The caller says goodbye"},
                    {
                        "type": "transfer_call",
                        "name": "to_desk",
                        "description": "The caller wants the desk",
                        "transfer_destination": {"type": "predefined", "number": "+15550125"},
                        "transfer_option": {"type": "cold_transfer"},
                        "execution_message_type": "static_text",
                        "execution_message_description": "To the desk.",
                    },
                    {"type": "mcp", "mcp_id": "stays", "name": "find_stay", "description": "Finds a stay"},
                    {"type": "check_availability_cal", "name": "calendar"},
                ],
                "edges": [
                    {
                        "id": "e12",
                        "destination_node_id": "stay",
                        "transition_condition": {"type": "prompt", "prompt": "The caller asks about a stay"},
                    }
                ],
            },
            {
                "id": "stay",
                "type": "mcp",
                "mcp_id": "stays",
                "mcp_tool_name": "read_stay",
                "wait_for_result": True,
                "speak_during_execution": True,
                "instruction": {"type": "static_text", "text": "Let me see."},
                "response_variables": {"nights": "$.nights"},
                "else_edge": {"id": "e13", "destination_node_id": "bye"},
            },
        ],
    },
}
