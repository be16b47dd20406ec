"""Every expression of the corpus has the same value and decision in Node and in the engine.

The corpus holds no expression that needs `Intl`, which the engine lacks: see test_locale_texts.py.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flow_core.evaluate import Evaluated, Overran, Threw, Value
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import NEVER
from functions.ports.javascript import Limits
from testing.node import node_executable

CORPUS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("javascript_corpus.json").read_text("ascii"))
AT = 1_715_000_000_123

KNOWN_DISAGREEMENTS = {
    "Math.cbrt(27)": "3.0000000000000004: the C library's last bit, where ECMAScript asks for an approximation only",
}
"""Expression -> the reason why the two engines differ."""

NODE_PROGRAM = r"""
const vm = require("node:vm");
process.on("unhandledRejection", () => {});  // import() is refused later than the expression ends
const { at, groups } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const evaluate = `(at, names, values, expression) => {
  delete globalThis.console;  // V8 adds it for its inspector; it is none of the language
  const True = Date;
  const text = True.prototype.toString;
  globalThis.Date = new Proxy(True, {
    apply: () => text.call(new True(at)),
    construct: (target, given, made) => Reflect.construct(target, given.length ? given : [at], made),
  });
  True.now = () => at;
  True.prototype.constructor = Date;
  let truthy = false;
  try {
    const result = new Function(...names, "return " + expression + ";")(...JSON.parse(values));
    truthy = Boolean(result);
    return JSON.stringify({ truthy, value: JSON.parse(JSON.stringify(result) ?? "null") });
  } catch (error) {
    return JSON.stringify({ truthy, threw: String(error) });
  }
}`;
const answers = groups.map(({ variables, expressions }) => {
  const names = Object.keys(variables), values = JSON.stringify(Object.values(variables));
  return expressions.map((expression) =>
    JSON.parse(vm.runInNewContext(evaluate, { atob, btoa })(at, names, values, expression)));
});
process.stdout.write(JSON.stringify(answers));
"""


@dataclass(frozen=True)
class Case:
    expression: str
    variables: dict[str, Any]
    node: dict[str, Any]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    finished = subprocess.run(
        [node_executable(), "-e", NODE_PROGRAM],
        input=json.dumps({"at": AT, "groups": CORPUS}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"TZ": "UTC", "LANG": "C.UTF-8"},
    )
    return [
        Case(expression, group["variables"], node)
        for group, answers in zip(CORPUS, json.loads(finished.stdout), strict=True)
        for expression, node in zip(group["expressions"], answers, strict=True)
    ]


@pytest.fixture(scope="module")
def ours(cases: list[Case]) -> Iterator[list[Evaluated]]:
    with JavaScript() as evaluate:
        yield [evaluate(case.expression, case.variables, AT, 1) for case in cases]


def well_formed(value: Any) -> Any:
    """Convert as the engine's decoder does: half of a surrogate pair to U+FFFD, an integer past 2**53 to a float."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.loads(text, parse_int=lambda digits: int(digits) if abs(int(digits)) <= 2**53 else float(digits))


def disagreement(case: Case, ours: Evaluated) -> str | None:
    match ours:
        case Overran(error):
            return f"overran: {error}"
        case Threw(error):
            same = "threw" in case.node and ours.truthy == case.node["truthy"]
            return None if same else f"threw {error} ({ours.truthy}), Node gives {case.node}"
        case Value(value, truthy):
            if "threw" in case.node:
                return f"gives {value!r}, Node throws {case.node['threw']}"
            same = truthy == case.node["truthy"] and value == well_formed(case.node["value"])
            return None if same else f"gives {value!r} ({truthy}), Node {case.node}"


def test_the_corpus_is_large() -> None:
    assert sum(len(group["expressions"]) for group in CORPUS) >= 350


def test_every_decision_and_value_equals_nodes(cases: list[Case], ours: list[Evaluated]) -> None:
    found = {
        case.expression: difference
        for case, evaluated in zip(cases, ours, strict=True)
        if (difference := disagreement(case, evaluated)) is not None
    }
    assert {name: why for name, why in found.items() if name not in KNOWN_DISAGREEMENTS} == {}
    assert set(KNOWN_DISAGREEMENTS) <= set(found), "a disagreement is gone: take it off the list"


def test_node_and_the_engine_refuse_the_same_texts(cases: list[Case]) -> None:
    with JavaScript() as evaluate:
        expressions = [case.expression for case in cases]
        errors, _ = evaluate.syntax_errors(expressions, Limits("", 5.0, NEVER))
    assert errors is not None
    refused = dict(zip(expressions, errors, strict=True))
    differs = {
        case.expression: refused[case.expression]
        for case in cases
        if refused[case.expression] is not None and not str(case.node.get("threw", "")).startswith("SyntaxError")
    }
    assert {name: why for name, why in differs.items() if name not in KNOWN_DISAGREEMENTS} == {}
