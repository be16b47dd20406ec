"""A scripted model on loopback that notes its own time, so that a turn can be compared with it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from functions.adapters.models.clauses import Clauses
from testing.fakes.loopback import Exchange, Loopback
from testing.models.openai_stream import FIRST_SECONDS, REPLY, TOKEN_SECONDS, TOKENS, in_tokens, scripted

STREAMED, WHOLE = "scripted/streamed", "scripted/whole"
"""Names for a node's `model`: one that streams its reply, and one that sends it when it is written."""
REPLY_SECONDS = FIRST_SECONDS + TOKENS * TOKEN_SECONDS
"""Seconds of a reply with TOKENS tokens."""
PACE = f"one token each {TOKEN_SECONDS * 1000:.0f} ms after {FIRST_SECONDS * 1000:.0f} ms"


@dataclass(slots=True)
class MarkedModel:
    """The model. It answers each question with the same words.

    Args:
        reply: The words.
        tokens: The tokens of the reply.
    """

    reply: str = REPLY
    tokens: int = TOKENS
    environment: Mapping[str, str] = field(default_factory=dict)
    """The environment variables with which Callflow finds the model."""
    first_clause: list[float] = field(default_factory=list)
    """Milliseconds of each streamed reply, from the question to the token that ends its first clause."""

    @property
    def clause(self) -> str:
        """The first clause of the reply."""
        clauses = Clauses()
        found = clauses.feed(self.reply)
        return found[0] if found else clauses.rest()

    def answer(self, exchange: Exchange) -> None:
        began = time.perf_counter()
        ends = self._end_of_clause()

        def wrote(index: int) -> None:
            if index == ends:
                self.first_clause.append((time.perf_counter() - began) * 1000)

        if json.loads(exchange.received.body)["model"] == WHOLE.partition("/")[2]:
            # A server that does not stream ignores the request for it.
            exchange.received = replace(exchange.received, body=b"{}")
        scripted(self.reply, self.tokens, wrote=wrote)(exchange)

    def _end_of_clause(self) -> int:
        """Return the index of the token that has the clause's last character."""
        length = 0
        for index, part in enumerate(in_tokens(self.reply, self.tokens)):
            length += len(part)
            if length >= len(self.clause):
                return index
        raise ValueError("the reply is shorter than its first clause")


@contextmanager
def marked_model(reply: str = REPLY, tokens: int = TOKENS) -> Iterator[MarkedModel]:
    """Serve a model on a free port of the loopback address."""
    model = MarkedModel(reply, tokens)
    with Loopback(model.answer) as server:
        providers = {STREAMED.partition("/")[0]: {"baseUrl": f"{server.origin}/v1"}}
        model.environment = {"CALLFLOW_MODEL_PROVIDERS": json.dumps(providers)}
        yield model
