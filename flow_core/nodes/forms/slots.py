"""The questions of a form: it asks for its slots, fills them, reads all values back, and counts the attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flow_core.authored.asked import Slot
from flow_core.authored.base import DEFAULT_NO_INPUT_SECONDS
from flow_core.authored.nodes import FormNode
from flow_core.json import Json
from flow_core.nodes import extraction
from flow_core.nodes.asking import listen_to, prompt_for, question_of, words_of
from flow_core.outcomes import Leave, Outcome, Wait
from flow_core.state import Listen
from flow_core.step_context import StepContext
from flow_core.values import NoMatch, Question, read_slots

# The slots


def open_slot(node: FormNode, context: StepContext) -> Slot | None:
    """Return the slot whose question is open; None if all slots were asked at once."""
    return next((slot for slot in node.data.slots if slot.variable == context.visit.slot), None)


def questions(node: FormNode, context: StepContext) -> dict[str, Question]:
    """Return the question of each slot."""
    return {slot.variable: question_of(slot, context) for slot in node.data.slots}


def read_said(node: FormNode, context: StepContext, said: str, asked: Slot | None) -> Mapping[str, Json] | NoMatch:
    """Read the values that some words have; those of `asked` alone if it takes any words."""
    return read_slots(
        said,
        questions(node, context),
        context.locale,
        at=context.event.at,
        zone=context.zone,
        asked=None if asked is None else asked.variable,
        prompt=words_of(node.data.confirm if context.visit.reviewing else node.data.prompt),
    )


def fill(node: FormNode, context: StepContext, found: Mapping[str, Json]) -> Outcome:
    """Store the valid values, and go on with the next question. Without a valid one, ask again."""
    taken = False
    refused: Slot | None = None
    for slot in node.data.slots:
        if slot.variable not in found:
            continue
        if _take(slot, found[slot.variable], context):
            taken = True
        else:
            refused = refused or slot
    if refused is not None:
        # The question of the slot whose value is wrong is next.
        context.empty(refused.variable)
        answered = tuple(name for name in context.visit.answered if name != refused.variable)
        context.visit = replace(context.visit, slot=refused.variable, answered=answered, reviewing="")
        return on_no_match(node, context)
    if not taken:
        return on_no_match(node, context)
    context.visit = replace(context.visit, misses=0, silences=0)
    return ask_next(node, context)


def _take(slot: Slot, value: Json, context: StepContext) -> bool:
    if slot.validation is not None and not context.is_valid(slot.validation, value):
        return False
    if not context.set_variable(slot.variable, value, "variable"):
        return False
    context.visit = replace(context.visit, answered=_with(context.visit.answered, slot.variable))
    return True


def decline(node: FormNode, context: StepContext, slot: Slot) -> Outcome:
    """Go on without the value of an optional slot."""
    context.set_variable(slot.variable, None, "variable")
    context.visit = replace(context.visit, answered=_with(context.visit.answered, slot.variable), misses=0, silences=0)
    return ask_next(node, context)


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


# The model


def for_model(node: FormNode, context: StepContext) -> dict[str, Slot]:
    """Return the slots for whose values a model may be asked."""
    return {slot.variable: slot for slot in node.data.slots if context.flow.extraction(slot) in ("auto", "llm")}


def ask_model(node: FormNode, context: StepContext, question: str) -> Outcome:
    """Ask a model for the values of the last answer."""
    return extraction.ask(context.node_id, for_model(node, context), question, context)


# Questions


def listen_to_all(node: FormNode, context: StepContext) -> Listen:
    """Return the action for a question about all slots together."""
    hints = tuple(dict.fromkeys(hint for slot in node.data.slots for hint in slot.hints))
    return replace(listen_to(None, context, seconds=DEFAULT_NO_INPUT_SECONDS), hints=hints)


def ask_next(node: FormNode, context: StepContext) -> Outcome:
    """Ask for the first required slot without a value; if there is none, read all values back or leave."""
    answered = context.visit.answered
    slot = next((each for each in node.data.slots if each.required and each.variable not in answered), None)
    if slot is not None:
        context.visit = replace(context.visit, slot=slot.variable, question="", reviewing="")
        context.say(context.spoken(slot.prompt, f"{slot.variable}.prompt"))
        return Wait(listen_to(slot, context))
    return Leave("default") if node.data.confirm is None else read_back(node, context)


def read_back(node: FormNode, context: StepContext) -> Outcome:
    """Read all values back, and ask whether they are right."""
    context.visit = replace(context.visit, slot="", question="", reviewing="confirm")
    context.say(context.spoken(node.data.confirm or "", "confirm"))
    return Wait(listen_to_all(node, context))


# Attempts


def on_no_match(node: FormNode, context: StepContext) -> Outcome:
    """Ask again, or leave after too many answers that do not fit."""
    slot = open_slot(node, context)
    if slot is None and not context.visit.reviewing:
        # The question about everything was too much. It has cost no attempt.
        return ask_next(node, context)
    context.visit = replace(context.visit, misses=context.visit.misses + 1)
    if context.visit.misses >= node.data.max_attempts:
        return leave(node, context, "noMatch")
    if slot is None:
        return read_back(node, context)
    return _ask_again(slot, context, slot.reprompts, context.visit.misses, "reprompts")


def on_no_input(node: FormNode, context: StepContext) -> Outcome:
    """Ask again, or leave after too many silences."""
    context.visit = replace(context.visit, silences=context.visit.silences + 1)
    if context.visit.silences >= node.data.max_attempts:
        return leave(node, context, "noInput")
    slot = open_slot(node, context)
    if slot is None:
        return read_back(node, context) if context.visit.reviewing else ask_next(node, context)
    return _ask_again(slot, context, slot.no_input_prompts, context.visit.silences, "noInputPrompts")


def leave(node: FormNode, context: StepContext, exit: str) -> Outcome:
    """Leave by a failure exit. The slots without a value are told."""
    answered = context.visit.answered
    return Leave(exit, unanswered=tuple(each.variable for each in node.data.slots if each.variable not in answered))


def _ask_again(slot: Slot, context: StepContext, texts: list[str], count: int, field: str) -> Outcome:
    context.visit = replace(context.visit, question="")
    context.say(context.spoken(prompt_for(count, texts, slot.prompt), f"{slot.variable}.{field}"))
    return Wait(listen_to(slot, context))
