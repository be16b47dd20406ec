"""What an elicitation or a form asks the caller for."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from flow_core.authored.base import DEFAULT_NO_INPUT_SECONDS, AuthoredModel, Data, Expression, Seconds, Template


class Choice(AuthoredModel):
    """An answer that an elicitation offers."""

    value: Annotated[str, Field(min_length=1, max_length=200)]
    label: str | None = None
    synonyms: list[str] = Field(default_factory=list)

    @property
    def spoken_as(self) -> tuple[str, ...]:
        """The names of the choice other than its value."""
        return (*((self.label,) if self.label else ()), *self.synonyms)


ValueType: TypeAlias = Literal[
    "string",
    "number",
    "integer",
    "boolean",
    "date",
    "email",
    "phone",
    "choice",
    "time",
    "datetime",
    "duration",
    "money",
    "digits",
    "code",
    "name",
    "postcode",
]
"""The types of value that an elicitation can ask for."""
Extraction: TypeAlias = Literal["verbatim", "parse", "llm", "auto"]
"""How an elicitation reads an answer: the whole utterance, a value in it, by a model, or by a model after the rules."""


class KeyRules(AuthoredModel):
    """When the keys that a caller presses are one answer."""

    length: Annotated[int, Field(ge=1, le=60)] | None = None
    """Keys of the whole answer, without the end key. None if no number of keys ends it."""
    end: Annotated[str, Field(pattern=r"^[0-9*#]$")] | None = None
    """The key that ends an answer. "#" ends one too."""
    seconds: Annotated[float, Field(gt=0, le=60, strict=False)] | None = None
    """Seconds without a key after which the keys are sent."""


class Asked(AuthoredModel):
    """What is asked for: one value of one variable."""

    prompt: Template
    variable: str
    value_type: ValueType = "string"
    choices: Annotated[list[str | Choice], Field(max_length=200)] = Field(default_factory=list)
    extraction: Extraction | None = None
    """How the value is read. None: `auto`, or `verbatim` for a string; see `Flow.extraction`."""
    validation: Expression | None = None
    """Reads `value` and the variables. The value is taken if the result is true."""
    reprompts: list[Template] = Field(default_factory=list)
    """Questions after the first, second, … no-match. The last one repeats; the prompt serves if there is none."""
    no_input_prompts: list[Template] = Field(default_factory=list)
    """Questions after the first, second, … no-input. The last one repeats; the prompt serves if there is none."""
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """No-matches, and no-inputs, after which the flow leaves the node."""
    no_input_seconds: Seconds = DEFAULT_NO_INPUT_SECONDS
    many: bool = False
    """Whether the value is a list of one or more."""
    prefer: Literal["past", "future"] | None = None
    """The side of today on which a date or time lies that could lie on both."""
    optional: bool = False
    """Whether the caller may have no such value. Then "I don't have one" leaves by "declined"."""
    confirm: Template | None = None
    """Read back before the value is taken. It may hold `{{ value }}`."""
    keys: KeyRules | None = None
    interruptible: bool = True
    """Whether the caller may speak before the question ends."""
    hints: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=100)] = Field(
        default_factory=list
    )
    """Words that the caller may say, for speech to text."""
    format: Annotated[str, Field(max_length=500)] | None = None
    """How the value is written, in words for the model."""
    length: Annotated[int, Field(ge=1, le=200)] | None = None
    """The exact number of characters of digits and codes."""
    min_length: Annotated[int, Field(ge=1, le=200)] | None = None
    max_length: Annotated[int, Field(ge=1, le=200)] | None = None
    pattern: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """A regular expression that the whole of a code matches."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166: the country of a postcode or phone number. None for the region of the flow's language."""
    sensitive: bool = False
    """Whether no record may show the answer: neither the caller's words nor the value."""
    pause_recording: bool = False
    """Whether a recording of the call must pause while the question is open."""


class ElicitationData(Asked, Data):
    """The data of a node that asks the caller for a value."""


class Slot(Asked):
    """One of the values that a form asks for."""

    label: str | None = None
    required: bool = True
    """Whether the form asks for it. If False, the value is taken only from an answer that has it."""


class FormData(Data):
    """The data of a node that asks the caller for several values."""

    slots: Annotated[list[Slot], Field(min_length=1, max_length=20)]
    prompt: Template = ""
    """Asked first. An answer may fill any slots."""
    confirm: Template | None = None
    """Read back when all slots are filled. A correction there changes its slot alone."""
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """No-matches, and no-inputs, at one question after which the flow leaves the node."""
