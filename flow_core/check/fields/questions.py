"""Finds the problems of what a node asks the caller for. It does not check names and expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flow_core.authored.asked import Asked, ElicitationData, FormData, ValueType
from flow_core.check.problem import Path, Place, Problem, quoted
from flow_core.values.patterns import read_pattern

_COUNTED: tuple[ValueType, ...] = ("digits", "code")
_FIELDS_OF_TYPES: Mapping[str, tuple[ValueType, ...]] = {
    "prefer": ("date", "time", "datetime"),
    "length": _COUNTED,
    "minLength": _COUNTED,
    "maxLength": _COUNTED,
    "pattern": ("code",),
    "country": ("postcode", "phone"),
}
"""Field -> the types of value that it concerns."""
_NEVER_MANY: tuple[ValueType, ...] = ("string", "boolean")


def elicitation_problems(data: ElicitationData, place: Place) -> Iterator[Problem]:
    """Find the problems of an elicitation node."""
    yield from _question_problems(data, place, ("data",))
    yield from _unused_prompts(data, data.max_attempts, place, ("data",))


def form_problems(data: FormData, place: Place) -> Iterator[Problem]:
    """Find the problems of a form."""
    if not data.prompt.strip() and not any(slot.required for slot in data.slots):
        text = 'it has no "prompt", and no slot is required, so it asks for nothing.'
        yield place.error("form-asks-nothing", text, 'Write a "prompt", or require a slot.', ("data", "prompt"))
    seen: set[str] = set()
    for index, slot in enumerate(data.slots):
        path: Path = ("data", "slots", index)
        if slot.variable in seen:
            text = f"two slots set the variable {quoted(slot.variable)}."
            yield place.error("duplicate-slot", text, "Give one of them another variable.", (*path, "variable"))
        seen.add(slot.variable)
        yield from _question_problems(slot, place, path)
        yield from _unused_prompts(slot, data.max_attempts, place, path)
        if "max_attempts" in slot.model_fields_set:
            text = f'the "maxAttempts" of the slot {quoted(slot.variable)} is ignored.'
            remedy = 'Write the "maxAttempts" of the form, which counts at each question.'
            yield place.warning("unused-setting", text, remedy, (*path, "maxAttempts"))
        if slot.confirm is not None:
            text = f'the "confirm" of the slot {quoted(slot.variable)} is ignored.'
            remedy = 'Write the "confirm" of the form, which reads back all slots.'
            yield place.warning("unused-setting", text, remedy, (*path, "confirm"))


def _question_problems(data: Asked, place: Place, path: Path) -> Iterator[Problem]:
    if not data.prompt.strip():
        text = '"prompt" is empty, so the caller hears no question.'
        yield place.warning("empty-prompt", text, "Write the question.", (*path, "prompt"))
    if data.value_type == "choice" and not data.choices:
        text = "it asks for a choice, but there is nothing to choose from."
        yield place.error("missing-choices", text, 'Add "choices".', (*path, "choices"))
    if data.value_type != "choice" and data.choices:
        text = f'"choices" are ignored, because "valueType" is {quoted(data.value_type)}.'
        remedy = 'Set "valueType" to "choice", or take the choices away.'
        yield place.warning("unused-choices", text, remedy, (*path, "valueType"))
    yield from _unused_settings(data, place, path)
    yield from _length_problems(data, place, path)
    if data.pattern is not None and isinstance(reason := read_pattern(data.pattern), str):
        text = f'"pattern" cannot be used as a regular expression: {reason}.'
        yield place.error("bad-pattern", text, "Correct the pattern.", (*path, "pattern"))


def _unused_settings(data: Asked, place: Place, path: Path) -> Iterator[Problem]:
    set_fields = {
        "prefer": data.prefer,
        "length": data.length,
        "minLength": data.min_length,
        "maxLength": data.max_length,
        "pattern": data.pattern,
        "country": data.country,
    }
    unused: list[tuple[str, Sequence[str]]] = [
        (name, types)
        for name, types in _FIELDS_OF_TYPES.items()
        if set_fields[name] is not None and data.value_type not in types
    ]
    for name, types in unused:
        text = f'"{name}" is ignored, because "valueType" is {quoted(data.value_type)}.'
        remedy = f'Take it away, or set "valueType" to {" or ".join(map(quoted, types))}.'
        yield place.warning("unused-setting", text, remedy, (*path, name))
    if data.many and data.value_type in _NEVER_MANY:
        text = f'"many" is ignored, because "valueType" is {quoted(data.value_type)}.'
        yield place.warning("unused-setting", text, "Take it away, or choose another type.", (*path, "many"))


def _length_problems(data: Asked, place: Place, path: Path) -> Iterator[Problem]:
    least, most, exact = data.min_length, data.max_length, data.length
    if least is not None and most is not None and least > most:
        text = f'"minLength" {least} is more than "maxLength" {most}, so no answer fits.'
        yield place.error("impossible-length", text, "Change one of them.", (*path, "minLength"))
    elif exact is not None and not (least or exact) <= exact <= (most or exact):
        text = f'"length" {exact} lies outside "minLength" and "maxLength", so no answer fits.'
        yield place.error("impossible-length", text, 'Keep "length" alone.', (*path, "length"))


def _unused_prompts(data: Asked, max_attempts: int, place: Place, path: Path) -> Iterator[Problem]:
    for field, texts in (("reprompts", data.reprompts), ("noInputPrompts", data.no_input_prompts)):
        usable = max_attempts - 1
        if len(texts) > usable:
            text = (
                f'"{field}" has {len(texts)} texts, but at most {usable} can be spoken with '
                f'"maxAttempts" {max_attempts}.'
            )
            remedy = 'Raise "maxAttempts", or take the last texts away.'
            yield place.warning("unused-prompts", text, remedy, (*path, field, usable))
