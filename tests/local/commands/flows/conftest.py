"""A folder with a flow and its tests, and Callflow's API on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flow_core.json import Json
from local.cli import main
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.tidy import tidy_flow
from testing.api.served import served
from testing.api.stack import LOCAL, Stack, of, stack_on
from testing.flows import Document
from tests.local.commands.flows.documents import CITY_TEST, SURVEY

Callflow = Callable[..., int]
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Api:
    """The API for an organization without flows."""

    stack: Stack
    url: str
    organization: str

    def get(self, path: str) -> Any:
        answer = self.stack.client.get(f"/api/{path}", headers=of(self.organization))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def put(self, path: str, body: Json) -> None:
        answer = self.stack.client.put(f"/api/{path}", json=body, headers=of(self.organization))
        assert answer.status_code == 200, answer.text

    def process(self, flow_id: str, room_name: str, **fields: Json) -> Any:
        return self.stack.process(flow_id, room_name, organization=self.organization, **fields)


@pytest.fixture(scope="module")
def served_stack() -> Iterator[tuple[Stack, str]]:
    with stack_on(LOCAL) as stack, served(stack.client.app) as url:
        yield stack, url


@pytest.fixture
def api(served_stack: tuple[Stack, str]) -> Api:
    return Api(*served_stack, f"organization-{next(_NUMBERS)}")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the flow `survey`, its tests `city` and `name`, and its gate."""
    made = Folder(tmp_path / "flows")
    name_test: Document = {"name": "Only a name", "turns": [{"say": "Ann", "expect": {"says": "which city"}}]}
    made.write(
        FlowFiles("survey", tidy_flow(SURVEY, positions=False), {"city": CITY_TEST, "name": name_test}, {"tests": True})
    )
    return made


@pytest.fixture
def callflow(api: Api, folder: Folder) -> Callflow:
    """The command, with the folder and the API."""

    def run(command: str, *arguments: str) -> int:
        options = ("--folder", str(folder.path), "--url", api.url, "--organization", api.organization)
        return main([command, *arguments, *options])

    return run
