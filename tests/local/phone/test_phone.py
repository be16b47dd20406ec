"""`callflow phone` against the API and a LiveKit on loopback: run twice, nothing doubles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import local.phone.command
from functions.number_grants import SignedGrant, read
from testing.api.stack import LOCAL, of, replaced
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw
from tests.local.phone.desk import NUMBER, OTHER, Desk


def test_a_number_gets_its_agent_a_trunk_and_the_rule(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.add("+1 (555) 0100") == 0
    assert desk.stored == {NUMBER: "anna"}
    (trunk,), (rule,) = desk.sip.trunks.values(), desk.sip.rules.values()
    assert (list(trunk.numbers), list(trunk.allowed_addresses), trunk.auth_username) == ([NUMBER], [], "")
    assert list(rule.trunk_ids) == [trunk.sip_trunk_id]
    assert rule.rule.dispatch_rule_individual.room_prefix == "call-"
    (agent,) = rule.room_config.agents
    assert (agent.agent_name, agent.metadata) == ("callflow", '{"mode": "phone"}')
    told = capsys.readouterr().out
    assert trunk.sip_trunk_id in told
    assert rule.sip_dispatch_rule_id in told


def test_run_twice_nothing_doubles(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.add() == 0
    before = desk.sip.state
    assert desk.add() == 0
    assert desk.sip.state == before
    assert capsys.readouterr().out.count("already configured") == 2


def test_a_number_changes_its_agent_and_keeps_its_trunk(desk: Desk) -> None:
    desk.add()
    before = desk.sip.state
    assert desk.add(NUMBER, "ben") == 0
    assert (desk.stored, desk.sip.state) == ({NUMBER: "ben"}, before)


def test_numbers_have_trunks_of_their_own_and_share_the_rule(desk: Desk) -> None:
    desk.add()
    desk.add(OTHER, "ben")
    (rule,) = desk.sip.rules.values()
    assert list(rule.trunk_ids) == list(desk.sip.trunks)
    assert [list(trunk.numbers) for trunk in desk.sip.trunks.values()] == [[NUMBER], [OTHER]]


@pytest.mark.parametrize("written", ["+15550100", "15550100"])
def test_a_trunk_that_others_made_is_used_as_it_is(
    desk: Desk, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trunk_id = desk.sip.trunk(written, OTHER)
    before = desk.sip.state[0]
    assert desk.add(NUMBER, "anna", "192.0.2.0/24") == 0
    assert desk.sip.state[0] == before
    (rule,) = desk.sip.rules.values()
    assert list(rule.trunk_ids) == [trunk_id]
    assert OTHER in capsys.readouterr().out


def test_a_rule_that_others_made_and_that_sends_the_agent_is_used_too(desk: Desk) -> None:
    desk.sip.rule(desk.sip.trunk(NUMBER))
    before = desk.sip.state
    assert desk.add() == 0
    assert desk.sip.state == before


def test_a_rule_that_sends_the_calls_elsewhere_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    rule_id = desk.sip.rule(desk.sip.trunk(NUMBER), agent="someone-else")
    assert desk.add() == 1
    told = capsys.readouterr().err
    assert rule_id in told
    assert "CALLFLOW_AGENT_NAME" in told
    assert desk.stored == {NUMBER: "anna"}


def test_another_callflow_on_the_same_livekit_has_a_rule_of_its_own(desk: Desk) -> None:
    desk.add()
    desk.environment = {"CALLFLOW_AGENT_NAME": "staging"}
    assert desk.add(OTHER) == 0
    assert [list(rule.trunk_ids) for rule in desk.sip.rules.values()] == [[trunk] for trunk in desk.sip.trunks]


def test_callers_may_be_asked_for_a_password_and_be_kept_to_addresses(desk: Desk) -> None:
    desk.environment = {"CALLFLOW_SIP_PASSWORD": "open sesame"}
    assert desk.add(NUMBER, "anna", "192.0.2.7", "198.51.100.0/24", username="telnyx") == 0
    (trunk,) = desk.sip.trunks.values()
    assert (trunk.auth_username, trunk.auth_password) == ("telnyx", "open sesame")
    assert list(trunk.allowed_addresses) == ["192.0.2.7", "198.51.100.0/24"]


def test_options_that_are_given_later_are_set_and_those_left_out_stay(desk: Desk) -> None:
    desk.add(NUMBER, "anna", "192.0.2.7")
    desk.environment = {"CALLFLOW_SIP_PASSWORD": "open sesame"}
    assert desk.add(username="telnyx") == 0
    (trunk,) = desk.sip.trunks.values()
    assert (trunk.auth_username, list(trunk.allowed_addresses)) == ("telnyx", ["192.0.2.7"])
    desk.environment = {}
    desk.add(NUMBER, "anna", "192.0.2.8")
    assert (trunk.auth_username, list(trunk.allowed_addresses)) == ("telnyx", ["192.0.2.8"])


def test_encrypted_media_can_be_asked_for(desk: Desk) -> None:
    for _ in range(2):
        assert desk.phone().add(NUMBER, "anna", allowed=(), username=None, encrypted=True) == 0
    (trunk,) = desk.sip.trunks.values()
    assert trunk.media.encryption == 2
    assert "UpdateSIPInboundTrunk" not in desk.sip.calls


def test_what_was_made_is_taken_away_and_nothing_else(desk: Desk) -> None:
    theirs = desk.sip.trunk("+15559999")
    before = desk.sip.state
    desk.add()
    desk.add(OTHER)
    assert desk.remove() == 0
    assert [list(trunk.numbers) for trunk in desk.sip.trunks.values()] == [["+15559999"], [OTHER]]
    (rule,) = desk.sip.rules.values()
    assert list(rule.trunk_ids) == [list(desk.sip.trunks)[1]]
    assert desk.remove(OTHER) == 0
    assert (desk.sip.state, desk.stored) == (before, {})
    assert list(desk.sip.trunks) == [theirs]


def test_a_trunk_that_others_made_outlives_its_number(desk: Desk) -> None:
    desk.sip.trunk(NUMBER)
    before = desk.sip.state
    desk.add()
    assert desk.remove() == 0
    assert desk.sip.state == before


def test_a_trunk_of_others_with_more_numbers_keeps_its_rule(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.sip.trunk(NUMBER, OTHER)
    desk.add()
    before = desk.sip.state
    assert desk.remove() == 0
    assert desk.sip.state == before
    assert OTHER in capsys.readouterr().out


def test_a_trunk_of_ours_that_got_more_numbers_loses_the_one(desk: Desk) -> None:
    desk.add()
    (trunk,) = desk.sip.trunks.values()
    trunk.numbers.append(OTHER)
    assert desk.remove() == 0
    assert list(trunk.numbers) == [OTHER]
    assert len(desk.sip.rules) == 1


def test_a_rule_with_trunks_that_are_gone_goes_with_the_last_one(desk: Desk) -> None:
    """Left with no trunk, or with dead ones alone, it would be nobody's."""
    desk.add()
    (rule,) = desk.sip.rules.values()
    rule.trunk_ids.append("ST_gone")
    assert desk.remove() == 0
    assert desk.sip.rules == {}


