"""The deployment of the template by SAM: API Gateway, Lambda, DynamoDB and the work after a call."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from livekit import api as livekit_api

from functions.number_grants import SignedGrant, sign
from infra.publish_dashboard import publish, site
from testing.deployed import LIVEKIT, Deployed, deployed
from testing.processes import HOST
from testing.the_documents_conversation import ISSUE, assert_first_reply, assert_first_turn_is_kept

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with deployed(tmp_path_factory.mktemp("deployed")) as here:
        yield here


@pytest.fixture(scope="module")
def dashboard(stack: Deployed) -> Iterator[httpx.Client]:
    """The dashboard's client of an organization that has published the document's example."""
    with stack.user("demo") as client:
        written = json.loads((EXAMPLES / "customer-support" / "flow.json").read_text())
        assert client.put("/api/flows/customer-support", json=written).status_code == 200
        assert client.post("/api/flows/customer-support/publish").json()["version"] == 1
        yield client


@pytest.fixture(scope="module")
def worker(stack: Deployed, dashboard: httpx.Client) -> Iterator[httpx.Client]:
    with stack.worker("demo") as client:
        yield client


def process(worker: httpx.Client, room: str, turn_id: str, **fields: object) -> dict[str, Any]:
    turn = {"roomName": room, "turnId": turn_id, **fields}
    answer = worker.post("/api/flows/customer-support/process", json=turn)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def awaited(what: Any, seconds: float = 120) -> Any:
    """Call `what` repeatedly, and return its first result that is not empty."""
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, "it did not come in time"
        time.sleep(0.5)
    return found


def test_the_deployment_holds_the_documents_conversation(dashboard: httpx.Client, worker: httpx.Client) -> None:
    started = dashboard.post("/api/flows/customer-support/test-chat", json={"identity": "test-user-1700"})
    assert started.status_code == 201, started.text
    room = started.json()
    assert room["serverUrl"] == LIVEKIT["url"]
    pending = dashboard.get(f"/api/flows/sessions/{room['sessionId']}").json()["session"]
    assert (pending["status"], pending["turns"]) == ("pending", [])

    replied = process(worker, room["roomName"], "turn-1", userId="test-user-1700", userInput=ISSUE)
    assert_first_reply(replied, room["sessionId"])
    session = dashboard.get(f"/api/flows/sessions/{room['sessionId']}").json()["session"]
    assert_first_turn_is_kept(session)
    assert session["testMetadata"]["roomName"] == room["roomName"]

    # The example's tool is at an address of this machine, which a deployed Callflow refuses to call.
    transferred = process(worker, room["roomName"], "turn-2")
    assert transferred["action"] == {"type": "transfer", "to": "+15550123", "mode": "cold"}


def test_a_repeated_turn_has_the_same_reply_to_the_byte(worker: httpx.Client) -> None:
    turn = {"roomName": "sent-again", "turnId": "t-1", "userInput": "What do you sell?"}
    answers = [worker.post("/api/flows/customer-support/process", json=turn) for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1


def test_a_worker_that_asks_for_events_gets_a_whole_answer_of_functions_that_cannot_stream(
    worker: httpx.Client,
) -> None:
    """ministack runs the functions without Lambda's Runtime API. The API is the one that streams."""
    turn = {"roomName": "no-events", "turnId": "t-1"}
    answers = [
        worker.post("/api/flows/customer-support/process", json=turn, headers={"Accept": accept})
        for accept in ("text/event-stream", "application/json")
    ]
    assert [answer.headers["content-type"] for answer in answers] == ["application/json"] * 2
    assert answers[0].content == answers[1].content
    assert answers[0].json()["response"]


def test_only_health_needs_no_authorization(stack: Deployed, dashboard: httpx.Client) -> None:
    with stack.api("ApiUrl") as stranger:
        assert stranger.get("/api/health").json()["status"] == "ok"
        for method, path in (
            ("GET", "/api/flows"),
            ("PUT", "/api/flows/customer-support"),
            ("POST", "/api/flows/customer-support/process"),
            ("POST", "/api/calls"),
            ("GET", "/api/agents"),
        ):
            answer = stranger.request(method, path, headers={"X-Organization-Id": "demo"})
            assert answer.status_code == 401, (method, path, answer.text)
        assert stranger.get("/api/flows", headers={"Authorization": "Bearer no.token.atall"}).status_code == 401
        assert stranger.post("/api/livekit/webhook", content=b"{}").status_code == 401


