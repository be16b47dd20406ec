"""A test of a flow as its author writes it. The same JSON is sent, stored, and kept in a file.

What a test leads to is in run.py.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from flow_core.state import Channel
from flow_core.variables.given import require_sound, require_sound_value, require_variables
from functions.flow_tests.wording import wording_problem

MAX_TURNS = 200
"""Turns of a test, at most."""
MAX_MOCKED_NODES = 200
"""Nodes for which a test has answers, at most."""
MAX_ANSWERS = 200
"""Answers for one node, at most."""
MAX_SIMULATED_TURNS = 50
"""Turns of a simulated caller, at most."""
MAX_JUDGED = 20
"""Lines of `judge`, at most."""
_ACTIONS = ("listen", "continue", "transfer", "hangup")


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True, defer_build=True)


def _time(written: str) -> str:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or "T" not in written.upper() or at.astimezone(UTC).year < 1970:
        raise ValueError("must be a time as RFC 3339 from 1970 on, like 2026-06-01T12:00:00Z")
    return written


def _printable(text: str) -> str:
    if not text.strip() or any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("must have a visible character and no control characters")
    return text


def _wording(text: str) -> str:
    problem = wording_problem(text)
    if problem is not None:
        raise ValueError(
            f"is a pattern that cannot be used: {problem}; correct it, or write a text without the slashes"
        )
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("must have a visible character; write silence: true for a caller who says nothing")
    return text


def _visible(text: str) -> str:
    if not text.strip():
        raise ValueError("must have a visible character")
    return text


def _action(action: JsonValue) -> JsonValue:
    if action is None:
        return None
    kind = action.get("type") if isinstance(action, dict) else action
    if kind not in _ACTIONS:
        raise ValueError(f"must be one of {', '.join(_ACTIONS)}, or an object with such a `type`")
    return require_sound_value(action)


Words: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_wording)]
"""A text that a reply contains, in any case; or a regular expression between slashes, such as `/order \\d+/i`."""


class MockedCall(_Model):
    """A call of a tool that a mocked model asks for. With `error`, the call is one that cannot be made."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    arguments: Annotated[dict[str, JsonValue], AfterValidator(require_sound)] = Field(default_factory=dict)
    error: Annotated[str, Field(min_length=1, max_length=8000)] | None = None


class Mock(_Model):
    """One answer of a tool or of a model, in place of the real one.

    A tool's has `status` and `body`, and `headers` if the flow reads them. A model's has `reply`, `extracted`, or the
    `calls` of tools that it asks for first. `error` is the failure of either; `said` are the words that a model has
    let out before its failure or its calls.
    """

    status: Annotated[int, Field(ge=100, le=599)] | None = None
    body: Annotated[JsonValue, AfterValidator(require_sound_value)] = None
    headers: Annotated[dict[str, Annotated[str, Field(max_length=8192)]], Field(max_length=100)] = Field(
        default_factory=dict
    )
    reply: Annotated[str, Field(max_length=8000)] | None = None
    extracted: Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(require_sound)] | None = None
    calls: Annotated[list[MockedCall], Field(max_length=50)] = Field(default_factory=list)
    error: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    said: Annotated[str, Field(max_length=8000)] = ""

    @property
    def is_of_tool(self) -> bool:
        """Whether it is the answer of a tool's server."""
        return self.status is not None

    @property
    def is_of_model(self) -> bool:
        """Whether it is the answer of a model."""
        return self.reply is not None or self.extracted is not None or bool(self.calls)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.is_of_tool + self.is_of_model + (self.error is not None) != 1:
            raise ValueError(
                "needs one of: status and body (of a tool), reply, extracted or calls (of a model), error (of either)"
            )
        if not self.is_of_tool and (self.body is not None or self.headers):
            raise ValueError("has a body or headers without a status; add the status of the answer")
        if self.is_of_tool and self.said:
            raise ValueError("has `said`, which only a model's answer has; leave it out")
        return self


