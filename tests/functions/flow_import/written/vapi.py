"""A workflow of Vapi, written by hand."""

from __future__ import annotations

from typing import Any

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
            "tools": [
                {"type": "endCall", "function": {"name": "bye", "description": "the caller needs nothing more"}},
                {
                    "type": "transferCall",
                    "destinations": [{"type": "number", "number": "+15550124", "message": "I connect you."}],
                },
                {
                    "type": "function",
                    "function": {
                        "name": "find order",
                        "description": "Finds an order",
                        "parameters": {"properties": {"number": {"type": "string"}}, "required": ["number"]},
                    },
                    "server": {"url": "https://shop.example.com/tools", "headers": {"X-Shop": "1"}},
                    "messages": [{"type": "request-start", "content": "Let me look."}],
                },
                {"type": "sms"},
            ],
            "model": {
                "tools": [
                    {
                        "type": "apiRequest",
                        "name": "cancel",
                        "description": "Cancels an order",
                        "method": "POST",
                        "url": "https://shop.example.com/cancel",
                        "timeoutSeconds": 5,
                        "body": {
                            "properties": {
                                "order": {"type": "string"},
                                "shop": {"type": "string", "value": "{{ shop }}"},
                            },
                            "required": ["order"],
                        },
                    },
                    {"type": "mcp", "server": {"url": "https://mcp.example.com/"}, "toolMessages": [{"name": "stock"}]},
                    {"type": "mcp", "server": {"url": "https://mcp.example.com/other"}},
                ]
            },
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
