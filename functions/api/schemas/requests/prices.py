"""Prices in requests, in US dollars."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import Field

from functions.api.schemas.requests.fields import RequestModel
from functions.cost import prices
from functions.cost.prices import OwnPrices, dollars

Dollars: TypeAlias = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
"""US dollars."""
ModelName: TypeAlias = Annotated[str, Field(max_length=200, pattern=r"^[^/\s]+/\S+$")]
"""A model, as `provider/name`."""
Engine: TypeAlias = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$")]
"""An engine of speech, as the worker names it."""


class ModelPrice(RequestModel):
    """What a model costs, in US dollars for a million tokens."""

    input: Dollars
    output: Dollars

    def price(self) -> prices.ModelPrice:
        """Return the price, with the digits that were written."""
        return prices.ModelPrice(dollars(self.input), dollars(self.output))


class PricesBody(RequestModel):
    """What the organization pays in US dollars, where it differs from the list prices.

    `models` are for a million tokens, `speechToText` for a minute of sound, `textToSpeech` for a million characters,
    `livekitMinute` for a minute of one participant. The other prices are for one of what they name.
    """

    models: Annotated[dict[ModelName, ModelPrice], Field(max_length=50)] = Field(default_factory=dict)
    speech_to_text: Annotated[dict[Engine, Dollars], Field(max_length=20)] = Field(default_factory=dict)
    text_to_speech: Annotated[dict[Engine, Dollars], Field(max_length=20)] = Field(default_factory=dict)
    telephony_minute: Dollars | None = None
    livekit_minute: Dollars | None = None
    platform_turn: Dollars | None = None
    platform_session: Dollars | None = None
    worker_minute: Dollars | None = None

    def own(self) -> OwnPrices:
        """Return the prices, with the digits that were written."""
        return OwnPrices(
            models={name: price.price() for name, price in self.models.items()},
            speech_to_text={name: dollars(price) for name, price in self.speech_to_text.items()},
            text_to_speech={name: dollars(price) for name, price in self.text_to_speech.items()},
            telephony_minute=_dollars(self.telephony_minute),
            livekit_minute=_dollars(self.livekit_minute),
            platform_turn=_dollars(self.platform_turn),
            platform_session=_dollars(self.platform_session),
            worker_minute=_dollars(self.worker_minute),
        )


def _dollars(written: float | None) -> Decimal | None:
    return None if written is None else dollars(written)
