"""A test of the example customer-support that fails, for the dashboard's page of tests."""

from __future__ import annotations

from testing.calls.calls import Json

FAILING: Json = {
    "name": "A question about a bill is answered",
    "turns": [
        {"expect": {"action": "listen"}},
        {"say": "My bill is wrong", "expect": {"node": "llm-1", "action": "listen"}},
    ],
}
"""Turn 2 goes to a colleague: the node is transfer-1, and the action is transfer."""
