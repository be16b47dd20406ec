"""What a worker can prepare for the speech of a call, through the API."""

from __future__ import annotations

from fastapi.testclient import TestClient

from flow_core.flow import Flow
from flow_core.json import Json
from functions.api.call_speech import MAX_CHARACTERS, MAX_TEXTS, fixed_texts
from testing.api.stack import Stack, assert_problem, of
from testing.flows import edge, flow, line, node

EVERY_KIND: dict[str, Json] = flow(
    [
        node("start", message="Hello."),
        node("message", message="You are number {{ 1 + 1 }}."),
        node(
            "elicitation",
            prompt="What is your e-mail address?",
            variable="email",
            valueType="email",
            reprompts=["Please spell it.", "{{ email }}?"],
            noInputPrompts=["Are you there?"],
            confirm="{{ value }}, right?",
        ),
        node(
            "form",
            prompt="Tell me when and for how many.",
            slots=[
                {"prompt": "Which day?", "variable": "day", "valueType": "date"},
                {"prompt": "How many people?", "variable": "people", "valueType": "integer"},
                {"prompt": "Until which day?", "variable": "until", "valueType": "date"},
            ],
            confirm="Shall I book it?",
        ),
        node("tool", request={"url": "http://127.0.0.1:9/"}, message="One second."),
        node(
            "llm",
            instructions="Never said.",
            fallback="I did not get that.",
            tools=[
                {
                    "name": "cancel",
                    "request": {"url": "http://127.0.0.1:9/"},
                    "confirm": "Shall I cancel it?",
                    "message": "I cancel it.",
                }
            ],
        ),
        node("transfer", to="+15550100", message="I put you through."),
        node("end", message=" Goodbye. "),
    ],
    [
        edge("start", "message"),
        edge("message", "elicitation"),
        edge("elicitation", "form"),
        edge("form", "tool"),
        edge("tool", "llm"),
        edge("llm", "transfer"),
    ],
    onFailure="end",
)
OWN = [
    "Take your time.",
    "Hello, I'm here.",
    "What should I change?",
    "I'm sorry, something went wrong on our side. Please call again later. Goodbye.",
]


def _session(client: TestClient, flow_id: str, document: Json) -> str:
    saved = client.put(f"/api/flows/{flow_id}", json=document)
    assert saved.status_code == 200, saved.text
    assert client.post(f"/api/flows/{flow_id}/publish").status_code == 201
    session: str = client.post(f"/api/flows/{flow_id}/test-audio").json()["sessionId"]
    return session


def test_the_speech_of_a_call_is_its_texts_without_holes_and_what_each_node_asks_for(
    client: TestClient, fresh: str
) -> None:
    session = _session(client, fresh, EVERY_KIND)
    assert client.get(f"/api/flows/sessions/{session}/speech").json() == {
        "texts": [
            "Hello.",
            "What is your e-mail address?",
            "Please spell it.",
            "Are you there?",
            "Tell me when and for how many.",
            "Shall I book it?",
            "Which day?",
            "How many people?",
            "Until which day?",
            "One second.",
            "I did not get that.",
            "Shall I cancel it?",
            "I cancel it.",
            "I put you through.",
            "Goodbye.",
            *OWN,
        ],
        "asks": {"elicitation": ["email"], "form": ["date", "integer"]},
        "asksModel": ["llm"],
        "takesUsage": True,
    }


def test_the_speech_of_a_call_has_the_inner_flows_with_the_paths_of_their_nodes(client: TestClient, fresh: str) -> None:
    inner = line(node("elicitation", "pin", prompt="Your PIN?", variable="pin", valueType="digits"))
    assert client.put(f"/api/flows/{fresh}-inner", json=inner).status_code == 200
    assert client.post(f"/api/flows/{fresh}-inner/publish").status_code == 201
    outer = line(
        node("subflow", "verify", flowId=f"{fresh}-inner"), node("elicitation", prompt="And?", variable="more")
    )
    session = _session(client, fresh, outer)
    speech = client.get(f"/api/flows/sessions/{session}/speech").json()
    assert "Your PIN?" in speech["texts"]
    assert speech["asks"] == {"elicitation": ["string"], "verify/pin": ["digits"]}
    assert speech["asksModel"] == []


def test_the_nodes_whose_answers_a_model_reads_are_named_with_those_of_inner_flows(
    client: TestClient, fresh: str
) -> None:
    slots: list[Json] = [
        {"prompt": "Which day?", "variable": "day", "valueType": "date"},
        {"prompt": "What for?", "variable": "why", "valueType": "string", "extraction": "llm"},
    ]
    inner = line(
        node("elicitation", "pin", prompt="Your PIN?", variable="pin", valueType="digits", extraction="llm"),
        node("elicitation", "more", prompt="And?", variable="more", valueType="digits", extraction="auto"),
    )
    assert client.put(f"/api/flows/{fresh}-inner", json=inner).status_code == 200
    assert client.post(f"/api/flows/{fresh}-inner/publish").status_code == 201
    outer = line(node("subflow", "verify", flowId=f"{fresh}-inner"), node("form", slots=slots))
    session = _session(client, fresh, outer)
    speech = client.get(f"/api/flows/sessions/{session}/speech").json()
    assert speech["asksModel"] == ["form", "verify/pin"]


def test_the_flows_own_words_are_in_the_language_of_the_session(client: TestClient, fresh: str) -> None:
    session = _session(client, fresh, line(node("elicitation", prompt="Wie heißt du?", variable="n"), language="de-DE"))
    texts = client.get(f"/api/flows/sessions/{session}/speech").json()["texts"]
    assert "Wie heißt du?" in texts
    assert not set(OWN) & set(texts)


def test_the_speech_of_a_long_flow_is_bounded() -> None:
    many = Flow.model_validate(line(*(node("message", f"m{i}", message=f"Text {i}.") for i in range(400))))
    assert len(fixed_texts(many, None)) == MAX_TEXTS
    long = Flow.model_validate(line(*(node("message", f"m{i}", message=f"{i}" * 7000) for i in range(1, 10))))
    assert sum(map(len, fixed_texts(long, None))) <= MAX_CHARACTERS


def test_the_speech_of_another_organizations_call_is_not_found(stack: Stack, client: TestClient, fresh: str) -> None:
    session = _session(client, fresh, EVERY_KIND)
    assert_problem(client.get(f"/api/flows/sessions/{session}/speech", headers=of("umbrella")), 404)
    assert_problem(client.get("/api/flows/sessions/session_none/speech"), 404)
