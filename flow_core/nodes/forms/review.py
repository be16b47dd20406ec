"""The answer to the values that a form has read back: a yes, a no, a correction, or the slot that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flow_core.authored.nodes import FormNode
from flow_core.handlers.model import ask_only
from flow_core.json import Json
from flow_core.nodes import extraction, moves
from flow_core.nodes.asking import words_of
from flow_core.nodes.forms.slots import (
    ask_model,
    fill,
    for_model,
    leave,
    listen_to_all,
    on_no_match,
    questions,
    read_said,
)
from flow_core.outcomes import Leave, Outcome, Wait
from flow_core.step_context import StepContext
from flow_core.values import NoMatch, Question, move_of, read_confirmation, slot_named, without_verdict

YES_OR_NO = Question("boolean")
"""What is asked after the values are read back."""


def on_review(node: FormNode, context: StepContext, said: str) -> Outcome:
    """Leave after a yes, or change the slots that the caller corrects."""
    right = read_confirmation(
        said,
        YES_OR_NO,
        context.locale,
        at=context.event.at,
        zone=context.zone,
        prompt=words_of(node.data.confirm),
    )
    if isinstance(right, bool):
        return on_verdict(node, context, right)
    words = without_verdict(said, context.locale, at=context.event.at, prompt=words_of(node.data.confirm))
    found = read_said(node, context, words, None)
    extraction.record("rules", found, context)
    if not isinstance(found, NoMatch):
        return _correct(node, context, found)
    move = move_of(said, context.locale)
    if move is not None:
        return moves.make(move, context, listen_to_all(node, context)) or on_no_match(node, context)
    if context.has_model and for_model(node, context):
        return ask_model(node, context, node.data.confirm or "")
    return ask_only(node.data.confirm or "", context) or on_unread(node, context, said)


def on_unread(node: FormNode, context: StepContext, said: str) -> Outcome:
    """Ask for the slot that words without a value name: "the day is wrong"."""
    named = slot_named(said, questions(node, context), context.locale, at=context.event.at)
    return on_no_match(node, context) if named is None else _reopen(node, context, named)


def _reopen(node: FormNode, context: StepContext, variable: str) -> Outcome:
    """Ask again for the slot that the caller says is wrong. As a no, it is an attempt."""
    context.empty(variable)
    answered = tuple(name for name in context.visit.answered if name != variable)
    context.visit = replace(context.visit, slot=variable, answered=answered, reviewing="")
    return on_no_match(node, context)


def _correct(node: FormNode, context: StepContext, found: Mapping[str, Json]) -> Outcome:
    changes = any(context.variables.get(name) != value for name, value in found.items())
    if not changes or context.visit.moves >= moves.MAX_MOVES:
        # "No Friday" where Friday was read back changes nothing.
        return on_no_match(node, context)
    context.visit = replace(context.visit, moves=context.visit.moves + 1)
    return fill(node, context, found)


def on_verdict(node: FormNode, context: StepContext, right: bool) -> Outcome:
    """Leave after a yes. After a no, ask what to change."""
    if right and context.visit.reviewing == "confirm":
        return Leave("default")
    if right:
        # A yes is no answer to the question what to change.
        return on_no_match(node, context)
    context.visit = replace(context.visit, misses=context.visit.misses + 1, question="", reviewing="change")
    if context.visit.misses >= node.data.max_attempts:
        return leave(node, context, "noMatch")
    context.say(context.locale.language.said.what_to_change)
    return Wait(listen_to_all(node, context))