def test_the_workers_api_requires_a_signature_and_allows_the_workers_requests(
    stack: Deployed, worker: httpx.Client
) -> None:
    with stack.api("WorkerApiUrl") as stranger:
        answer = stranger.post("/api/flows/customer-support/process", json={"roomName": "r"})
        assert answer.status_code in (401, 403), answer.text
    assert worker.get("/api/flows").status_code in (403, 404), "the worker's API has three routes"
    body = {"roomName": "r"}
    for capability in ("", "a.b.c"):
        answer = worker.post(
            "/api/flows/customer-support/process", json=body, headers={"X-Call-Capability": capability}
        )
        assert answer.status_code == 403, "the header with the organization is not enough"


def test_another_organizations_items_are_not_found(
    stack: Deployed, dashboard: httpx.Client, worker: httpx.Client
) -> None:
    session_id = process(worker, "ours", "t-1")["sessionId"]
    with stack.user("other") as other:
        assert other.get("/api/flows/customer-support").status_code == 404
        assert other.get(f"/api/flows/sessions/{session_id}").status_code == 404
        # The token names the organization. The header has no effect.
        assert other.get("/api/flows", headers={"X-Organization-Id": "demo"}).json()["flows"] == []


def test_errors_are_problems_with_the_callers_request_id(dashboard: httpx.Client, worker: httpx.Client) -> None:
    unknown = worker.post("/api/flows/no-such-flow/process", json={"roomName": "r"}, headers={"X-Request-Id": "mine-1"})
    assert unknown.status_code == 404
    assert unknown.headers["x-request-id"] == "mine-1"
    assert unknown.headers["content-type"] == "application/problem+json"
    wrong = worker.post("/api/flows/customer-support/process", json={"roomName": "r", "userInput": "x" * 4001})
    assert (wrong.status_code, wrong.json()["problems"][0]["field"]) == (422, "userInput")
    large = worker.post("/api/flows/customer-support/process", content=b" " * 66_000)
    assert large.status_code == 413
    broken = dashboard.put("/api/flows/broken", json={"name": "broken", "nodes": [], "edges": []})
    assert (broken.status_code, bool(broken.json()["problems"])) == (422, True)


def test_a_number_leads_to_its_agent_and_its_flow(dashboard: httpx.Client, worker: httpx.Client) -> None:
    agent = {"name": "Support", "flowId": "customer-support"}
    assert dashboard.put("/api/agents/support", json=agent).status_code == 200
    refused = dashboard.put("/api/phone-numbers/+15550100", json={"agentId": "support"})
    assert (refused.status_code, "callflow phone grant" in refused.json()["detail"]) == (403, True)
    grant = sign(SignedGrant("+15550100", "demo", int(time.time()) * 1000), LIVEKIT["apiSecret"])
    granted = dashboard.put("/api/phone-numbers/+15550100", json={"agentId": "support", "grant": grant})
    assert granted.status_code == 200, granted.text
    assert granted.json() == dashboard.put("/api/phone-numbers/+15550100", json={"agentId": "support"}).json()
    call = {"roomName": "call-1", "calledNumber": "+15550100", "callerNumber": "+15550177"}
    answered = worker.post("/api/calls", json=call)
    assert answered.status_code == 201, answered.text
    assert answered.json() == worker.post("/api/calls", json=call).json()
    begun = worker.post(
        f"/api/flows/{answered.json()['flowId']}/process",
        json={"roomName": answered.json()["roomName"]},
        headers={"X-Call-Capability": answered.headers["X-Call-Capability"]},
    )
    assert begun.json()["sessionId"] == answered.json()["sessionId"]
    capability = {"X-Call-Capability": answered.headers["X-Call-Capability"]}
    assert worker.get("/api/agents/support", headers=capability).json()["name"] == "Support"
    assert worker.post("/api/calls", json={**call, "calledNumber": "+15550999"}).status_code == 404
    assert dashboard.get("/api/phone-numbers").json()["phoneNumbers"]
    assert dashboard.get("/api/agents").json()["agents"]
    assert dashboard.get("/api/flows/customer-support/sessions").json()["sessions"]
    assert dashboard.delete("/api/phone-numbers/+15550100").status_code == 204
    assert dashboard.delete("/api/agents/support").status_code == 204


