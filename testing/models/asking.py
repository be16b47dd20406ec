"""Questions to a model that a loopback server plays, and what the tests of streamed answers share."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Generic, Protocol, TypeVar

from flow_core.effects import CHOSEN, AskModel, OfferedTool
from flow_core.json import Json
from functions.deadline import Deadline
from functions.ports.model import Model, ModelOutcome
from testing.fakes.loopback import Answer, Loopback
from testing.fakes.model_servers import in_turn, question

WORDS = "I can help you with that. What is the number of your order? It is on the letter."
CLAUSES = ["I can help you with that.", " What is the number of your order?", " It is on the letter."]
CHOICE: dict[str, dict[str, Json]] = {CHOSEN: {"type": "string", "enum": ["person", "none"]}}
TOOL = OfferedTool("find", "Finds an order.", {"type": "object", "properties": {}})


class _Provider(Protocol):
    def model(self, name: str, /) -> Model: ...


Provider = TypeVar("Provider", bound=_Provider)


class Asking(Generic[Provider]):
    """Asks a model on a loopback server, and hears its words.

    Args:
        stack: Ends the server.
        connect: Makes the adapter of the provider at an origin.
        model: The name of the model.
        streams: Whether the model is asked to let its words out.
    """

    def __init__(
        self, stack: ExitStack, connect: Callable[[str], Provider], model: str, *, streams: bool = False
    ) -> None:
        self._stack = stack
        self._connect = connect
        self._model = model
        self._streams = streams
        self.heard: list[str] = []
        self.server: Loopback
        self.provider: Provider

    def serve(self, *answers: Answer) -> Asking[Provider]:
        """Start the server, which gives the answers in order and repeats the last one."""
        self.server = self._stack.enter_context(Loopback(in_turn(*answers)))
        self.provider = self._connect(self.server.origin)
        return self

    def __call__(self, effect: AskModel | None = None, seconds: float = 60) -> ModelOutcome:
        self.heard = []
        return self.provider.model(self._model).ask(
            effect or question(),
            deadline=Deadline.after(seconds),
            let_out=self.heard.append if self._streams else None,
        )

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The bodies of the requests."""
        return [json.loads(one.body) for one in self.server.received]
