"""The body of a request to `process`: one turn."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationInfo, field_validator

from flow_core.state import Message
from functions.api.schemas.requests.fields import (
    Name,
    RequestModel,
    RoomName,
    SessionVariables,
    TurnId,
    UserInput,
    Whisper,
)
from functions.api.schemas.requests.prices import Engine
from functions.records import Interruption, SpeechUsage, TurnCall

MillisHeard: TypeAlias = Annotated[int, Field(ge=0, le=7 * 24 * 3_600_000)]
"""Milliseconds of sound in a call: at most a week."""
CharactersSpoken: TypeAlias = Annotated[int, Field(ge=0, le=100_000_000)]
"""Characters that were synthesized in a call."""


class WireInterruption(RequestModel):
    """A barge-in: the earlier turn whose reply the caller interrupted, and the part of the reply that was heard."""

    turn_id: TurnId
    heard: Annotated[str, Field(max_length=8000)]


class WireMissed(RequestModel):
    """A message of a missed exchange: it was spoken while the API was unreachable."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=8000)]


class WireUsage(RequestModel):
    """What a worker has used of speech services since it joined the call, by engine, the preferred one first.

    `heardMillis` are milliseconds of sound that speech to text got, `spokenCharacters` those that were synthesized.
    The numbers only grow. `worker` is a random name: another worker of the same call has another.
    """

    worker: Annotated[str, Field(min_length=4, max_length=16, pattern=r"^[a-z]*$")]
    heard_millis: Annotated[dict[Engine, MillisHeard], Field(max_length=8)] = Field(default_factory=dict)
    spoken_characters: Annotated[dict[Engine, CharactersSpoken], Field(max_length=8)] = Field(default_factory=dict)

    def used(self) -> SpeechUsage:
        """Return the usage as a record keeps it."""
        return SpeechUsage(self.worker, dict(self.heard_millis), dict(self.spoken_characters))


class ProcessRequest(RequestModel):
    """One turn. `userInput`, `dtmf` and `noInput` exclude each other; without all three the turn has no input."""

    room_name: RoomName
    user_input: UserInput | None = None
    turn_id: TurnId | None = None
    user_id: Name | None = None
    variables: SessionVariables = Field(default_factory=dict)
    dtmf: Annotated[str, Field(max_length=64, pattern=r"^[0-9*#A-Da-d]*$")] | None = None
    no_input: bool = False
    interrupted: WireInterruption | None = None
    missed: Annotated[list[WireMissed], Field(max_length=100)] = Field(default_factory=list)
    usage: WireUsage | None = None
    whispers: Annotated[list[Whisper], Field(max_length=10)] = Field(default_factory=list)
    """What supervisors told the agent since the last turn. The caller did not hear it."""
    draft: bool = False
    """Try the turn and do not take it. The same turn without `draft` takes the model's answer for 30 s."""

    @field_validator("dtmf", "no_input")
    @classmethod
    def _one_input(cls, value: str | bool | None, info: ValidationInfo) -> str | bool | None:
        """Reject a second kind of input. pydantic validates the fields in the order of their definition."""
        words = info.data.get("user_input")
        keyed = info.data.get("dtmf") if info.field_name == "no_input" else None
        earlier = "userInput" if words and words.strip() else "dtmf" if keyed else None
        if value and earlier is not None:
            raise ValueError(f"cannot be combined with {earlier}; send one of the two")
        return value

    def call(self, turn_id: str) -> TurnCall:
        """Return the turn with an id. Blank input becomes None, because the caller said nothing."""
        interrupted = self.interrupted
        return TurnCall(
            turn_id=turn_id,
            user_input=self.user_input if self.user_input and self.user_input.strip() else None,
            dtmf=self.dtmf or None,
            no_input=self.no_input,
            variables=self.variables,
            interrupted=None if interrupted is None else Interruption(interrupted.turn_id, interrupted.heard),
            missed=tuple(Message(missed.role, missed.content, turn_id, missed=True) for missed in self.missed),
            whispers=tuple(self.whispers),
            user_id=self.user_id,
            usage=None if self.usage is None else self.usage.used(),
        )
