"""form: ask for several values, take those that one answer has together, and read them all back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from flow_core.authored.asked import Slot
from flow_core.authored.base import DEFAULT_NO_INPUT_SECONDS
from flow_core.authored.nodes import FormNode
from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.handlers.model import ask_only
from flow_core.json import Json
from flow_core.nodes import extraction, moves
from flow_core.nodes.answers import Declined, Moved, read_answer
from flow_core.nodes.asking import is_whole, listen_to, prompt_for, question_of, read_pressed, read_words, words_of
from flow_core.outcomes import Leave, Outcome, Wait
from flow_core.state import Listen
from flow_core.step_context import StepContext
from flow_core.values import (
    NoMatch,
    Question,
    move_of,
    read_confirmation,
    read_keys,
    read_slots,
    slot_named,
    without_verdict,
)

_YES_OR_NO = Question("boolean")


def enter(node: FormNode, context: StepContext) -> Outcome:
    """Ask for all slots at once, or for the first one."""
    # The first question may name old values, which are gone afterwards.
    begins_with_all = bool(node.data.prompt.strip())
    if begins_with_all:
        context.say(context.spoken(node.data.prompt, "prompt"))
        outcome: Outcome = Wait(_listen(node, context))
    else:
        outcome = _ask_next(node, context)
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
            return (_on_review if context.visit.reviewing else _on_words)(node, context, event.text)
        case _:
            assert_never(event)


def resume(node: FormNode, context: StepContext) -> Outcome:
    """Ask the open question again. The slots that are filled stay so."""
    slot = _open_slot(node, context)
    match context.visit.reviewing:
        case "confirm":
            return _read_back(node, context)
        case "change":
            context.say(context.locale.language.said.what_to_change)
            return Wait(_listen(node, context))
        case "":
            text, field = (node.data.prompt, "prompt") if slot is None else (slot.prompt, f"{slot.variable}.prompt")
            context.say(context.spoken(text, field))
            return Wait(_listen(node, context) if slot is None else listen_to(slot, context))
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
            return _on_unread(node, context, said)
        found.update(_as_they_are(node, context, said))
    return _fill(node, context, found)


# Answers


def _on_words(node: FormNode, context: StepContext, said: str) -> Outcome:
    slot = _open_slot(node, context)
    if slot is None:
        move = move_of(said, context.locale)
        if move is not None:
            return moves.make(move, context, _listen(node, context)) or _on_no_match(node, context)
        return _on_values(node, context, said, None)
    by = context.flow.extraction(slot)
    answer = read_answer(slot, said, context, whole=by == "verbatim")
    if isinstance(answer, Moved):
        listen = listen_to(slot, context, keyed=context.visit.keyed)
        again = prompt_for(1, slot.reprompts, slot.prompt)
        return moves.make(answer.move, context, listen, again) or _on_no_match(node, context)
    context.visit = replace(context.visit, keyed="")
    if isinstance(answer, Declined):
        return _decline(node, context, slot)
    if by == "verbatim":
        understood = slot.value_type != "string" and not isinstance(answer, NoMatch)
        found = {} if isinstance(answer, NoMatch) else {slot.variable: answer}
        return (None if understood else ask_only(slot.prompt, context)) or _fill(node, context, found)
    return _on_values(node, context, said, slot)


def _on_values(node: FormNode, context: StepContext, said: str, asked: Slot | None) -> Outcome:
    """Fill the slots whose values the words have. If the rules find none, ask a model."""
    if asked is not None and context.flow.extraction(asked) == "llm":
        return _ask_model(node, context, asked.prompt)
    found = _read_slots(node, context, said, asked)
    extraction.record("rules", found, context)
    question = node.data.prompt if asked is None else asked.prompt
    if not isinstance(found, NoMatch):
        open_answer = asked is not None and asked.value_type == "string" and asked.variable in found
        return (ask_only(question, context) if open_answer else None) or _fill(node, context, found)
    may_ask = bool(_for_model(node, context)) if asked is None else context.flow.extraction(asked) == "auto"
    if may_ask and context.has_model:
        return _ask_model(node, context, question)
    return ask_only(question, context) or _on_no_match(node, context)


def _as_they_are(node: FormNode, context: StepContext, said: str) -> Mapping[str, Json]:
    """Return what the words are at an open question, about which a model was asked for handlers only."""
    slot = _open_slot(node, context)
    if slot is None or slot.value_type != "string" or context.flow.extraction(slot) == "llm":
        return {}
    if context.flow.extraction(slot) == "verbatim":
        answer = read_words(slot, context, said, whole=True)
        return {} if isinstance(answer, NoMatch) else {slot.variable: answer}
    found = _read_slots(node, context, said, slot)
    return {} if isinstance(found, NoMatch) else found


def _read_slots(node: FormNode, context: StepContext, said: str, asked: Slot | None) -> Mapping[str, Json] | NoMatch:
    return read_slots(
        said,
        _questions(node, context),
        context.locale,
        at=context.event.at,
        zone=context.zone,
        asked=None if asked is None else asked.variable,
        prompt=words_of(node.data.confirm if context.visit.reviewing else node.data.prompt),
    )


def _questions(node: FormNode, context: StepContext) -> dict[str, Question]:
    return {slot.variable: question_of(slot, context) for slot in node.data.slots}


def _for_model(node: FormNode, context: StepContext) -> dict[str, Slot]:
    """Return the slots for whose values a model may be asked."""
    return {slot.variable: slot for slot in node.data.slots if context.flow.extraction(slot) in ("auto", "llm")}


def _ask_model(node: FormNode, context: StepContext, question: str) -> Outcome:
    return extraction.ask(context.node_id, _for_model(node, context), question, context)


def _on_keys(node: FormNode, context: StepContext, digits: str) -> Outcome:
    if context.visit.reviewing:
        right = read_keys(digits, _YES_OR_NO, context.locale, at=context.event.at, zone=context.zone)
        return _on_no_match(node, context) if isinstance(right, NoMatch) else _on_verdict(node, context, bool(right))
    slot = _open_slot(node, context)
    if slot is None:
        return _on_no_match(node, context)
    keys = context.visit.keyed + digits
    if not is_whole(keys, slot.keys):
        question = context.visit.question or context.before.response
        context.visit = replace(context.visit, keyed=keys, question=question)
        return Wait(listen_to(slot, context, keyed=keys))
    return _on_pressed(node, context, slot, keys)


def _on_pressed(node: FormNode, context: StepContext, slot: Slot, keys: str) -> Outcome:
    context.visit = replace(context.visit, keyed="")
    value = read_pressed(slot, context, keys)
    return _fill(node, context, {} if isinstance(value, NoMatch) else {slot.variable: value})


def _on_silence(node: FormNode, context: StepContext) -> Outcome:
    slot, keyed = _open_slot(node, context), context.visit.keyed
    if slot is None or not keyed:
        return _on_no_input(node, context)
    if slot.keys is not None and slot.keys.length is not None:
        # The caller has keyed something and stopped. An answer of known length is not whole.
        context.visit = replace(context.visit, keyed="")
        return _on_no_match(node, context)
    return _on_pressed(node, context, slot, keyed)


def _fill(node: FormNode, context: StepContext, found: Mapping[str, Json]) -> Outcome:
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
        return _on_no_match(node, context)
    if not taken:
        return _on_no_match(node, context)
    context.visit = replace(context.visit, misses=0, silences=0)
    return _ask_next(node, context)


def _take(slot: Slot, value: Json, context: StepContext) -> bool:
    if slot.validation is not None and not context.is_valid(slot.validation, value):
        return False
    if not context.set_variable(slot.variable, value, "variable"):
        return False
    context.visit = replace(context.visit, answered=_with(context.visit.answered, slot.variable))
    return True


def _decline(node: FormNode, context: StepContext, slot: Slot) -> Outcome:
    context.set_variable(slot.variable, None, "variable")
    context.visit = replace(context.visit, answered=_with(context.visit.answered, slot.variable), misses=0, silences=0)
    return _ask_next(node, context)


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


# Questions


def _open_slot(node: FormNode, context: StepContext) -> Slot | None:
    """Return the slot whose question is open; None if all slots were asked at once."""
    return next((slot for slot in node.data.slots if slot.variable == context.visit.slot), None)


def _listen(node: FormNode, context: StepContext) -> Listen:
    """Return the action for a question about all slots together."""
    hints = tuple(dict.fromkeys(hint for slot in node.data.slots for hint in slot.hints))
    return replace(listen_to(None, context, seconds=DEFAULT_NO_INPUT_SECONDS), hints=hints)


def _ask_next(node: FormNode, context: StepContext) -> Outcome:
    """Ask for the first required slot without a value; if there is none, read all values back or leave."""
    answered = context.visit.answered
    slot = next((each for each in node.data.slots if each.required and each.variable not in answered), None)
    if slot is not None:
        context.visit = replace(context.visit, slot=slot.variable, question="", reviewing="")
        context.say(context.spoken(slot.prompt, f"{slot.variable}.prompt"))
        return Wait(listen_to(slot, context))
    return Leave("default") if node.data.confirm is None else _read_back(node, context)


# The values that were read back


def _read_back(node: FormNode, context: StepContext) -> Outcome:
    context.visit = replace(context.visit, slot="", question="", reviewing="confirm")
    context.say(context.spoken(node.data.confirm or "", "confirm"))
    return Wait(_listen(node, context))


def _on_review(node: FormNode, context: StepContext, said: str) -> Outcome:
    """Leave after a yes, or change the slots that the caller corrects."""
    right = read_confirmation(
        said,
        _YES_OR_NO,
        context.locale,
        at=context.event.at,
        zone=context.zone,
        prompt=words_of(node.data.confirm),
    )
    if isinstance(right, bool):
        return _on_verdict(node, context, right)
    words = without_verdict(said, context.locale, at=context.event.at, prompt=words_of(node.data.confirm))
    found = _read_slots(node, context, words, None)
    extraction.record("rules", found, context)
    if not isinstance(found, NoMatch):
        return _correct(node, context, found)
    move = move_of(said, context.locale)
    if move is not None:
        return moves.make(move, context, _listen(node, context)) or _on_no_match(node, context)
    if context.has_model and _for_model(node, context):
        return _ask_model(node, context, node.data.confirm or "")
    return ask_only(node.data.confirm or "", context) or _on_unread(node, context, said)


def _on_unread(node: FormNode, context: StepContext, said: str) -> Outcome:
    """Ask for the slot that words without a value name: "the day is wrong"."""
    named = slot_named(said, _questions(node, context), context.locale, at=context.event.at)
    return _on_no_match(node, context) if named is None else _reopen(node, context, named)


def _reopen(node: FormNode, context: StepContext, variable: str) -> Outcome:
    """Ask again for the slot that the caller says is wrong. As a no, it is an attempt."""
    context.empty(variable)
    answered = tuple(name for name in context.visit.answered if name != variable)
    context.visit = replace(context.visit, slot=variable, answered=answered, reviewing="")
    return _on_no_match(node, context)


def _correct(node: FormNode, context: StepContext, found: Mapping[str, Json]) -> Outcome:
    changes = any(context.variables.get(name) != value for name, value in found.items())
    if not changes or context.visit.moves >= moves.MAX_MOVES:
        # "No Friday" where Friday was read back changes nothing.
        return _on_no_match(node, context)
    context.visit = replace(context.visit, moves=context.visit.moves + 1)
    return _fill(node, context, found)


def _on_verdict(node: FormNode, context: StepContext, right: bool) -> Outcome:
    if right and context.visit.reviewing == "confirm":
        return Leave("default")
    if right:
        # A yes is no answer to the question what to change.
        return _on_no_match(node, context)
    context.visit = replace(context.visit, misses=context.visit.misses + 1, question="", reviewing="change")
    if context.visit.misses >= node.data.max_attempts:
        return _leave(node, context, "noMatch")
    context.say(context.locale.language.said.what_to_change)
    return Wait(_listen(node, context))


# Attempts


def _on_no_match(node: FormNode, context: StepContext) -> Outcome:
    slot = _open_slot(node, context)
    if slot is None and not context.visit.reviewing:
        # The question about everything was too much. It has cost no attempt.
        return _ask_next(node, context)
    context.visit = replace(context.visit, misses=context.visit.misses + 1)
    if context.visit.misses >= node.data.max_attempts:
        return _leave(node, context, "noMatch")
    if slot is None:
        return _read_back(node, context)
    return _ask_again(slot, context, slot.reprompts, context.visit.misses, "reprompts")


def _on_no_input(node: FormNode, context: StepContext) -> Outcome:
    context.visit = replace(context.visit, silences=context.visit.silences + 1)
    if context.visit.silences >= node.data.max_attempts:
        return _leave(node, context, "noInput")
    slot = _open_slot(node, context)
    if slot is None:
        return _read_back(node, context) if context.visit.reviewing else _ask_next(node, context)
    return _ask_again(slot, context, slot.no_input_prompts, context.visit.silences, "noInputPrompts")


def _leave(node: FormNode, context: StepContext, exit: str) -> Outcome:
    answered = context.visit.answered
    return Leave(exit, unanswered=tuple(each.variable for each in node.data.slots if each.variable not in answered))


def _ask_again(slot: Slot, context: StepContext, texts: list[str], count: int, field: str) -> Outcome:
    context.visit = replace(context.visit, question="")
    context.say(context.spoken(prompt_for(count, texts, slot.prompt), f"{slot.variable}.{field}"))
    return Wait(listen_to(slot, context))
