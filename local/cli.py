"""The `callflow` command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    # Each command loads what it needs: `callflow eval` should not wait for a web server's imports.
    match options.command:
        case "dev":
            return _dev(options)
        case "chat":
            from local.commands.chat import chat

            return chat(options.flow, options.url, options.script, draft=options.draft)
        case "check":
            from local.commands.check import check_file

            return check_file(options.file)
        case "record":
            from local.commands.recordings import record_session

            return record_session(options.session, options.dynamodb_endpoint)
        case "replay":
            from local.commands.recordings import replay

            return replay(options.files)
        case "phone":
            return _phone(options)
        case _:
            from local.commands.evaluate import eval_lines

            return eval_lines()


def _dev(options: argparse.Namespace) -> int:
    from local.dev import DATA, Kept, dev

    if options.dynamodb_endpoint and (options.data or options.fresh):
        sys.stderr.write("--data and --fresh are for the embedded store; leave them out beside --dynamodb-endpoint.\n")
        return 2
    kept = Kept(options.data or DATA, options.fresh, options.dynamodb_endpoint)
    return dev(options.port, kept, calls=not options.no_calls)


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
    parser = argparse.ArgumentParser(prog="callflow", description="Runs conversations from a flow that someone drew.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    dev = commands.add_parser("dev", help="serve the API, the dashboard and the examples on this machine")
    dev.add_argument("--port", type=int, default=8000)
    dev.add_argument("--data", type=Path, metavar="FOLDER", help="where flows and sessions are kept (.callflow)")
    dev.add_argument("--fresh", action="store_true", help="begin empty; what is in the folder is put aside in it")
    dev.add_argument(
        "--dynamodb-endpoint", metavar="URL", help="use this DynamoDB (DynamoDB Local, a real one) in place of ours"
    )
    dev.add_argument("--no-calls", action="store_true", help="the API alone: no livekit-server and no worker")
    chat = commands.add_parser("chat", help="hold a conversation in the terminal, through the API")
    chat.add_argument("flow", metavar="FLOW", help="a flow's id, such as customer-support")
    chat.add_argument("--url", default="http://127.0.0.1:8000", help="where the API is (%(default)s)")
    chat.add_argument("--script", type=Path, metavar="FILE", help="say these lines, one a turn, in place of a person")
    chat.add_argument("--draft", action="store_true", help="the draft, not the latest version")
    check = commands.add_parser("check", help="tell what is wrong with a flow; exit status 1 if it has errors")
    check.add_argument("file", type=Path, metavar="FLOW.json")
    record = commands.add_parser("record", help="write down a session: its flow, its events and every step")
    record.add_argument("session", metavar="SESSION")
    record.add_argument("--dynamodb-endpoint", metavar="URL", help="as `callflow dev` prints it; AWS itself without")
    replay = commands.add_parser("replay", help="fold recordings again; exit status 1 if one goes another way")
    replay.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _add_phone(commands)
    commands.add_parser(
        "eval", help="evaluate JSON lines {expression, variables} from standard input to {ok, value|error}"
    )
    return parser


def _add_phone(commands: Any) -> None:
    phone = commands.add_parser("phone", help="phone numbers: which agent answers them, and their way through LiveKit")
    actions = phone.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="have an agent answer a number; run again, it changes nothing")
    grant = actions.add_parser(
        "grant", help="print a grant: the operator's signed permission for an organization to have a number"
    )
    remove = actions.add_parser("remove", help="have nobody answer a number any more")
    shown = actions.add_parser("list", help="every number with its agent and its LiveKit trunk")
    for action in (add, grant, remove):
        action.add_argument("number", metavar="NUMBER", help="as E.164, such as +15550100")
    for action in (add, grant, remove, shown):
        action.add_argument("--url", default="http://127.0.0.1:8000", help="where the API is (%(default)s)")
        action.add_argument("--organization", default="demo", metavar="ID", help="whose number it is (%(default)s)")
    grant.add_argument(
        "--take", action="store_true", help="also where another organization has the number, which loses it then"
    )
    add.add_argument("--agent", required=True, metavar="AGENT", help="the agent's id")
    add.add_argument(
        "--allow", action="append", default=[], metavar="CIDR", help="take calls from this address alone; repeatable"
    )
    add.add_argument(
        "--auth-username", metavar="NAME", help="ask callers for this name, and for the password CALLFLOW_SIP_PASSWORD"
    )
    add.add_argument("--srtp", action="store_true", help="take encrypted media alone")


if __name__ == "__main__":
    raise SystemExit(main())
