"""The contract of `Flows`: the table, and the fake that other tests use."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest
from pynamodb.transactions import TransactWrite

from flow_core.flow import RULES
from flow_core.json import Json
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Table
from functions.ports.flows import Definition, Flows, FlowSummary, Published, VersionPage, VersionSummary
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin
from functions.turn.flow_versions import CachedFlows, resolve
from testing.fakes.flows import InMemoryFlows

ODD_IDS = ["ünï-cödé ☎", "a#b#c", "with spaces", "per%23cent", "..", "FLOW#1"]
PACKED = "x" * 120_000
IN_PARTS = random.Random(2).randbytes(1_500_000).hex()


@pytest.fixture(params=["memory", "dynamodb"])
def flows(request: pytest.FixtureRequest) -> Flows:
    if request.param == "memory":
        return InMemoryFlows()
    store: Flows = request.getfixturevalue("dynamo_flows")
    return store


def saved(flows: Flows, written: Json, *, organization: str = "acme", flow: str = "support") -> Definition:
    flows.save_draft(organization, flow, "Support", written, 1_000)
    draft = flows.draft(organization, flow)
    assert draft is not None
    return draft


def published(flows: Flows, organization: str, draft: Definition, name: str, at: int) -> int:
    done = flows.publish(organization, draft, name, at)
    assert done is not None
    return done.version


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


def test_versions_count_up_and_never_change(flows: Flows) -> None:
    assert published(flows, "acme", saved(flows, {"v": 1}), "one", 1_000) == 1
    assert published(flows, "acme", saved(flows, {"v": 2}), "two", 2_000) == 2
    assert flows.version("acme", "support", 1) == Definition("support", FlowPin(1, 1), {"v": 1})
    assert flows.version("acme", "support", 2) == Definition("support", FlowPin(2, 2), {"v": 2})
    assert flows.definition("acme", "support", FlowPin(1, 1)) == flows.version("acme", "support", 1)
    assert flows.version("acme", "support", 3) is None
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.name, summary.published) == ("two", FlowPin(2, 2))


def test_one_revision_published_twice_is_one_version(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    assert published(flows, "acme", draft, "one", 1_000) == 1
    assert published(flows, "acme", draft, "one", 2_000) == 1
    assert flows.version("acme", "support", 2) is None


def test_a_stored_revision_stays_after_the_next_revision(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    flows.keep_draft("acme", draft)
    saved(flows, {"v": 2})
    assert flows.definition("acme", "support", FlowPin(None, 1)) == draft
    assert flows.definition("acme", "support", FlowPin(None, 2)) is None
    flows.keep_draft("acme", draft)
    assert flows.definition("acme", "support", FlowPin(None, 1)) == draft


FLOW: dict[str, Json] = {
    "name": "one",
    "nodes": [{"id": "start", "type": "start"}, {"id": "end", "type": "end"}],
    "edges": [{"id": "1", "source": "start", "target": "end"}],
}


def test_resolve_returns_the_requested_version(flows: Flows) -> None:
    pinned = CachedFlows(flows)
    assert resolve(flows, pinned, "acme", "support", "latest") is None
    assert resolve(flows, pinned, "acme", "support", "draft") is None
    assert resolve(flows, pinned, "acme", "support", 1) is None
    first = saved(flows, FLOW)
    assert resolve(flows, pinned, "acme", "support", "latest") is None
    flows.publish("acme", first, "one", 1_000)
    saved(flows, {**FLOW, "name": "two"})
    assert resolve(flows, pinned, "acme", "support", "latest") == FlowPin(1, 1)
    assert resolve(flows, pinned, "acme", "support", 1) == FlowPin(1, 1)
    draft = resolve(flows, pinned, "acme", "support", "draft")
    assert draft == FlowPin(None, 2)
    assert [pinned("acme", "support", pin).name for pin in (FlowPin(1, 1), draft)] == ["one", "two"]


class Counted:
    """Flows that count the reads of definitions."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self.reads = 0

    def __getattr__(self, name: str) -> Any:
        if name in ("definition", "version", "draft"):
            self.reads += 1
        return getattr(self._flows, name)


def test_the_begin_of_a_session_reads_the_definition_once(flows: Flows) -> None:
    flows.publish("acme", saved(flows, FLOW), "one", 1_000)
    counted = Counted(flows)
    pinned = CachedFlows(cast(Flows, counted))
    for version in ("latest", 1, "latest", 1):
        pin = resolve(cast(Flows, counted), pinned, "acme", "support", cast(Any, version))
        assert pin is not None
        assert pinned("acme", "support", pin).name == "one"
        assert counted.reads == 1


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