def test_a_finished_room_closes_its_session(stack: Deployed, dashboard: httpx.Client, worker: httpx.Client) -> None:
    session_id = process(worker, "left-in-the-middle", "t-1")["sessionId"]
    body = json.dumps({"event": "room_finished", "room": {"name": "left-in-the-middle"}, "id": "EV_1"}).encode()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    token = livekit_api.AccessToken(LIVEKIT["apiKey"], LIVEKIT["apiSecret"]).with_sha256(digest).to_jwt()
    with stack.api("ApiUrl") as livekit:
        response = livekit.post("/api/livekit/webhook", content=body, headers={"Authorization": token})
    assert (response.status_code, response.json()) == (200, {"closed": 1})
    session = dashboard.get(f"/api/flows/sessions/{session_id}").json()["session"]
    assert session["status"] == "abandoned"


def test_a_program_uses_its_key_at_the_api_for_programs_until_the_key_is_revoked(
    stack: Deployed, dashboard: httpx.Client
) -> None:
    made = dashboard.post("/api/keys", json={"name": "nightly", "role": "viewer"})
    assert made.status_code == 201, made.text
    key_id = made.json()["keyId"]

    def last_used() -> str | None:
        keys = dashboard.get("/api/keys").json()["keys"]
        used: str | None = next(each.get("lastUsedAt") for each in keys if each["keyId"] == key_id)
        return used

    assert last_used() is None
    with stack.api("KeysApiUrl") as program:
        assert program.get("/api/flows").status_code == 401
        program.headers["Authorization"] = f"Bearer {made.json()['key']}"
        assert "customer-support" in {flow["flowId"] for flow in program.get("/api/flows").json()["flows"]}
        assert program.post("/api/flows/customer-support/publish").status_code == 403
        assert last_used() is not None
        # The users' API takes tokens alone.
        with stack.api("ApiUrl") as users:
            users.headers["Authorization"] = program.headers["Authorization"]
            assert users.get("/api/flows").status_code == 401
        assert dashboard.delete(f"/api/keys/{key_id}").status_code in (200, 204)
        assert program.get("/api/flows").status_code == 401


