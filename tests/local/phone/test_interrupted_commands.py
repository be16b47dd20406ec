"""A repeated command completes an interrupted command of `callflow phone`."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testing.api.stack import Stack, of
from testing.fakes.livekit_sip import FakeSip, Refusal
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw
from tests.local.phone.phone_commands import NUMBER, OTHER, PhoneCommands

_METHODS = ["ListSIPInboundTrunk", "CreateSIPInboundTrunk", "ListSIPDispatchRule", "CreateSIPDispatchRule"]


@pytest.mark.parametrize("broken", _METHODS)
def test_a_repeated_add_completes_an_interrupted_one(
    commands: PhoneCommands, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.sip.refuse[broken] = Refusal("unavailable", "not now", 503)
    assert commands.add() == 1
    output = capsys.readouterr()
    assert f"{NUMBER}: stored" in output.out
    assert "not now" in output.err
    assert "Run the same command again" in output.err
    commands.sip.refuse.clear()
    assert commands.add() == 0
    assert (len(commands.sip.trunks), len(commands.sip.rules), commands.stored) == (1, 1, {NUMBER: "anna"})


@pytest.mark.parametrize(
    "broken", ["ListSIPInboundTrunk", "DeleteSIPTrunk", "ListSIPDispatchRule", "DeleteSIPDispatchRule"]
)
def test_a_repeated_remove_completes_an_interrupted_one(commands: PhoneCommands, broken: str) -> None:
    commands.add()
    commands.sip.refuse[broken] = Refusal("unavailable", "not now", 503)
    assert commands.remove() == 1
    assert commands.stored == {NUMBER: "anna"}
    commands.sip.refuse.clear()
    assert commands.remove() == 0
    assert (commands.sip.trunks, commands.sip.rules, commands.stored) == ({}, {}, {})


_STEP = st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from([NUMBER, OTHER, "+15550102"]), st.booleans())


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(_STEP, max_size=8), broken=st.integers(min_value=0, max_value=30))
def test_each_stored_number_has_one_trunk_after_any_interrupted_commands(
    api: tuple[Stack, str], steps: list[tuple[str, str, bool]], broken: int
) -> None:
    """One request of each command fails. The command is repeated until it succeeds."""
    stack, url = api
    sip, requests = FakeSip(), itertools.count()
    theirs = sip.trunk("+15550102")

    def answer_or_fail(exchange: object) -> None:
        (raw("{}", 500) if next(requests) == broken else sip.answer)(exchange)  # type: ignore[arg-type]

    with Loopback(answer_or_fail) as server:
        commands = PhoneCommands(stack, url, server.origin, sip)
        expected: set[str] = set()
        for name, number, again in steps:
            if name == "remove" and number not in expected:
                continue
            run: Callable[[str], int] = commands.add if name == "add" else commands.remove
            for _ in range(2 if again and name == "add" else 1):
                assert run(number) == 0 or run(number) == 0
            expected = expected | {number} if name == "add" else expected - {number}
        assert set(commands.stored) == expected
        ours = {number: trunk.sip_trunk_id for trunk in sip.trunks.values() for number in trunk.numbers}
        assert set(ours) == expected | {"+15550102"}
        ruled = [set(rule.trunk_ids) for rule in sip.rules.values()]
        assert ruled == ([{ours[number] for number in expected}] if expected else [])
        assert theirs in sip.trunks
        for number in expected:
            stack.client.delete(f"/api/phone-numbers/{number}", headers=of("demo"))
