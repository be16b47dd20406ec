"""The tokens that simulated calls may use together, and what they cost. Thread-safe: calls run side by side."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from flow_core.effects import AskModel
from functions.cost.prices import ModelPrice
from functions.deadline import Deadline
from functions.ports.model import LetOut, Model, ModelOutcome, Replied, Silent

_DEFAULT_MAX_TOKENS = 300
"""Tokens of a reply to a question without a limit, as the adapters have it."""
_BYTES_A_TOKEN = 3
"""Bytes of text in a token, at least. Most models have about four in English."""
_OVERHEAD = 200
"""Tokens that an adapter adds to a question: its rules and the form of the answer."""
USED_UP = "the budget of the simulated calls is used up"
"""The error of a question that the budget refuses."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that models have read and written."""

    input: int = 0
    output: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.input + other.input, self.output + other.output)

    @property
    def total(self) -> int:
        """Both together, as a budget counts them."""
        return self.input + self.output


def cost_of(used: Mapping[str, Tokens], prices: Mapping[str, ModelPrice]) -> float | None:
    """Return what tokens cost in US dollars. None if the price of a model is not known.

    Args:
        used: Tokens by the model, as `provider/name`.
        prices: The prices that are known.
    """
    if any(model not in prices for model in used):
        return None
    millionths = (tokens.input * prices[m].input + tokens.output * prices[m].output for m, tokens in used.items())
    return float(round(sum(millionths, Decimal(0)) / 1_000_000, 6))


def added(uses: Iterable[Mapping[str, Tokens]]) -> dict[str, Tokens]:
    """Add up tokens by model."""
    found: dict[str, Tokens] = {}
    for use in uses:
        for model, tokens in use.items():
            found[model] = found.get(model, Tokens()) + tokens
    return found


def tokens_of(text: str) -> int:
    """Estimate the tokens of a text, rather too many than too few."""
    return math.ceil(len(text.encode("utf-8", "surrogatepass")) / _BYTES_A_TOKEN)


@dataclass(slots=True)
class Budget:
    """The tokens that calls may use together.

    A question takes its tokens before it is asked: an estimate of its words, and the longest reply. What it did not use
    is given back. So the sum passes the limit by no more than the error of these estimates.

    Args:
        limit: The tokens, input and output together.
        used: The tokens that are used already.
    """

    limit: int
    used: int = 0
    used_up: bool = False
    """Whether a question was refused."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, tokens: int) -> bool:
        """Take tokens, if that many are left."""
        with self._lock:
            if self.used + tokens > self.limit:
                self.used_up = True
                return False
            self.used += tokens
            return True

    def settle(self, taken: int, used: int) -> None:
        """Replace the tokens that were taken by those that were used."""
        with self._lock:
            self.used += used - taken


@dataclass(slots=True)
class Metered:
    """`Model` that a budget pays for. One call uses it, in one thread.

    Args:
        model: The real models.
        default: The name of the model of a question that names none.
        budget: The budget of all calls.
        used: The tokens of this call by model. They grow.
    """

    model: Model
    default: str
    budget: Budget
    used: dict[str, Tokens] = field(default_factory=dict)

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`. `Silent` with USED_UP if the budget does not suffice."""
        read = _read_by(effect)
        taken = read + (effect.max_tokens or _DEFAULT_MAX_TOKENS)
        if not self.budget.take(taken):
            return Silent(USED_UP)
        # A model that raises or fails has read the question, as far as anyone knows.
        tokens = Tokens(read)
        try:
            outcome = self.model.ask(effect, deadline=deadline, let_out=let_out)
            if isinstance(outcome, Replied) and outcome.input_tokens + outcome.output_tokens > 0:
                tokens = Tokens(outcome.input_tokens, outcome.output_tokens)
        finally:
            self.budget.settle(taken, tokens.total)
            name = effect.model or self.default
            self.used[name] = self.used.get(name, Tokens()) + tokens
        return outcome


def _read_by(effect: AskModel) -> int:
    """Estimate the tokens of a question."""
    words = [effect.instructions, *(message.content for message in effect.messages)]
    words += [str(schema) for schema in effect.extract.values()]
    words += [f"{tool.description} {tool.parameters}" for tool in effect.tools]
    words += [f"{call.arguments} {call.result}" for call in effect.calls]
    return _OVERHEAD + sum(tokens_of(each) for each in words)
