"""The contract of `FlowTests`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from functions.adapters.dynamodb.flows.flow_tests import DynamoFlowTests
from functions.adapters.dynamodb.items import Table
from functions.ports.flows import MAX_ADDED, FlowTests, StoredTest
from functions.ports.sessions import BadCursorError
from testing.fakes.flows import InMemoryFlowTests

NOON = 1_780_315_200_000
MANY = 1000


@pytest.fixture(params=["memory", "dynamodb"])
def tests(request: pytest.FixtureRequest) -> FlowTests:
    if request.param == "memory":
        return InMemoryFlowTests()
    store: FlowTests = request.getfixturevalue("dynamo_flow_tests")
    return store


def of(test_id: str, name: str = "one") -> StoredTest:
    return StoredTest(test_id, NOON, {"name": name, "turns": [{"say": "hi"}], "variables": {"n": 1.5, "x": None}})


def test_a_test_is_read_as_it_was_stored_and_replaced_as_a_whole(tests: FlowTests) -> None:
    assert tests.get("acme", "support", "a") is None
    assert tests.put("acme", "support", of("a"), limit=MANY)
    assert tests.get("acme", "support", "a") == of("a")
    assert tests.put("acme", "support", StoredTest("a", NOON + 1, {"name": "two"}), limit=MANY)
    assert tests.get("acme", "support", "a") == StoredTest("a", NOON + 1, {"name": "two"})


def test_a_long_test_is_read_as_it_was_stored(tests: FlowTests) -> None:
    long = StoredTest("a", NOON, {"name": "ü" * 60_000})
    tests.put("acme", "support", long, limit=MANY)
    assert tests.get("acme", "support", "a") == long
    assert tests.page("acme", "support", cursor=None, limit=5).tests == (long,)


def test_a_deleted_test_is_gone_and_only_that(tests: FlowTests) -> None:
    for test_id in ("a", "b"):
        tests.put("acme", "support", of(test_id), limit=MANY)
    assert tests.delete("acme", "support", "a")
    assert not tests.delete("acme", "support", "a")
    assert tests.page("acme", "support", cursor=None, limit=5).tests == (of("b"),)


def test_a_flow_has_as_many_tests_as_it_may_and_a_deleted_one_makes_place(tests: FlowTests) -> None:
    assert [tests.put("acme", "support", of(name), limit=2) for name in "abc"] == [True, True, False]
    assert tests.get("acme", "support", "c") is None
    assert tests.put("acme", "support", of("a", "changed"), limit=2)
    assert tests.put("acme", "other", of("c"), limit=2)
    tests.delete("acme", "support", "b")
    assert tests.put("acme", "support", of("c"), limit=2)
    assert not tests.put("acme", "support", of("b"), limit=2)


def test_tests_are_added_together_or_not_at_all(tests: FlowTests) -> None:
    assert tests.add("acme", "support", [of("a"), of("b")], limit=4)
    assert not tests.add("acme", "support", [of("c"), of("b", "changed")], limit=4)
    assert not tests.add("acme", "support", [of(name) for name in "cde"], limit=4)
    assert not tests.add("acme", "other", [of("a"), of("b")], limit=1)
    assert tests.page("acme", "support", cursor=None, limit=9).tests == (of("a"), of("b"))
    assert tests.add("acme", "support", [of("c"), of("d")], limit=4)
    assert not tests.put("acme", "support", of("e"), limit=4)
    tests.delete_all("acme", "support")
    assert tests.add("acme", "support", [of(f"{index:02}") for index in range(MAX_ADDED)], limit=MAX_ADDED)
    assert len(tests.page("acme", "support", cursor=None, limit=99).tests) == MAX_ADDED


def test_the_pages_hold_each_test_once_by_its_id(tests: FlowTests) -> None:
    for name in "dbace":
        tests.put("acme", "support", of(name), limit=MANY)
    found: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = tests.page("acme", "support", cursor=cursor, limit=2)
        found += [test.test_id for test in page.tests]
        cursor = page.cursor
    assert found == ["a", "b", "c", "d", "e"]
    assert cursor is None


def test_a_cursor_of_another_list_is_refused(tests: FlowTests) -> None:
    for name in "ab":
        tests.put("acme", "support", of(name), limit=MANY)
    cursor = tests.page("acme", "support", cursor=None, limit=1).cursor
    assert cursor is not None
    for bad in (cursor, "x"):
        with pytest.raises(BadCursorError):
            tests.page("acme", "other", cursor=bad, limit=1)


@pytest.mark.parametrize(("organization", "flow_id"), [("acme", "other"), ("other", "support"), ("acme#support", "")])
def test_no_flow_has_the_tests_of_another(tests: FlowTests, organization: str, flow_id: str) -> None:
    tests.put("acme", "support", of("a"), limit=MANY)
    tests.put("acme", "support", of("b"), limit=MANY)
    assert tests.get(organization, flow_id, "a") is None
    assert tests.page(organization, flow_id, cursor=None, limit=5).tests == ()
    assert not tests.delete(organization, flow_id, "a")
    tests.delete_all(organization, flow_id)
    assert len(tests.page("acme", "support", cursor=None, limit=5).tests) == 2


def test_all_tests_of_a_flow_are_deleted_and_its_place_is_free(tests: FlowTests) -> None:
    for name in "abc":
        tests.put("acme", "support", of(name), limit=3)
    tests.delete_all("acme", "support")
    assert tests.page("acme", "support", cursor=None, limit=5).tests == ()
    assert [tests.put("acme", "support", of(name), limit=3) for name in "defg"] == [True, True, True, False]


def test_a_test_that_another_request_stores_in_between_counts(dynamo_flow_tests: DynamoFlowTests) -> None:
    class Overtaken(DynamoFlowTests):
        overtaken = False

        def _count(self, partition: str) -> int:
            counted = super()._count(partition)
            if not self.overtaken:
                self.overtaken = True
                dynamo_flow_tests.put("acme", "support", of("theirs"), limit=1)
            return counted

    assert not Overtaken(Table("flows", "us-east-1")).put("acme", "support", of("mine"), limit=1)
    assert dynamo_flow_tests.page("acme", "support", cursor=None, limit=9).tests == (of("theirs"),)
