"""Bounds what one question to a language model holds of a flow: its conditions in words, and the tools of its node."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from flow_core.authored.data import DecisionData, LlmData
from flow_core.check.inner.flows import InnerFlows, most_within, subflow_parts
from flow_core.check.problem import THE_FLOW, Path, Place, Problem, quoted
from flow_core.check.shape import Parts
from flow_core.flow import Flow
from flow_core.handlers.choosing import lines_of
from flow_core.nodes.tools.calls import NO_PARAMETERS

MAX_CONDITIONS = 200
"""Conditions in words in one question, with those of the flows around an inner one. The model's answer is one of an
`enum`. OpenAI takes 250 values in it without a limit for their length (Structured Outputs, "Supported schemas")."""
MAX_WORDS = 24_000
"""Characters of all conditions in words in one question, with their ids: about 6,000 tokens."""
MAX_TOOLS = 64_000
"""Characters of all tools of a model: names, descriptions and JSON schemas of the arguments. About 16,000 tokens."""

_SHORTEN = "Shorten them, or take some away."


def question_problems(parts: Parts, inner: InnerFlows) -> Iterator[Problem]:
    """Find the questions to a model that would be too long.

    Args:
        parts: The document.
        inner: The flows that it calls. Their handlers and those of the document are in one question.
    """
    for part in parts.nodes:
        if part.node is not None and isinstance(part.node.data, DecisionData):
            yield from _words_problems("its conditions", part.node.data.in_words, part.place, ("data", "conditions"))
        elif part.node is not None and isinstance(part.node.data, LlmData):
            yield from _tools_problems(part.node.data, part.place)
    own = {each.handler.id: each.handler.words for each in parts.handlers if each.handler and each.handler.words}
    too_much = list(_words_problems("its handlers", own, THE_FLOW, ("handlers",)))
    yield from too_much or _inner_problems(own, parts, inner)


def words_length(words: Mapping[str, str]) -> int:
    """Return the characters of conditions in words in a question, with their ids."""
    return sum(len(line) + 1 for line in lines_of(words))


def tools_length(data: LlmData) -> int:
    """Return the characters of the tools of a model in a question."""
    return sum(
        len(tool.name) + len(tool.description) + len(json.dumps(tool.parameters or NO_PARAMETERS, ensure_ascii=False))
        for tool in data.tools
    )


def _inner_problems(own: Mapping[str, str], parts: Parts, inner: InnerFlows) -> Iterator[Problem]:
    """Find the inner flows whose handlers in words are too many together with those of the flows around them."""
    for part, node in subflow_parts(parts):
        flow = inner.of(part.id)
        if flow is None:
            continue
        name = quoted(node.data.flow_id)
        subject = f"the handlers in words of this flow and of the flows within it, by way of {name},"
        number = len(own) + most_within(flow, lambda one: len(_in_words(one)))
        length = words_length(own) + most_within(flow, lambda one: words_length(_in_words(one)))
        yield from _excess(subject, number, length, part.place, ("data", "flowId"))


def _words_problems(subject: str, words: Mapping[str, str], place: Place, path: Path) -> Iterator[Problem]:
    return _excess(f"{subject} in words", len(words), words_length(words), place, path)


def _excess(subject: str, number: int, length: int, place: Place, path: Path) -> Iterator[Problem]:
    if number > MAX_CONDITIONS:
        text = f"{subject} are {number:,}, and one question to the model holds all of them: at most {MAX_CONDITIONS:,}."
        yield place.error("too-many-conditions-in-words", text, "Join some, or take some away.", path)
    elif length > MAX_WORDS:
        text = (
            f"{subject} have {length:,} characters with their ids, and one question to the model holds all of them: "
            f"at most {MAX_WORDS:,}."
        )
        yield place.error("too-many-words-for-the-model", text, _SHORTEN, path)


def _tools_problems(data: LlmData, place: Place) -> Iterator[Problem]:
    length = tools_length(data)
    if length > MAX_TOOLS:
        text = (
            f"its tools have {length:,} characters in their names, descriptions and parameters, and each question to "
            f"the model holds all of them: at most {MAX_TOOLS:,}."
        )
        remedy = 'Shorten descriptions and "parameters", or take tools away.'
        yield place.error("too-many-words-for-the-model", text, remedy, ("data", "tools"))


def _in_words(flow: Flow) -> dict[str, str]:
    """Return the handlers of a flow that a model decides: id -> words."""
    return {each: handler.words or "" for each, handler in flow.handlers_in_words.items()}
