"""Sessions that were held through the API only, without a browser, and a flow whose expressions fail."""

from __future__ import annotations

import time

from testing.calls.calls import Calls, Json
from testing.calls.flows import flow

THE_DOCUMENTS = (None, "My computer won't start", None, "yes")
"""The user input of each turn of customer-support. None is a turn without input."""

FAULTY = flow(
    "faulty",
    {
        "start": ("start", {"message": "Welcome to the shop."}),
        "ask": ("elicitation", {"prompt": "How may I help?", "variable": "wish"}),
        "which": (
            "decision",
            {
                "conditions": [
                    {"id": "gold", "label": "gold customer", "expression": "customer.tier === 'gold'"},
                    {"id": "any", "label": "any wish", "expression": "wish.length > 0"},
                ]
            },
        ),
        "thanks": ("end", {"message": "Thank you. Goodbye!"}),
        "bye": ("end", {"message": "Goodbye!"}),
    },
    "start > ask, ask > which, ask.noMatch > bye, ask.noInput > bye, "
    "which.gold > thanks, which.any > thanks, which > bye",
)
FAULTY["variables"] = {"customer": {"type": "object"}}
"""`customer` has no default. So `customer.tier` fails."""


def held(calls: Calls, flow_id: str, room: str, *said: str | None) -> Json:
    """Hold a session with these user inputs, and return it."""
    session_id = ""
    for number, words in enumerate(said):
        body = {"roomName": room, "turnId": f"{room}-{number}", **({} if words is None else {"userInput": words})}
        answer = calls.api.post(f"/flows/{flow_id}/process", json=body)
        assert answer.status_code == 200, answer.text
        session_id = answer.json()["sessionId"]
    return calls.session(session_id)


def indexed(calls: Calls, query: dict[str, str], session_id: str, seconds: float = 30.0) -> None:
    """Wait until a search finds a session. The stack indexes sessions after their turns."""
    until = time.monotonic() + seconds
    found: list[Json] = []
    while time.monotonic() < until:
        answer = calls.api.get("/sessions", params=query)
        assert answer.status_code == 200, answer.text
        found = answer.json()["sessions"]
        if any(each["sessionId"] == session_id for each in found):
            return
        time.sleep(0.1)
    raise AssertionError(f"{query} does not find {session_id} among {len(found)} sessions")
