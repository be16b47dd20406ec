"""A page of a flow, with the routes and the event handlers that hold there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from functions.flow_import.dialogflow.agent import Agent, FlowParts
from functions.flow_import.dialogflow.calls import Calls
from functions.flow_import.dialogflow.fulfillment import Reader
from functions.flow_import.source import Source


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a flow, or the start of a flow, whose name is empty."""

    flow: FlowParts
    name: str
    source: Source
    routes: tuple[Source, ...]

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.name or self.flow.name

    def key(self, part: str, number: int = 0) -> Hashable:
        """Return the key of a part of it."""
        return (part, self.flow.name, self.name, number)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a flow is read with."""

    reader: Reader
    calls: Calls
    start: Page
    begins: int | None
    """The number of the route with which every call begins; None if the flow has none."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event handler, and the page that has it."""

    page: Page
    source: Source

    @property
    def leads(self) -> bool:
        """Whether the conversation goes on elsewhere."""
        return bool(self.source.text("targetPage") or self.source.text("targetFlow"))


def page_of(agent: Agent, flow: FlowParts, name: str, source: Source) -> Page:
    """Return a page with the routes of its groups."""
    routes = list(source.objects("transitionRoutes"))
    for reference in source.items("transitionRouteGroups") if not _has_groups_inside(source) else ():
        called = agent.called(reference.as_text())
        group = flow.groups.get(called) or agent.groups.get(called)
        if group is not None:
            routes += group.objects("transitionRoutes")
    return Page(flow, name, source, tuple(routes))


def events_of(page: Page, start: Page) -> Mapping[str, Event]:
    """Return the event handlers that hold at a page: its own, and those of its flow."""
    return {
        event.text("event"): Event(owner, event)
        for owner in (start, page)
        for event in owner.source.objects("eventHandlers")
    }


def _has_groups_inside(source: Source) -> bool:
    """Return whether a single flow has its groups inside, and no names of groups."""
    groups = source.fields.get("transitionRouteGroups")
    return isinstance(groups, list) and any(isinstance(group, dict) for group in groups)
