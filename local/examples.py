"""Publishes the flows of examples/. A flow that a user has changed is never replaced."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from flow_core.check import check
from flow_core.json import Json
from functions.adapters.dynamodb.items import Item, Table, bound
from functions.ports.flows import Definition
from functions.records import FlowPin
from functions.services import Services

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
    published = _Published(services, organization_id)
    for path in sorted(EXAMPLES.glob("*.json")):
        definition = json.loads(path.read_text().replace(EXAMPLES_ADDRESS, address))
        if published.wants(path.stem, definition):
            _publish(services, organization_id, path, definition)


def _publish(services: Services, organization_id: str, path: Path, definition: Json) -> None:
    checked = check(definition, services.inspect(organization_id), services.schema_problem)
    if checked.errors or checked.flow is None:
        raise ValueError(f"{path}: {checked.errors}")
    now, warnings = services.now(), len(checked.warnings)
    revision = services.flows.save_draft(organization_id, path.stem, checked.flow.name, definition, now, warnings)
    draft = Definition(path.stem, FlowPin(None, revision), definition)
    services.flows.publish(organization_id, draft, checked.flow.name, now)


class _Published:
    """The digests of the definitions that the stack has published, stored in the table of flows."""

    def __init__(self, services: Services, organization_id: str) -> None:
        settings = services.settings
        self._items = bound(Item, Table(settings.flows_table, settings.region, settings.dynamodb_endpoint))
        self._services = services
        self._organization_id = organization_id

    def wants(self, flow_id: str, written: Json) -> bool:
        """Return whether a definition must be published. If so, its digest is stored."""
        flows, digest = self._services.flows, _digest(written)
        draft = flows.draft(self._organization_id, flow_id)
        summary = flows.summary(self._organization_id, flow_id)
        pin = None if summary is None else summary.published
        latest = None if pin is None else flows.definition(self._organization_id, flow_id, pin)
        existing = {_digest(each.written) for each in (draft, latest) if each is not None}
        published = self._digests(flow_id)
        if not existing <= {*published, digest} or (latest is not None and existing == {digest}):
            return False
        # Store the digest before publishing: if the process ends in between, the next start still recognizes the flow.
        self._store(flow_id, [*(each for each in published if each != digest), digest])
        return True

    def _digests(self, flow_id: str) -> list[str]:
        try:
            found = self._items.get("EXAMPLES", flow_id, consistent_read=True)
        except self._items.DoesNotExist:
            return []
        return list(json.loads(found.payload()))

    def _store(self, flow_id: str, digests: list[str]) -> None:
        item = self._items("EXAMPLES", flow_id)
        item.hold(json.dumps(digests[-_MAX_DIGESTS:]).encode())
        item.save()


def _digest(definition: Json) -> str:
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
