"""transfer: the caller is handed to a person. The worker does it; this says to whom."""

from __future__ import annotations

import re

from flow_core.flow import Flow, TransferNode
from flow_core.state import Status, Transfer
from flow_core.step_context import Finish, Leave, Outcome, StepContext
from flow_core.text import templates
from flow_core.transfer.phone_number import is_e164, plain
from flow_core.transfer.rules import TransferRules, refusal

_SIP_URI = re.compile(r"sips?:[^\s@<>\"]+(@[^\s@<>\"]+)?\Z", re.IGNORECASE)


def destination(written: str) -> str | None:
    """An E.164 number or a SIP URI, or None where it is neither. `tel:` and the dashes of a number are dropped."""
    written = written.strip()
    number = plain(written)
    if is_e164(number):
        return number
    return written if _SIP_URI.match(written) else None


def leads_by_variable(flow: Flow) -> bool:
    """Whether a transfer's destination comes out of a variable: then a session needs its organization's rules."""
    return any(isinstance(node, TransferNode) and templates.expressions(node.data.to) for node in flow.nodes)


def enter(node: TransferNode, context: StepContext) -> Outcome:
    to = destination(context.render(node.data.to, "to"))
    rules = context.transfers
    if rules is not None and templates.expressions(node.data.to):
        reason = _reason(to, node.data.to, rules)
        if reason is not None:
            context.record_error("to", to, reason)
            return Leave("failed")
    if to is None:
        # A caller is never sent to a number that cannot be dialled: it is as if the transfer had failed.
        return Leave("failed")
    context.say(context.render(node.data.message, "message"))
    return Finish(Transfer(to, node.data.mode), Status.TRANSFERRED)


def _reason(to: str | None, written: str, rules: TransferRules) -> str | None:
    """Why the transfer is refused; None where it is not."""
    if to is None:
        return "there is no number and no SIP URI to transfer to"
    return refusal(to, rules, author_names_host=_author_names_host(written))


def _author_names_host(to: str) -> bool:
    """Whether all that follows the last @ was written out."""
    template = templates.parse(to)
    last = "" if isinstance(template, templates.Unclosed) else template[-1]
    return isinstance(last, str) and "@" in last
