"""What a flow says of its own accord in Dutch."""

from __future__ import annotations


class Said:
    """What a flow says of its own accord."""

    apology = "Het spijt me, er is bij ons iets misgegaan. Belt u later nog eens terug. Tot ziens."
    take_your_time = "Neemt u gerust de tijd."
    here = "Hallo, ik ben er nog."
    what_to_change = "Wat moet ik veranderen?"
