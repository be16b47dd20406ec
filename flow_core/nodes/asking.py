"""What nodes that ask the caller for values share: the question, the keys, and how to listen. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from flow_core.authored.asked import Asked, KeyRules, ValueType
from flow_core.json import Json
from flow_core.languages import DEFAULT_TAG
from flow_core.state import Listen, ListenKeys
from flow_core.step_context import StepContext
from flow_core.text import templates
from flow_core.values import Choice, NoMatch, Question, read, read_keys
from flow_core.values.about import day_of_call
from flow_core.values.types.text import read_text

MAX_KEYED = 100
"""Keys of one answer. More are read as they are."""
_NEVER_MANY: tuple[ValueType, ...] = ("string", "boolean")
"""Types of which a question takes one value only."""
_USUAL_END = "#"
"""The key that ends an answer on every telephone."""


def question_of(data: Asked, context: StepContext) -> Question:
    """Return what is asked for."""
    dated = data.value_type in {"date", "datetime"}
    values = context.variables.values()
    return Question(
        value_type=data.value_type,
        choices=choices_of(data),
        prompt=words_of(data.prompt, *data.reprompts),
        many=data.many and data.value_type not in _NEVER_MANY,
        prefer=data.prefer,
        length=data.length,
        min_length=data.min_length,
        max_length=data.max_length,
        pattern=data.pattern,
        country=data.country,
        about=day_of_call(values, at=context.event.at, zone=context.zone) if dated else None,
    )


def choices_of(data: Asked) -> tuple[Choice, ...]:
    """Return the choices on offer."""
    return tuple(
        Choice(choice) if isinstance(choice, str) else Choice(choice.value, choice.spoken_as) for choice in data.choices
    )


def words_of(*texts: str | None) -> str:
    """Return the author's own words of some texts, which an answer may repeat. They hold no value."""
    return " ".join(templates.without_values(text) for text in texts if text)


def read_words(data: Asked, context: StepContext, said: str, *, whole: bool) -> Json | NoMatch:
    """Read the value in some words."""
    if data.value_type == "string":
        return read_text(said)
    return read(said, question_of(data, context), context.locale, at=context.event.at, zone=context.zone, whole=whole)


def read_pressed(data: Asked, context: StepContext, keys: str) -> Json | NoMatch:
    """Read the value in the keys of a whole answer."""
    rules = data.keys
    if rules is not None and rules.end is not None:
        keys = keys.partition(rules.end)[0]
    question = question_of(data, context)
    value = read_keys(keys, question, context.locale, at=context.event.at, zone=context.zone)
    return [value] if question.many and not isinstance(value, NoMatch | list) else value


def is_whole(keys: str, rules: KeyRules | None) -> bool:
    """Return whether some keys are a whole answer. If the author says nothing about keys, each input is one."""
    if rules is None or (rules.length is None and rules.end is None) or len(keys) > MAX_KEYED:
        return True
    ended = _USUAL_END in keys or (rules.end is not None and rules.end in keys)
    return ended or (rules.length is not None and len(keys) >= rules.length)


def listen_to(data: Asked | None, context: StepContext, *, seconds: float | None = None, keyed: str = "") -> Listen:
    """Return the action that waits for an answer.

    Args:
        data: What is asked for; None if it is a yes or a no, or several values at once.
        context: The step.
        seconds: Seconds until the caller counts as silent; None for those of `data`.
        keyed: The keys that the answer has so far.
    """
    language = None if context.language == DEFAULT_TAG else context.language
    if data is None:
        return _listen(seconds or 0, not context.uninterruptible, None, (), language)
    return _listen(
        data.no_input_seconds if seconds is None else seconds,
        data.interruptible and not context.uninterruptible,
        None if data.keys is None else _rest(data.keys, keyed),
        tuple(data.hints),
        language,
    )


# Frozen objects are shared: to make one takes five times as long as to find it. A cache tells 1 from 1.0 and True.
@lru_cache(maxsize=1024, typed=True)
def _listen(
    seconds: float, interruptible: bool, keys: ListenKeys | None, hints: tuple[str, ...], language: str | None
) -> Listen:
    return Listen(seconds, interruptible, keys=keys, hints=hints, language=language)


def _rest(rules: KeyRules, keyed: str) -> ListenKeys:
    rest = ListenKeys(rules.length, rules.end, rules.seconds)
    return replace(rest, length=rules.length - len(keyed)) if rules.length is not None and keyed else rest


def prompt_for(count: int, texts: Iterable[str], prompt: str) -> str:
    """Return the text for an attempt: the last text if there are fewer, the prompt if there is none."""
    last = [*texts][: max(count, 1)]
    return last[-1] if last else prompt
