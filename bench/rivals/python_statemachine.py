"""python-statemachine: each turn reads the model from JSON, makes the machine and writes the model back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from statemachine import State, StateChart

from bench.rivals.contender import ASSISTANT, USER, Contender, conversation, decide


@dataclass
class _Model:
    state: str | None = None
    messages: list[dict[str, str]] = field(default_factory=list)
    said: str = ""

    # The machine calls this condition by its name.
    def yes(self) -> bool:
        return decide(self.said)


class _Machine(StateChart):
    ask = State(initial=True)
    decision_1 = State()
    decision_2 = State()
    decision_3 = State()
    decision_4 = State()
    decision_5 = State()
    decision_6 = State()

    heard = ask.to(decision_1, on="hear")
    # Transitions without an event run as soon as their condition is true. A turn is therefore one event.
    decision_1.to(decision_2, cond="yes")
    decision_2.to(decision_3, cond="yes")
    decision_3.to(decision_4, cond="yes")
    decision_4.to(decision_5, cond="yes")
    decision_5.to(decision_6, cond="yes")
    decision_6.to(ask, cond="yes", on="answer")

    def hear(self, text: str) -> None:
        self.model.messages.append({"role": "user", "content": text})
        self.model.said = text

    def answer(self) -> None:
        self.model.messages.append(dict(ASSISTANT))


class PythonStatemachine(Contender):
    name = "python-statemachine, JSON"
    storage = (
        "The standard library reads and writes JSON. A turn is one event; the decisions are eventless transitions."
    )

    def stored(self, turn: int) -> str:
        return json.dumps(asdict(_Model("ask", conversation(turn - 1))))

    def turn(self, stored: str) -> str:
        model = _Model(**json.loads(stored))
        _Machine(model).send("heard", text=USER["content"])
        return json.dumps({"state": model.state, "messages": model.messages, "said": model.said})

    def messages(self, left: Any) -> int:
        return len(json.loads(left)["messages"])
