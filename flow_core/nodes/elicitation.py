"""elicitation: ask for a value until an answer fits or the attempts are used up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flow_core.authored.nodes import ElicitationNode
from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.handlers.model import ask_only
from flow_core.json import Json
from flow_core.nodes import extraction, moves
from flow_core.nodes.answers import Declined, Moved, read_answer
from flow_core.nodes.asking import is_whole, listen_to, prompt_for, question_of, read_pressed, read_words, words_of
from flow_core.outcomes import Leave, Outcome, Wait
from flow_core.step_context import StepContext
from flow_core.values import NoMatch, Question, Replacement, move_of, read_confirmation, read_keys

_YES_OR_NO = Question("boolean")


def enter(node: ElicitationNode, context: StepContext) -> Outcome:
    """Ask the question."""
    context.say(context.spoken(node.data.prompt, "prompt"))
    return Wait(listen_to(node.data, context))


def on_input(
    node: ElicitationNode, context: StepContext, event: CallerSpoke | CallerKeyed | CallerStayedSilent
) -> Outcome:
    """Read the caller's answer, or ask a model to extract it."""
    confirming = context.visit.held is not None
    if isinstance(event, CallerStayedSilent):
        return _on_silence(node, context)
    if isinstance(event, CallerKeyed):
        return (_on_keys_at_confirmation if confirming else _on_keys)(node, context, event.digits)
    return (_on_confirmation if confirming else _on_words)(node, context, event.text)


def resume(node: ElicitationNode, context: StepContext) -> Outcome:
    """Ask the question again, or read the value back again."""
    return enter(node, context) if context.visit.held is None else _read_back(node, context)


def on_effect_result(node: ElicitationNode, context: StepContext, result: ModelReplied | ModelFailed) -> Outcome:
    """Read the value that the model found. If the model failed, search the caller's words for the value."""
    data, by = node.data, context.flow.extraction(node.data)
    if context.visit.held is not None:
        # The model was asked about handlers only, and the answer was neither a yes nor a no.
        return _on_no_match(node, context)
    words = next((message.content for message in reversed(context.messages) if message.role == "user"), "")
    if isinstance(result, ModelReplied) and _model_reads(node, words, context):
        value = extraction.read_found(result.extracted.get(data.variable), data, context)
        extraction.record("model", value, context)
        return _accept_value(node, context, value)
    if by == "auto" and data.value_type != "string":
        # The rules have found nothing in the same words.
        return _on_no_match(node, context)
    return _accept_value(node, context, read_words(data, context, words, whole=by == "verbatim"))


# Answers


def _on_words(node: ElicitationNode, context: StepContext, said: str) -> Outcome:
    data, by = node.data, context.flow.extraction(node.data)
    answer = read_answer(data, said, context, whole=by == "verbatim")
    if isinstance(answer, Moved):
        listen = listen_to(data, context, keyed=context.visit.keyed)
        made = moves.make(answer.move, context, listen, prompt_for(1, data.reprompts, data.prompt))
        return made or _on_no_match(node, context)
    if context.visit.keyed:
        context.visit = replace(context.visit, keyed="")
    if isinstance(answer, Declined):
        return _decline(node, context)
    if by == "auto":
        extraction.record("rules", answer, context)
    if by == "llm" or (by == "auto" and context.has_model and isinstance(answer, NoMatch)):
        return extraction.ask(context.node_id, {data.variable: data}, data.prompt, context)
    understood = data.value_type != "string" and not isinstance(answer, NoMatch)
    return (None if understood else ask_only(data.prompt, context)) or _accept_value(node, context, answer)


def _on_keys(node: ElicitationNode, context: StepContext, digits: str) -> Outcome:
    keys = context.visit.keyed + digits
    if not is_whole(keys, node.data.keys):
        question = context.visit.question or context.before.response
        context.visit = replace(context.visit, keyed=keys, question=question)
        return Wait(listen_to(node.data, context, keyed=keys))
    context.visit = replace(context.visit, keyed="")
    return _accept_value(node, context, read_pressed(node.data, context, keys))


def _on_silence(node: ElicitationNode, context: StepContext) -> Outcome:
    keyed, rules = context.visit.keyed, node.data.keys
    if not keyed or rules is None:
        return _on_no_input(node, context)
    # The caller has keyed something and stopped. An answer of known length is not whole.
    context.visit = replace(context.visit, keyed="")
    if rules.length is not None:
        return _on_no_match(node, context)
    return _accept_value(node, context, read_pressed(node.data, context, keyed))


def _accept_value(node: ElicitationNode, context: StepContext, value: Json | NoMatch) -> Outcome:
    """Read a valid value back, or store it and leave the node; ask again for another one."""
    if isinstance(value, NoMatch):
        return _on_no_match(node, context)
    data = node.data
    if data.validation is not None and not context.is_valid(data.validation, value):
        return _on_no_match(node, context)
    if data.confirm is None:
        return _store(node, context, value)
    context.visit = replace(context.visit, held=value)
    return _read_back(node, context)


