"""The workflow for GitHub Actions in docs/changes/git.md: its form, and its commands, run against an API."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.tracked import ROOT
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.tidy import tidy_flow
from testing.api.served import served
from testing.api.stack import LOCAL, Stack, stack_on
from testing.flows import Document
from tests.local.commands.flows.documents import CITY_TEST, SURVEY

PAGE = (ROOT / "docs/changes/git.md").read_text(encoding="utf-8")
TOKEN = "token-of-ci"
EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


def workflow() -> dict[str, Any]:
    (written,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    # YAML 1.1 reads `on` as true, and GitHub does not.
    read: dict[str, Any] = yaml.load(written.replace("\non:", '\n"on":'), Loader=yaml.CSafeLoader)
    return read


STEPS = [step for job in workflow()["jobs"].values() for step in job["steps"]]


class RequiresToken:
    """An ASGI application that answers requests with the token only, as a deployed API does."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if dict(scope["headers"]).get(b"authorization") == f"Bearer {TOKEN}".encode():
            await self.app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b'{"message": "Unauthorized"}'})


@pytest.fixture
def deployed() -> Iterator[tuple[Stack, str]]:
    with stack_on(LOCAL) as stack, served(RequiresToken(stack.client.app)) as url:
        yield stack, url


class Runner:
    """A machine of GitHub with a repository, on which `pip` and `aws` only note how they are called."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.programs = folder / "repository", folder / "programs"
        self.programs.mkdir(parents=True)
        self.folder.mkdir()
        self.variables = {"vars.CALLFLOW_URL": url, "secrets.CI_PASSWORD": "a secret"}
        self.added = folder / "added"
        self._program("callflow", f'exec "{sys.executable}" -m local.cli "$@"')
        self._program("pip", f'echo "pip $@" >> {folder / "called"}')
        self._program("aws", f'echo "aws $@" >> {folder / "called"}; echo {TOKEN}')
        self.called = folder / "called"

    def _program(self, name: str, script: str) -> None:
        file = self.programs / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def git(self, *arguments: str) -> None:
        author = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *author, *arguments], cwd=self.folder, check=True, capture_output=True)

    def run(self, job: dict[str, Any], step: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does: by `bash -e`, with the variables that earlier steps have added."""
        added = dict(line.split("=", 1) for line in self.added.read_text().splitlines()) if self.added.exists() else {}
        own = {name: self._value(value) for name, value in {**job.get("env", {}), **step.get("env", {})}.items()}
        known = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        environment = {**known, "PYTHONPATH": str(ROOT), "GITHUB_ENV": str(self.added), **added, **own}
        environment["PATH"] = f"{self.programs}:/usr/bin:/bin"
        command = ["bash", "-e", "-c", self._value(step["run"])]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert TOKEN not in done.stderr
        return done

    def _value(self, written: str) -> str:
        return EXPRESSION.sub(lambda found: self.variables.get(found[1], found[1]), written)


def test_the_workflow_has_the_form_of_one() -> None:
    read = workflow()
    assert set(read) == {"name", "on", "permissions", "concurrency", "jobs"}
    assert read["on"] == {"pull_request": None, "push": {"branches": ["main"]}}
    assert read["permissions"] == {"contents": "read"}
    for job in read["jobs"].values():
        assert job["runs-on"] == "ubuntu-latest"
        assert job["timeout-minutes"] <= 15
    assert read["jobs"]["publish"]["needs"] in read["jobs"]
    assert read["jobs"]["publish"]["if"] == "github.event_name == 'push'"
    for step in STEPS:
        assert ("uses" in step) != ("run" in step), step
        assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step.get("uses", "a/b@v1")), step


def test_no_expression_stands_in_a_script() -> None:
    """GitHub writes an expression into the script before a shell reads it, so a value could run commands."""
    assert [step["run"] for step in STEPS if EXPRESSION.search(step.get("run", ""))] == []


def test_every_variable_of_the_workflow_is_explained() -> None:
    text = PAGE.partition("```yaml")[0]
    written = PAGE.partition("```yaml")[2]
    used = {name.split(".")[1] for name in EXPRESSION.findall(written) if name.startswith(("vars.", "secrets."))}
    assert used
    assert {name for name in used if f"`{name}`" not in text} == set()


def test_the_commands_test_push_and_publish_the_flows(tmp_path: Path, deployed: tuple[Stack, str]) -> None:
    stack, url = deployed
    machine, jobs = Runner(tmp_path, url), workflow()["jobs"]
    folder = Folder(machine.folder / "flows")
    folder.write(FlowFiles("survey", tidy_flow(SURVEY, positions=False), {"city": CITY_TEST}, {"tests": True}))
    machine.git("init", "--quiet")
    machine.git("add", ".")
    machine.git("commit", "--quiet", "--message", "Ask for the city; $(touch hacked)")
    for job in jobs.values():
        for step in job["steps"]:
            if "run" in step:
                done = machine.run(job, step)
                assert done.returncode == 0, (step, done.stdout, done.stderr)
    (version,) = stack.client.get("/api/flows/survey/versions").json()["versions"]
    assert str(version["note"]).endswith(" Ask for the city; $(touch hacked)")
    assert not (machine.folder / "hacked").exists()
    assert (machine.folder / "results.xml").read_bytes().startswith(b"<?xml")
    called = machine.called.read_text()
    assert called.count("pip install callflow[local] @ git+https://") == 2
    assert "USERNAME=ci@example.com,PASSWORD=a secret" in called


def test_a_failing_test_ends_the_job(tmp_path: Path) -> None:
    machine = Runner(tmp_path, "http://127.0.0.1:9")
    wrong: Document = {**CITY_TEST, "turns": [{"say": "Ann", "expect": {"node": "end"}}]}
    Folder(machine.folder / "flows").write(FlowFiles("survey", SURVEY, {"city": wrong}))
    job = workflow()["jobs"]["test"]
    (step,) = [step for step in job["steps"] if "callflow test" in step.get("run", "")]
    assert machine.run(job, step).returncode == 1


def test_every_command_of_the_page_exists(capsys: pytest.CaptureFixture[str]) -> None:
    from local.cli import main

    named = {*re.findall(r"callflow (pull|push|diff|test|publish)\b((?: --[\w-]+)*)", PAGE)}
    assert {name for name, _ in named} == {"pull", "push", "diff", "test", "publish"}
    for name in ("pull", "push", "diff", "test", "publish"):
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert "docs/changes/git.md" in shown
        for command, options in named:
            if command == name:
                assert all(option in shown for option in options.split()), options
