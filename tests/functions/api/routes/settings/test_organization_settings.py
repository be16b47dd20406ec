"""An organization's settings through the API, and the transfers that they allow."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from testing.api.stack import Stack, assert_problem, of
from testing.flows import edge, flow, node

NOTHING: dict[str, Json] = {
    "transfers": {"countries": [], "prefixes": [], "sipDomains": []},
    "webhook": None,
    "retentionDays": None,
    "redact": [],
    "language": "en-US",
    "timeZone": "UTC",
    "prices": {
        "models": {},
        "speechToText": {},
        "textToSpeech": {},
        "telephonyMinute": None,
        "livekitMinute": None,
        "platformTurn": None,
        "platformSession": None,
        "workerMinute": None,
    },
}
MOVING: dict[str, Json] = flow(
    [node("start"), node("transfer", to="{{ number }}"), node("elicitation", "back", prompt="Still here?")],
    [edge("start", "transfer"), edge("transfer", "back", "failed"), edge("back", "transfer")],
    name="moving",
    onFailure="back",
    variables={"number": {"type": "string"}},
)


def test_settings_are_saved_read_and_in_the_audit(client: TestClient, fresh: str) -> None:
    assert client.get("/api/settings", headers=of(fresh)).json() == NOTHING
    settings = {
        "transfers": {"countries": ["US", "GB", "US"], "prefixes": ["+1555"], "sipDomains": ["PBX.example.com"]}
    }
    transfers: Json = {"countries": ["US", "GB"], "prefixes": ["+1555"], "sipDomains": ["pbx.example.com"]}
    saved = {**NOTHING, "transfers": transfers}
    answer = client.put("/api/settings", json=settings, headers=of(fresh))
    assert (answer.status_code, answer.json()) == (200, saved)
    assert client.get("/api/settings", headers=of(fresh)).json() == saved
    assert client.get("/api/settings", headers=of(f"{fresh}-2")).json() == NOTHING
    [entry] = client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert (entry["action"], entry["detail"]) == ("settings.saved", {"changed": ["transfers"], **saved})
    assert client.put("/api/settings", json={}, headers=of(fresh)).json() == NOTHING


EVERYTHING: dict[str, Json] = {
    "transfers": {"countries": ["US"], "prefixes": [], "sipDomains": []},
    "webhook": {"url": "https://crm.example/hooks?token=t0ken", "events": ["session.started", "session.ended"]},
    "retentionDays": 30,
    "redact": ["card", "email"],
    "language": "de-DE",
    "timeZone": "Europe/Berlin",
    "prices": {
        "models": {"groq/big": {"input": 0.59, "output": 0.79}},
        "speechToText": {"deepgram/nova-3": 0.0077},
        "textToSpeech": {"aws/neural": 12.5},
        "telephonyMinute": 0.0055,
        "livekitMinute": 0.0,
        "platformTurn": 0.00001,
        "platformSession": 0.0001,
        "workerMinute": 0.0003,
    },
}


def test_every_setting_is_kept_and_one_that_is_left_out_gets_its_default(client: TestClient, fresh: str) -> None:
    answer = client.put("/api/settings", json=EVERYTHING, headers=of(fresh))
    assert (answer.status_code, answer.json()) == (200, EVERYTHING)
    assert client.get("/api/settings", headers=of(fresh)).json() == EVERYTHING
    answer = client.put("/api/settings", json={"webhook": {"url": "https://crm.example/h"}}, headers=of(fresh))
    expected: dict[str, Json] = {**NOTHING, "webhook": {"url": "https://crm.example/h", "events": ["session.ended"]}}
    assert (answer.status_code, answer.json()) == (200, expected)


@pytest.mark.parametrize("role", ["viewer", "author", "publisher"])
def test_only_an_admin_reads_more_of_the_webhooks_address_than_its_host(
    client: TestClient, fresh: str, role: str
) -> None:
    other: dict[str, str] = {**of(fresh), "X-Callflow-Role": role}
    assert client.get("/api/settings", headers=other).json() == NOTHING
    webhook: Json = {"url": "https://crm.example:8443/hooks/s3cret?token=t0ken#f", "events": ["session.ended"]}
    assert client.put("/api/settings", json={"webhook": webhook}, headers=of(fresh)).json()["webhook"] == webhook
    shown = {"url": "https://crm.example:8443", "events": ["session.ended"]}
    assert client.get("/api/settings", headers=other).json() == {**NOTHING, "webhook": shown}
    assert client.get("/api/settings", headers=of(fresh)).json()["webhook"] == webhook


def test_the_audit_names_what_changed_and_never_the_address_of_the_webhook(client: TestClient, fresh: str) -> None:
    client.put("/api/settings", json=EVERYTHING, headers=of(fresh))
    client.put("/api/settings", json={**EVERYTHING, "timeZone": "UTC", "redact": []}, headers=of(fresh))
    answer = client.get("/api/audit", headers=of(fresh))
    later, first = answer.json()["entries"]
    assert first["detail"]["changed"] == list(EVERYTHING)
    assert later["detail"]["changed"] == ["redact", "timeZone"]
    assert first["detail"]["webhook"] == {"events": ["session.started", "session.ended"]}
    assert "crm.example" not in answer.text


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"webhook": {"url": "crm.example"}}, "webhook.url"),
        ({"webhook": {"url": "ftp://crm.example/"}}, "webhook.url"),
        ({"webhook": {"url": "https://user:word@crm.example/"}}, "webhook.url"),
        ({"webhook": {"url": "https://169.254.169.254/latest"}}, "webhook.url"),
        ({"webhook": {"url": "https://crm.example/" + "a" * 2000}}, "webhook.url"),
        ({"webhook": {"url": "https://crm.example/a b"}}, "webhook.url"),
        ({"webhook": {"url": "https://crm.example/\nb"}}, "webhook.url"),
        ({"webhook": {"url": ""}}, "webhook.url"),
        ({"webhook": {"events": ["session.ended"]}}, "webhook.url"),
        ({"webhook": {"url": "https://crm.example/", "events": []}}, "webhook.events"),
        ({"webhook": {"url": "https://crm.example/", "events": ["session.over"]}}, "webhook.events.0"),
        ({"webhook": {"url": "https://crm.example/", "secret": "s"}}, "webhook.secret"),
        ({"webhook": "https://crm.example/"}, "webhook"),
        ({"retentionDays": 0}, "retentionDays"),
        ({"prices": {"telephonyMinute": -1}}, "prices.telephonyMinute"),
        ({"prices": {"models": {"groq/big": {"input": 1}}}}, "prices.models.groq/big.output"),
        ({"prices": {"textToSpeech": {"an engine": 1}}}, "prices.textToSpeech.an engine.[key]"),
        ({"retentionDays": 3651}, "retentionDays"),
        ({"retentionDays": 1.5}, "retentionDays"),
        ({"retentionDays": True}, "retentionDays"),
        ({"redact": ["name"]}, "redact.0"),
        ({"redact": ["card"] * 21}, "redact"),
        ({"language": "tlh"}, "language"),
        ({"language": "en us"}, "language"),
        ({"timeZone": "Europe/Atlantis"}, "timeZone"),
        ({"timeZone": "../../etc/passwd"}, "timeZone"),
        ({"timeZone": None}, "timeZone"),
    ],
    ids=lambda body: str(body)[:60],
)
def test_an_invalid_setting_is_named_and_nothing_is_saved(
    client: TestClient, fresh: str, settings: dict[str, Json], field: str
) -> None:
    assert_problem(client.put("/api/settings", json=settings, headers=of(fresh)), 422, field)
    assert client.get("/api/settings", headers=of(fresh)).json() == NOTHING


@pytest.mark.parametrize(
    ("transfers", "field"),
    [
        ({"countries": ["us"]}, "transfers.countries.0"),
        ({"countries": ["US", "XX"]}, "transfers.countries.1"),
        ({"countries": "US"}, "transfers.countries"),
        ({"countries": ["US"] * 251}, "transfers.countries"),
        ({"prefixes": ["1555"]}, "transfers.prefixes.0"),
        ({"prefixes": ["+"]}, "transfers.prefixes.0"),
        ({"prefixes": ["+0"]}, "transfers.prefixes.0"),
        ({"prefixes": [1555]}, "transfers.prefixes.0"),
        ({"sipDomains": ["sip:pbx.example.com"]}, "transfers.sipDomains.0"),
        ({"sipDomains": ["*.example.com"]}, "transfers.sipDomains.0"),
        ({"sipDomains": ["pbx.example.com:5060"]}, "transfers.sipDomains.0"),
        ({"sipDomains": [""]}, "transfers.sipDomains.0"),
        ({"domains": []}, "transfers.domains"),
        (None, "transfers"),
    ],
    ids=lambda body: str(body)[:40],
)
def test_an_invalid_field_is_named_and_nothing_is_saved(
    client: TestClient, fresh: str, transfers: Json, field: str
) -> None:
    assert_problem(client.put("/api/settings", json={"transfers": transfers}, headers=of(fresh)), 422, field)
    assert client.get("/api/settings", headers=of(fresh)).json() == NOTHING


def test_an_unknown_setting_is_refused(client: TestClient, fresh: str) -> None:
    assert_problem(client.put("/api/settings", json={"keepDays": 5}, headers=of(fresh)), 422, "keepDays")


@pytest.mark.parametrize(
    ("number", "action"),
    [("+12125550100", "listen"), ("+442079460000", "transfer"), ("+449098790000", "listen"), ("+4930", "listen")],
)
def test_a_transfer_to_a_variable_follows_the_settings(stack: Stack, fresh: str, number: str, action: str) -> None:
    stack.publish("moving", MOVING, fresh)
    stack.client.put("/api/settings", json={"transfers": {"countries": ["GB"]}}, headers=of(fresh))
    turn = stack.process("moving", fresh, organization=fresh, variables={"number": number})
    assert turn["action"]["type"] == action
    errors = [decision.get("error") for decision in stack.session(turn["sessionId"], fresh)["turns"][0]["decisions"]]
    assert bool(errors) == (action == "listen")


def test_a_session_keeps_the_rules_of_its_begin(stack: Stack, fresh: str) -> None:
    stack.publish("moving", MOVING, fresh)
    stack.client.put("/api/settings", json={"transfers": {"countries": ["GB"]}}, headers=of(fresh))
    assert stack.process("moving", fresh, organization=fresh, variables={"number": "+12125550100"})["response"]
    stack.client.put("/api/settings", json={}, headers=of(fresh))
    again = stack.process("moving", fresh, organization=fresh, userInput="Yes.")
    assert again["action"]["type"] == "listen"
    other = stack.process("moving", f"{fresh}-2", organization=fresh, variables={"number": "+12125550100"})
    assert other["action"]["type"] == "transfer"
