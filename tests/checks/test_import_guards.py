"""The contracts of import-linter hold in nested folders: a planted forbidden import breaks each of them."""

import pkgutil
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import functions
from checks.tracked import ROOT

CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in CONFIGURATION["contracts"]}
PLANTED = {
    "flow_core <- functions <- local": ("flow_core.values", "functions.records"),
    "functions: entry points, wiring, adapters and API, lifecycle, turn, ports": (
        "functions.history",
        "functions.turn",
    ),
    "flow_core knows the standard library and pure libraries only": ("flow_core.nodes", "boto3"),
    "only the wiring and the entry points know the adapters": ("functions.lifecycle", "functions.adapters.http"),
    "only the adapters, the wiring and the entry points know the vendors' libraries": (
        "functions.api.http",
        "pynamodb",
    ),
    "only the API knows the web framework": ("functions.turn", "fastapi"),
    "an adapter uses its own vendor: all but dynamodb": ("functions.adapters.http", "pynamodb"),
    "an adapter uses its own vendor: all but livekit": ("functions.adapters.models", "livekit"),
    "the worker speaks HTTP and imports none of ours": ("agent_worker.speech", "flow_core.state"),
    "agent_worker: process, job, call, conversation, API client, speech": ("agent_worker.backend", "agent_worker.turn"),
    "the backend does not import the worker": ("local.store", "agent_worker"),
    "voices is what the worker and the API both know, and knows neither": ("voices", "livekit"),
    "no package that ships imports what does not ship": ("functions.post_call", "testing"),
    "tests are imported by nothing": ("testing.fakes", "tests"),
}
"""A contract -> a package below which a module is planted, and what that module imports against the contract."""


def lint(folder: Path) -> str:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache", "--config", "pyproject.toml"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a copy of the code with one violation of each contract, two folders below a package."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in CONFIGURATION["root_packages"]:
        shutil.copytree(
            ROOT / package,
            copy / package,
            ignore=lambda folder, names: [
                name for name in names if name == "__pycache__" or (Path(folder, name).is_file() and name[-3:] != ".py")
            ],
        )
    for number, (package, forbidden) in enumerate(PLANTED.values()):
        nested = copy.joinpath(*package.split("."), f"nested_{number}", "deeper")
        nested.mkdir(parents=True)
        nested.joinpath("planted.py").write_text(f"import {forbidden}\n", encoding="utf-8")
        for empty in (nested, nested.parent):
            empty.joinpath("__init__.py").write_text("", encoding="utf-8")
    return lint(copy)


def test_a_violation_is_planted_for_every_contract() -> None:
    assert set(PLANTED) == set(CONTRACTS)


@pytest.mark.parametrize("name", PLANTED)
def test_a_forbidden_import_in_a_nested_folder_breaks_its_contract(report: str, name: str) -> None:
    package, _ = PLANTED[name]
    planted = f"{package}.nested_{list(PLANTED).index(name)}.deeper.planted"

    assert f"{name} BROKEN" in report
    assert planted in report.partition("Broken contracts")[2]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("only the wiring and the entry points know the adapters", {"adapters", "wiring", "lambdas"}),
        (
            "only the adapters, the wiring and the entry points know the vendors' libraries",
            {"adapters", "wiring", "lambdas"},
        ),
        ("only the API knows the web framework", {"api", "wiring", "lambdas"}),
    ],
)
def test_a_contract_names_every_part_of_functions_but_those_that_may(name: str, left_out: set[str]) -> None:
    parts = {part.name for part in pkgutil.iter_modules(functions.__path__)} - left_out

    assert set(CONTRACTS[name]["source_modules"]) == {f"functions.{part}" for part in parts}
