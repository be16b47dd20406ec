"""LiveKit's SIP dispatch rule that gives each call a room of its own and sends the agent there. Slow to import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from livekit import api

NAME = "callflow"
ROOM_PREFIX = "call-"
METADATA = '{"mode": "phone"}'

Tell: TypeAlias = Callable[[str], None]
"""Is handed a line for each thing that was found or done, as soon as it is."""


class TrunksError(Exception):
    """LiveKit is out of reach or refuses; the text says why and what to do."""


async def our_rule(sip: Any, agent_name: str) -> Any:
    """None where there is none. Another Callflow on the same LiveKit, whose agent has another name, has its own."""
    ours = [rule for rule in await _rules(sip) if rule.name == NAME and _sends(rule, agent_name)]
    return min(ours, key=lambda rule: rule.sip_dispatch_rule_id, default=None)


async def take_calls(sip: Any, agent_name: str, trunk_id: str, tell: Tell) -> None:
    """Have the agent sent to the trunk's calls; changes nothing where it is. TrunksError."""
    for standing in await _rules(sip):
        if trunk_id not in standing.trunk_ids:
            continue
        if not _sends(standing, agent_name):
            raise TrunksError(
                f"The trunk {trunk_id} is in LiveKit's dispatch rule {standing.sip_dispatch_rule_id} "
                f'("{standing.name}"), which does not send the agent {agent_name}. Take the trunk out of it, or set '
                "CALLFLOW_AGENT_NAME to the agent that it sends."
            )
        tell(f"LiveKit dispatch rule {standing.sip_dispatch_rule_id}: there already")
        return
    rule = await our_rule(sip, agent_name)
    if rule is None:
        rule = await sip.create_dispatch_rule(_new_rule(agent_name, trunk_id))
        tell(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: made, it sends the agent {agent_name}")
    else:
        await sip.update_dispatch_rule_fields(rule.sip_dispatch_rule_id, trunk_ids=api.ListUpdate(add=[trunk_id]))
        tell(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: takes the trunk's calls now")


async def leave_calls(sip: Any, agent_name: str, trunk_id: str, there: set[str], tell: Tell) -> None:
    """Take a trunk out of our rule. there: the trunks that are."""
    rule = await our_rule(sip, agent_name)
    if rule is None or trunk_id not in rule.trunk_ids:
        return
    if there & set(rule.trunk_ids) <= {trunk_id}:
        # With no trunk in it, it would take the calls of all.
        await sip.delete_dispatch_rule(api.DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=rule.sip_dispatch_rule_id))
        tell(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: deleted, no trunk is left in it")
    else:
        await sip.update_dispatch_rule_fields(rule.sip_dispatch_rule_id, trunk_ids=api.ListUpdate(remove=[trunk_id]))
        tell(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: the trunk taken out")


async def taken_trunks(sip: Any, agent_name: str) -> dict[str, str]:
    """The ids of the rules that send the agent, by those of their trunks."""
    return {
        trunk_id: str(rule.sip_dispatch_rule_id)
        for rule in await _rules(sip)
        if _sends(rule, agent_name)
        for trunk_id in rule.trunk_ids
    }


async def _rules(sip: Any) -> list[Any]:
    return list((await sip.list_dispatch_rule(api.ListSIPDispatchRuleRequest())).items)


def _sends(rule: Any, agent_name: str) -> bool:
    return any(agent.agent_name == agent_name for agent in rule.room_config.agents)


def _new_rule(agent_name: str, trunk_id: str) -> api.CreateSIPDispatchRuleRequest:
    individual = api.SIPDispatchRuleIndividual(room_prefix=ROOM_PREFIX)
    agent = api.RoomAgentDispatch(agent_name=agent_name, metadata=METADATA)
    rule = api.SIPDispatchRuleInfo(
        name=NAME,
        trunk_ids=[trunk_id],
        rule=api.SIPDispatchRule(dispatch_rule_individual=individual),
        room_config=api.RoomConfiguration(agents=[agent]),
    )
    return api.CreateSIPDispatchRuleRequest(dispatch_rule=rule)
