"""The options of `callflow pull`, `push`, `diff`, `test` and `publish`, and the way from them to the commands."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

URL = "CALLFLOW_URL"
"""The environment variable with the URL of the API."""
DEFAULT_URL = "http://127.0.0.1:8000"
COMMANDS = frozenset({"pull", "push", "diff", "test", "publish"})
"""The names of the commands."""
_SIMULATE = {"budget": "budgetTokens", "calls": "calls", "model": "model", "judge_model": "judgeModel"}
"""Options of simulated callers -> the fields of the request."""
_LAYOUT = """\
The files of a flow are <folder>/<flow id>/flow.json, tests/<test id>.json and, if it has a gate, gate.json.
docs/changes/git.md shows them, and a workflow for GitHub Actions."""
_SERVER = f"""
The server is --url, or {URL}, by default {DEFAULT_URL}.
CALLFLOW_API_KEY, or else CALLFLOW_TOKEN, is sent to it as the bearer token: docs/changes/git.md says how to get one.
"""


def add_flow_commands(commands: Any) -> None:
    """Add the parsers of the commands."""
    pull = _command(
        commands,
        "pull",
        "write the flows of a server to files",
        "Write the drafts of a server to files, with their tests and gates.",
    )
    _add_positions(pull, "write where the editor draws the nodes, too")
    pull.add_argument("--delete", action="store_true", help="delete the files of tests that the server does not have")
    push = _command(
        commands,
        "push",
        "save the flows in files on a server",
        "Save the flows in files as drafts on a server, with their tests and gates. Nothing is published. What does "
        "not differ is not saved. The editor's positions stay if the files have none.",
    )
    push.add_argument("--delete", action="store_true", help="delete the tests on the server that have no file")
    diff = _command(
        commands,
        "diff",
        "show what a push would change; exit status 1 if something differs",
        "Show what a push would change on the server: nodes, edges, texts, tests and the gate. Exit status: 0 for no "
        "difference, 1 for a difference, 2 for a failure.",
    )
    diff.add_argument(
        "--version", default="draft", metavar="N|latest|draft", help="the version to compare with (%(default)s)"
    )
    _add_positions(diff, "compare where the editor draws the nodes, too")
    _add_test(commands)
    publish = _command(
        commands,
        "publish",
        "publish the drafts of a server that are what the files have",
        "Publish the drafts of a server, each through the gate of its flow. A draft that is not what its file has is "
        "not published. Exit status: 1 if a draft is refused, 2 for a failure.",
    )
    publish.add_argument("--note", metavar="TEXT", help="what is new, for the list of versions (500 characters)")
    publish.add_argument(
        "--override", metavar="WHY", help="publish a draft that its gate refuses; the audit keeps the reason"
    )
    publish.add_argument(
        "--wait",
        type=int,
        default=300,
        metavar="SECONDS",
        help="how long to wait for the replays of recorded calls that gates ask for (%(default)s); 0 for not at all",
    )


def _add_test(commands: Any) -> None:
    test = _command(
        commands,
        "test",
        "run the tests of flows, without a server; exit status 1 if one fails",
        "Run the tests of the flows in files, in memory: no server is needed, and no model and no tool is asked. "
        "Exit status: 1 if a test fails, a flow has errors, or the tests reach less of a flow than gate.json asks "
        "for; 2 if a file cannot be read.",
    )
    test.add_argument(
        "--test",
        action="append",
        default=[],
        metavar="TEST",
        help="run only this test, of the flows that have it; repeatable",
    )
    test.add_argument("--junit", type=Path, metavar="FILE", help="write the results as JUnit XML, too")
    test.add_argument("--missed", action="store_true", help="list the nodes and exits that no test reaches")
    test.add_argument(
        "--simulate", action="store_true", help="run only the simulated callers, on the server; they ask real models"
    )
    test.add_argument("--estimate", action="store_true", help="with --simulate: only say what it may cost")
    test.add_argument("--budget", type=int, metavar="TOKENS", help="with --simulate: tokens for all calls of a flow")
    test.add_argument("--calls", type=int, metavar="N", help="with --simulate: calls for each test")
    test.add_argument("--model", metavar="NAME", help="with --simulate: the model that plays the caller")
    test.add_argument("--judge-model", metavar="NAME", help="with --simulate: the model that judges the calls")
    test.add_argument("--server", action="store_true", help="run the tests that the server has, on the server")
    test.add_argument(
        "--version", metavar="N|latest|draft", help="with --server: the version to test (the draft by default)"
    )


def _command(commands: Any, name: str, short: str, long: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=short,
        description=long,
        epilog=f"{_LAYOUT}{_SERVER}",
        formatter_class=_Paragraphs,
    )
    command.add_argument(
        "flows",
        nargs="*",
        metavar="FLOW",
        help=f"the ids of flows; all of the {'server' if name == 'pull' else 'folder'} by default",
    )
    command.add_argument("--folder", type=Path, default=Path("flows"), help="the folder with the files (%(default)s)")
    command.add_argument("--url", default=os.environ.get(URL) or DEFAULT_URL, help="the URL of the API (%(default)s)")
    command.add_argument(
        "--organization", default="demo", metavar="ID", help="the organization, if Callflow is local (%(default)s)"
    )
    return command


def _add_positions(command: argparse.ArgumentParser, text: str) -> None:
    command.add_argument("--positions", action="store_true", help=text)


class _Paragraphs(argparse.HelpFormatter):
    """Keeps the lines of the epilog, and fills the description."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" not in text:
            return super()._fill_text(text, width, indent)
        return "\n".join(f"{indent}{line}" for line in text.splitlines())