def test_a_version_does_not_expire_with_an_equal_stored_revision(dynamo_flows: DynamoFlows) -> None:
    draft = saved(dynamo_flows, {"v": IN_PARTS[:900_000]})
    dynamo_flows.publish("acme", draft, "long", 1_000)
    dynamo_flows.keep_draft("acme", draft)
    for item in list(dynamo_flows.items.scan()):
        if item.expires_at is not None:
            item.delete()
    assert dynamo_flows.definition("acme", "support", FlowPin(None, 1)) is None
    assert dynamo_flows.draft("acme", "support") == draft
    version = dynamo_flows.version("acme", "support", 1)
    assert version is not None
    assert version.written == draft.written


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


def test_a_version_has_the_user_time_and_note_of_its_first_publishing(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    said = "Opening\nhours ☎"
    assert flows.publish("acme", draft, "one", 1_000, by="ann@example.com", note=said) == Published(1, True)
    assert flows.publish("acme", draft, "one", 2_000, by="ben", note="other") == Published(1, False)
    assert flows.publish("acme", saved(flows, {"v": 2}), "two", 3_000) == Published(2, True)
    assert flows.versions("acme", "support", cursor=None, limit=5) == VersionPage(
        (VersionSummary(2, 3_000, None, None), VersionSummary(1, 1_000, "ann@example.com", said)), None
    )


def test_the_pages_hold_each_version_once(flows: Flows) -> None:
    for number in range(7):
        published(flows, "acme", saved(flows, {"v": number}), "one", number)
    found: list[int] = []
    cursor: str | None = None
    for _ in range(5):
        page = flows.versions("acme", "support", cursor=cursor, limit=3)
        assert len(page.versions) <= 3
        found += [each.version for each in page.versions]
        if (cursor := page.cursor) is None:
            break
    assert found == [7, 6, 5, 4, 3, 2, 1]
    assert cursor is None
    assert flows.versions("acme", "none", cursor=None, limit=3) == VersionPage((), None)


def test_a_cursor_of_another_flows_versions_is_refused(flows: Flows) -> None:
    for flow in ("one", "two"):
        for number in range(3):
            published(flows, "acme", saved(flows, {"v": number}, flow=flow), flow, number)
    cursor = flows.versions("acme", "one", cursor=None, limit=1).cursor
    assert cursor is not None
    for refused in (cursor, "nonsense"):
        with pytest.raises(BadCursorError):
            flows.versions("acme", "two", cursor=refused, limit=1)
    with pytest.raises(BadCursorError):
        flows.page("acme", cursor=cursor, limit=1)


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


def test_a_version_of_an_earlier_release_is_listed(dynamo_flows: DynamoFlows) -> None:
    published(dynamo_flows, "acme", saved(dynamo_flows, {"v": 1}), "one", 1_000)
    (item,) = [item for item in dynamo_flows.items.scan() if item.sk.startswith("VERSION#")]
    item.published_at = None
    item.save()
    (version,) = dynamo_flows.versions("acme", "support", cursor=None, limit=5).versions
    assert version == VersionSummary(1, None, None, None)


def _as_of_an_earlier_release(flows: DynamoFlows) -> None:
    for item in list(flows.items.scan()):
        item.rules = None
        item.save()


def test_a_version_and_a_stored_revision_keep_the_rules_that_they_were_stored_by(dynamo_flows: DynamoFlows) -> None:
    draft = saved(dynamo_flows, FLOW)
    published(dynamo_flows, "acme", draft, "one", 1_000)
    dynamo_flows.keep_draft("acme", draft)
    pins = (FlowPin(1, 1), FlowPin(None, 1))
    definitions = [dynamo_flows.definition("acme", "support", pin) for pin in pins]
    assert [definition.rules for definition in definitions if definition] == [RULES, RULES]
    _as_of_an_earlier_release(dynamo_flows)
    earlier = [CachedFlows(dynamo_flows)("acme", "support", pin).rules for pin in pins]
    assert earlier == [1, 1]
    again = dynamo_flows.draft("acme", "support")
    assert again is not None
    assert again.rules == RULES


def test_a_revision_that_an_earlier_release_published_is_published_again(dynamo_flows: DynamoFlows) -> None:
    draft = saved(dynamo_flows, FLOW)
    assert published(dynamo_flows, "acme", draft, "one", 1_000) == 1
    _as_of_an_earlier_release(dynamo_flows)
    assert published(dynamo_flows, "acme", draft, "one", 2_000) == 2
    assert published(dynamo_flows, "acme", draft, "one", 3_000) == 2
    by_version = [CachedFlows(dynamo_flows)("acme", "support", FlowPin(number, 1)).rules for number in (1, 2)]
    assert by_version == [1, RULES]


def test_a_list_of_long_versions_makes_at_most_five_queries(dynamo_flows: DynamoFlows) -> None:
    """A few versions of 300 KB fill a query. The cursor leads to the rest of the page."""
    long = random.Random(3).randbytes(130_000).hex()
    draft = saved(dynamo_flows, {"v": long})
    for number in range(1, 31):
        version = Definition("support", FlowPin(number, 1), draft.written)
        item = dynamo_flows._item("acme", f"VERSION#{number:09d}", version)
        item.save()
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = dynamo_flows.versions("acme", "support", cursor=cursor, limit=30)
        found += [each.version for each in page.versions]
        if (cursor := page.cursor) is None:
            break
    assert found == list(range(30, 0, -1))


INNER: Json = {"inner@1": {"definition": {"name": "inner"}, "rules": 2}}
OTHER: Json = {"inner@2": {"definition": {"name": "newer"}, "rules": 2}}


def with_subflows(draft: Definition, subflows: Json) -> Definition:
    assert isinstance(subflows, dict)
    frozen = replace(draft, subflows=subflows)
    return replace(frozen, pin=FlowPin(None, draft.pin.revision, frozen.frozen))


def test_a_version_keeps_the_flows_that_are_frozen_with_it(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    assert published(flows, "acme", with_subflows(draft, INNER), "one", 1_000) == 1
    version = flows.version("acme", "support", 1)
    assert version == Definition("support", FlowPin(1, 1), {"v": 1}, subflows=cast(Any, INNER))
    assert flows.definition("acme", "support", FlowPin(1, 1)) == version


def test_a_revision_is_published_again_with_other_flows_and_not_with_the_same(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    numbers = [
        published(flows, "acme", with_subflows(draft, subflows), "one", 1_000)
        for subflows in (INNER, INNER, OTHER, OTHER, {}, {}, INNER)
    ]
    assert numbers == [1, 1, 2, 2, 3, 3, 4]


def test_a_revision_of_the_draft_is_kept_once_for_each_set_of_flows(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    one, other = with_subflows(draft, INNER), with_subflows(draft, OTHER)
    for definition in (draft, one, other):
        flows.keep_draft("acme", definition)
    for definition in (draft, one, other):
        assert flows.definition("acme", "support", definition.pin) == definition


def test_a_draft_may_have_any_fields_of_its_own(flows: Flows) -> None:
    written: Json = {"definition": 1, "subflows": 2}
    draft = saved(flows, written)
    assert (draft.written, dict(draft.subflows)) == (written, {})


def test_a_version_keeps_that_servers_have_completed_it(flows: Flows) -> None:
    draft = replace(saved(flows, {"v": 1}), written={"v": 1, "listed": True}, listed="one")
    assert published(flows, "acme", draft, "one", 1_000) == 1
    expected = Definition("support", FlowPin(1, 1), {"v": 1, "listed": True}, listed="one")
    assert flows.version("acme", "support", 1) == expected
    assert flows.draft("acme", "support") == saved(flows, {"v": 1})
    both = replace(draft, subflows=cast(Any, INNER))
    assert len({draft.frozen, both.frozen, replace(both, listed=None).frozen, replace(draft, listed="two").frozen}) == 4


def test_a_revision_is_published_again_with_another_list_and_not_with_the_same(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    versions = [
        published(flows, "acme", replace(draft, listed=listed), "one", 1_000) for listed in ("a", "a", "b", None, None)
    ]
    assert versions == [1, 1, 2, 3, 3]


def test_a_stored_revision_is_found_by_its_list(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    for listed in ("a", "b"):
        kept = replace(draft, written={"v": listed}, listed=listed)
        kept = replace(kept, pin=FlowPin(None, draft.pin.revision, kept.frozen))
        flows.keep_draft("acme", kept)
        assert flows.definition("acme", "support", kept.pin) == kept
