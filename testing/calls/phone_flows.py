"""Flows for the phone calls of tests."""

from __future__ import annotations

from testing.calls.flows import flow

DESK = "+15550123"
GREETING = "Good morning, this is the garden center. Would you like to speak with a gardener?"
CONNECTING = "One moment please, I am calling a gardener for you."
APOLOGY = "I am sorry, all gardeners are busy at the moment. Should somebody call you back tomorrow?"
GOODBYE = "Thank you for calling. Have a wonderful afternoon."
GARDEN = flow(
    "garden",
    {
        "start": (
            "start",
            {
                "assign": {
                    "caller": "session.callerNumber",
                    "called": "session.calledNumber",
                    "channel": "session.channel",
                }
            },
        ),
        "ask": ("elicitation", {"prompt": GREETING, "variable": "wanted", "valueType": "boolean"}),
        "choose": ("decision", {"conditions": [{"id": "yes", "expression": "wanted"}]}),
        "gardener": ("transfer", {"to": DESK, "message": CONNECTING}),
        "sorry": ("elicitation", {"prompt": APOLOGY, "variable": "callBack", "valueType": "boolean"}),
        "bye": ("end", {"message": GOODBYE}),
    },
    "start > ask, ask > choose, ask.noMatch > bye, ask.noInput > bye, choose.yes > gardener, choose > bye, "
    "gardener.failed > sorry, sorry > bye, sorry.noMatch > bye, sorry.noInput > bye",
)
"""Transfers a caller who says yes, and says the two numbers of the call."""
GARDEN["variables"] = {name: {"type": "string", "default": ""} for name in ("caller", "called", "channel")}

ORDER = "Please enter the number of your order, and then press the hash key."
FOUND = "Your flowers are on their way. Goodbye, and thank you."
FLOWERS = flow(
    "flowers",
    {
        "start": ("start", {}),
        "order": ("elicitation", {"prompt": ORDER, "variable": "order"}),
        "bye": ("end", {"message": FOUND}),
    },
    "start > order, order > bye, order.noMatch > bye, order.noInput > bye",
)
"""Asks for keys."""
