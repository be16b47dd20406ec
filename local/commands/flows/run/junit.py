"""The results of tests as JUnit XML, which CI systems read: a suite for each flow, a case for each test. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from local.commands.flows.run.results import FlowOutcome, TestOutcome

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot have, also as a reference."""


def junit_of(outcomes: Sequence[FlowOutcome], files: str) -> bytes:
    """Write results as a JUnit document.

    Args:
        outcomes: The results of each flow.
        files: The folder with the flows, for the attribute `file` of each case.

    Returns:
        The document, in UTF-8. What is wrong with a flow itself is the case `flow`.
    """
    suites = [_suite(outcome, files) for outcome in outcomes]
    root = Xml.Element("testsuites", {"name": "callflow", **_sums(suites)})
    root.extend(suites)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(outcome: FlowOutcome, files: str) -> Xml.Element:
    cases = [_case(outcome.flow_id, test, files) for test in outcome.tests]
    if outcome.problems:
        attributes = {"classname": outcome.flow_id, "name": "flow", "time": "0.000"}
        case = Xml.Element("testcase", {**attributes, "file": f"{files}/{outcome.flow_id}/flow.json"})
        failure = Xml.SubElement(case, "failure", {"type": "flow", "message": _clean(outcome.problems[0])})
        failure.text = _clean("\n".join(outcome.problems))
        cases.insert(0, case)
    failed = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}
    seconds = sum(test.millis for test in outcome.tests) / 1000
    suite = Xml.Element("testsuite", {"name": outcome.flow_id, **counts, "time": f"{seconds:.3f}"})
    suite.extend(cases)
    return suite


def _case(flow_id: str, test: TestOutcome, files: str) -> Xml.Element:
    attributes = {"classname": flow_id, "name": test.test_id, "time": f"{test.millis / 1000:.3f}"}
    case = Xml.Element("testcase", {**attributes, "file": f"{files}/{flow_id}/tests/{test.test_id}.json"})
    if test.failures:
        first = test.failures[0]
        failure = Xml.SubElement(case, "failure", {"type": _clean(first.field), "message": _clean(first.text)})
        lines = [test.name, *(each.text for each in test.failures)]
        lines += [] if test.session_id is None else [f"session: {test.session_id}"]
        failure.text = _clean("\n".join([*lines, f"nodes of the turn: {' → '.join(test.way)}"] if test.way else lines))
    elif test.skipped is not None:
        Xml.SubElement(case, "skipped", {"message": _clean(test.skipped)})
    return case


def _sums(suites: Sequence[Xml.Element]) -> dict[str, str]:
    counts = {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures")}
    return {**counts, "errors": "0", "time": f"{sum(float(suite.get('time', '0')) for suite in suites):.3f}"}


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
