"""Flows that tests publish, in a short notation."""

from __future__ import annotations

from testing.calls.calls import Json


def flow(name: str, nodes: dict[str, tuple[str, Json]], edges: str) -> Json:
    """Build a flow. `nodes`: type and data by id. `edges`: for example "a > b, a.noMatch > c"."""
    ways = [each.split(">") for each in edges.split(",")]
    return {
        "name": name,
        "nodes": [{"id": node, "type": kind, "data": data} for node, (kind, data) in nodes.items()],
        "edges": [_edge(number, source.strip(), target.strip()) for number, (source, target) in enumerate(ways)],
    }


def _edge(number: int, source: str, target: str) -> Json:
    node, _, handle = source.partition(".")
    edge = {"id": f"e{number}", "source": node, "target": target}
    return {**edge, "sourceHandle": handle} if handle else edge


HOURS = (
    "Thank you for calling the harbour office. We rent sailing boats, rowing boats and motor boats to everybody who "
    "has a licence, and we are open every morning from nine until noon, and every afternoon from two until seven. "
    "What can I do for you?"
)
NAME = "Very well. And what is your name?"
GOODBYE = "Thank you, I have written that down. Goodbye!"
BOATS = flow(
    "boats",
    {
        "start": ("start", {}),
        "wish": ("elicitation", {"prompt": HOURS, "variable": "wish"}),
        "name": ("elicitation", {"prompt": NAME, "variable": "name"}),
        "bye": ("end", {"message": GOODBYE, "outcome": "noted"}),
    },
    "start > wish, wish > name, wish.noMatch > bye, wish.noInput > bye, "
    "name > bye, name.noMatch > bye, name.noInput > bye",
)
"""Has a long prompt that a caller can interrupt, and nodes after it."""

QUESTION = "On which day shall we deliver?"
STILL_THERE = "Are you still there? On which day?"
NOBODY = "Nobody seems to be there. Goodbye!"
IMPATIENT = flow(
    "impatient",
    {
        "start": ("start", {}),
        "day": (
            "elicitation",
            {
                "prompt": QUESTION,
                "variable": "day",
                "noInputSeconds": 2,
                "noInputPrompts": [STILL_THERE],
                "maxAttempts": 2,
            },
        ),
        "bye": ("end", {"message": NOBODY}),
    },
    "start > day, day > bye, day.noMatch > bye, day.noInput > bye",
)
"""Waits two seconds for an answer, at most twice."""

PUT_THROUGH = "I am putting you through."
APOLOGY = "I am sorry, nobody is free just now. Shall we call you back?"
LATER = "We will call you. Goodbye!"
COLLEAGUE = flow(
    "colleague",
    {
        "start": ("start", {}),
        "colleague": ("transfer", {"to": "+15550123", "message": PUT_THROUGH}),
        "again": (
            "elicitation",
            {"prompt": APOLOGY, "variable": "again", "valueType": "boolean", "extraction": "parse"},
        ),
        "bye": ("end", {"message": LATER}),
    },
    "start > colleague, colleague.failed > again, again > bye, again.noMatch > bye, again.noInput > bye",
)
"""Transfers at once, and says a message if the transfer fails."""

KIND = "Do you call about an order, or about a bill?"
DAYS = "How many days ago was that?"
LOOKING = "Let me look that up."
HELPS = "Our systems are {{ systemStatus }}. Does that help?"


def parity(address: str) -> Json:
    """Build a flow with nodes of many kinds, whose answers may have any spelling. `address` is the URL of Callflow."""
    kind = {"prompt": KIND, "variable": "kind", "valueType": "choice", "choices": ["order", "bill"]}
    days = {"prompt": DAYS, "variable": "days", "valueType": "integer", "validation": "value < 100"}
    look = {
        "message": LOOKING,
        "request": {"method": "GET", "url": f"{address}/demo/system-status"},
        "assign": {"systemStatus": "response.body.status"},
    }
    helps = {"prompt": HELPS, "variable": "helped", "valueType": "boolean"}
    return flow(
        "parity",
        {
            "start": ("start", {"message": "Welcome."}),
            "kind": ("elicitation", {**kind, "extraction": "parse"}),
            "days": ("elicitation", {**days, "extraction": "parse", "assign": {"weeks": "Math.floor(days / 7)"}}),
            "old": ("decision", {"conditions": [{"id": "yes", "expression": "kind === 'order' && weeks >= 2"}]}),
            "look": ("tool", look),
            "helps": ("elicitation", {**helps, "extraction": "parse"}),
            "bye": ("end", {"message": "Goodbye!", "outcome": "told"}),
        },
        "start > kind, kind > days, kind.noMatch > bye, kind.noInput > bye, days > old, days.noMatch > bye, "
        "days.noInput > bye, old.yes > look, old > bye, look > helps, look.error > bye, helps > bye, "
        "helps.noMatch > bye, helps.noInput > bye",
    )
