"""LiveKit's SIP dispatch rule that opens a room for each call and dispatches the agent. Slow to import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from livekit import api

NAME = "callflow"
"""The name of the rules that Callflow creates."""
ROOM_PREFIX = "call-"
"""The beginning of the names of the rooms."""
METADATA = '{"mode": "phone"}'
"""The metadata of the dispatch. The worker reads it."""

Report: TypeAlias = Callable[[str], None]
"""Prints a line for one finding or one step."""


class TrunksError(Exception):
    """LiveKit does not answer or rejects a request. The text names the reason and the remedy."""


async def our_rule(sip: Any, agent_name: str) -> Any:
    """Return the rule that Callflow created for an agent.

    Another Callflow on the same LiveKit has another agent name and its own rule.

    Args:
        sip: LiveKit's SIP service.
        agent_name: The name under which the worker registers.

    Returns:
        The rule. None: there is no such rule.
    """
    ours = [rule for rule in await _rules(sip) if rule.name == NAME and _dispatches(rule, agent_name)]
    return min(ours, key=lambda rule: rule.sip_dispatch_rule_id, default=None)


async def take_calls(sip: Any, agent_name: str, trunk_id: str, report: Report) -> None:
    """Let a rule dispatch the agent to a trunk's calls. Nothing changes if a rule does already.

    Args:
        sip: LiveKit's SIP service.
        agent_name: The name under which the worker registers.
        trunk_id: The trunk.
        report: Gets a line for each step.

    Raises:
        TrunksError: If a rule for the trunk dispatches another agent.
    """
    for existing in await _rules(sip):
        if trunk_id not in existing.trunk_ids:
            continue
        if not _dispatches(existing, agent_name):
            raise TrunksError(
                f"The trunk {trunk_id} is in LiveKit's dispatch rule {existing.sip_dispatch_rule_id} "
                f'("{existing.name}"), which does not dispatch the agent {agent_name}. Remove the trunk from '
                "the rule, or set CALLFLOW_AGENT_NAME to the agent that the rule dispatches."
            )
        report(f"LiveKit dispatch rule {existing.sip_dispatch_rule_id}: already configured")
        return
    rule = await our_rule(sip, agent_name)
    if rule is None:
        rule = await sip.create_dispatch_rule(_new_rule(agent_name, trunk_id))
        report(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: created, dispatches the agent {agent_name}")
    else:
        await sip.update_dispatch_rule_fields(rule.sip_dispatch_rule_id, trunk_ids=api.ListUpdate(add=[trunk_id]))
        report(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: trunk added")


async def leave_calls(sip: Any, agent_name: str, trunk_id: str, existing: set[str], report: Report) -> None:
    """Remove a trunk from the rule that Callflow created.

    Args:
        sip: LiveKit's SIP service.
        agent_name: The name under which the worker registers.
        trunk_id: The trunk.
        existing: The ids of all trunks.
        report: Gets a line for each step.
    """
    rule = await our_rule(sip, agent_name)
    if rule is None or trunk_id not in rule.trunk_ids:
        return
    if existing & set(rule.trunk_ids) <= {trunk_id}:
        # A rule without a trunk would accept the calls of all trunks.
        await sip.delete_dispatch_rule(api.DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=rule.sip_dispatch_rule_id))
        report(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: deleted, it has no other trunk")
    else:
        await sip.update_dispatch_rule_fields(rule.sip_dispatch_rule_id, trunk_ids=api.ListUpdate(remove=[trunk_id]))
        report(f"LiveKit dispatch rule {rule.sip_dispatch_rule_id}: trunk removed")


async def rules_by_trunk(sip: Any, agent_name: str) -> dict[str, str]:
    """Return the ids of the rules that dispatch the agent, by the ids of their trunks."""
    return {
        trunk_id: str(rule.sip_dispatch_rule_id)
        for rule in await _rules(sip)
        if _dispatches(rule, agent_name)
        for trunk_id in rule.trunk_ids
    }


async def _rules(sip: Any) -> list[Any]:
    return list((await sip.list_dispatch_rule(api.ListSIPDispatchRuleRequest())).items)


def _dispatches(rule: Any, agent_name: str) -> bool:
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
