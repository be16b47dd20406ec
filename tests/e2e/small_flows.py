"""Flows that tests publish, written short."""

from __future__ import annotations

from tests.e2e.calls import Json


def flow(name: str, nodes: dict[str, tuple[str, Json]], edges: str) -> Json:
    """nodes: type and data by id. edges: "a > b, a.noMatch > c"."""
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
    "Thank you for calling the harbour office. We rent sailing boats, rowing boats and motor boats to everybody who has "
    "a licence, and we are open every morning from nine until noon, and every afternoon from two until seven. On Sundays "
    "we are open in the morning only. What can I do for you?"
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
"""A long prompt to talk over, and what comes after it."""

QUESTION = "Which colour do you want?"
STILL_THERE = "Are you still there? Which colour?"
NOBODY = "Nobody seems to be there. Goodbye!"
IMPATIENT = flow(
    "impatient",
    {
        "start": ("start", {}),
        "colour": (
            "elicitation",
            {
                "prompt": QUESTION,
                "variable": "colour",
                "noInputSeconds": 2,
                "noInputPrompts": [STILL_THERE],
                "maxAttempts": 2,
            },
        ),
        "bye": ("end", {"message": NOBODY}),
    },
    "start > colour, colour > bye, colour.noMatch > bye, colour.noInput > bye",
)
"""Waits for two seconds, and no more than twice."""
