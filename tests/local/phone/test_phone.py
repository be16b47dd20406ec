"""`callflow phone` against the API and a LiveKit on loopback. A repeated command creates no duplicates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import local.phone.command
from functions.number_grants import SignedGrant, read
from testing.api.stack import LOCAL, of, replaced
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw
from tests.local.phone.phone_commands import NUMBER, OTHER, PhoneCommands


def test_a_number_gets_its_agent_a_trunk_and_the_rule(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.add("+1 (555) 0100") == 0
    assert commands.stored == {NUMBER: "anna"}
    (trunk,), (rule,) = commands.sip.trunks.values(), commands.sip.rules.values()
    assert (list(trunk.numbers), list(trunk.allowed_addresses), trunk.auth_username) == ([NUMBER], [], "")
    assert list(rule.trunk_ids) == [trunk.sip_trunk_id]
    assert rule.rule.dispatch_rule_individual.room_prefix == "call-"
    (agent,) = rule.room_config.agents
    assert (agent.agent_name, agent.metadata) == ("callflow", '{"mode": "phone"}')
    output = capsys.readouterr().out
    assert trunk.sip_trunk_id in output
    assert rule.sip_dispatch_rule_id in output


def test_a_repeated_command_creates_no_duplicates(commands: PhoneCommands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.add() == 0
    before = commands.sip.state
    assert commands.add() == 0
    assert commands.sip.state == before
    assert capsys.readouterr().out.count("already configured") == 2


def test_a_number_changes_its_agent_and_keeps_its_trunk(commands: PhoneCommands) -> None:
    commands.add()
    before = commands.sip.state
    assert commands.add(NUMBER, "ben") == 0
    assert (commands.stored, commands.sip.state) == ({NUMBER: "ben"}, before)


def test_numbers_have_trunks_of_their_own_and_share_the_rule(commands: PhoneCommands) -> None:
    commands.add()
    commands.add(OTHER, "ben")
    (rule,) = commands.sip.rules.values()
    assert list(rule.trunk_ids) == list(commands.sip.trunks)
    assert [list(trunk.numbers) for trunk in commands.sip.trunks.values()] == [[NUMBER], [OTHER]]


@pytest.mark.parametrize("written", ["+15550100", "15550100"])
def test_a_trunk_of_another_owner_is_used_unchanged(
    commands: PhoneCommands, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trunk_id = commands.sip.trunk(written, OTHER)
    before = commands.sip.state[0]
    assert commands.add(NUMBER, "anna", "192.0.2.0/24") == 0
    assert commands.sip.state[0] == before
    (rule,) = commands.sip.rules.values()
    assert list(rule.trunk_ids) == [trunk_id]
    assert OTHER in capsys.readouterr().out


def test_a_rule_of_another_owner_that_dispatches_the_agent_is_used(commands: PhoneCommands) -> None:
    commands.sip.rule(commands.sip.trunk(NUMBER))
    before = commands.sip.state
    assert commands.add() == 0
    assert commands.sip.state == before


def test_a_rule_that_dispatches_another_agent_is_reported(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    rule_id = commands.sip.rule(commands.sip.trunk(NUMBER), agent="someone-else")
    assert commands.add() == 1
    output = capsys.readouterr().err
    assert rule_id in output
    assert "CALLFLOW_AGENT_NAME" in output
    assert commands.stored == {NUMBER: "anna"}


def test_another_callflow_on_the_same_livekit_has_its_own_rule(commands: PhoneCommands) -> None:
    commands.add()
    commands.environment = {"CALLFLOW_AGENT_NAME": "staging"}
    assert commands.add(OTHER) == 0
    assert [list(rule.trunk_ids) for rule in commands.sip.rules.values()] == [[trunk] for trunk in commands.sip.trunks]


def test_a_trunk_may_require_a_password_and_restrict_addresses(commands: PhoneCommands) -> None:
    commands.environment = {"CALLFLOW_SIP_PASSWORD": "open sesame"}
    assert commands.add(NUMBER, "anna", "192.0.2.7", "198.51.100.0/24", username="telnyx") == 0
    (trunk,) = commands.sip.trunks.values()
    assert (trunk.auth_username, trunk.auth_password) == ("telnyx", "open sesame")
    assert list(trunk.allowed_addresses) == ["192.0.2.7", "198.51.100.0/24"]


def test_later_options_are_set_and_omitted_ones_stay(commands: PhoneCommands) -> None:
    commands.add(NUMBER, "anna", "192.0.2.7")
    commands.environment = {"CALLFLOW_SIP_PASSWORD": "open sesame"}
    assert commands.add(username="telnyx") == 0
    (trunk,) = commands.sip.trunks.values()
    assert (trunk.auth_username, list(trunk.allowed_addresses)) == ("telnyx", ["192.0.2.7"])
    commands.environment = {}
    commands.add(NUMBER, "anna", "192.0.2.8")
    assert (trunk.auth_username, list(trunk.allowed_addresses)) == ("telnyx", ["192.0.2.8"])


def test_encrypted_media_can_be_asked_for(commands: PhoneCommands) -> None:
    for _ in range(2):
        assert commands.phone().add(NUMBER, "anna", allowed=(), username=None, encrypted=True) == 0
    (trunk,) = commands.sip.trunks.values()
    assert trunk.media.encryption == 2
    assert "UpdateSIPInboundTrunk" not in commands.sip.calls


def test_remove_deletes_only_what_add_created(commands: PhoneCommands) -> None:
    theirs = commands.sip.trunk("+15559999")
    before = commands.sip.state
    commands.add()
    commands.add(OTHER)
    assert commands.remove() == 0
    assert [list(trunk.numbers) for trunk in commands.sip.trunks.values()] == [["+15559999"], [OTHER]]
    (rule,) = commands.sip.rules.values()
    assert list(rule.trunk_ids) == [list(commands.sip.trunks)[1]]
    assert commands.remove(OTHER) == 0
    assert (commands.sip.state, commands.stored) == (before, {})
    assert list(commands.sip.trunks) == [theirs]


def test_a_trunk_of_another_owner_stays_after_its_number_is_removed(commands: PhoneCommands) -> None:
    commands.sip.trunk(NUMBER)
    before = commands.sip.state
    commands.add()
    assert commands.remove() == 0
    assert commands.sip.state == before


def test_another_owners_trunk_with_more_numbers_keeps_its_rule(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.sip.trunk(NUMBER, OTHER)
    commands.add()
    before = commands.sip.state
    assert commands.remove() == 0
    assert commands.sip.state == before
    assert OTHER in capsys.readouterr().out


def test_only_the_removed_number_leaves_a_trunk_with_more_numbers(commands: PhoneCommands) -> None:
    commands.add()
    (trunk,) = commands.sip.trunks.values()
    trunk.numbers.append(OTHER)
    assert commands.remove() == 0
    assert list(trunk.numbers) == [OTHER]
    assert len(commands.sip.rules) == 1


def test_a_rule_is_deleted_with_its_last_existing_trunk(commands: PhoneCommands) -> None:
    """LiveKit applies a rule without trunks to every trunk. A rule with only deleted trunks has no owner."""
    commands.add()
    (rule,) = commands.sip.rules.values()
    rule.trunk_ids.append("ST_gone")
    assert commands.remove() == 0
    assert commands.sip.rules == {}


def test_another_organizations_number_is_not_changed(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.add()
    before = commands.sip.state
    assert commands.phone("umbrella").remove(NUMBER) == 1
    assert (commands.sip.state, commands.stored) == (before, {NUMBER: "anna"})
    assert "umbrella" in capsys.readouterr().err


def test_the_token_is_sent_to_the_api(commands: PhoneCommands) -> None:
    with Loopback(raw('{"detail": "no"}', 401)) as server:
        commands.url, commands.environment = server.origin, {"CALLFLOW_TOKEN": "a.b.c"}
        assert commands.add() == 1
        (received,) = server.received
    assert received.headers["authorization"] == "Bearer a.b.c"
    assert received.headers["x-organization-id"] == "demo"


def test_the_list_shows_number_agent_and_trunk(commands: PhoneCommands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.phone().show() == 0
    assert "callflow phone add" in capsys.readouterr().out
    commands.add()
    (trunk_id,) = commands.sip.trunks
    for number in (OTHER, "+15550102"):
        commands.stack.client.put(f"/api/phone-numbers/{number}", json={"agentId": "ben"}, headers=of("demo"))
    commands.sip.trunk("+15550102")
    capsys.readouterr()
    assert commands.phone().show() == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.split() == [NUMBER, "anna", trunk_id]
    assert "no trunk" in second
    assert "no rule" in third


def test_the_list_has_all_pages(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local.phone.command, "PAGE", 2)
    for last in range(5):
        commands.stack.client.put(f"/api/phone-numbers/+1555010{last}", json={"agentId": "ben"}, headers=of("demo"))
    assert commands.phone().show() == 0
    assert len(set(capsys.readouterr().out.splitlines())) == 5


def test_grant_prints_a_grant_for_the_organization(commands: PhoneCommands, capsys: pytest.CaptureFixture[str]) -> None:
    commands.environment = {"LIVEKIT_API_SECRET": "a-secret-of-more-than-thirty-two-bytes"}
    assert commands.phone("acme").grant("+1 (555) 0100", take=True) == 0
    output = capsys.readouterr()
    grant = read(output.out.strip(), ["a-secret-of-more-than-thirty-two-bytes"])
    assert isinstance(grant, SignedGrant)
    assert (grant.e164, grant.organization_id, grant.take) == (NUMBER, "acme", True)
    assert "acme may have +15550100" in output.err
    assert commands.phone("acme").grant("nonsense", take=False) == 1


def test_a_number_that_is_added_is_granted_with_livekits_secret(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    app: Any = commands.stack.client.app
    services = app.state.services
    app.state.services = replaced(services, settings=replace(services.settings, numbers="granted"))
    try:
        assert commands.add() == 1
        assert "LIVEKIT_API_SECRET" in capsys.readouterr().err
        assert commands.stored == {}
        commands.environment = {"LIVEKIT_API_SECRET": LOCAL.livekit_api_secret}
        assert commands.add() == 0
        assert commands.stored == {NUMBER: "anna"}
    finally:
        app.state.services = services