def _store(node: ElicitationNode, context: StepContext, value: Json) -> Outcome:
    if context.set_variable(node.data.variable, value, "variable"):
        return Leave("default")
    context.visit = replace(context.visit, held=None)
    return _on_no_match(node, context)


def _decline(node: ElicitationNode, context: StepContext) -> Outcome:
    context.set_variable(node.data.variable, None, "variable")
    return Leave("declined")


def _model_reads(node: ElicitationNode, words: str, context: StepContext) -> bool:
    """Return whether a model was asked for the value in some words, and not about handlers only."""
    by = context.flow.extraction(node.data)
    # Any words are the answer to an open question.
    return by == "llm" or (by == "auto" and not (node.data.value_type == "string" and words.strip()))


# The value that was read back


def _read_back(node: ElicitationNode, context: StepContext) -> Outcome:
    context.visit = replace(context.visit, question="")
    scope, types = {"value": context.visit.held}, {"value": node.data.value_type}
    context.say(context.spoken(node.data.confirm or "", "confirm", scope, types))
    return Wait(replace(listen_to(node.data, context), keys=None))


def _on_confirmation(node: ElicitationNode, context: StepContext, said: str) -> Outcome:
    data = node.data
    answer = read_confirmation(
        said,
        question_of(data, context),
        context.locale,
        at=context.event.at,
        zone=context.zone,
        prompt=words_of(data.confirm),
    )
    if isinstance(answer, NoMatch):
        move = move_of(said, context.locale)
        listen = replace(listen_to(data, context), keys=None)
        if move is not None:
            return moves.make(move, context, listen) or _on_no_match(node, context)
        return ask_only(data.confirm or "", context) or _on_no_match(node, context)
    if isinstance(answer, Replacement):
        return _correct(node, context, answer.value)
    return _store(node, context, context.visit.held) if answer else _refuse(node, context)


def _on_keys_at_confirmation(node: ElicitationNode, context: StepContext, digits: str) -> Outcome:
    answer = read_keys(digits, _YES_OR_NO, context.locale, at=context.event.at, zone=context.zone)
    if isinstance(answer, NoMatch):
        value = read_pressed(node.data, context, digits)
        return _on_no_match(node, context) if isinstance(value, NoMatch) else _correct(node, context, value)
    return _store(node, context, context.visit.held) if answer else _refuse(node, context)


def _correct(node: ElicitationNode, context: StepContext, value: Json) -> Outcome:
    """Put another value in place of the one that was read back."""
    if context.visit.moves >= moves.MAX_MOVES:
        return _on_no_match(node, context)
    context.visit = replace(context.visit, held=None, moves=context.visit.moves + 1)
    return _accept_value(node, context, value)


def _refuse(node: ElicitationNode, context: StepContext) -> Outcome:
    """Ask again, because the value that was read back is wrong."""
    context.empty(node.data.variable)
    context.visit = replace(context.visit, held=None, misses=context.visit.misses + 1, question="")
    if context.visit.misses >= node.data.max_attempts:
        return _leave_unanswered(node, context, "noMatch")
    context.say(context.spoken(node.data.prompt, "prompt"))
    return Wait(listen_to(node.data, context))


# Attempts


def _on_no_match(node: ElicitationNode, context: StepContext) -> Outcome:
    context.empty(node.data.variable)
    context.visit = replace(context.visit, misses=context.visit.misses + 1)
    if context.visit.misses >= node.data.max_attempts:
        return _leave_unanswered(node, context, "noMatch")
    return _ask_again(node, context, node.data.reprompts, context.visit.misses, "reprompts")


def _on_no_input(node: ElicitationNode, context: StepContext) -> Outcome:
    context.empty(node.data.variable)
    context.visit = replace(context.visit, silences=context.visit.silences + 1)
    if context.visit.silences >= node.data.max_attempts:
        return _leave_unanswered(node, context, "noInput")
    return _ask_again(node, context, node.data.no_input_prompts, context.visit.silences, "noInputPrompts")


def _leave_unanswered(node: ElicitationNode, context: StepContext, exit: str) -> Outcome:
    return Leave(exit, unanswered=(node.data.variable,) if context.rules > 1 else ())


def _ask_again(node: ElicitationNode, context: StepContext, texts: Sequence[str], count: int, field: str) -> Outcome:
    """Ask again with the text for this count. A value that was read back is read back again."""
    if context.visit.held is not None:
        return _read_back(node, context)
    context.visit = replace(context.visit, question="")
    context.say(context.spoken(prompt_for(count, texts, node.data.prompt), field))
    return Wait(listen_to(node.data, context))
