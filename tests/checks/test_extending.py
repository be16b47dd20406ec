"""The checklists of docs/extending.md: the files exist, and a new kind of node needs exactly those that are listed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checks.tracked import ROOT, tracked

PAGE = (ROOT / "docs/extending.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]+|template\.yaml|pyproject\.toml)`")
CHOSEN = re.compile(r"[A-Z]{4,}")
"""A word of a path that the reader chooses, such as KIND."""
MENTION = re.compile(r'"elicitation"|\belicitation[:.]|-elicitation\b|\bElicitationNode\b|class ElicitationData\b')
"""How code mentions an existing kind of node. Prose does not count."""
SHIPPED = ("flow_core/", "functions/", "local/", "agent_worker/", "voices/", "dashboard/src/")

NOTE = '''"""note: says something and goes on."""

from __future__ import annotations

from flow_core.authored.nodes import NoteNode
from flow_core.outcomes import Leave, Outcome
from flow_core.step_context import StepContext


def enter(node: NoteNode, context: StepContext) -> Outcome:
    context.say(context.render(node.data.message, "message"))
    return Leave("default")
'''
DATA = """

class NoteData(Data):
    message: Template = ""
"""
NODE = """class NoteNode(_Node):
    type: Literal["note"]
    data: NoteData = NoteData()
    exits = ("default",)


"""
PLAY = """
from flow_core.check import check
from flow_core.events import SessionBegan
from flow_core.evaluate import Value
from flow_core.state import Session, State
from flow_core.step import step

