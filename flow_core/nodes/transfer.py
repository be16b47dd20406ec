"""transfer: choose the destination of the call. The agent worker performs the transfer."""

from __future__ import annotations

import re

from flow_core.authored.nodes import TransferNode
from flow_core.flow import Flow
from flow_core.outcomes import Finish, Leave, Outcome
from flow_core.state import Status, Transfer
from flow_core.step_context import StepContext
from flow_core.subflows.frames import every_flow
from flow_core.text import templates
from flow_core.transfer.phone_number import is_e164, plain
from flow_core.transfer.rules import TransferRules, refusal

_SIP_URI = re.compile(r"sips?:[^\s@<>\"]+(@[^\s@<>\"]+)?\Z", re.IGNORECASE)


def destination(text: str) -> str | None:
    """Return an E.164 number or a SIP URI; None for other text. `tel:` and the separators of a number are removed."""
    text = text.strip()
    number = plain(text)
    if is_e164(number):
        return number
    return text if _SIP_URI.match(text) else None


def has_variable_destination(flow: Flow) -> bool:
    """Return whether a variable gives a destination, also in an inner flow.

    A session of such a flow needs its organization's rules.
    """
    return any(
        isinstance(node, TransferNode) and templates.expressions(node.data.to)
        for one in every_flow(flow)
        for node in one.nodes
    )


def enter(node: TransferNode, context: StepContext) -> Outcome:
    """Transfer the call, unless the destination is malformed or not allowed."""
    to = destination(context.render(node.data.to, "to"))
    rules = context.transfers
    if rules is not None and templates.expressions(node.data.to):
        reason = _refusal(to, node.data.to, rules)
        if reason is not None:
            context.record_error("to", to, reason)
            return Leave("failed")
    if to is None:
        # An invalid destination counts as a failed transfer.
        return Leave("failed")
    context.say(context.spoken(node.data.message, "message"))
    return Finish(Transfer(to, node.data.mode), Status.TRANSFERRED)


def _refusal(to: str | None, template: str, rules: TransferRules) -> str | None:
    """Return why the transfer is refused; None if it is allowed."""
    if to is None:
        return "there is no number and no SIP URI to transfer to"
    return refusal(to, rules, author_names_host=_author_names_host(template))


def _author_names_host(text: str) -> bool:
    """Return whether the author wrote all text after the last @."""
    template = templates.parse(text)
    last = "" if isinstance(template, templates.Unclosed) else template[-1]
    return isinstance(last, str) and "@" in last
