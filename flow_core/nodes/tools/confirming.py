"""Reads whether the caller agrees to a call that a model asks for. Without a clear yes, nothing is called."""

from __future__ import annotations

from dataclasses import replace

from flow_core.authored.nodes import LlmNode
from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent
from flow_core.nodes import moves
from flow_core.nodes.asking import listen_to, words_of
from flow_core.nodes.tools import calls
from flow_core.outcomes import Outcome
from flow_core.step_context import StepContext
from flow_core.values import NoMatch, Question, move_of, read_confirmation, read_keys

_YES_OR_NO = Question("string")
"""A question whose confirmation reads a yes or a no, and no other value."""
_BY_KEYS = Question("boolean")
_DECLINED = "The caller said no. Nothing was called."
_NO_ANSWER = "The caller did not answer. Nothing was called."
_NOT_AGREED = "The caller did not say yes, but something else: see the last message. Nothing was called."


def read(
    node: LlmNode, context: StepContext, index: int, event: CallerSpoke | CallerKeyed | CallerStayedSilent
) -> Outcome | None:
    """Read the answer to the question whether a call may run.

    Args:
        node: The node.
        context: The step.
        index: The index of the call.
        event: The caller's input.

    Returns:
        The outcome. None if every call has a result, and the model is asked again.
    """
    call = context.visit.calls[index]
    tool = node.data.tool(call.name)
    if isinstance(event, CallerStayedSilent):
        if context.visit.silences == 0 and tool is not None:
            context.visit = replace(context.visit, silences=1)
            again = calls.ask_caller(node, tool, context, index)
            if again is not None:
                return again
        return _refuse_all(node, context, _NO_ANSWER)
    answer: bool | NoMatch
    if isinstance(event, CallerKeyed):
        pressed = read_keys(event.digits, _BY_KEYS, context.locale, at=context.event.at, zone=context.zone)
        answer = pressed if isinstance(pressed, bool) else NoMatch("neither yes nor no")
    else:
        read_back = "" if tool is None else words_of(tool.confirm)
        verdict = read_confirmation(
            event.text, _YES_OR_NO, context.locale, at=context.event.at, zone=context.zone, prompt=read_back
        )
        answer = verdict if isinstance(verdict, bool) else NoMatch("neither yes nor no")
        move = None if isinstance(answer, bool) else move_of(event.text, context.locale)
        made = None if move is None else moves.make(move, context, listen_to(None, context, seconds=_seconds(node)))
        if made is not None:
            return made
    if isinstance(answer, NoMatch):
        return _refuse_all(node, context, _NOT_AGREED)
    if answer:
        calls.mark(context, index, replace(call, stage="confirmed"))
    else:
        calls.settle(context, index, _DECLINED, failed=True)
    return calls.go_on(node, context)


def _seconds(node: LlmNode) -> float:
    return node.data.no_input_seconds


def _refuse_all(node: LlmNode, context: StepContext, why: str) -> Outcome | None:
    """Run none of the pending calls: the caller has something else in mind than the model."""
    for index, call in enumerate(context.visit.calls):
        if call.result is None:
            calls.settle(context, index, why, failed=True)
    return calls.go_on(node, context)
