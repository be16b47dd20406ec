"""What every Flows keeps to: the table, and the fake that other tests use."""

from __future__ import annotations

import base64
import random

import pytest

from flow_core.json import Json
from functions.adapters.dynamodb_flows import DynamoFlows
from functions.flow_versions import resolve
from functions.ports.flows import Definition, Flows
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin
from tests.functions.fakes.flows import InMemoryFlows

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


def test_a_flow_that_nobody_saved_is_not_there(flows: Flows) -> None:
    assert flows.summary("acme", "support") is None
    assert flows.draft("acme", "support") is None
    assert flows.version("acme", "support", 1) is None
    assert flows.definition("acme", "support", FlowPin(1, 1)) is None
    assert flows.page("acme", cursor=None, limit=5).flows == ()


def test_a_draft_comes_back_to_the_field(flows: Flows) -> None:
    written: Json = {"name": "Süpport", "nodes": [{"width": 1.5, "n": 2**60}], "viewport": None}
    assert flows.save_draft("acme", "support", "Süpport", written, 1_000) == 1
    assert flows.draft("acme", "support") == Definition("support", FlowPin(None, 1), written)
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.name, summary.revision, summary.published, summary.updated_at) == ("Süpport", 1, None, 1_000)


def test_each_change_is_a_revision_and_the_same_definition_again_is_none(flows: Flows) -> None:
    assert flows.save_draft("acme", "support", "a", {"name": "a"}, 1_000) == 1
    assert flows.save_draft("acme", "support", "a", {"name": "a"}, 2_000) == 1
    assert flows.save_draft("acme", "support", "b", {"name": "b"}, 3_000) == 2
    assert flows.save_draft("acme", "support", "a", {"name": "a"}, 4_000) == 3
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.name, summary.revision, summary.updated_at) == ("a", 3, 4_000)


def test_the_line_keeps_how_many_warnings_the_draft_has(flows: Flows) -> None:
    def kept() -> list[int | None]:
        summary = flows.summary("acme", "support")
        assert summary is not None
        return [summary.warnings, *(flow.warnings for flow in flows.page("acme", cursor=None, limit=5).flows)]

    flows.save_draft("acme", "support", "a", {"v": 1}, 1_000)
    assert kept() == [None, None]
    flows.save_draft("acme", "support", "a", {"v": 2}, 2_000, 3)
    assert kept() == [3, 3]
    flows.save_draft("acme", "support", "a", {"v": 3}, 3_000, 0)
    assert kept() == [0, 0]
    draft = flows.draft("acme", "support")
    assert draft is not None
    flows.publish("acme", draft, "a", 4_000)
    assert kept() == [0, 0]
    flows.save_draft("acme", "support", "a", {"v": 4}, 5_000)
    assert kept() == [None, None]


def test_true_is_another_definition_than_one(flows: Flows) -> None:
    assert flows.save_draft("acme", "support", "a", {"default": 1}, 1_000) == 1
    assert flows.save_draft("acme", "support", "a", {"default": True}, 2_000) == 2
    draft = flows.draft("acme", "support")
    assert draft is not None
    assert draft.written == {"default": True}
    assert isinstance(draft.written["default"], bool)


def test_versions_count_up_and_stay_as_they_were(flows: Flows) -> None:
    assert flows.publish("acme", saved(flows, {"v": 1}), "one", 1_000) == 1
    assert flows.publish("acme", saved(flows, {"v": 2}), "two", 2_000) == 2
    assert flows.version("acme", "support", 1) == Definition("support", FlowPin(1, 1), {"v": 1})
    assert flows.version("acme", "support", 2) == Definition("support", FlowPin(2, 2), {"v": 2})
    assert flows.definition("acme", "support", FlowPin(1, 1)) == flows.version("acme", "support", 1)
    assert flows.version("acme", "support", 3) is None
    summary = flows.summary("acme", "support")
    assert summary is not None
    assert (summary.name, summary.published) == ("two", FlowPin(2, 2))


def test_one_revision_published_twice_is_one_version(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    assert flows.publish("acme", draft, "one", 1_000) == 1
    assert flows.publish("acme", draft, "one", 2_000) == 1
    assert flows.version("acme", "support", 2) is None


def test_a_kept_draft_outlives_the_next_revision(flows: Flows) -> None:
    draft = saved(flows, {"v": 1})
    flows.keep_draft("acme", draft)
    saved(flows, {"v": 2})
    assert flows.definition("acme", "support", FlowPin(None, 1)) == draft
    assert flows.definition("acme", "support", FlowPin(None, 2)) is None
    flows.keep_draft("acme", draft)
    assert flows.definition("acme", "support", FlowPin(None, 1)) == draft


def test_resolve_gives_what_was_asked_for(flows: Flows) -> None:
    assert resolve(flows, "acme", "support", "latest") is None
    assert resolve(flows, "acme", "support", "draft") is None
    first = saved(flows, {"v": 1})
    assert resolve(flows, "acme", "support", "latest") is None
    flows.publish("acme", first, "one", 1_000)
    saved(flows, {"v": 2})
    latest = resolve(flows, "acme", "support", "latest")
    assert latest == resolve(flows, "acme", "support", 1) == flows.version("acme", "support", 1)
    draft = resolve(flows, "acme", "support", "draft")
    assert draft is not None
    assert flows.definition("acme", "support", draft.pin) == draft


@pytest.mark.parametrize("odd", ODD_IDS)
def test_odd_ids_are_ids_like_any_other(flows: Flows, odd: str) -> None:
    draft = saved(flows, {"v": odd}, organization=odd, flow=odd)
    assert flows.publish(odd, draft, odd, 1_000) == 1
    assert flows.version(odd, odd, 1) == Definition(odd, FlowPin(1, 1), {"v": odd})
    assert [flow.flow_id for flow in flows.page(odd, cursor=None, limit=5).flows] == [odd]


@pytest.mark.parametrize("payload", [PACKED, IN_PARTS], ids=["packed", "in parts"])
def test_a_long_flow_comes_back_whole(flows: Flows, payload: str) -> None:
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
def test_a_cursor_that_no_page_gave_out_is_refused(flows: Flows, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        flows.page("acme", cursor=cursor, limit=5)


def test_the_cursor_of_another_organization_is_refused(flows: Flows) -> None:
    for name in "abc":
        saved(flows, {"v": 1}, flow=name)
    cursor = flows.page("acme", cursor=None, limit=1).cursor
    assert cursor is not None
    with pytest.raises(BadCursorError):
        flows.page("other", cursor=cursor, limit=1)


def test_a_version_does_not_end_with_the_kept_draft_that_holds_the_same(dynamo_flows: DynamoFlows) -> None:
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
