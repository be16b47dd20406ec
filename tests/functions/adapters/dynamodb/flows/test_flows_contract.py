"""The contract of `Flows`: the table, and the fake that other tests use."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pynamodb.transactions import TransactWrite

from flow_core.json import Json
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Table
from functions.ports.flows import Definition, Flows, FlowSummary
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin
from functions.turn.flow_versions import CachedFlows, resolve
from tests.functions.adapters.dynamodb.flows.definitions import IN_PARTS, published, saved

ODD_IDS = ["ünï-cödé ☎", "a#b#c", "with spaces", "per%23cent", "..", "FLOW#1"]


PACKED = "x" * 120_000


def test_a_flow_that_was_not_saved_does_not_exist(flows: Flows) -> None:
    assert flows.summary("acme", "support") is None
    assert flows.draft("acme", "support") is None
    assert flows.version("acme", "support", 1) is None
    assert flows.definition("acme", "support", FlowPin(1, 1)) is None
    assert flows.page("acme", cursor=None, limit=5).flows == ()


def test_a_draft_is_returned_with_every_field(flows: Flows) -> None:
    written: Json = {"name": "Süpport", "nodes": [{"width": 1.5, "n": 2**60}], "viewport": None}
    assert flows.save_draft("acme", "support", "Süpport", written, 1_000) == 1
    assert flows.draft("acme", "support") == Definition("support", FlowPin(None, 1), written)
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.name, summary.revision, summary.published, summary.updated_at) == ("Süpport", 1, None, 1_000)


def test_each_change_is_a_revision_and_the_same_definition_is_not(flows: Flows) -> None:
    assert flows.save_draft("acme", "support", "a", {"name": "a"}, 1_000) == 1
    assert flows.save_draft("acme", "support", "a", {"name": "a"}, 2_000) == 1
    assert flows.save_draft("acme", "support", "b", {"name": "b"}, 3_000) == 2
    assert flows.save_draft("acme", "support", "a", {"name": "a"}, 4_000) == 3
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.name, summary.revision, summary.updated_at) == ("a", 3, 4_000)


def test_the_list_has_the_number_of_the_drafts_warnings(flows: Flows) -> None:
    def counts() -> list[int | None]:
        summary = flows.summary("acme", "support")
        assert summary is not None
        return [summary.warnings, *(flow.warnings for flow in flows.page("acme", cursor=None, limit=5).flows)]

    flows.save_draft("acme", "support", "a", {"v": 1}, 1_000)
    assert counts() == [None, None]
    flows.save_draft("acme", "support", "a", {"v": 2}, 2_000, 3)
    assert counts() == [3, 3]
    flows.save_draft("acme", "support", "a", {"v": 3}, 3_000, 0)
    assert counts() == [0, 0]
    draft = flows.draft("acme", "support")
    assert draft is not None
    flows.publish("acme", draft, "a", 4_000)
    assert counts() == [0, 0]
    flows.save_draft("acme", "support", "a", {"v": 4}, 5_000)
    assert counts() == [None, None]


def test_true_and_one_are_different_definitions(flows: Flows) -> None:
    assert flows.save_draft("acme", "support", "a", {"default": 1}, 1_000) == 1
    assert flows.save_draft("acme", "support", "a", {"default": True}, 2_000) == 2
    draft = flows.draft("acme", "support")
    assert draft is not None
    assert draft.written == {"default": True}
    assert isinstance(draft.written["default"], bool)


def test_a_stored_revision_stays_after_the_next_revision(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    flows.keep_draft("acme", draft)
    saved(flows, {"v": 2})
    assert flows.definition("acme", "support", FlowPin(None, 1)) == draft
    assert flows.definition("acme", "support", FlowPin(None, 2)) is None
    flows.keep_draft("acme", draft)
    assert flows.definition("acme", "support", FlowPin(None, 1)) == draft


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_id_may_have_any_characters(flows: Flows, odd: str) -> None:
    draft = saved(flows, {"v": odd}, organization=odd, flow=odd)
    assert published(flows, odd, draft, odd, 1_000) == 1
    assert flows.version(odd, odd, 1) == Definition(odd, FlowPin(1, 1), {"v": odd})
    assert [flow.flow_id for flow in flows.page(odd, cursor=None, limit=5).flows] == [odd]


@pytest.mark.parametrize("payload", [PACKED, IN_PARTS], ids=["packed", "in parts"])
def test_a_long_flow_is_returned_whole(flows: Flows, payload: str) -> None:
    draft = saved(flows, {"v": payload})
    flows.publish("acme", draft, "long", 1_000)
    flows.keep_draft("acme", draft)
    saved(flows, {"v": "short"})
    for pin in (FlowPin(1, 1), FlowPin(None, 1)):
        assert flows.definition("acme", "support", pin) == Definition("support", pin, {"v": payload})


def test_the_pages_hold_each_flow_once_by_id(flows: Flows) -> None:
    for name in "dbaec":
        saved(flows, {"v": 1}, flow=name)
    found: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        page = flows.page("acme", cursor=cursor, limit=2)
        found += [flow.flow_id for flow in page.flows]
        if (cursor := page.cursor) is None:
            break
    assert found == ["a", "b", "c", "d", "e"]
    assert cursor is None


def test_no_organization_sees_the_flows_of_another(flows: Flows) -> None:
    flows.publish("acme", saved(flows, {"v": 1}, flow="x#support"), "one", 1_000)
    assert flows.draft("acme#x", "support") is None
    assert flows.version("acme#x", "support", 1) is None
    assert flows.summary("other", "x#support") is None
    assert flows.page("other", cursor=None, limit=5).flows == ()


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "☎", "e30=", "bnVsbA==", "W10=", base64.b64encode(b'{"pk": 1}').decode(), "e" * 5_000]
)
def test_a_malformed_cursor_is_refused(flows: Flows, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        flows.page("acme", cursor=cursor, limit=5)


def test_the_cursor_of_another_organization_is_refused(flows: Flows) -> None:
    for name in "abc":
        saved(flows, {"v": 1}, flow=name)
    cursor = flows.page("acme", cursor=None, limit=1).cursor
    assert cursor is not None
    with pytest.raises(BadCursorError):
        flows.page("other", cursor=cursor, limit=1)


def test_a_deleted_flow_leaves_the_list_and_its_versions_stay(flows: Flows) -> None:
    first = saved(flows, {"v": 1})
    published(flows, "acme", first, "one", 1_000)
    stored = saved(flows, {"v": 2})
    flows.keep_draft("acme", stored)
    saved(flows, {"v": 3}, flow="other")
    assert flows.deleted("acme", "support") is None
    assert flows.delete("acme", "support", 5_000)
    assert not flows.delete("acme", "support", 6_000)
    assert flows.summary("acme", "support") is None
    assert flows.draft("acme", "support") is None
    assert [flow.flow_id for flow in flows.page("acme", cursor=None, limit=5).flows] == ["other"]
    assert flows.version("acme", "support", 1) == Definition("support", FlowPin(1, 1), {"v": 1})
    assert flows.definition("acme", "support", FlowPin(None, 2)) == stored
    assert flows.deleted("acme", "support") == FlowSummary("support", "Support", 2, None, 5_000)
    for version in (1, "latest", "draft"):
        assert resolve(flows, CachedFlows(flows), "acme", "support", version) is None


def test_a_missing_flow_or_another_organizations_flow_cannot_be_deleted(flows: Flows) -> None:
    saved(flows, {"v": 1})
    assert not flows.delete("acme", "none", 1_000)
    assert not flows.delete("other", "support", 1_000)
    assert flows.summary("acme", "support") is not None
    assert flows.deleted("other", "support") is None


def test_a_flow_that_is_created_again_continues_its_revisions(flows: Flows) -> None:
    """A version and a revision always have one definition."""
    for times in range(1, 4):
        draft = saved(flows, {"v": f"first {times}"})
        flows.keep_draft("acme", draft)
        if times != 2:  # deleted once without a version of its own
            published(flows, "acme", draft, "one", times)
        assert flows.delete("acme", "support", 10 * times)
    draft = saved(flows, {"v": "again"})
    assert draft.pin == FlowPin(None, 4)
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.published, summary.revision) == (None, 4)
    assert resolve(flows, CachedFlows(flows), "acme", "support", "latest") is None
    assert published(flows, "acme", draft, "one", 50) == 3
    for revision in (1, 2, 3):
        stored = flows.definition("acme", "support", FlowPin(None, revision))
        assert stored is not None
        assert stored.written == {"v": f"first {revision}"}
    versions = flows.versions("acme", "support", cursor=None, limit=5).versions
    assert [(each.version, each.at) for each in versions] == [(3, 50), (2, 3), (1, 1)]


def test_a_draft_of_a_deleted_flow_is_not_published(flows: Flows) -> None:
    before = saved(flows, {"v": 1})
    flows.delete("acme", "support", 1_000)
    assert flows.publish("acme", before, "one", 2_000) is None
    assert flows.summary("acme", "support") is None
    saved(flows, {"v": 2})
    assert flows.publish("acme", before, "one", 3_000) is None
    assert flows.version("acme", "support", 1) is None


class Interrupted(DynamoFlows):
    """Another change happens between the reads and the writes of a change."""

    def __init__(self, flows: DynamoFlows, meanwhile: Callable[[Flows], object]) -> None:
        meta: Any = flows.items.Meta
        super().__init__(Table(meta.table_name, meta.region, meta.host), keep_days=30)
        self._others = flows
        self._meanwhile: Callable[[Flows], object] | None = meanwhile

    @contextmanager
    def _transaction(self) -> Iterator[TransactWrite]:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile(self._others)
        with super()._transaction() as write:
            yield write


CHANGES: dict[str, Callable[[Flows, Definition], object]] = {
    "delete": lambda flows, draft: flows.delete("acme", "support", 9),
    "publish": lambda flows, draft: flows.publish("acme", draft, "one", 9),
    "save": lambda flows, draft: flows.save_draft("acme", "support", "one", {"v": 2}, 9),
    "delete and save": lambda flows, draft: (
        flows.delete("acme", "support", 9),
        flows.save_draft("acme", "support", "one", {"v": 3}, 9),
    ),
}


@pytest.mark.parametrize("change", ["delete", "publish", "save"])
@pytest.mark.parametrize("meanwhile", CHANGES)
@pytest.mark.parametrize("is_published", [True, False])
def test_concurrent_changes_leave_a_whole_flow_or_none(
    dynamo_flows: DynamoFlows, change: str, meanwhile: str, is_published: bool
) -> None:
    """No list entry is without a draft, and no number has two definitions."""
    if is_published:
        published(dynamo_flows, "acme", saved(dynamo_flows, {"v": 0}), "one", 1)
    draft = saved(dynamo_flows, {"v": 1})
    CHANGES[change](Interrupted(dynamo_flows, lambda flows: CHANGES[meanwhile](flows, draft)), draft)
    summary, existing = dynamo_flows.summary("acme", "support"), dynamo_flows.draft("acme", "support")
    assert (
        (summary is None) == (existing is None) == (change == "delete" or {change, meanwhile} == {"delete", "publish"})
    )
    if summary is not None and existing is not None:
        assert summary.revision == existing.pin.revision
        assert (existing.written == draft.written) == (existing.pin == draft.pin)
    dynamo_flows.delete("acme", "support", 10)
    again = saved(dynamo_flows, {"v": "again"})
    assert again.pin.revision > max(draft.pin.revision, existing.pin.revision if existing else 0)
    before = dynamo_flows.versions("acme", "support", cursor=None, limit=5).versions
    assert published(dynamo_flows, "acme", again, "one", 11) == len(before) + 1


def test_a_flow_that_is_created_during_another_creation_and_deletion_has_a_new_revision(
    dynamo_flows: DynamoFlows,
) -> None:
    def made_kept_and_deleted(flows: Flows) -> None:
        flows.keep_draft("acme", saved(flows, {"v": "theirs"}))
        flows.delete("acme", "support", 5)

    for expected in (2, 4):
        ours = Interrupted(dynamo_flows, made_kept_and_deleted)
        assert ours.save_draft("acme", "support", "one", {"v": "ours"}, 9) == expected
        stored = dynamo_flows.definition("acme", "support", FlowPin(None, expected - 1))
        assert stored is not None
        assert stored.written == {"v": "theirs"}
        dynamo_flows.delete("acme", "support", 10)


def test_a_draft_may_have_any_fields_of_its_own(flows: Flows) -> None:
    written: Json = {"definition": 1, "subflows": 2}
    draft = saved(flows, written)
    assert (draft.written, dict(draft.subflows)) == (written, {})
