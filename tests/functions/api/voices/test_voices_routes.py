"""The list of voices, and a text that one of them speaks."""

from __future__ import annotations

import base64
import json

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.api.voices.routes import MAX_A_MINUTE, MAX_CHARACTERS
from functions.api.voices.samples import SAMPLES
from functions.ports.speaking.voices import Voices
from testing.api.stack import Stack, assert_problem, of
from testing.fakes.speaking.voices import FakeVoices
from voices.tags import parts_of

LIST, PREVIEW = "/api/voices/list", "/api/voices/preview"


@pytest.fixture
def fake() -> FakeVoices:
    return FakeVoices()


@pytest.fixture
def served(stack: Stack, fake: FakeVoices) -> TestClient:
    return stack.served(voices=fake)


def test_the_voices_of_a_language_are_listed_with_the_default(served: TestClient) -> None:
    assert served.get(LIST, params={"language": "de"}).json() == {
        "engine": "polly",
        "default": "Vicki",
        "missing": None,
        "voices": [
            {"id": "Vicki", "name": "Vicki", "language": "de-DE", "engine": "generative", "gender": "female"},
        ],
    }
    everything = served.get(LIST).json()
    assert everything["default"] is None
    assert [voice["id"] for voice in everything["voices"]] == ["Vicki", "Kajal", "Ruth"]
    assert [voice["id"] for voice in served.get(LIST, params={"language": "hi-IN"}).json()["voices"]] == ["Kajal"]
    assert served.get(LIST, params={"language": "tlh"}).json()["voices"] == []
    assert_problem(served.get(LIST, params={"language": "x" * 36}), 422, "language")
    assert_problem(served.get(LIST, params={"language": "de;DE"}), 422, "language")


def test_a_text_is_spoken_by_the_voice_and_in_the_language_of_a_call(served: TestClient, fake: FakeVoices) -> None:
    answer = served.post(PREVIEW, json={"voice": "Kajal", "language": "hi-IN", "text": "Namaste"})
    assert answer.status_code == 200, answer.text
    heard = answer.json()
    assert (heard["voice"], heard["contentType"]) == ("Kajal", "audio/mpeg")
    assert base64.b64decode(heard["audio"]) == b"Namaste"
    assert fake.said == [("Namaste", "Kajal", "hi-IN")]


def test_without_a_voice_the_one_of_an_agent_that_names_none_speaks(served: TestClient, fake: FakeVoices) -> None:
    assert served.post(PREVIEW, json={"language": "de-LI"}).json()["voice"] == "Vicki"
    # A call without a voice names no language to Polly, which would refuse this one.
    assert fake.said == [(SAMPLES["de"], "Vicki", "de-DE")]


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "language", "required"),
        ({"language": "not a tag"}, "language", "language tag"),
        ({"language": "tlh"}, "language", "no voice of polly speaks tlh"),
        ({"language": "de-DE", "voice": "Ruth"}, "voice", "choose one that speaks de-DE, such as Vicki"),
        ({"language": "tlh", "voice": "Ruth"}, "voice", "choose another language"),
        ({"language": "de-DE", "voice": "x" * 201}, "voice", "200"),
        ({"language": "de-DE", "text": "x" * (MAX_CHARACTERS + 1)}, "text", "200"),
        ({"language": "de-DE", "text": ""}, "text", "1 character"),
        ({"language": "de-DE", "text": " … "}, "text", "a letter or a digit"),
        ({"language": "de-DE", "text": "a\nb"}, "text", "printable"),
        ({"language": "de-DE", "text": "a\ud800"}, "body", "not valid JSON"),
        ({"language": "de-DE", "ssml": "<speak/>"}, "ssml", "not a field"),
        ({"language": "hi-IN", "voice": "Kajal"}, "text", "no sentence of its own for hi-IN"),
    ],
)
def test_what_cannot_be_spoken_is_named(
    served: TestClient, fake: FakeVoices, body: Json, field: str, said: str
) -> None:
    problem = assert_problem(served.post(PREVIEW, content=json.dumps(body)), 422, field)
    assert said in str(problem)
    assert fake.said == []


def test_an_organization_listens_to_so_many_texts_in_a_minute(stack: Stack, fake: FakeVoices, fresh: str) -> None:
    now = 60_000 * 29_000_000 + 15_000
    served = stack.served(voices=fake, now=lambda: now)
    body: Json = {"language": "en-US"}
    for _ in range(MAX_A_MINUTE):
        assert served.post(PREVIEW, json=body, headers=of(fresh)).status_code == 200
    answer = served.post(PREVIEW, json=body, headers=of(fresh))
    assert "Try again later" in assert_problem(answer, 429)["detail"]
    assert answer.headers["retry-after"] == "46"
    assert len(fake.said) == MAX_A_MINUTE
    assert served.post(PREVIEW, json=body, headers=of(f"{fresh}-other")).status_code == 200
    # A request that is refused costs nothing.
    assert_problem(served.post(PREVIEW, json={"language": "tlh"}, headers=of(fresh)), 422)


def test_without_voices_the_list_and_the_problem_have_the_remedy(stack: Stack) -> None:
    absent: Voices = FakeVoices((), "piper", "Install the voice.")
    served = stack.served(voices=absent)
    assert served.get(LIST, params={"language": "en-US"}).json() == {
        "engine": "piper",
        "default": None,
        "missing": "Install the voice.",
        "voices": [],
    }
    answer = served.post(PREVIEW, json={"language": "en-US"})
    assert assert_problem(answer, 503)["detail"] == "Install the voice."


@pytest.mark.parametrize(("path", "method"), [(LIST, "GET"), (PREVIEW, "POST")])
def test_an_engine_out_of_reach_is_said(stack: Stack, path: str, method: str) -> None:
    served = stack.served(voices=FakeVoices(fails="unreachable"))
    answer = served.request(method, path, json={"language": "en-US"} if method == "POST" else None)
    assert "cannot be reached" in assert_problem(answer, 503)["detail"]
    assert answer.headers["retry-after"] == "1"


def test_the_local_stack_speaks_with_its_own_voice(stack: Stack) -> None:
    listed = stack.client.get(LIST, params={"language": "en-GB"}).json()
    assert (listed["engine"], listed["default"]) == ("piper", "joe")
    heard = stack.client.post(PREVIEW, json={"language": "en-GB", "text": "Good morning."}).json()
    assert (heard["voice"], heard["contentType"]) == ("joe", "audio/wav")
    assert base64.b64decode(heard["audio"])[:4] == b"RIFF"
    assert_problem(stack.client.post(PREVIEW, json={"language": "de-DE"}), 422, "language")


def test_every_sentence_of_its_own_is_short_enough_to_be_sent() -> None:
    for language, text in SAMPLES.items():
        assert parts_of(language) == (language, "")
        assert 20 < len(text) <= MAX_CHARACTERS
        assert text.isprintable()