class Expected(_Model):
    """What a turn must lead to. A field that is left out is not compared.

    `node` is the id of the node at which the flow is after the turn. `variables` are some of the variables. `action` is
    the type of the action, or an object with some of its fields.
    """

    node: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    says: Words | None = None
    not_says: Words | None = None
    variables: Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(require_sound)] = Field(
        default_factory=dict
    )
    action: Annotated[
        JsonValue,
        AfterValidator(_action),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "string", "enum": list(_ACTIONS)},
                    {"type": "object", "additionalProperties": True, "required": ["type"]},
                ]
            }
        ),
    ] = None
    status: Literal["waiting", "active", "completed", "transferred", "failed"] | None = None


class CallerTurn(_Model):
    """What the caller does, and what must follow.

    One of: `say` (words), `press` (keys), `silence` (nothing for as long as the flow listens). A turn with `expect`
    alone is a request without input: the beginning of a call before the caller speaks, or a tool that runs.
    """

    say: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_said)] | None = None
    press: Annotated[str, Field(max_length=64, pattern=r"^[0-9*#A-Da-d]+$")] | None = None
    silence: Literal[True] | None = None
    expect: Expected | None = None

    @property
    def has_input(self) -> bool:
        """Whether the caller does something."""
        return self.say is not None or self.press is not None or self.silence is not None

    @model_validator(mode="after")
    def _one_input(self) -> Self:
        given = [name for name in ("say", "press", "silence") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"has {' and '.join(given)}; keep one of them")
        if not given and self.expect is None:
            raise ValueError("needs one of say, press and silence: true, or expect for a turn without input")
        return self


Brief: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_visible)]
"""A short text for a model."""


class Simulated(_Model):
    """A caller whom a model plays, and the lines by which another model judges the call.

    `caller` is who calls and in which manner, `goal` is what the caller wants. Each line of `judge` is a statement
    about the call, such as "The agent asks for the order number". A call passes if all of them are true.
    """

    caller: Brief
    goal: Brief
    max_turns: Annotated[int, Field(ge=1, le=MAX_SIMULATED_TURNS)] = 20
    judge: Annotated[list[Brief], Field(min_length=1, max_length=MAX_JUDGED)]


class FlowTest(_Model):
    """A conversation with a flow, and what each turn must lead to.

    `at` is the clock of the whole test; without it the clock stands at the time of the run. `mocks` has the answers of
    tools and models by node id, in the order in which the node asks. A node of an inner flow has its path as its id,
    such as `verify/ask`.

    `fromSession` is the session of which the test was made. The test holds words of its caller, so the erasure of that
    session deletes it.

    With `simulate`, a model goes on as the caller after the inputs of `turns`, which may be empty. That runs only if a
    request asks for it. A test without turns does not run otherwise.
    """

    name: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
    channel: Channel = "chat"
    at: Annotated[str, Field(max_length=40), AfterValidator(_time), WithJsonSchema({"type": "string"})] | None = None
    caller_number: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_printable)] | None = None
    variables: Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(require_variables)] = Field(
        default_factory=dict
    )
    mocks: Annotated[
        dict[
            Annotated[str, Field(min_length=1, max_length=2000)],
            Annotated[list[Mock], Field(min_length=1, max_length=MAX_ANSWERS)],
        ],
        Field(max_length=MAX_MOCKED_NODES),
    ] = Field(default_factory=dict)
    simulate: Simulated | None = None
    from_session: Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_printable)] | None = None
    turns: Annotated[list[CallerTurn], Field(max_length=MAX_TURNS)]

    @property
    def clock(self) -> int | None:
        """The time of the test in milliseconds since the epoch; None if it has none."""
        return None if self.at is None else round(datetime.fromisoformat(self.at).timestamp() * 1000)

    @field_validator("turns")
    @classmethod
    def _runs(cls, turns: list[CallerTurn], others: ValidationInfo) -> list[CallerTurn]:
        # A `simulate` with an error of its own is not there.
        if not turns and others.data.get("simulate", True) is None:
            raise ValueError("must have a turn, or simulate; write the caller's words as turns")
        return turns

    def written(self) -> dict[str, JsonValue]:
        """Return the test as its author wrote it: without the fields that are left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
