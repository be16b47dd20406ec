"""What the API answers to a turn. Parsed leniently: a newer API may tell more than this worker knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class Listen(_Wire):
    type: Literal["listen"] = "listen"
    no_input_seconds: float = 8
    """Silence after which the caller counts as silent."""
    interruptible: bool = True


class Continue(_Wire):
    """Speak, and ask again at once with no input: a tool is about to run."""

    type: Literal["continue"] = "continue"


class Transfer(_Wire):
    type: Literal["transfer"] = "transfer"
    to: str
    """E.164 or a SIP URI."""
    mode: str = "cold"


class Hangup(_Wire):
    type: Literal["hangup"] = "hangup"


Action = Annotated[Listen | Continue | Transfer | Hangup, Field(discriminator="type")]


class Reply(_Wire):
    session_id: str = ""
    response: str = ""
    completed: bool = False
    action: Action
    last_response: str | None = None
    """Only where a call goes on that another worker began."""
    millis: Annotated[Mapping[str, float], BeforeValidator(lambda _: {})] = {}
    """How long its parts took, as far as known. Whatever a body says of it is nothing: Backend fills it in."""
