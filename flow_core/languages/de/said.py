"""What a flow says of its own accord in German."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "Es tut mir leid, bei uns ist etwas schiefgegangen. Bitte rufen Sie später wieder an. Auf Wiederhören."
    take_your_time = "Lassen Sie sich Zeit."
    here = "Hallo, ich bin da."
    what_to_change = "Was soll ich ändern?"
