"""The part of LiveKit's SIP service that `callflow phone` uses: inbound trunks, dispatch rules, and errors."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from livekit import api

from testing.fakes.loopback import Exchange, Loopback


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the service."""

    code: str
    message: str
    status: int = 400


@dataclass(slots=True)
class FakeSip:
    """The SIP service."""

    trunks: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    """The method of each request, in order."""
    refuse: dict[str, Refusal] = field(default_factory=dict)
    """Method → the error with which the service answers. `*` is any method."""
    _numbers: Any = field(default_factory=lambda: count(1))

    def trunk(self, *numbers: str, metadata: str = "", name: str = "by hand") -> str:
        """Create a trunk as an operator would, without `callflow phone`, and return its id."""
        return str(self._add_trunk(api.SIPInboundTrunkInfo(numbers=numbers, metadata=metadata, name=name)).sip_trunk_id)

    def rule(self, *trunk_ids: str, agent: str = "callflow", name: str = "by hand") -> str:
        room = api.RoomConfiguration(agents=[api.RoomAgentDispatch(agent_name=agent)])
        info = api.SIPDispatchRuleInfo(name=name, trunk_ids=trunk_ids, room_config=room)
        return str(self._add_rule(info).sip_dispatch_rule_id)

    @property
    def state(self) -> tuple[list[bytes], list[bytes]]:
        """Return all trunks and rules, for a comparison."""
        return (
            [each.SerializeToString(deterministic=True) for each in self.trunks.values()],
            [each.SerializeToString(deterministic=True) for each in self.rules.values()],
        )

    def served(self) -> Loopback:
        return Loopback(self.answer)

    def answer(self, exchange: Exchange) -> None:
        method = exchange.received.target.rpartition("/")[2]
        self.calls.append(method)
        reply = self.refuse.get(method) or self.refuse.get("*") or self._reply(method, exchange.received.body)
        if isinstance(reply, Refusal):
            exchange.json(json.dumps({"code": reply.code, "msg": reply.message}), reply.status)
        else:
            exchange.answer(200, reply.SerializeToString(), {"Content-Type": "application/protobuf"})

    def _reply(self, method: str, body: bytes) -> Any:
        match method:
            case "ListSIPInboundTrunk":
                return api.ListSIPInboundTrunkResponse(items=self.trunks.values())
            case "ListSIPDispatchRule":
                return api.ListSIPDispatchRuleResponse(items=self.rules.values())
            case "CreateSIPInboundTrunk":
                return self._add_trunk(api.CreateSIPInboundTrunkRequest.FromString(body).trunk)
            case "CreateSIPDispatchRule":
                return self._add_rule(api.CreateSIPDispatchRuleRequest.FromString(body).dispatch_rule)
            case "UpdateSIPInboundTrunk":
                return self._update_trunk(api.UpdateSIPInboundTrunkRequest.FromString(body))
            case "UpdateSIPDispatchRule":
                asked = api.UpdateSIPDispatchRuleRequest.FromString(body)
                rule = self.rules[asked.sip_dispatch_rule_id]
                _apply(rule.trunk_ids, asked.update.trunk_ids)
                return rule
            case "DeleteSIPTrunk":
                del self.trunks[api.DeleteSIPTrunkRequest.FromString(body).sip_trunk_id]
                return api.SIPTrunkInfo()
            case "DeleteSIPDispatchRule":
                return self.rules.pop(api.DeleteSIPDispatchRuleRequest.FromString(body).sip_dispatch_rule_id)
            case _:
                return Refusal("bad_route", method, 404)

    def _add_trunk(self, trunk: Any) -> Any:
        taken = {number.lstrip("+") for each in self.trunks.values() for number in each.numbers}
        if taken & {number.lstrip("+") for number in trunk.numbers}:
            return Refusal("invalid_argument", "Conflicting inbound SIP Trunks")
        trunk.sip_trunk_id = f"ST_{next(self._numbers):03}"
        self.trunks[trunk.sip_trunk_id] = trunk
        return trunk

    def _add_rule(self, rule: Any) -> Any:
        if any(set(rule.trunk_ids) & set(each.trunk_ids) for each in self.rules.values()):
            return Refusal("invalid_argument", "Dispatch rule for the same trunk already exists")
        rule.sip_dispatch_rule_id = f"SDR_{next(self._numbers):03}"
        self.rules[rule.sip_dispatch_rule_id] = rule
        return rule

    def _update_trunk(self, asked: Any) -> Any:
        trunk, update = self.trunks[asked.sip_trunk_id], asked.update
        _apply(trunk.numbers, update.numbers)
        _apply(trunk.allowed_addresses, update.allowed_addresses)
        for name in ("auth_username", "auth_password"):
            if update.HasField(name):
                setattr(trunk, name, getattr(update, name))
        if update.HasField("media"):
            trunk.media.CopyFrom(update.media)
        return trunk


def _apply(existing: Any, update: Any) -> None:
    stored = list(update.set) or [each for each in existing if each not in update.remove]
    existing[:] = [*stored, *(each for each in update.add if each not in stored)]
