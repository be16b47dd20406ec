"""form: ask for several values, take those that one answer has together, and read them all back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from flow_core.authored.asked import Slot
from flow_core.authored.nodes import FormNode
from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.handlers.model import ask_only
from flow_core.json import Json
from flow_core.nodes import extraction, moves
from flow_core.nodes.answers import Declined, Moved, read_answer
from flow_core.nodes.asking import is_whole, listen_to, prompt_for, read_pressed, read_words
from flow_core.nodes.forms.review import YES_OR_NO, on_review, on_unread, on_verdict
from flow_core.nodes.forms.slots import (
    ask_model,
    ask_next,
    decline,
    fill,
    for_model,
    listen_to_all,
    on_no_input,
    on_no_match,
    open_slot,
    read_back,
    read_said,
)
from flow_core.outcomes import Outcome, Wait
from flow_core.step_context import StepContext
from flow_core.values import NoMatch, move_of, read_keys


def enter(node: FormNode, context: StepContext) -> Outcome:
    """Ask for all slots at once, or for the first one."""
    # The first question may name old values, which are gone afterwards.
    begins_with_all = bool(node.data.prompt.strip())
    if begins_with_all:
        context.say(context.spoken(node.data.prompt, "prompt"))
        outcome: Outcome = Wait(listen_to_all(node, context))
    else:
        outcome = ask_next(node, context)
    for slot in node.data.slots:
        context.empty(slot.variable)
    return outcome


def on_input(node: FormNode, context: StepContext, event: CallerSpoke | CallerKeyed | CallerStayedSilent) -> Outcome:
    """Fill the slots whose values the answer has, or ask a model for them."""
    match event:
        case CallerStayedSilent():
            return _on_silence(node, context)
        case CallerKeyed():
            return _on_keys(node, context, event.digits)
        case CallerSpoke():
            return (on_review if context.visit.reviewing else _on_words)(node, context, event.text)
        case _:
            assert_never(event)


def resume(node: FormNode, context: StepContext) -> Outcome:
    """Ask the open question again. The slots that are filled stay so."""
    slot = open_slot(node, context)
    match context.visit.reviewing:
        case "confirm":
            return read_back(node, context)
        case "change":
            context.say(context.locale.language.said.what_to_change)
            return Wait(listen_to_all(node, context))
        case "":
            text, field = (node.data.prompt, "prompt") if slot is None else (slot.prompt, f"{slot.variable}.prompt")
            context.say(context.spoken(text, field))
            return Wait(listen_to_all(node, context) if slot is None else listen_to(slot, context))
        case _:
            assert_never(context.visit.reviewing)


def on_effect_result(node: FormNode, context: StepContext, result: ModelReplied | ModelFailed) -> Outcome:
    """Fill the slots whose values the model found."""
    found: dict[str, Json] = {}
    for slot in node.data.slots:
        if isinstance(result, ModelReplied) and slot.variable in result.extracted:
            value = extraction.read_found(result.extracted[slot.variable], slot, context)
            extraction.record("model", value, context, slot.variable)
            if not isinstance(value, NoMatch):
                found[slot.variable] = value
    if not found:
        said = next((message.content for message in reversed(context.messages) if message.role == "user"), "")
        if context.visit.reviewing:
            return on_unread(node, context, said)
        found.update(_as_they_are(node, context, said))
    return fill(node, context, found)


# Answers


def _on_words(node: FormNode, context: StepContext, said: str) -> Outcome:
    slot = open_slot(node, context)
    if slot is None:
        move = move_of(said, context.locale)
        if move is not None:
            return moves.make(move, context, listen_to_all(node, context)) or on_no_match(node, context)
        return _on_values(node, context, said, None)
    by = context.flow.extraction(slot)
    answer = read_answer(slot, said, context, whole=by == "verbatim")
    if isinstance(answer, Moved):
        listen = listen_to(slot, context, keyed=context.visit.keyed)
        again = prompt_for(1, slot.reprompts, slot.prompt)
        return moves.make(answer.move, context, listen, again) or on_no_match(node, context)
    context.visit = replace(context.visit, keyed="")
    if isinstance(answer, Declined):
        return decline(node, context, slot)
    if by == "verbatim":
        understood = slot.value_type != "string" and not isinstance(answer, NoMatch)
        found = {} if isinstance(answer, NoMatch) else {slot.variable: answer}
        return (None if understood else ask_only(slot.prompt, context)) or fill(node, context, found)
    return _on_values(node, context, said, slot)


def _on_values(node: FormNode, context: StepContext, said: str, asked: Slot | None) -> Outcome:
    """Fill the slots whose values the words have. If the rules find none, ask a model."""
    if asked is not None and context.flow.extraction(asked) == "llm":
        return ask_model(node, context, asked.prompt)
    found = read_said(node, context, said, asked)
    extraction.record("rules", found, context)
    question = node.data.prompt if asked is None else asked.prompt
    if not isinstance(found, NoMatch):
        open_answer = asked is not None and asked.value_type == "string" and asked.variable in found
        return (ask_only(question, context) if open_answer else None) or fill(node, context, found)
    may_ask = bool(for_model(node, context)) if asked is None else context.flow.extraction(asked) == "auto"
    if may_ask and context.has_model:
        return ask_model(node, context, question)
    return ask_only(question, context) or on_no_match(node, context)


def _as_they_are(node: FormNode, context: StepContext, said: str) -> Mapping[str, Json]:
    """Return what the words are at an open question, about which a model was asked for handlers only."""
    slot = open_slot(node, context)
    if slot is None or slot.value_type != "string" or context.flow.extraction(slot) == "llm":
        return {}
    if context.flow.extraction(slot) == "verbatim":
        answer = read_words(slot, context, said, whole=True)
        return {} if isinstance(answer, NoMatch) else {slot.variable: answer}
    found = read_said(node, context, said, slot)
    return {} if isinstance(found, NoMatch) else found


def _on_keys(node: FormNode, context: StepContext, digits: str) -> Outcome:
    if context.visit.reviewing:
        right = read_keys(digits, YES_OR_NO, context.locale, at=context.event.at, zone=context.zone)
        return on_no_match(node, context) if isinstance(right, NoMatch) else on_verdict(node, context, bool(right))
    slot = open_slot(node, context)
    if slot is None:
        return on_no_match(node, context)
    keys = context.visit.keyed + digits
    if not is_whole(keys, slot.keys):
        question = context.visit.question or context.before.response
        context.visit = replace(context.visit, keyed=keys, question=question)
        return Wait(listen_to(slot, context, keyed=keys))
    return _on_pressed(node, context, slot, keys)


def _on_pressed(node: FormNode, context: StepContext, slot: Slot, keys: str) -> Outcome:
    context.visit = replace(context.visit, keyed="")
    value = read_pressed(slot, context, keys)
    return fill(node, context, {} if isinstance(value, NoMatch) else {slot.variable: value})


def _on_silence(node: FormNode, context: StepContext) -> Outcome:
    slot, keyed = open_slot(node, context), context.visit.keyed
    if slot is None or not keyed:
        return on_no_input(node, context)
    if slot.keys is not None and slot.keys.length is not None:
        # The caller has keyed something and stopped. An answer of known length is not whole.
        context.visit = replace(context.visit, keyed="")
        return on_no_match(node, context)
    return _on_pressed(node, context, slot, keyed)
