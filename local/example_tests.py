"""Stores the tests of the examples beside the flows. A test that a user has changed or deleted is left as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from flow_core.json import Json
from functions.adapters.dynamodb.items import Item, Table, bound
from functions.api.routes.flow_tests import MAX_TESTS
from functions.flow_tests.authored import FlowTest
from functions.ports.flows import MAX_ADDED, StoredTest
from functions.services import Services
from local.flow_files import files_of_tests

_PARTITION = "EXAMPLE-TESTS"
_MAX_DIGESTS = 50
"""Digests that are stored for each test: one for each release."""


@dataclass(frozen=True, slots=True)
class _Noted:
    """What earlier starts have stored for one flow."""

    release: str = ""
    """The digest of all tests that the last complete start stored."""
    digests: Mapping[str, list[str]] = field(default_factory=dict)
    """Test id -> the digests of the test in each release."""
    there: frozenset[str] = frozenset()
    """The tests that have been stored. One that is missing now was deleted by a user."""


class ExampleTests:
    """Stores tests of examples, and notes their digests in the table of flows.

    Args:
        services: The API's services.
        organization_id: The organization that gets the tests.
    """

    def __init__(self, services: Services, organization_id: str) -> None:
        settings = services.settings
        self._items = bound(Item, Table(settings.flows_table, settings.region, settings.dynamodb_endpoint))
        self._services = services
        self._stored = services.flow_tests
        self._organization_id = organization_id

    def publish(self, flow_id: str, folder: Path, *, forget: bool) -> None:
        """Store the tests of an example that are new, and those that have changed and that no user has changed.

        A test that a release no longer has is deleted, unless a user has changed it.

        Args:
            flow_id: The flow.
            folder: The folder of the flow's file.
            forget: Whether the flow did not exist. A deleted flow has lost its tests, so they are all new.

        ValueError is raised for a file that is no test. It names the file.
        """
        tests = {path.stem: _read(path) for path in files_of_tests(folder)}
        release, noted = _digest(tests), _Noted() if forget else self._noted(flow_id)
        if noted.release == release:
            return
        # Store the digests first: if the process ends in between, the next start still recognizes the tests.
        digests = {
            test_id: _with(noted.digests.get(test_id, []), _digest(tests[test_id]) if test_id in tests else None)
            for test_id in {*noted.digests, *tests}
        }
        self._note(flow_id, _Noted(noted.release, digests, noted.there))
        existing = self._existing(flow_id)
        self._add(flow_id, {name: test for name, test in tests.items() if name not in {*existing, *noted.there}})
        for test_id in digests.keys() & existing.keys():
            self._renew(flow_id, test_id, existing[test_id], tests.get(test_id), digests[test_id])
        kept = {test_id: known for test_id, known in digests.items() if test_id in tests}
        self._note(flow_id, _Noted(release, kept, frozenset(tests)))

    def _existing(self, flow_id: str) -> dict[str, Json]:
        found: dict[str, Json] = {}
        cursor: str | None = None
        while True:
            page = self._stored.page(self._organization_id, flow_id, cursor=cursor, limit=MAX_TESTS)
            found |= {test.test_id: test.written for test in page.tests}
            cursor = page.cursor
            if cursor is None:
                return found

    def _add(self, flow_id: str, tests: Mapping[str, Json]) -> None:
        # In one step for each fifty tests: one by one, they took half of the time of a first start.
        # A flow that has as many tests as it may have gets none.
        now = self._services.now()
        new = [StoredTest(test_id, now, test) for test_id, test in tests.items()]
        for first in range(0, len(new), MAX_ADDED):
            self._stored.add(self._organization_id, flow_id, new[first : first + MAX_ADDED], limit=MAX_TESTS)

    def _renew(self, flow_id: str, test_id: str, existing: Json, test: Json, digests: list[str]) -> None:
        digest = _digest(existing)
        if digest not in digests:
            return
        if test is None:
            self._stored.delete(self._organization_id, flow_id, test_id)
        elif digest != _digest(test):
            new = StoredTest(test_id, self._services.now(), test)
            self._stored.put(self._organization_id, flow_id, new, limit=MAX_TESTS)

    def _note(self, flow_id: str, noted: _Noted) -> None:
        item = self._items(_PARTITION, flow_id)
        content = {"release": noted.release, "digests": noted.digests, "there": sorted(noted.there)}
        item.hold(json.dumps(content).encode())
        item.save()

    def _noted(self, flow_id: str) -> _Noted:
        try:
            content = json.loads(self._items.get(_PARTITION, flow_id, consistent_read=True).payload())
        except self._items.DoesNotExist:
            return _Noted()
        return _Noted(content["release"], content["digests"], frozenset(content["there"]))


def _read(path: Path) -> Json:
    try:
        return FlowTest.model_validate_json(path.read_bytes()).written()
    except ValidationError as error:
        raise ValueError(f"{path}: {error}") from error


def _with(digests: list[str], digest: str | None) -> list[str]:
    return list(dict.fromkeys([*digests, *([digest] if digest else [])]))[-_MAX_DIGESTS:]


def _digest(written: Json) -> str:
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