class _Receiver:
    """The webhook of an organization."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], dict[str, Any]]] = []
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append(({name.lower(): value for name, value in self.headers.items()}, json.loads(body)))
                self.send_response(204)
                self.end_headers()

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self._server.server_port}/ended"

    def __enter__(self) -> _Receiver:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


def test_an_organization_gets_the_summary_of_a_session(stack: Deployed, worker: httpx.Client) -> None:
    stack.change_environment("DeliverFunction", CALLFLOW_TOOLS_MAY_BE_PRIVATE="1")
    with _Receiver() as receiver:
        secret = json.dumps({"url": receiver.url, "secret": "a-webhook-secret-of-more-than-32-bytes"})
        stack.client("secretsmanager").create_secret(Name="callflow/dev/webhooks/demo", SecretString=secret)
        session_id = process(worker, "is-told", "t-1")["sessionId"]
        assert process(worker, "is-told", "t-2", noInput=True)["sessionId"] == session_id
        while not process(worker, "is-told", f"t-{time.monotonic()}", noInput=True)["completed"]:
            pass
        found = awaited(lambda: [each for each in receiver.received if each[1]["sessionId"] == session_id])
    headers, summary = found[0]
    assert headers["callflow-signature"].startswith("t=")
    assert headers["callflow-event-id"] == summary["eventId"]
    assert (summary["type"], summary["status"], summary["channel"]) == ("session.ended", "completed", "chat")
    assert summary["transcriptUrl"] == f"{stack.outputs['ApiUrl']}/api/flows/sessions/{session_id}"


def test_an_unreadable_record_goes_to_the_dead_letter_queue(stack: Deployed) -> None:
    poison = {"pk": "session_poison", "sk": "HEAD", "status": "completed", "data": "{no head"}
    stack.client("dynamodb").put_item(
        TableName=stack.outputs["SessionsTable"], Item={name: {"S": value} for name, value in poison.items()}
    )
    sqs, queue = stack.client("sqs"), stack.outputs["PostCallFailures"]
    letter = awaited(lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"))[0]
    assert json.loads(letter["Body"])["record"]["dynamodb"]["Keys"]["pk"] == {"S": "session_poison"}


def test_a_sign_in_on_cognitos_pages_returns_a_token_for_the_api(stack: Deployed, dashboard: httpx.Client) -> None:
    """Sign in as the browser does: get a code for a challenge, then exchange the code and the verifier for tokens."""
    verifier = "v" * 50
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "client_id": stack.outputs["DashboardClient"],
        "redirect_uri": f"{stack.outputs['DashboardUrl']}/signed-in",
        "response_type": "code",
        "scope": "openid email profile",
        "state": "s-1",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    with httpx.Client(base_url=stack.endpoint) as pages:
        elsewhere = pages.get("/oauth2/authorize", params={**asked, "redirect_uri": "https://evil.example.com/"})
        assert elsewhere.status_code == 400
        assert pages.get("/oauth2/authorize", params=asked).status_code == 200
        form = {**asked, "username": "demo@users.test", "password": "A-long-enough-passw0rd"}
        back = httpx.URL(pages.post("/login", data=form).headers["Location"])
        assert str(back).startswith(asked["redirect_uri"])
        wanted = {
            "grant_type": "authorization_code",
            "client_id": asked["client_id"],
            "redirect_uri": asked["redirect_uri"],
            "code": back.params["code"],
        }
        answer = pages.post("/oauth2/token", data={**wanted, "code_verifier": verifier})
        assert answer.status_code == 200, answer.text
    tokens = answer.json()
    part = tokens["id_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    assert (claims["email"], claims["custom:organizationId"]) == ("demo@users.test", "demo")
    assert tokens["refresh_token"]
    with stack.api("ApiUrl") as api:
        api.headers["Authorization"] = f"Bearer {tokens['id_token']}"
        assert "customer-support" in {flow["flowId"] for flow in api.get("/api/flows").json()["flows"]}


def test_the_published_page_is_served_at_the_dashboards_address(stack: Deployed, tmp_path: Path) -> None:
    for path, text in {"index.html": "<title>Callflow</title>", "assets/a-1b2c.js": "1"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    publish(site(stack.outputs), tmp_path, stack.client("s3"), stack.client("cloudfront"))
    host = stack.outputs["DashboardUrl"].removeprefix("https://")
    with httpx.Client(base_url=stack.endpoint, headers={"Host": host, "X-Forwarded-Proto": "https"}) as viewer:
        for view in ("/", "/flows/customer-support", "/flows/v1.2"):
            page = viewer.get(view)
            assert (page.status_code, page.text) == (200, "<title>Callflow</title>"), view
            assert page.headers["cache-control"] == "no-cache"
            assert "default-src 'self'" in page.headers["content-security-policy"]
            assert page.headers["permissions-policy"].startswith("microphone=(self)")
        assert viewer.get("/assets/a-1b2c.js").headers["cache-control"].endswith("immutable")
        config = viewer.get("/config.json").json()
        assert (config["clientId"], config["auth"]) == (stack.outputs["DashboardClient"], "cognito")
        assert viewer.get("/assets/gone.js").status_code in (403, 404), "no page stands for a file that is not there"
        # ministack does not route these paths to API Gateway. Its response is its own, and is not the page.
        assert "<title>Callflow</title>" not in viewer.get("/api/flows").text
    bucket = f"/{stack.outputs['DashboardBucket']}/index.html"
    assert httpx.get(stack.endpoint + bucket).status_code == 403, "CloudFront alone reads it"


def test_the_schedule_asks_livekit_for_occupied_rooms(stack: Deployed) -> None:
    """No LiveKit is running here. So nothing is closed."""
    answer = stack.client("lambda").invoke(FunctionName=f"{stack.outputs['IdleFunction']}:live", Payload=b"{}")
    result = json.loads(answer["Payload"].read())
    assert result.get("errorType") == "UnavailableError" or result["closed"] == 0, result


def test_each_package_has_at_most_28_mb(stack: Deployed) -> None:
    for function in stack.client("lambda").list_functions()["Functions"]:
        assert function["CodeSize"] <= 28_000_000, f"{function['FunctionName']}: {function['CodeSize']} bytes"


def test_no_request_of_a_function_was_denied(stack: Deployed) -> None:
    """This test must be the last one: ministack evaluated each role's policies in all tests before it."""
    logs = stack.client("logs")
    refused = []
    for group in logs.describe_log_groups()["logGroups"]:
        found = logs.filter_log_events(logGroupName=group["logGroupName"])
        refused += [event["message"] for event in found["events"] if "AccessDenied" in event["message"]]
    assert refused == []
