"""The scores of a session in the API, from the flow's setting to the report, and what the judge gets to read."""

from __future__ import annotations

from typing import Any

import pytest

from flow_core.json import Json
from functions.errors import UnavailableError
from functions.ports.model import Replied, Silent
from functions.ports.reporting.scores import Judgement
from functions.records import Head
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of
from testing.fakes.model import FakeModel
from testing.flows import line, node
from testing.reports.judged import JUDGED, JUDGING, judge

GOOD = Replied(
    "",
    {"answer1": "yes", "reason1": "It answered.", "answer2": 4, "reason2": "Friendly."},
    input_tokens=90,
    output_tokens=8,
    model="judge-1",
)
CARD = "4111 1111 1111 1111"


def talk(stack: Stack, room: str, *words: str, flow_id: str = "judged") -> str:
    answer: Any = {}
    for number, said in enumerate(["", *words]):
        answer = stack.process(flow_id, room, turnId=f"t-{number}", userInput=said or None)
    return str(answer["sessionId"])


def scores(stack: Stack, session_id: str, organization: str = "demo") -> Any:
    return stack.client.get(f"/api/flows/sessions/{session_id}/scores", headers=of(organization))


def test_a_session_is_pending_until_it_is_judged(stack: Stack, fresh: str) -> None:
    stack.publish("judged", JUDGED)
    session_id = talk(stack, fresh, "Ann", "Rome")
    pending = scores(stack, session_id).json()
    assert (pending["status"], pending["scores"], pending["at"]) == ("pending", [], None)
    assert judge(stack, session_id, FakeModel(GOOD)) == []
    judged = scores(stack, session_id).json()
    assert judged.pop("at").endswith("Z")
    assert judged == {
        "sessionId": session_id,
        "status": "judged",
        "scores": [
            {
                "questionId": "answered",
                "ask": "Did the agent answer the question?",
                "scale": "yesNo",
                "score": 1,
                "reason": "It answered.",
            },
            {
                "questionId": "polite",
                "ask": "How polite was the agent?",
                "scale": "1to5",
                "score": 4,
                "reason": "Friendly.",
            },
        ],
        "problem": None,
        "model": "judge-1",
        "tokens": {"input": 90, "output": 8},
    }


