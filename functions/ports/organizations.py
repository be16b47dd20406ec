"""The settings of organizations, and what they do at once or in a time. Settings are defined where they are used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from flow_core.flow import DEFAULT_LANGUAGE, DEFAULT_TIME_ZONE
from flow_core.transfer.rules import TransferRules
from functions.cost.prices import OwnPrices

WebhookEvent: TypeAlias = Literal[
    "session.started", "session.turn", "session.ended", "session.transferred", "session.failed", "gate.refused"
]
"""The kinds of events that a webhook can receive."""
DEFAULT_EVENTS: tuple[WebhookEvent, ...] = ("session.ended",)
"""What a webhook receives if nothing else is set: what earlier releases sent."""
RedactedKind: TypeAlias = Literal["card", "phone", "email"]
"""The kinds of personal data that can be redacted: card numbers, phone numbers and e-mail addresses."""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """The address of an organization's webhook, and what it receives. The secret of its signature is stored apart."""

    url: str = field(repr=False)
    """It may hold a token, so it is never in a log or in the audit."""
    events: tuple[WebhookEvent, ...] = DEFAULT_EVENTS


@dataclass(frozen=True, slots=True)
class OrganizationSettings:
    """The settings of one organization. Each field has a default, so an item of an earlier release can be read."""

    transfers: TransferRules = field(default_factory=TransferRules)
    """The targets that flows may transfer calls to."""
    webhook: WebhookSettings | None = None
    """None: the operator's webhook, if there is one."""
    retention_days: int | None = None
    """Days an ended session can be read, 1 to 3650. None: the days of the installation."""
    redact: tuple[RedactedKind, ...] = ()
    """What is redacted in sessions that begin from now on."""
    language: str = DEFAULT_LANGUAGE
    """The language of new flows: a BCP 47 tag of a language that Callflow knows."""
    time_zone: str = DEFAULT_TIME_ZONE
    """The zone of the days in reports, and of new flows: a name of the IANA database."""
    prices: OwnPrices = field(default_factory=OwnPrices)
    """What the organization pays, where it differs from the list prices."""


class Organizations(Protocol):
    """Stores the settings. Every method may raise UnavailableError."""

    def settings(self, organization_id: str) -> OrganizationSettings:
        """Return the settings, or the defaults if none were saved."""
        ...

    def save_settings(self, organization_id: str, settings: OrganizationSettings) -> None:
        """Replace the settings."""
        ...


class OpenCalls(Protocol):
    """Counts the open calls of organizations. Every method may raise UnavailableError."""

    def begin(self, organization_id: str, session_id: str, *, limit: int, at: int) -> bool:
        """Count a call as open, unless the organization has as many as it may have.

        Args:
            organization_id: The organization.
            session_id: The call's session, which is stored within a minute. The same one twice counts once.
            limit: The open calls that the organization may have, with this one.
            at: Milliseconds since the epoch.

        Returns:
            False, without a change, if the call would exceed the limit.
        """
        ...

    def recent(self, organization_id: str) -> list[str]:
        """List the sessions of calls that are open or were when the organization came to its limit last."""
        ...

    def forget(self, organization_id: str, session_id: str) -> None:
        """Delete the entry of a call, if there is one."""
        ...


MINUTE = 60_000
"""Milliseconds."""


class Rates(Protocol):
    """Counts what organizations do in a minute or a day. Every method may raise UnavailableError."""

    def take(self, organization_id: str, what: str, *, limit: int, at: int, span: int = MINUTE) -> bool:
        """Count one more, unless the organization has done as many in this minute as it may.

        Args:
            organization_id: The organization.
            what: What it does, such as `tool-test`. Each is counted for itself.
            limit: How many the organization may do in a minute, with this one.
            at: Milliseconds since the epoch. The minute is that of the clock.
            span: Milliseconds that count instead of a minute, always the same ones for `what`.

        Returns:
            False, without a change, if it would be one too many.
        """
        ...
