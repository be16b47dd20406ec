"""Finds properties that a value does not have: a method of a Date on a date that is a text, `response.data`."""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.check.meaning.finding import Finding, Source, described
from flow_core.check.meaning.properties import PROPERTIES
from flow_core.check.meaning.results import Results, missing_from
from flow_core.check.meaning.values import Values
from flow_core.check.problem import Spelling, quoted
from flow_core.syntax import Member


def property_findings(member: Member, results: Results, source: Source) -> Iterator[Finding]:
    """Find a property that an expression reads and no value has."""
    values = results.of(member.of)
    if missing_from(values, member.name):
        owner = source.of(member.of)
        text = f"{owner} has no {quoted(member.name)}: it is {described(values)}."
        yield Finding("missing-property", text, _remedy(owner, member.name, values.something()))


def _remedy(owner: str, name: str, values: Values) -> str:
    if values.form in ("date", "datetime") and name in PROPERTIES["moment"]:
        return f"Write new Date({owner}).{name}."
    if name in PROPERTIES["text"] and values.only("number", "boolean"):
        return f"Write String({owner}).{name}."
    if name in PROPERTIES["number"] and values.only("text"):
        return f"Write Number({owner}).{name}."
    names = {name for kind in values.known for name in PROPERTIES[kind]} | set(values.fields or ())
    return f"Use a property that it has.{Spelling(sorted(names)).hint(name)}"
