"""Gives each request an address that can be saved, and each transfer a destination."""

from __future__ import annotations

import re

from flow_core.nodes.transfer import destination
from functions.flow_import.draft import Draft

_ADDRESS = re.compile(r"https?://[^\s/]|\{\{", re.IGNORECASE)


def mend_addresses(draft: Draft) -> None:
    """Replace the addresses that cannot be saved."""
    for node in draft.nodes.values():
        to = node.data.get("to")
        if isinstance(to, str) and "{{" not in to and destination(to) is None:
            number = draft.names.own("transferNumber", {"type": "string", "description": "where a call is transferred"})
            text = f'"{to[:80]}" is no number with its country code and no SIP address; set {number}, or write one'
            draft.lost(node.place or "", text, node.id)
            node.data["to"] = f"{{{{ {number} }}}}"
        request = node.data.get("request")
        if isinstance(request, dict) and not _ADDRESS.match(str(request["url"])):
            shown = str(request["url"])[:80]
            draft.lost(node.place or "", f'"{shown}" is no address that begins with http:// or https://', node.id)
            request["url"] = "https://example.com/"
