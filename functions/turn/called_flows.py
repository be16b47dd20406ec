"""The flows that a definition calls, read from the store, and the definition as it is frozen with them."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

from flow_core.json import Json
from flow_core.subflows.published import Called, Frozen, Missing, Published, frozen, look_up
from functions.errors import PlainError
from functions.ports.flows import Definition, Flows
from functions.records import FlowPin

MAX_FROZEN_BYTES = 350_000
"""Bytes of a definition with the flows that are frozen with it, compressed. A turn reads them in one request."""


class UncallableFlowError(PlainError):
    """A definition calls a flow that cannot be called, or is too large with all that it calls."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(f"{missing.text} {missing.remedy}")
        self.missing = missing


def called_by(
    flows: Flows, organization_id: str, definition: Json, *, flow_id: str | None = None, publishing: bool = False
) -> Called:
    """Read the flows that a definition calls: one or two reads for each.

    Args:
        flows: The store.
        organization_id: The owner of all flows.
        definition: The definition. It may be malformed.
        flow_id: The id under which it is stored.
        publishing: Whether it is to run.

    Returns:
        The flows, as `check` needs them.
    """
    return look_up(
        definition,
        lambda called, version: _published(flows, organization_id, called, version),
        flow_id=flow_id,
        publishing=publishing,
    )


def freeze(draft: Definition, called: Called) -> Definition:
    """Freeze the flows that a draft calls with it.

    Args:
        draft: The draft.
        called: The flows that it calls.

    Returns:
        The draft, with a version in each call.

    Raises:
        UncallableFlowError: If one of the flows cannot be called, or all together are too large.
    """
    whole = frozen(draft.written, called)
    if whole.missing is not None:
        raise UncallableFlowError(whole.missing)
    if not whole.subflows:
        return _pinned(draft)
    size = _packed_bytes(whole)
    if size > MAX_FROZEN_BYTES:
        text = (
            f"the flow takes {size:,} bytes with the {len(whole.subflows)} flows that are frozen with it, "
            f"compressed; at most {MAX_FROZEN_BYTES:,} are possible."
        )
        raise UncallableFlowError(Missing(text, "Call fewer flows, or make them smaller."))
    return _pinned(replace(draft, written=whole.document, subflows=whole.subflows))


def _pinned(definition: Definition) -> Definition:
    """Return a definition with what is frozen with it in its pin."""
    return replace(definition, pin=FlowPin(definition.pin.version, definition.pin.revision, definition.frozen))


def _published(flows: Flows, organization_id: str, flow_id: str, version: int | None) -> Published | Missing:
    summary = flows.summary(organization_id, flow_id)
    if summary is None:
        return Missing(f'there is no flow "{flow_id}" to call.', "Name a flow that exists.")
    if summary.published is None:
        return Missing(f'the flow "{flow_id}" has no published version to call.', f'Publish "{flow_id}" first.')
    if version is None:
        definition = flows.definition(organization_id, flow_id, summary.published)
    else:
        definition = flows.version(organization_id, flow_id, version)
    if definition is None or definition.pin.version is None:
        remedy = f"Name a version up to {summary.published.version}, or none for the latest."
        return Missing(f'the flow "{flow_id}" has no version {version}.', remedy)
    return Published(definition.pin.version, definition.written, definition.rules, definition.subflows)


def _packed_bytes(whole: Frozen) -> int:
    payload = {"definition": whole.document, "subflows": dict(whole.subflows)}
    return len(zlib.compress(json.dumps(payload, separators=(",", ":")).encode()))
