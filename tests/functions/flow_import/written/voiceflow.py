"""A project of Voiceflow, written by hand."""

from __future__ import annotations

from typing import Any

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
