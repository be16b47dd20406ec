"""The JUnit document that CI systems read."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.commands.flows.run.junit import junit_of
from local.commands.flows.run.results import Failed, FlowOutcome, TestOutcome

FAILED = TestOutcome("late", "Late", (Failed(2, "says", "a", "b"), Failed(2, "node", "x", None)), 1234.0, ("n", "m"))


def test_the_counts_add_up() -> None:
    skipped = TestOutcome("simulated", "Simulated", (), 0.0, skipped="needs a model")
    passed = TestOutcome("good", "Good", (), 10.0)
    outcomes = [FlowOutcome("one", (FAILED, passed, skipped)), FlowOutcome("two", problems=("broken", "twice"))]
    root = Xml.fromstring(junit_of(outcomes, "flows"))
    assert root.attrib == {"name": "callflow", "tests": "4", "failures": "2", "errors": "0", "time": "1.244"}
    one, two = root
    assert one.attrib == {
        "name": "one", "tests": "3", "failures": "1", "errors": "0", "skipped": "1", "time": "1.244"
    }  # fmt: skip
    assert [case.get("name") for case in one] == ["late", "good", "simulated"]
    assert one[0].get("file") == "flows/one/tests/late.json"
    assert one[0].get("classname") == "one"
    assert one[0][0].text == (
        'Late\nturn 2: says: expected "a", came "b"\nturn 2: node: expected "x", came null\nnodes of the turn: n → m'
    )
    assert len(one[1]) == 0
    assert one[2][0].tag == "skipped"
    assert two[0].get("name") == "flow"
    assert two[0][0].text == "broken\ntwice"
    assert not outcomes[0].passed
    assert not outcomes[1].passed


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text())
def test_every_text_is_xml(name: str, said: str) -> None:
    failed = TestOutcome("t", name, (Failed(1, said, said, name),), 1.0, (said,))
    document = junit_of([FlowOutcome("f", (failed,), problems=(said,))], "flows")
    assert [each.tag for each in Xml.fromstring(document).iter("failure")] == ["failure", "failure"]
