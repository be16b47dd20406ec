"""The body of a request that saves an organization's settings."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias, get_args

from pydantic import AfterValidator, Field

from flow_core.flow import DEFAULT_LANGUAGE, DEFAULT_TIME_ZONE
from flow_core.transfer.number_ranges import countries
from flow_core.transfer.rules import TransferRules
from functions.api.schemas.requests.fields import RequestModel, TimeZone
from functions.api.schemas.requests.prices import PricesBody
from functions.ports.organizations import (
    DEFAULT_EVENTS,
    OrganizationSettings,
    RedactedKind,
    WebhookEvent,
    WebhookSettings,
)

_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}\Z", re.ASCII)
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9][a-z0-9-]{0,62})*\Z", re.ASCII)


def _country(code: str) -> str:
    if code not in countries().values():
        raise ValueError("must be the two capitals of a country (ISO 3166), like US or GB")
    return code


def _prefix(value: str) -> str:
    if not _PREFIX.match(value):
        raise ValueError("must be the beginning of an E.164 number: + and 1 to 15 digits, like +1555")
    return value


def _domain(value: str) -> str:
    lower = value.lower()
    if not _DOMAIN.match(lower):
        raise ValueError("must be a host name or an IPv4 address, like pbx.example.com")
    return lower


def _language(tag: str) -> str:
    # Loads the rules of `check`, which only this request needs.
    from flow_core.check.locale import KNOWN_LANGUAGES, is_known_language

    if not is_known_language(tag):
        raise ValueError(f"must be a tag of a language that flows know ({', '.join(KNOWN_LANGUAGES)}), like en-US")
    return tag


Country: TypeAlias = Annotated[str, Field(max_length=10), AfterValidator(_country)]
"""A country's code of two capitals (ISO 3166)."""
Prefix: TypeAlias = Annotated[str, Field(max_length=20), AfterValidator(_prefix)]
"""The beginning of an E.164 number, with the plus sign."""
Domain: TypeAlias = Annotated[str, Field(max_length=253), AfterValidator(_domain)]
"""A host name or an IPv4 address, in lower case."""
Language: TypeAlias = Annotated[str, Field(max_length=35), AfterValidator(_language)]
"""A BCP 47 tag of a language that flows know."""
Url: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]
"""The address of a webhook. The route checks it: the rules depend on the installation."""
RetentionDays: TypeAlias = Annotated[int, Field(ge=1, le=3650)]
"""Days an ended session can be read."""


class TransfersBody(RequestModel):
    """The destinations of transfers. Without countries and prefixes, a flow may transfer to every country."""

    countries: Annotated[list[Country], Field(max_length=250)] = Field(default_factory=list)
    prefixes: Annotated[list[Prefix], Field(max_length=100)] = Field(default_factory=list)
    sip_domains: Annotated[list[Domain], Field(max_length=50)] = Field(default_factory=list)


class WebhookBody(RequestModel):
    """The address of the organization's webhook, and the kinds of events that it receives."""

    url: Url
    events: Annotated[list[WebhookEvent], Field(min_length=1, max_length=20)] = Field(
        default_factory=lambda: list(DEFAULT_EVENTS)
    )

    def settings(self) -> WebhookSettings:
        """Return the settings, with the events in the order of `WebhookEvent` and without duplicates."""
        return WebhookSettings(
            self.url.strip(), tuple(event for event in get_args(WebhookEvent) if event in self.events)
        )


def _sound(value: str) -> str:
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("must not contain NUL or unpaired surrogates")
    return value


def _signing_key(value: str) -> str:
    if not value.isascii() or any(ord(char) <= 32 or ord(char) == 127 for char in value):
        raise ValueError("must be letters, digits and signs of ASCII, without spaces")
    return value


class SecretBody(RequestModel):
    """The value of a secret. No response has it."""

    value: Annotated[str, Field(min_length=1, max_length=4000, repr=False), AfterValidator(_sound)]


class WebhookSecretBody(RequestModel):
    """The key that signs the events of a webhook: 32 to 200 random characters. No response has it."""

    value: Annotated[str, Field(min_length=32, max_length=200, repr=False), AfterValidator(_signing_key)]


class SettingsBody(RequestModel):
    """All settings of an organization. A field that is left out gets its default.

    `retentionDays`: days an ended session can be read; null is the installation's. `redact`: the kinds of personal data
    that are redacted in new sessions. `language` and `timeZone` are those of new flows; reports use the zone too.
    `prices` replace list prices in the cost of calls.
    """

    transfers: TransfersBody = Field(default_factory=TransfersBody)
    webhook: WebhookBody | None = None
    retention_days: RetentionDays | None = None
    redact: Annotated[list[RedactedKind], Field(max_length=20)] = Field(default_factory=list)
    language: Language = DEFAULT_LANGUAGE
    time_zone: TimeZone = DEFAULT_TIME_ZONE
    prices: PricesBody = Field(default_factory=PricesBody)

    def settings(self) -> OrganizationSettings:
        """Return the settings, without duplicate entries."""
        transfers = self.transfers
        return OrganizationSettings(
            TransferRules(
                tuple(dict.fromkeys(transfers.countries)),
                tuple(dict.fromkeys(transfers.prefixes)),
                tuple(dict.fromkeys(transfers.sip_domains)),
            ),
            webhook=None if self.webhook is None else self.webhook.settings(),
            retention_days=self.retention_days,
            redact=tuple(kind for kind in get_args(RedactedKind) if kind in self.redact),
            language=self.language,
            time_zone=self.time_zone,
            prices=self.prices.own(),
        )