def test_a_session_of_a_flow_without_questions_is_not_asked_for(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    assert scores(stack, talk(stack, fresh, flow_id="survey")).json()["status"] == "notAsked"


def test_a_later_version_judges_only_the_sessions_that_begin_with_it(stack: Stack, fresh: str) -> None:
    stack.publish("judged-later", SURVEY)
    before = talk(stack, f"{fresh}-1", flow_id="judged-later")
    stack.publish("judged-later", {**SURVEY, "judging": JUDGING})
    after = talk(stack, f"{fresh}-2", flow_id="judged-later")
    assert scores(stack, before).json()["status"] == "notAsked"
    assert scores(stack, after).json()["status"] == "pending"


def test_a_session_that_could_not_be_judged_says_why(stack: Stack, fresh: str) -> None:
    stack.publish("judged", JUDGED)
    session_id = talk(stack, fresh, "Ann")
    assert judge(stack, session_id, FakeModel(Silent("the model refused"))) == []
    found = scores(stack, session_id).json()
    assert (found["status"], found["problem"], found["model"]) == ("notJudged", "the model refused", None)


def test_the_scores_of_another_organization_and_of_no_session_are_not_found(stack: Stack, fresh: str) -> None:
    stack.publish("judged", JUDGED)
    session_id = talk(stack, fresh, "Ann")
    judge(stack, session_id, FakeModel(GOOD))
    assert_problem(scores(stack, session_id, "another"), 404)
    assert_problem(scores(stack, "session_none"), 404)


def test_the_audit_names_who_read_scores(stack: Stack, fresh: str) -> None:
    stack.publish("judged", JUDGED)
    session_id = talk(stack, fresh, "Ann")

    def reads() -> int:
        entries = stack.client.get("/api/audit").json()["entries"]
        return sum(each["subject"] == session_id for each in entries)

    scores(stack, session_id)
    assert reads() == 0
    judge(stack, session_id, FakeModel(GOOD))
    scores(stack, session_id)
    assert reads() == 1


def test_the_report_has_the_scores_of_the_flow(stack: Stack, fresh: str) -> None:
    stack.publish("reported", JUDGED)
    answers: list[dict[str, Json]] = [{"answer1": "yes", "answer2": 5}, {"answer1": "no"}, {}]
    for number, given in enumerate(answers):
        judge(stack, talk(stack, f"{fresh}-{number}", "Ann", flow_id="reported"), FakeModel(Replied("", given)))
    report = stack.client.get("/api/flows/reported/report").json()
    polite, answered = report["scores"]
    assert (polite["questionId"], polite["scale"], polite["calls"], polite["average"]) == ("polite", "1to5", 1, 5)
    assert (answered["questionId"], answered["calls"], answered["average"]) == ("answered", 2, 0.5)
    assert answered["byVersion"] == {"1": {"calls": 2, "average": 0.5}}
    assert list(answered["byDay"].values()) == [{"calls": 2, "average": 0.5}]
    rows = stack.client.get("/api/flows/reported/report", params={"format": "csv", "rows": "scores"}).text
    assert rows.splitlines()[0].endswith("questionId,scale,calls,average")


def test_the_judge_and_the_scores_have_nothing_that_is_redacted(stack: Stack, fresh: str) -> None:
    document = line(
        node("elicitation", "ask", prompt="Your card?", variable="card"),
        node("message", "tell", message="I wrote down {{ card }}."),
        name="card",
        judging=JUDGING,
    )
    organization = f"redacting-{fresh}"
    stack.client.put("/api/settings", json={"redact": ["card"]}, headers=of(organization))
    stack.publish("card", document, organization)
    stack.process("card", fresh, organization=organization, turnId="t-0")
    answer = stack.process("card", fresh, organization=organization, turnId="t-1", userInput=CARD)
    assert answer["completed"]
    assert "1111" in answer["response"]
    model = FakeModel(GOOD)
    judge(stack, str(answer["sessionId"]), model)
    (question,) = model.asked
    read = question.messages[0].content
    assert "I wrote down" in read
    assert "1111" not in read


def test_a_caller_who_comes_back_is_pending_again(stack: Stack, fresh: str) -> None:
    stack.publish("judged", JUDGED)
    session_id = talk(stack, fresh, "Ann")
    judge(stack, session_id, FakeModel(GOOD))
    assert scores(stack, session_id).json()["status"] == "judged"
    stack.process("judged", fresh, turnId="t-9", userInput="Rome")
    assert scores(stack, session_id).json()["status"] == "pending"


def test_a_store_that_is_away_is_no_score(stack: Stack, fresh: str) -> None:
    class Away:
        def read(self, session_id: str) -> Judgement | None:
            raise UnavailableError("store", "GetItem sessions", "unreachable")

        def save(self, head: Head, judgement: Judgement) -> Judgement:
            raise AssertionError

    stack.publish("judged", JUDGED)
    session_id = talk(stack, fresh, "Ann")
    assert_problem(stack.served(scores=Away()).get(f"/api/flows/sessions/{session_id}/scores"), 503)


@pytest.mark.parametrize(
    ("judging", "field"),
    [
        ({"questions": []}, "judging.questions"),
        ({"questions": [{"id": "a", "ask": "q" * 501}]}, "judging.questions.0.ask"),
        ({"questions": [{"id": "a", "ask": "Well?"}], "share": 2}, "judging.share"),
    ],
)
def test_a_flow_with_wrong_questions_is_refused_and_the_field_is_named(stack: Stack, judging: Json, field: str) -> None:
    answer = stack.client.put("/api/flows/wrong", json={**SURVEY, "judging": judging})
    (problem,) = answer.json()["problems"]
    assert answer.status_code == 422
    assert problem["field"].replace("[", ".").replace("]", "") == field
    assert problem["message"].startswith("Judging: ")
