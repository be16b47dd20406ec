"""The flows that the API's tests save and run."""

from __future__ import annotations

from flow_core.json import Json
from testing.flows import line, node

SURVEY: dict[str, Json] = line(
    node("elicitation", "ask-name", prompt="What is your name?", variable="name"),
    node("elicitation", "ask-city", prompt="Which city, {{ name }}?", variable="city"),
    name="survey",
)
"""Says hello, asks for the name and the city, and says goodbye."""

KNOWS: dict[str, Json] = line(
    node(
        "elicitation",
        "ask",
        prompt="{{ customer }} on {{ session.channel }} from {{ session.callerNumber }} to {{ session.calledNumber }}",
        variable="said",
    ),
    name="knows",
    variables={"customer": {"type": "any", "default": "nobody"}},
)
"""Says its variables, the channel and the phone numbers."""


def saying(message: str) -> dict[str, Json]:
    """Build a flow that greets with `message` and asks for a name."""
    return line(node("elicitation", "ask", prompt=message, variable="name"), name="saying")


def calling(url: str, **request: Json) -> dict[str, Json]:
    """Build a flow that asks for an order number and then calls a tool."""
    return line(
        node("elicitation", "ask", prompt="Which order?", variable="order"),
        node(
            "tool",
            "look-up",
            message="Let me look.",
            retries=0,
            request={"method": "POST", "url": url, **request},
            assign={"found": "response.body"},
        ),
        node("elicitation", "more", prompt="It is {{ found.state }}. Anything else?", variable="more"),
        name="calling",
    )


CALL: dict[str, Json] = calling("https://example.com/orders/{{ order }}", headers={"X-Key": "{{ secrets.KEY }}"})
