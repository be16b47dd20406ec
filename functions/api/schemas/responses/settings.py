"""An organization's settings in responses."""

from __future__ import annotations

from typing_extensions import TypedDict

from functions.ports.organizations import RedactedKind, WebhookEvent


class Transfers(TypedDict):
    """The destinations to which an organization's flows may transfer callers."""

    countries: list[str]
    prefixes: list[str]
    sipDomains: list[str]


class WebhookOfSettings(TypedDict):
    """The address of an organization's webhook, and the kinds of events that it receives.

    Its path and query may hold a token, so only an admin reads them: the `url` of others ends after the host.
    """

    url: str
    events: list[WebhookEvent]


class PriceOfModel(TypedDict):
    """What a model costs, in US dollars for a million tokens."""

    input: float
    output: float


class OwnPrices(TypedDict):
    """What an organization pays in US dollars, where it differs from the list prices.

    `models` are for a million tokens, `speechToText` for a minute of sound, `textToSpeech` for a million characters,
    `livekitMinute` for a minute of one participant. A price is null if that of the list counts.
    """

    models: dict[str, PriceOfModel]
    speechToText: dict[str, float]
    textToSpeech: dict[str, float]
    telephonyMinute: float | None
    livekitMinute: float | None
    platformTurn: float | None
    platformSession: float | None
    workerMinute: float | None


class OrganizationSettings(TypedDict):
    """The settings of an organization.

    `webhook` is null if the organization has set none; the operator may have. `retentionDays` is null for the days of
    the installation.
    """

    transfers: Transfers
    webhook: WebhookOfSettings | None
    retentionDays: int | None
    redact: list[RedactedKind]
    language: str
    timeZone: str
    prices: OwnPrices


class SecretName(TypedDict):
    """A secret. `setAt` is null if the operator stored it."""

    name: str
    setAt: str | None


class WebhookSecret(TypedDict):
    """The key that signs the events of a webhook. `setAt` is null if the operator stored it."""

    setAt: str | None


class SecretList(TypedDict):
    """The secrets of an organization, without their values.

    `webhookSecret` is null if the webhook has no key. `operatorsWebhook`: the operator stored an address, which counts
    while the settings have none.
    """

    secrets: list[SecretName]
    webhookSecret: WebhookSecret | None
    operatorsWebhook: bool


class SentByHand(TypedDict):
    """What came of an event that was sent on request.

    `status` is that of the answer, null without one. `problem` is null if the receiver took the event. `millis`: the
    milliseconds until the answer.
    """

    status: int | None
    problem: str | None
    millis: int


class WebhookDelivery(TypedDict):
    """What came of an event. `at`: when it happened. `triedAt`: the last attempt. `problem` is null if it was taken."""

    eventId: str
    type: str
    sessionId: str | None
    flowId: str | None
    at: str
    triedAt: str
    attempts: int
    status: int | None
    problem: str | None


class DeliveryList(TypedDict):
    """The last deliveries of an organization, the newest first."""

    deliveries: list[WebhookDelivery]
