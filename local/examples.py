"""Publishes the flows of examples/ with their tests. A flow that a user has changed is never replaced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto
from graphlib import TopologicalSorter
from pathlib import Path

from flow_core.check import check
from flow_core.json import Json
from flow_core.subflows.frozen import calls_of, without_versions
from functions.adapters.dynamodb.items import Item, Table, bound
from functions.ports.flows import Definition
from functions.ports.tools import McpLists
from functions.records import FlowPin
from functions.services import Services
from functions.turn.called_flows import called_by, freeze
from functions.turn.mcp_tools import ListTools
from local.example_tests import ExampleTests
from local.flow_files import flow_files
from local.site.demo_mcp import DemoLists

EXAMPLES = Path(__file__).parent.parent / "examples"
EXAMPLES_ADDRESS = "http://127.0.0.1:8000"
"""The address of the tools in the files of examples/. It is replaced by the address of this stack."""
_MAX_DIGESTS = 50
"""Digests that are stored for each flow: one for each release and each port of the stack."""


def publish_examples(services: Services, organization_id: str, address: str) -> None:
    """Publish the examples that are new, and those that only this function has published and that have changed.

    Args:
        services: The API's services.
        organization_id: The organization that gets the flows.
        address: The URL under which this stack serves the tools of the examples.
    """
    published, tests = _Published(services, organization_id), ExampleTests(services, organization_id)
    files = flow_files(EXAMPLES)
    definitions = {
        flow_id: json.loads(path.read_text().replace(EXAMPLES_ADDRESS, address)) for flow_id, path in files.items()
    }
    renewed: set[str] = set()
    for flow_id in inner_first(definitions):
        definition = definitions[flow_id]
        calls_renewed = any(call.flow_id in renewed for call in calls_of(definition))
        found = published.find(flow_id, definition)
        if found is _Found.EDITED:
            continue
        if found is not _Found.CURRENT or calls_renewed:
            _publish(services, organization_id, flow_id, definition, published, DemoLists(address))
            renewed.add(flow_id)
        tests.publish(flow_id, files[flow_id].parent, forget=found is _Found.MISSING)


def inner_first(definitions: Mapping[str, Json]) -> list[str]:
    """Sort the ids of flows, each after the flows that it calls."""
    calls = {flow_id: {call.flow_id for call in calls_of(each)} for flow_id, each in definitions.items()}
    return list(TopologicalSorter(calls).static_order())


def _publish(
    services: Services,
    organization_id: str,
    flow_id: str,
    definition: Json,
    published: _Published,
    lists: McpLists,
) -> None:
    called = called_by(services.flows, organization_id, definition, flow_id=flow_id, publishing=True)
    checked = check(definition, services.inspect(organization_id), services.schema_problem, called)
    if checked.errors or checked.flow is None:
        raise ValueError(f"{flow_id}: {checked.errors}")
    list_tools = ListTools(lists, services.list_tools.secrets, services.schema_problem)
    whole = list_tools(organization_id, Definition(flow_id, FlowPin(None, 0), definition))
    # Store the digests before publishing: if the process ends in between, the next start still recognizes the flow.
    published.note(flow_id, definition, whole.written)
    now, warnings = services.now(), len(checked.warnings)
    revision = services.flows.save_draft(organization_id, flow_id, checked.flow.name, definition, now, warnings)
    draft = replace(whole, pin=FlowPin(None, revision))
    services.flows.publish(organization_id, freeze(draft, called), checked.flow.name, now)


class _Found(Enum):
    """What the stack has under the id of an example."""

    MISSING = auto()
    EDITED = auto()
    """A flow that this function did not publish: it belongs to a user, and so do its tests."""
    OUTDATED = auto()
    CURRENT = auto()


class _Published:
    """The digests of the definitions that the stack has published, stored in the table of flows."""

    def __init__(self, services: Services, organization_id: str) -> None:
        settings = services.settings
        self._items = bound(Item, Table(settings.flows_table, settings.region, settings.dynamodb_endpoint))
        self._services = services
        self._organization_id = organization_id

    def find(self, flow_id: str, written: Json) -> _Found:
        """Return what the stack has in place of a definition.

        Args:
            flow_id: The flow.
            written: The definition.
        """
        flows, digest = self._services.flows, _digest(written)
        draft = flows.draft(self._organization_id, flow_id)
        summary = flows.summary(self._organization_id, flow_id)
        pin = None if summary is None else summary.published
        latest = None if pin is None else flows.definition(self._organization_id, flow_id, pin)
        existing = {_digest(each.written) for each in (draft, latest) if each is not None}
        published = self._digests(flow_id)
        if not existing:
            return _Found.MISSING
        if not existing <= {*published, digest}:
            return _Found.EDITED
        # The last digest is that of the version that this definition became, with the tools of its MCP server.
        same = draft is not None and _digest(draft.written) == digest
        is_new = not same or latest is None or _digest(latest.written) != [digest, *published][-1]
        return _Found.OUTDATED if is_new else _Found.CURRENT

    def note(self, flow_id: str, written: Json, published: Json) -> None:
        """Store the digests of a definition, and of the version that it becomes."""
        digests = list(dict.fromkeys([_digest(written), _digest(published)]))
        item = self._items("EXAMPLES", flow_id)
        stored = [*(each for each in self._digests(flow_id) if each not in digests), *digests]
        item.hold(json.dumps(stored[-_MAX_DIGESTS:]).encode())
        item.save()

    def _digests(self, flow_id: str) -> list[str]:
        try:
            found = self._items.get("EXAMPLES", flow_id, consistent_read=True)
        except self._items.DoesNotExist:
            return []
        return list(json.loads(found.payload()))


def _digest(definition: Json) -> str:
    # A version names those of the flows that it calls, and the example none.
    return hashlib.sha256(json.dumps(without_versions(definition), sort_keys=True).encode()).hexdigest()
