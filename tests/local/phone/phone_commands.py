"""Runs the actions of `callflow phone` with an API and a fake LiveKit on loopback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.phone.command import Phone
from testing.api.stack import Stack, of
from testing.fakes.livekit_sip import FakeSip

NUMBER, OTHER = "+15550100", "+15550101"


@dataclass
class PhoneCommands:
    stack: Stack
    url: str
    livekit_url: str
    sip: FakeSip = field(default_factory=FakeSip)
    environment: Mapping[str, str] = field(default_factory=dict)

    def phone(self, organization: str = "demo") -> Phone:
        environment = {"CALLFLOW_AUTH": "local", "LIVEKIT_URL": self.livekit_url, **self.environment}
        return Phone(self.url, organization, environment)

    def add(self, number: str = NUMBER, agent: str = "anna", *allowed: str, username: str | None = None) -> int:
        return self.phone().add(number, agent, allowed=allowed, username=username, encrypted=False)

    def remove(self, number: str = NUMBER) -> int:
        return self.phone().remove(number)

    @property
    def stored(self) -> dict[str, str]:
        listed = self.stack.client.get("/api/phone-numbers", headers=of("demo")).json()["phoneNumbers"]
        return {number["e164"]: number["agentId"] for number in listed}