written = {
    "name": "A flow with a note",
    "nodes": [
        {"id": "start", "type": "start", "data": {"message": "Hello."}},
        {"id": "note", "type": "note", "data": {"message": "A note."}},
        {"id": "end", "type": "end", "data": {"message": "Goodbye."}},
    ],
    "edges": [
        {"id": "1", "source": "start", "target": "note"},
        {"id": "2", "source": "note", "target": "end"},
    ],
}
checked = check(written, lambda expressions: [], lambda schema: None)
assert checked.problems == (), checked.problems
state = State(session=Session("session", "chat", 0))
event = SessionBegan(turn_id="turn", at=0, seed=0)
print(step(checked.flow, state, event, lambda *given, **named: Value(None, False)).state.response)
"""


def listed(section: str) -> set[str]:
    return set(PATH.findall(SECTIONS[section]))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_file_of_a_checklist_exists(section: str) -> None:
    assert listed(section)
    for path in listed(section):
        chosen = next((number for number, part in enumerate(Path(path).parts) if CHOSEN.search(part)), None)
        existing = Path(path) if chosen is None else Path(*Path(path).parts[:chosen])
        assert (ROOT / existing).exists(), f"{section}: {path}"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_step_of_a_checklist_names_a_file(section: str) -> None:
    steps = re.findall(r"^\d+\. .+$", SECTIONS[section], re.MULTILINE)

    assert steps
    assert all(PATH.search(step) for step in steps), steps


def test_the_checklist_of_a_node_kind_lists_the_files_that_mention_an_existing_kind() -> None:
    mentioned = {
        str(path)
        for path in tracked(ROOT)
        if str(path).startswith(SHIPPED)
        and ".test." not in path.name
        and not str(path).startswith("dashboard/src/testing/")
        # An export of another product has no node of a new kind.
        and not str(path).startswith("functions/flow_import/")
        and path.suffix in {".py", ".ts", ".tsx", ".css"}
        and MENTION.search((ROOT / path).read_text(encoding="utf-8"))
    }
    named = {path for path in listed("A node kind") if path.startswith(SHIPPED)}

    assert mentioned - {"flow_core/nodes/elicitation.py"} == named - {"flow_core/nodes/KIND.py"}


def test_the_steps_in_the_core_make_a_new_kind_of_node_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flow_core", tmp_path / "flow_core", ignore=shutil.ignore_patterns("__pycache__"))
    core = tmp_path / "flow_core"
    declare_note(core)
    (core / "nodes/note.py").write_text(NOTE, encoding="utf-8")
    replace(core / "nodes/__init__.py", " message, start,", " message, note, start,")
    replace(
        core / "nodes/__init__.py",
        '        case "start":\n',
        '        case "note":\n            return note.enter(node, context)\n        case "start":\n',
    )
    replace(core / "nodes/__init__.py", '"transfer" | "end":', '"transfer" | "end" | "note":')
    replace(core / "check/meaning/sites.py", "    StartNode,\n", "    NoteNode,\n    StartNode,\n")
    replace(
        core / "check/meaning/sites.py",
        "case StartNode() | MessageNode() | EndNode():",
        "case StartNode() | MessageNode() | EndNode() | NoteNode():",
    )

    assert played(tmp_path) == "Hello. A note. Goodbye."


def test_a_step_that_is_left_out_is_found(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flow_core", tmp_path / "flow_core", ignore=shutil.ignore_patterns("__pycache__"))
    declare_note(tmp_path / "flow_core")

    assert "Expected code to be unreachable" in played(tmp_path)


def declare_note(core: Path) -> None:
    """Perform the first step of the checklist in a copy of flow_core."""
    with (core / "authored/data.py").open("a", encoding="utf-8") as data:
        data.write(DATA)
    nodes = core / "authored/nodes.py"
    replace(nodes, "LlmData, MessageData,", "LlmData, MessageData, NoteData,")
    replace(nodes, "Node: TypeAlias = Annotated[", f"{NODE}Node: TypeAlias = Annotated[")
    replace(nodes, "| EndNode,", "| EndNode | NoteNode,")


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{path.name}: the test no longer finds {before!r}"
    path.write_text(text.replace(before, after), encoding="utf-8")


def played(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PLAY], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout.strip() or done.stderr


def test_every_kind_of_node_has_its_file_its_test_and_its_row() -> None:
    kinds = re.findall(r'^    type: Literal\["(\w+)"\]$', read("flow_core/authored/nodes.py"), re.MULTILINE)
    tests = "".join(path.name for path in (ROOT / "tests/flow_core/nodes").glob("test_*.py"))

    assert len(kinds) == 10
    for kind in kinds:
        assert (ROOT / f"flow_core/nodes/{kind}.py").is_file()
        assert kind in tests
        assert f"| `{kind}` |" in read("docs/flows.md")


def test_every_provider_of_models_has_its_adapter_its_contract_test_and_its_row() -> None:
    providers = re.findall(r'return \{"(\w+)": (\w+)', read("functions/adapters/models/by_name.py"))
    adapters = {path.stem for path in (ROOT / "functions/adapters/models").glob("*.py")}
    contract = read("tests/functions/adapters/models/test_model_contract.py")

    assert providers
    for name in ("openai", *(name for name, _ in providers)):
        assert name in adapters
        assert f"functions.adapters.models.{name} import" in contract
        assert f"| `{name}` |" in read("docs/models.md")


def test_every_provider_of_speech_is_built_and_listed() -> None:
    found = re.search(r"^Provider\b.* = Literal\[(.+)\]$", read("agent_worker/speech/settings.py"), re.MULTILINE)
    settings = next(line for line in read("docs/calls.md").splitlines() if "`CALLFLOW_STT`" in line)

    assert found is not None
    for name in re.findall(r'"(\w+)"', found[1]):
        assert read("agent_worker/speech/build.py").count(f'case "{name}":') >= 2
        assert name in settings.lower()


def test_every_page_is_loaded_at_an_address_that_the_docs_list() -> None:
    app = read("dashboard/src/app/App.tsx")
    routes = [route for route in re.findall(r'<Route path="([^"]+)">', app) if route != "/signed-in"]
    pages = re.findall(r'lazy\(\(\) => import\("\.\./([\w/-]+)"\)\)', app)

    assert len(routes) >= len(pages) >= 6
    for page in pages:
        assert (ROOT / f"dashboard/src/{page}.tsx").is_file()
    for route in routes:
        assert f"`{re.sub(r':[a-zA-Z]+', '<id>', route)}" in read("docs/dashboard.md"), route


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
