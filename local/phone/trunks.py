"""What LiveKit needs to take a phone number's calls: a SIP trunk that has the number, and the rule that sends an agent.

Slow to import. A trunk that we made bears our mark in its metadata; one that others made is used, and never changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

from local.phone.dispatch_rules import Tell, TrunksError, leave_calls, take_calls, taken_trunks

MARK = '{"madeBy": "callflow"}'


@dataclass(frozen=True, slots=True)
class TrunkOptions:
    """Who may call in. Nothing given leaves a trunk that is there as it is, and a new one open to all."""

    allowed: tuple[str, ...] = ()
    """Addresses, as IP or CIDR."""
    username: str | None = None
    password: str | None = None
    encrypted: bool = False
    """Whether media must come by SRTP."""

    @property
    def media(self) -> Any:
        return api.SIPMediaConfig(encryption=api.SIP_MEDIA_ENCRYPT_REQUIRE) if self.encrypted else None


@dataclass(frozen=True, slots=True)
class Route:
    """Where the calls to a number go."""

    trunk_id: str
    rule_id: str | None
    """That sends the agent; None where no rule does."""


@dataclass(frozen=True, slots=True)
class Trunks:
    url: str
    api_key: str
    api_secret: str
    agent_name: str
    seconds: float = 10.0
    """For one command."""

    def connect(self, number: str, options: TrunkOptions, tell: Tell) -> None:
        """Have calls to an E.164 number come in with an agent sent to each; changes nothing that is so. TrunksError."""

        async def work() -> None:
            async with self._sip() as sip:
                trunk = await _trunk_of(sip, number)
                if trunk is None:
                    trunk = await sip.create_inbound_trunk(_new_trunk(number, options))
                    tell(f"LiveKit trunk {trunk.sip_trunk_id}: made")
                elif trunk.metadata != MARK:
                    shared = [each for each in trunk.numbers if not _same(each, number)]
                    also = f"; it also has {', '.join(shared)}, whose calls come here with it" if shared else ""
                    tell(f"LiveKit trunk {trunk.sip_trunk_id}: not made by callflow, used as it is{also}")
                else:
                    changed = await _changed(sip, trunk, options)
                    tell(f"LiveKit trunk {trunk.sip_trunk_id}: {'changed' if changed else 'there already'}")
                await take_calls(sip, self.agent_name, trunk.sip_trunk_id, tell)

        asyncio.run(work())

    def disconnect(self, number: str, tell: Tell) -> None:
        """Have no calls to a number come in any more; changes nothing that is so. TrunksError."""

        async def work() -> None:
            async with self._sip() as sip:
                trunk = await _trunk_of(sip, number)
                if trunk is None:
                    tell(f"LiveKit: no trunk has {number}")
                    return
                shared = [each for each in trunk.numbers if not _same(each, number)]
                if shared:
                    await self._leave_shared(sip, trunk, number, shared, tell)
                    return
                # The rule first: a trunk that is gone could not be found again, were this to end half-way.
                there = {each.sip_trunk_id for each in await _trunks(sip)}
                await leave_calls(sip, self.agent_name, trunk.sip_trunk_id, there, tell)
                if trunk.metadata == MARK:
                    await sip.delete_trunk(api.DeleteSIPTrunkRequest(sip_trunk_id=trunk.sip_trunk_id))
                    tell(f"LiveKit trunk {trunk.sip_trunk_id}: deleted")
                else:
                    tell(f"LiveKit trunk {trunk.sip_trunk_id}: not made by callflow, left as it is")

        asyncio.run(work())

    async def _leave_shared(self, sip: Any, trunk: Any, number: str, others: Sequence[str], tell: Tell) -> None:
        if trunk.metadata == MARK:
            ours = [each for each in trunk.numbers if _same(each, number)]
            await sip.update_inbound_trunk_fields(trunk.sip_trunk_id, numbers=api.ListUpdate(remove=ours))
            tell(f"LiveKit trunk {trunk.sip_trunk_id}: {number} taken off; it keeps {', '.join(others)}")
        else:
            tell(
                f"LiveKit trunk {trunk.sip_trunk_id}: not made by callflow, left as it is with its rule, for it also "
                f"has {', '.join(others)}"
            )

    def routes(self) -> dict[str, Route]:
        """By number, as digits with a +. TrunksError."""

        async def work() -> dict[str, Route]:
            async with self._sip() as sip:
                taken = await taken_trunks(sip, self.agent_name)
                return {
                    f"+{number.lstrip('+')}": Route(trunk.sip_trunk_id, taken.get(trunk.sip_trunk_id))
                    for trunk in await _trunks(sip)
                    for number in trunk.numbers
                }

        return asyncio.run(work())

    @asynccontextmanager
    async def _sip(self) -> AsyncIterator[Any]:
        try:
            async with (
                asyncio.timeout(self.seconds),
                api.LiveKitAPI(self.url, self.api_key, self.api_secret) as livekit,
            ):
                yield livekit.sip
        except api.ServerError as error:
            raise TrunksError(self._refusal(error)) from error
        # The last two come of what is no LiveKit: livekit-api trips over an empty error, and over a page of status 200.
        except (aiohttp.ClientError, TimeoutError, AttributeError, DecodeError) as error:
            why = str(error) or type(error).__name__
            remedy = "Set LIVEKIT_URL to your LiveKit server, and see that it runs."
            raise TrunksError(f"No LiveKit answers at {self.url} ({why}). {remedy}") from error

    def _refusal(self, error: api.ServerError) -> str:
        if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return f"LiveKit at {self.url} refuses the key. Check LIVEKIT_API_KEY and LIVEKIT_API_SECRET."
        if "redis required" in error.message:
            return (
                f"LiveKit at {self.url} has no SIP: give livekit-server a redis, and run livekit-sip on the same one."
            )
        return f"LiveKit at {self.url} refuses: {error.message or error.code}"


def _new_trunk(number: str, options: TrunkOptions) -> api.CreateSIPInboundTrunkRequest:
    trunk = api.SIPInboundTrunkInfo(
        name=f"callflow {number}",
        metadata=MARK,
        numbers=[number],
        allowed_addresses=options.allowed,
        auth_username=options.username or "",
        auth_password=options.password or "",
        media=options.media,
    )
    return api.CreateSIPInboundTrunkRequest(trunk=trunk)


async def _changed(sip: Any, trunk: Any, options: TrunkOptions) -> bool:
    """Set what is given, and was not so. A password cannot be compared: LiveKit may keep it to itself."""
    same_media = options.media is None or trunk.media.encryption == options.media.encryption
    same_addresses = not options.allowed or sorted(options.allowed) == sorted(trunk.allowed_addresses)
    if options.username is None and same_media and same_addresses:
        return False
    await sip.update_inbound_trunk_fields(
        trunk.sip_trunk_id,
        allowed_addresses=list(options.allowed) or None,
        auth_username=options.username,
        auth_password=options.password,
        media=options.media,
    )
    return True


async def _trunks(sip: Any) -> list[Any]:
    return list((await sip.list_inbound_trunk(api.ListSIPInboundTrunkRequest())).items)


async def _trunk_of(sip: Any, number: str) -> Any:
    """The trunk that names the number. One that takes every number is no trunk of it: a trunk that names it wins."""
    found = [trunk for trunk in await _trunks(sip) if any(_same(each, number) for each in trunk.numbers)]
    return min(found, key=lambda trunk: (trunk.metadata != MARK, trunk.sip_trunk_id), default=None)


def _same(one: str, other: str) -> bool:
    """LiveKit takes +15550100 and 15550100 for one number."""
    return one.lstrip("+") == other.lstrip("+")
