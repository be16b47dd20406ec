"""What a turn is asked with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from flow_core.state import Message
from functions.api.schemas.requests.fields import Name, RequestModel, RoomName, SessionVariables, TurnId, UserInput
from functions.records import Interruption, TurnCall


class WireInterruption(RequestModel):
    turn_id: TurnId
    heard: Annotated[str, Field(max_length=8000)]


class WireMissed(RequestModel):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=8000)]


class ProcessRequest(RequestModel):
    room_name: RoomName
    user_input: UserInput | None = None
    turn_id: TurnId | None = None
    user_id: Name | None = None
    variables: SessionVariables = Field(default_factory=dict)
    dtmf: Annotated[str, Field(max_length=64, pattern=r"^[0-9*#A-Da-d]*$")] | None = None
    no_input: bool = False
    interrupted: WireInterruption | None = None
    missed: Annotated[list[WireMissed], Field(max_length=100)] = Field(default_factory=list)

    @field_validator("dtmf", "no_input")
    @classmethod
    def _one_input(cls, given: str | bool | None, info: ValidationInfo) -> str | bool | None:
        """ValueError where a field before this one already says what the caller did."""
        said = info.data.get("user_input")
        keyed = info.data.get("dtmf") if info.field_name == "no_input" else None
        earlier = "userInput" if said and said.strip() else "dtmf" if keyed else None
        if given and earlier is not None:
            raise ValueError(f"goes instead of {earlier}; send one of the two")
        return given

    def call(self, turn_id: str) -> TurnCall:
        """Blank input is no input: nothing was said."""
        cut = self.interrupted
        return TurnCall(
            turn_id=turn_id,
            user_input=self.user_input if self.user_input and self.user_input.strip() else None,
            dtmf=self.dtmf or None,
            no_input=self.no_input,
            variables=self.variables,
            interrupted=None if cut is None else Interruption(cut.turn_id, cut.heard),
            missed=tuple(Message(missed.role, missed.content, turn_id) for missed in self.missed),
            user_id=self.user_id,
        )
