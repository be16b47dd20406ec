"""The `callflow` command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from local.commands.flows.options import COMMANDS, add_flow_commands, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The command line without the program's name. None: that of the process.

    Returns:
        The exit status.
    """
    options = _parser().parse_args(arguments)
    # Each command imports its own modules: `callflow eval` does not load a web server.
    match options.command:
        case "dev":
            return _dev(options)
        case "chat":
            from local.commands.chat import chat

            return chat(options.flow, options.url, options.script, draft=options.draft)
        case "check":
            from local.commands.check import check_file

            return check_file(options.file)
        case "import":
            from local.commands.import_flow import Target, import_flow

            target = Target(options.id, options.publish, options.out, options.url, options.organization)
            return import_flow(options.file, target)
        case "record":
            from local.commands.recordings import record_session

            return record_session(options.session, options.dynamodb_endpoint)
        case "replay":
            from local.commands.recordings import replay

            return replay(options.files)
        case "phone":
            return _phone(options)
        case command if command in COMMANDS:
            return run(options)
        case _:
            from local.commands.evaluate import evaluate_lines

            return evaluate_lines()


def _dev(options: argparse.Namespace) -> int:
    from local.dev import DEFAULT_DATA, StoreOptions, dev

    if options.dynamodb_endpoint and (options.data or options.fresh):
        sys.stderr.write("--data and --fresh apply to the embedded store. Leave them out with --dynamodb-endpoint.\n")
        return 2
    store = StoreOptions(options.data or DEFAULT_DATA, options.fresh, options.dynamodb_endpoint)
    return dev(options.port, store, calls=not options.no_calls)


def _phone(options: argparse.Namespace) -> int:
    from local.phone.command import phone

    numbers = phone(options.url, options.organization)
    match options.action:
        case "add":
            allowed, username = tuple(options.allow), options.auth_username
            return numbers.add(
                options.number, options.agent, allowed=allowed, username=username, encrypted=options.srtp
            )
        case "grant":
            return numbers.grant(options.number, take=options.take)
        case "remove":
            return numbers.remove(options.number)
        case _:
            return numbers.show()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="callflow", description="Run phone conversations that are defined by flows.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    dev = commands.add_parser("dev", help="serve the API, the dashboard and the examples on this machine")
    dev.add_argument("--port", type=int, default=8000)
    dev.add_argument("--data", type=Path, metavar="FOLDER", help="the folder with flows and sessions (.callflow)")
    dev.add_argument(
        "--fresh", action="store_true", help="start with an empty store; the existing one is moved to a subfolder"
    )
    dev.add_argument("--dynamodb-endpoint", metavar="URL", help="use this DynamoDB instead of the embedded store")
    dev.add_argument("--no-calls", action="store_true", help="start only the API: no livekit-server and no worker")
    chat = commands.add_parser("chat", help="hold a conversation in the terminal, through the API")
    chat.add_argument("flow", metavar="FLOW", help="the flow's id, such as customer-support")
    chat.add_argument("--url", default="http://127.0.0.1:8000", help="the URL of the API (%(default)s)")
    chat.add_argument(
        "--script", type=Path, metavar="FILE", help="read the caller's answers from this file, one line for each turn"
    )
    chat.add_argument("--draft", action="store_true", help="use the draft instead of the published version")
    check = commands.add_parser("check", help="list the problems of a flow; exit status 1 if it has errors")
    check.add_argument("file", type=Path, metavar="FLOW.json")
    _add_import(commands)
    add_flow_commands(commands)
    record = commands.add_parser("record", help="write a session's recording: its flow, its events and each step")
    record.add_argument("session", metavar="SESSION")
    record.add_argument(
        "--dynamodb-endpoint", metavar="URL", help="the endpoint that `callflow dev` prints; AWS by default"
    )
    replay = commands.add_parser("replay", help="replay recordings; exit status 1 if one takes another path")
    replay.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _add_phone(commands)
    commands.add_parser("eval", help="read JSON lines {expression, variables}, write JSON lines {ok, value|error}")
    return parser


def _add_import(commands: Any) -> None:
    imports = commands.add_parser(
        "import", help="import a flow of Retell, Voiceflow, Dialogflow CX, Vapi or Pipecat, and say what is lost"
    )
    imports.add_argument("file", type=Path, metavar="FILE", help="the export, or the folder of a Dialogflow CX agent")
    imports.add_argument("--id", metavar="FLOW", help="the flow's id; from the name of the file by default")
    imports.add_argument("--publish", action="store_true", help="publish the draft")
    imports.add_argument("--out", type=Path, metavar="FILE", help="write the definition to this file, and save nothing")
    imports.add_argument("--url", default="http://127.0.0.1:8000", help="the URL of the API (%(default)s)")
    imports.add_argument("--organization", default="demo", metavar="ID", help="the organization (%(default)s)")


def _add_phone(commands: Any) -> None:
    phone = commands.add_parser("phone", help="manage phone numbers, with their agents and their LiveKit trunks")
    actions = phone.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="let an agent answer a number; safe to repeat")
    grant = actions.add_parser("grant", help="print a grant: permission for an organization to have a number")
    remove = actions.add_parser("remove", help="remove a number from its agent and from LiveKit")
    list_numbers = actions.add_parser("list", help="list the numbers with their agents and LiveKit trunks")
    for action in (add, grant, remove):
        action.add_argument("number", metavar="NUMBER", help="in E.164 format, such as +15550100")
    for action in (add, grant, remove, list_numbers):
        action.add_argument("--url", default="http://127.0.0.1:8000", help="the URL of the API (%(default)s)")
        action.add_argument(
            "--organization", default="demo", metavar="ID", help="the organization that has the number (%(default)s)"
        )
    grant.add_argument("--take", action="store_true", help="move the number from another organization, if that has it")
    add.add_argument("--agent", required=True, metavar="AGENT", help="the agent's id")
    add.add_argument(
        "--allow", action="append", default=[], metavar="CIDR", help="accept calls only from this address; repeatable"
    )
    add.add_argument(
        "--auth-username", metavar="NAME", help="require this SIP user name, and the password CALLFLOW_SIP_PASSWORD"
    )
    add.add_argument("--srtp", action="store_true", help="accept only encrypted media")


if __name__ == "__main__":
    raise SystemExit(main())
