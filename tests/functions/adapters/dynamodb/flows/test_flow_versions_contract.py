"""The contract of `Flows` for versions and stored revisions: the table, and the fake that other tests use."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, cast

import pytest

from flow_core.flow import RULES
from flow_core.json import Json
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.ports.flows import Definition, Flows, Published, VersionPage, VersionSettings, VersionSummary
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin
from functions.turn.flow_versions import CachedFlows, resolve
from tests.functions.adapters.dynamodb.flows.definitions import IN_PARTS, published, saved


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


SETTINGS = VersionSettings("en-US", "UTC", "openai/small", ("bedrock/nova",), "aws", "aws/neural", "0123")


def test_a_version_keeps_its_settings_and_sessions_get_their_hash(flows: Flows) -> None:
    draft = replace(saved(flows, FLOW), settings=SETTINGS)
    assert flows.publish("acme", draft, "one", 1_000) == Published(1, True)
    pin = FlowPin(1, 1, settings=SETTINGS.hash)
    version = flows.version("acme", "support", 1)
    assert version == Definition("support", pin, FLOW, settings=SETTINGS)
    assert flows.definition("acme", "support", pin) == flows.definition("acme", "support", FlowPin(1, 1)) == version
    assert flows.versions("acme", "support", cursor=None, limit=5).versions[0].settings == SETTINGS
    pinned = CachedFlows(flows)
    for which in ("latest", 1):
        assert resolve(flows, pinned, "acme", "support", cast(Any, which)) == pin
    assert pinned("acme", "support", pin).model == "openai/small"


def test_a_revision_is_published_again_if_its_settings_have_changed(flows: Flows) -> None:
    draft = saved(flows, FLOW)
    assert flows.publish("acme", draft, "one", 1_000) == Published(1, True)
    frozen = replace(draft, settings=SETTINGS)
    assert flows.publish("acme", frozen, "one", 2_000) == Published(2, True)
    assert flows.publish("acme", frozen, "one", 3_000) == Published(2, False)
    changed = replace(draft, settings=replace(SETTINGS, model="openai/large"))
    assert flows.publish("acme", changed, "one", 4_000) == Published(3, True)
    listed = flows.versions("acme", "support", cursor=None, limit=5).versions
    assert [each.settings for each in listed] == [changed.settings, SETTINGS, None]
    assert flows.version("acme", "support", 1) == Definition("support", FlowPin(1, 1), FLOW)


def test_a_model_whose_provider_is_gone_is_not_asked_for(flows: Flows) -> None:
    """The deployment's own model answers, rather than none."""
    flows.publish("acme", replace(saved(flows, FLOW), settings=SETTINGS), "one", 1_000)
    pinned = CachedFlows(flows, lambda model: not model.startswith("openai/"))
    assert pinned("acme", "support", FlowPin(1, 1)).model is None
