"""List prices of what a call uses, with their sources, and the prices that replace them. Nothing is calculated here.

Money is `Decimal`, in US dollars, and never a float: the total of a call is the exact sum of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

CURRENCY = "USD"
"""The currency of all prices (ISO 4217)."""
PRICED = "2026-11, us-east-1, before discounts and free tiers"
"""The month, the region and the kind of the list prices."""
MEMORY = "from memory"
"""The source of a price that nobody looked up: check it before you decide."""

_POLLY = "aws.amazon.com/polly/pricing, in github.com/api-evangelist/amazon-polly, 2026-10-07"
_NOVA = "tokenmix.ai/blog/aws-bedrock-pricing, 2026-04-10; the output from memory"


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What a model costs, in US dollars for a million tokens."""

    input: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """A price of a list."""

    dollars: Decimal
    """Dollars of one unit."""
    source: str
    """The page and its date, or `MEMORY`."""


@dataclass(frozen=True, slots=True)
class ListedModel:
    """The price of a model of a list."""

    price: ModelPrice
    source: str
    """As in `Listed`."""


MODELS: Mapping[str, ListedModel] = {
    "bedrock/amazon.nova-micro-v1:0": ListedModel(ModelPrice(Decimal("0.035"), Decimal("0.14")), MEMORY),
    "bedrock/amazon.nova-lite-v1:0": ListedModel(ModelPrice(Decimal("0.06"), Decimal("0.24")), _NOVA),
    "bedrock/amazon.nova-pro-v1:0": ListedModel(ModelPrice(Decimal("0.80"), Decimal("3.20")), _NOVA),
    "openai/gpt-4.1-mini": ListedModel(ModelPrice(Decimal("0.40"), Decimal("1.60")), MEMORY),
}
"""Prices of the models that the documentation names, as `provider/name`."""
SPEECH_TO_TEXT: Mapping[str, Listed] = {
    "aws": Listed(Decimal("0.024"), MEMORY),
    "local": Listed(Decimal(0), "it runs on the worker, whose minutes have their own price"),
}
"""Dollars of a minute of sound by the engine, as the worker names it. The first 250,000 minutes of a month."""
TEXT_TO_SPEECH: Mapping[str, Listed] = {
    "aws/generative": Listed(Decimal(30), _POLLY),
    "aws/long-form": Listed(Decimal(100), MEMORY),
    "aws/neural": Listed(Decimal(16), _POLLY),
    "aws/standard": Listed(Decimal(4), MEMORY),
    "local": Listed(Decimal(0), "it runs on the worker, whose minutes have their own price"),
}
"""Dollars of a million characters by the engine, as the worker names it."""
TELEPHONY_MINUTE = Listed(Decimal("0.0032"), MEMORY)
"""A minute of an inbound phone call at Telnyx, in the United States."""
LIVEKIT_MINUTE = Listed(Decimal("0.0005"), MEMORY)
"""A minute of a participant at LiveKit Cloud, beyond the included ones. With your own servers it is 0: set it so."""
_COMPUTED = "python -m infra.cost, docs/cost.md"
PLATFORM_TURN = Listed(Decimal("0.0000079"), _COMPUTED)
"""A turn: its requests, functions, table and logs."""
PLATFORM_SESSION = Listed(Decimal("0.000068"), _COMPUTED)
"""The beginning and the end of a session, with its entries in the search."""
WORKER_MINUTE = Listed(Decimal("0.00028"), _COMPUTED)
"""A minute of a call on a worker, with the network of its sound."""


@dataclass(frozen=True, slots=True)
class OwnPrices:
    """Prices that replace those of the lists, such as an organization's."""

    models: Mapping[str, ModelPrice] = field(default_factory=dict)
    """By `provider/name`."""
    speech_to_text: Mapping[str, Decimal] = field(default_factory=dict)
    """Dollars of a minute of sound, by engine."""
    text_to_speech: Mapping[str, Decimal] = field(default_factory=dict)
    """Dollars of a million characters, by engine."""
    telephony_minute: Decimal | None = None
    livekit_minute: Decimal | None = None
    platform_turn: Decimal | None = None
    platform_session: Decimal | None = None
    worker_minute: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices with which a call is calculated. An engine or a model that has none is not in its mapping."""

    models: Mapping[str, ModelPrice]
    """By `provider/name`."""
    speech_to_text: Mapping[str, Decimal]
    """Dollars of a minute of sound, by engine."""
    text_to_speech: Mapping[str, Decimal]
    """Dollars of a million characters, by engine."""
    telephony_minute: Decimal
    livekit_minute: Decimal
    """Dollars of a minute of one participant."""
    platform_turn: Decimal
    platform_session: Decimal
    worker_minute: Decimal

    def with_own(self, own: OwnPrices) -> Prices:
        """Return the prices with those that replace them."""
        return replace(
            self,
            models={**self.models, **own.models},
            speech_to_text={**self.speech_to_text, **own.speech_to_text},
            text_to_speech={**self.text_to_speech, **own.text_to_speech},
            telephony_minute=_first(own.telephony_minute, self.telephony_minute),
            livekit_minute=_first(own.livekit_minute, self.livekit_minute),
            platform_turn=_first(own.platform_turn, self.platform_turn),
            platform_session=_first(own.platform_session, self.platform_session),
            worker_minute=_first(own.worker_minute, self.worker_minute),
        )


def _first(own: Decimal | None, listed: Decimal) -> Decimal:
    return listed if own is None else own


LIST = Prices(
    models={name: listed.price for name, listed in MODELS.items()},
    speech_to_text={engine: listed.dollars for engine, listed in SPEECH_TO_TEXT.items()},
    text_to_speech={engine: listed.dollars for engine, listed in TEXT_TO_SPEECH.items()},
    telephony_minute=TELEPHONY_MINUTE.dollars,
    livekit_minute=LIVEKIT_MINUTE.dollars,
    platform_turn=PLATFORM_TURN.dollars,
    platform_session=PLATFORM_SESSION.dollars,
    worker_minute=WORKER_MINUTE.dollars,
)
"""The list prices."""


def dollars(written: float) -> Decimal:
    """Return a price that was written as a JSON number, with the digits that were written."""
    return Decimal(repr(written))


def prices_of(own: OwnPrices, installation: tuple[tuple[str, float, float], ...]) -> Prices:
    """Return the prices of an organization: the list, its own prices over it, and those of the installation over both.

    Args:
        own: The organization's prices.
        installation: `Settings.model_prices`.
    """
    return LIST.with_own(own).with_own(OwnPrices(models=model_prices(installation)))


def model_prices(written: tuple[tuple[str, float, float], ...]) -> dict[str, ModelPrice]:
    """Return the prices of the installation (`Settings.model_prices`)."""
    return {model: ModelPrice(dollars(read), dollars(wrote)) for model, read, wrote in written}