def test_a_number_that_is_not_ours_is_left_alone(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.add()
    before = desk.sip.state
    assert desk.phone("umbrella").remove(NUMBER) == 1
    assert (desk.sip.state, desk.stored) == (before, {NUMBER: "anna"})
    assert "umbrella" in capsys.readouterr().err


def test_the_token_is_sent_to_the_api(desk: Desk) -> None:
    with Loopback(raw('{"detail": "no"}', 401)) as server:
        desk.url, desk.environment = server.origin, {"CALLFLOW_TOKEN": "a.b.c"}
        assert desk.add() == 1
        (received,) = server.received
    assert received.headers["authorization"] == "Bearer a.b.c"
    assert received.headers["x-organization-id"] == "demo"


def test_the_list_shows_number_agent_and_trunk(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.phone().show() == 0
    assert "callflow phone add" in capsys.readouterr().out
    desk.add()
    (trunk_id,) = desk.sip.trunks
    for number in (OTHER, "+15550102"):
        desk.stack.client.put(f"/api/phone-numbers/{number}", json={"agentId": "ben"}, headers=of("demo"))
    desk.sip.trunk("+15550102")
    capsys.readouterr()
    assert desk.phone().show() == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.split() == [NUMBER, "anna", trunk_id]
    assert "no trunk" in second
    assert "no rule" in third


def test_the_list_goes_over_its_pages(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local.phone.command, "PAGE", 2)
    for last in range(5):
        desk.stack.client.put(f"/api/phone-numbers/+1555010{last}", json={"agentId": "ben"}, headers=of("demo"))
    assert desk.phone().show() == 0
    assert len(set(capsys.readouterr().out.splitlines())) == 5


def test_a_grant_is_printed_for_who_may_have_the_number(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.environment = {"LIVEKIT_API_SECRET": "a-secret-of-more-than-thirty-two-bytes"}
    assert desk.phone("acme").grant("+1 (555) 0100", take=True) == 0
    told = capsys.readouterr()
    grant = read(told.out.strip(), "a-secret-of-more-than-thirty-two-bytes")
    assert isinstance(grant, SignedGrant)
    assert (grant.e164, grant.organization_id, grant.take) == (NUMBER, "acme", True)
    assert "acme may have +15550100" in told.err
    assert desk.phone("acme").grant("nonsense", take=False) == 1


def test_a_number_that_is_added_is_granted_with_livekits_secret(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    app: Any = desk.stack.client.app
    services = app.state.services
    app.state.services = replaced(services, settings=replace(services.settings, numbers="granted"))
    try:
        assert desk.add() == 1
        assert "LIVEKIT_API_SECRET" in capsys.readouterr().err
        assert desk.stored == {}
        desk.environment = {"LIVEKIT_API_SECRET": LOCAL.livekit_api_secret}
        assert desk.add() == 0
        assert desk.stored == {NUMBER: "anna"}
    finally:
        app.state.services = services
