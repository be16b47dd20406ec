"""An ended session tells which models answered in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from functions.errors import UnavailableError
from functions.post_call import model_names
from functions.post_call.model_names import KeepModelNames
from functions.records import FlowPin, Head
from testing.fakes.flows import InMemoryModelNames
from testing.post_call.ended import ended

MINI = "openai/gpt-4.1-mini"


class Counted(InMemoryModelNames):
    """Counts the requests, and fails as long as `broken` is true."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0
        self.broken = False

    def add(self, organization_id: str, flow_id: str, version: int, answered: Mapping[str, str], at: int) -> None:
        self.requests += 1
        if self.broken:
            raise UnavailableError("store", "PutItem flows", "throttled")
        super().add(organization_id, flow_id, version, answered, at)


def answered(**models: str) -> Head:
    return replace(ended(), models={f"openai/{asked}": name for asked, name in models.items()})


def test_a_name_is_kept_once_however_many_sessions_have_it() -> None:
    names = Counted()
    keep = KeepModelNames(names)
    for _ in range(5):
        keep(answered(mini="mini-april"))
    assert names.requests == 1
    keep(answered(mini="mini-may"))
    keep(replace(answered(mini="mini-may"), organization_id="other"))
    assert names.requests == 3
    assert [each.name for each in names.of_flow("acme", "support")] == ["mini-april", "mini-may"]


@pytest.mark.parametrize(
    "head", [answered(), replace(answered(mini="mini-april"), pin=FlowPin(None, 3))], ids=["no model", "a draft"]
)
def test_a_session_without_a_model_or_a_version_costs_no_request(head: Head) -> None:
    names = Counted()
    KeepModelNames(names)(head)
    assert names.requests == 0


def test_a_name_that_could_not_be_kept_is_kept_by_the_next_session() -> None:
    names = Counted()
    keep = KeepModelNames(names)
    names.broken = True
    with pytest.raises(UnavailableError):
        keep(answered(mini="mini-april"))
    names.broken = False
    keep(answered(mini="mini-april"))
    assert len(names.of_flow("acme", "support")) == 1


def test_the_memory_of_a_process_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_names, "_MAX_KNOWN", 3)
    names = Counted()
    keep = KeepModelNames(names)
    for number in range(6):
        keep(answered(mini=f"mini-{number}"))
    assert len(keep._known) <= 4
