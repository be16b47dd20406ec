"""The contract of `ModelNames`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.flows.model_names import DynamoModelNames
from functions.errors import ConflictError
from functions.ports import flows as port
from functions.ports.flows import ModelName, ModelNames
from testing.fakes.flows import InMemoryModelNames
from tests.functions.adapters.dynamodb.flows.definitions import saved

NOON = 1_780_315_200_000
MINI = "openai/gpt-4.1-mini"


@pytest.fixture(params=["memory", "dynamodb"])
def names(request: pytest.FixtureRequest) -> ModelNames:
    if request.param == "memory":
        return InMemoryModelNames()
    store: ModelNames = request.getfixturevalue("dynamo_model_names")
    return store


def test_each_name_of_a_version_is_kept_once_with_its_first_time(names: ModelNames) -> None:
    assert names.of_flow("acme", "support") == ()
    names.add("acme", "support", 2, {MINI: "mini-april", "": "llama"}, NOON)
    names.add("acme", "support", 2, {MINI: "mini-april"}, NOON + 5)
    names.add("acme", "support", 2, {MINI: "mini-may"}, NOON + 7)
    names.add("acme", "support", 2, {MINI: "mini-april"}, NOON + 9)
    names.add("acme", "support", 1, {MINI: "mini-april"}, NOON + 8)
    assert names.of_flow("acme", "support") == (
        ModelName(1, MINI, "mini-april", NOON + 8),
        ModelName(2, "", "llama", NOON),
        ModelName(2, MINI, "mini-april", NOON),
        ModelName(2, MINI, "mini-may", NOON + 7),
    )
    assert names.of_flow("acme", "other") == names.of_flow("other", "support") == ()


def test_a_provider_with_ever_new_names_is_bounded(names: ModelNames) -> None:
    for number in range(port.MAX_NAMES + 5):
        names.add("acme", "support", 1, {MINI: f"mini-{number}"}, NOON + number)
    names.add("acme", "support", 1, {"": "llama"}, NOON)
    assert [each.name for each in names.of_flow("acme", "support") if each.asked] == [
        f"mini-{number}" for number in range(port.MAX_NAMES)
    ]
    assert len(names.of_flow("acme", "support")) == port.MAX_NAMES + 1


def test_the_names_of_the_newest_versions_stay(names: ModelNames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "MAX_ALL_NAMES", 3)
    for version in (1, 2, 3, 4):
        names.add("acme", "support", version, {MINI: "mini"}, NOON)
    assert [each.version for each in names.of_flow("acme", "support")] == [2, 3, 4]


def test_the_names_of_a_deleted_flow_stay_as_its_versions_do(
    dynamo_model_names: DynamoModelNames, dynamo_flows: DynamoFlows
) -> None:
    saved(dynamo_flows, {"v": 1})
    dynamo_model_names.add("acme", "support", 1, {MINI: "mini"}, NOON)
    assert dynamo_flows.delete("acme", "support", NOON)
    assert len(dynamo_model_names.of_flow("acme", "support")) == 1


def test_names_that_others_add_all_the_time_are_a_conflict(dynamo_model_names: DynamoModelNames) -> None:
    dynamo_model_names._read = lambda organization_id, flow_id: ((), 7)  # type: ignore[method-assign]
    with pytest.raises(ConflictError):
        dynamo_model_names.add("acme", "support", 1, {MINI: "mini"}, NOON)
