"""Finds where a sensitive value leaves the call: spoken as a whole, or sent to a language model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flow_core.authored.nodes import FormNode, questions_of
from flow_core.check.meaning.sites import Site
from flow_core.check.problem import Path, Problem, quoted
from flow_core.check.shape import Parts
from flow_core.evaluate import Inspected
from flow_core.flow import Flow

_TO_MODELS: Path = ("data", "instructions")
"""The text that a model reads."""


def sensitive_problems(parts: Parts, sites: Sequence[Site], read: Mapping[str, Inspected]) -> Iterator[Problem]:
    """Find the texts and questions that show a sensitive value.

    Args:
        parts: The document.
        sites: The expressions, each with its place.
        read: Expression -> what is known of it.

    Yields:
        A warning for each place. A tool's request has none: it is what the value is asked for.
    """
    flow = parts.flow
    if flow is None or not flow.sensitive_variables:
        return
    for site in sites:
        names = sorted(_shown(site, flow, read))
        if site.path == _TO_MODELS:
            for name in names:
                text = f"the sensitive variable {quoted(name)} is sent to a language model."
                yield site.place.warning("sensitive-to-model", text, "Leave it out of the instructions.", site.path)
        elif names:
            text = f"the sensitive value {quoted(names[0])} is spoken as a whole."
            remedy = "Say a part of it, such as {{ card.slice(-4) }}, or nothing of it."
            yield site.place.warning("sensitive-spoken", text, remedy, site.path)
    yield from _questions(parts, flow)


def _shown(site: Site, flow: Flow, read: Mapping[str, Inspected]) -> frozenset[str]:
    """Return the sensitive names that a text shows: all that a model reads, and those that are spoken whole."""
    if not site.in_text or site.request or site.expression not in read:
        return frozenset()
    if site.path == _TO_MODELS:
        return flow.sensitive_variables & frozenset(read[site.expression].free_names)
    whole = site.expression.strip()
    if whole == "value" and site.question is not None and site.question.variable in flow.sensitive_variables:
        return frozenset({whole})
    return flow.sensitive_variables & {whole}


def _questions(parts: Parts, flow: Flow) -> Iterator[Problem]:
    """Find the sensitive questions whose answers a model may read."""
    for part in parts.nodes:
        for index, data in enumerate(() if part.node is None else questions_of(part.node)):
            if data.variable in flow.sensitive_variables and flow.extraction(data) in ("auto", "llm"):
                inside: Path = ("slots", index) if isinstance(part.node, FormNode) else ()
                text = f"a language model may read the answer to the sensitive question for {quoted(data.variable)}."
                remedy = 'Set "extraction" to "parse", which asks no model.'
                yield part.place.warning("sensitive-to-model", text, remedy, ("data", *inside, "extraction"))
