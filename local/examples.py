"""Publishes the flows of examples/ through the API's own services, and never over what somebody else made of them."""

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
WRITTEN_FOR = "http://127.0.0.1:8000"
"""Where the examples look for their tools."""
_MOST_KEPT = 50
"""One for each release and each port that the stack was started with."""


def publish_examples(services: Services, organization_id: str, address: str) -> None:
    """Publish each example that is not there, or is there as we published it once and is another by now.

    address: where this stack serves their tools.
    """
    ours = _Published(services, organization_id)
    for path in sorted(EXAMPLES.glob("*.json")):
        written = json.loads(path.read_text().replace(WRITTEN_FOR, address))
        if ours.wants(path.stem, written):
            _publish(services, organization_id, path, written)


def _publish(services: Services, organization_id: str, path: Path, written: Json) -> None:
    checked = check(written, services.inspect(organization_id), services.schema_problem)
    if checked.errors or checked.flow is None:
        raise ValueError(f"{path}: {checked.errors}")
    now, warnings = services.now(), len(checked.warnings)
    revision = services.flows.save_draft(organization_id, path.stem, checked.flow.name, written, now, warnings)
    draft = Definition(path.stem, FlowPin(None, revision), written)
    services.flows.publish(organization_id, draft, checked.flow.name, now)


class _Published:
    """What we have published: the digests of definitions, kept in the table of the flows."""

    def __init__(self, services: Services, organization_id: str) -> None:
        settings = services.settings
        self._items = bound(Item, Table(settings.flows_table, settings.region, settings.dynamodb_endpoint))
        self._services = services
        self._organization_id = organization_id

    def wants(self, flow_id: str, written: Json) -> bool:
        """Whether the definition is to be published. What it says yes to counts as ours from then on."""
        flows, digest = self._services.flows, _digest(written)
        draft = flows.draft(self._organization_id, flow_id)
        summary = flows.summary(self._organization_id, flow_id)
        pin = None if summary is None else summary.published
        latest = None if pin is None else flows.definition(self._organization_id, flow_id, pin)
        standing = {_digest(each.written) for each in (draft, latest) if each is not None}
        ours = self._digests(flow_id)
        if not standing <= {*ours, digest} or (latest is not None and standing == {digest}):
            return False
        # Before it is published: whatever ends this in between, the next start knows it for ours.
        self._keep(flow_id, [*(each for each in ours if each != digest), digest])
        return True

    def _digests(self, flow_id: str) -> list[str]:
        try:
            found = self._items.get("EXAMPLES", flow_id, consistent_read=True)
        except self._items.DoesNotExist:
            return []
        return list(json.loads(found.payload()))

    def _keep(self, flow_id: str, digests: list[str]) -> None:
        item = self._items("EXAMPLES", flow_id)
        item.hold(json.dumps(digests[-_MOST_KEPT:]).encode())
        item.save()


def _digest(written: Json) -> str:
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