def run(options: argparse.Namespace) -> int:
    """Run one of the commands.

    Args:
        options: The parsed command line.

    Returns:
        The exit status: 2 if the command cannot go on.
    """
    from local.commands.flows.failures import CommandError

    try:
        return _run(options)
    except CommandError as error:
        sys.stdout.flush()
        sys.stderr.write(f"{error}\n")
        return 2


def _run(options: argparse.Namespace) -> int:
    from local.commands.flows.folder import Folder
    from local.commands.flows.server import server_at

    folder = Folder(options.folder)
    if options.command == "test" and not (options.server or options.simulate):
        given = {name: getattr(options, name) for name in ("version", "estimate", *_SIMULATE)}
        if misplaced := next((name for name, value in given.items() if value), None):
            needed = "--server or --simulate" if misplaced == "version" else "--simulate"
            option = f"--{misplaced.replace('_', '-')}"
            sys.stderr.write(f"{option} is for a server: add {needed}, or leave {option} out.\n")
            return 2
        from local.commands.flows.run.command import run_in_memory

        return run_in_memory(folder, options.flows, options.test, junit=options.junit, missed=options.missed)
    with server_at(options.url, options.organization) as server:
        match options.command:
            case "pull":
                from local.commands.flows.pull import pull

                return pull(server, folder, options.flows, positions=options.positions, delete=options.delete)
            case "push":
                from local.commands.flows.push import push

                return push(server, folder, options.flows, delete=options.delete)
            case "diff":
                from local.commands.flows.diff import diff

                return diff(server, folder, options.flows, version=options.version, positions=options.positions)
            case "test":
                from local.commands.flows.run.command import run_on_server

                return run_on_server(
                    server,
                    folder,
                    options.flows,
                    options.test,
                    version=options.version or "draft",
                    asked=_simulate(options),
                    junit=options.junit,
                    missed=options.missed,
                )
            case _:
                from local.commands.flows.publish import publish

                return publish(
                    server,
                    folder,
                    options.flows,
                    note=options.note,
                    override=options.override,
                    wait=options.wait,
                )


def _simulate(options: argparse.Namespace) -> Any:
    """Return what `--simulate` asks for; None without it."""
    from local.commands.flows.run.simulated import Simulate

    if not options.simulate:
        return None
    given = {field: getattr(options, name) for name, field in _SIMULATE.items()}
    return Simulate(options.estimate, {field: value for field, value in given.items() if value is not None})
