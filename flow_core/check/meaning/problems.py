"""Finds expressions that run but do not say what their author means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flow_core.check.inner.flows import InnerFlows
from flow_core.check.inner.values import value_problems
from flow_core.check.meaning.comparisons import comparison_findings
from flow_core.check.meaning.conditions import condition_findings, old_value_findings
from flow_core.check.meaning.declared import declared_problems
from flow_core.check.meaning.finding import Finding, Source
from flow_core.check.meaning.properties_read import property_findings
from flow_core.check.meaning.results import Results
from flow_core.check.meaning.sites import Site
from flow_core.check.meaning.unset import unset_problems
from flow_core.check.meaning.values import TEXT, Values
from flow_core.check.meaning.variables import RESPONSE, SESSION, argument_values, asked_values, variable_values
from flow_core.check.problem import Problem, field_name, quoted
from flow_core.check.shape import Parts
from flow_core.evaluate import Inspected
from flow_core.syntax import Binary, Call, Literal, Member, Syntax, Unary, parts_of


def meaning_problems(
    parts: Parts, sites: Sequence[Site], read: Mapping[str, Inspected], inner: InnerFlows
) -> Iterator[Problem]:
    """Find the probable mistakes in the expressions of a flow.

    Args:
        parts: The document.
        sites: The expressions, each with its place.
        read: Expression -> what is known of it.
        inner: The flows that the document calls.

    Yields:
        Warnings. What is possible for any answer of a caller, a model or a tool has none.
    """
    syntaxes = {expression: inspected.syntax for expression, inspected in read.items()}
    variables: Mapping[str, Values] = {}
    # A malformed part was replaced by a placeholder, so nobody knows what it sets.
    if parts.flow is not None:
        variables = variable_values(parts.flow.nodes, parts.variables, syntaxes)
        yield from declared_problems(parts, variables, syntaxes)
        yield from unset_problems(parts.flow, sites, read)
        yield from value_problems(parts, inner, variables, syntaxes)
    for site in sites:
        syntax = syntaxes.get(site.expression)
        if syntax is not None:
            found = _findings(site, syntax, _variables_at(site, variables), read[site.expression])
            # The same words may stand in an expression twice.
            for finding in dict.fromkeys(found):
                place, field = site.place, field_name(site.path)
                yield place.warning(finding.code, finding.text, finding.remedy, site.path, field)


def _variables_at(site: Site, variables: Mapping[str, Values]) -> Mapping[str, Values]:
    if site.inside:
        return {"session": SESSION}
    if site.tools:
        return {**variables, "arguments": argument_values(site.tools)}
    if site.question is not None:
        return {**variables, "value": asked_values(site.question)}
    if site.scope == "value":
        return {**variables, "value": TEXT}
    return {**variables, "response": RESPONSE} if site.scope == "response" else variables


def _findings(site: Site, syntax: Syntax, variables: Mapping[str, Values], inspected: Inspected) -> Iterator[Finding]:
    source, results = Source(site.expression), Results(variables)
    validation = site.condition and site.question is not None
    yield from condition_findings(syntax, results, source, whole=site.condition, validation=validation)
    if site.assigned is not None:
        yield from old_value_findings(syntax, source)
    if site.question is not None and "value" not in inspected.free_names:
        name = site.question.variable
        if name in inspected.free_names:
            text = f"it reads {quoted(name)}, which has no value yet: the answer is stored later."
            yield Finding("answer-not-stored-yet", text, 'Write "value" for the answer.')
    left = [syntax]
    while left:
        part = left.pop()
        match part:
            case Binary() | Unary() | Call():
                yield from comparison_findings(part, results, source)
            case Member():
                yield from property_findings(part, results, source)
            case Literal(value=str() as value) if "{{" in value and "}}" in value:
                text = f"{source.of(part)} is a text in an expression, and no hole in it is filled."
                yield Finding("hole-in-expression", text, "Write the name alone, without quotes and braces.")
            case _:
                pass
        left.extend(reversed(parts_of(part)))
