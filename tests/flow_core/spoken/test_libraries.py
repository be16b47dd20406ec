"""The libraries of spoken values are loaded with the first value that needs them, or ahead."""

from __future__ import annotations

import subprocess
import sys

from flow_core.spoken import libraries

_SHOW = "import sys; print(sorted({'babel', 'phonenumbers', 'flow_core.spoken.days'} & set(sys.modules)))"


def _loaded_by(code: str) -> str:
    return subprocess.run([sys.executable, "-c", f"{code}; {_SHOW}"], capture_output=True, text=True, check=True).stdout


def test_the_start_of_a_process_loads_none_of_them() -> None:
    assert _loaded_by("import flow_core.step").strip() == "[]"


def test_a_name_in_a_text_loads_neither_the_calendars_nor_the_phone_numbers() -> None:
    speak = "from flow_core.spoken.speak import speak; from flow_core.spoken.voice import voice_of"
    assert _loaded_by(f"{speak}; speak('James', voice_of('en-US', 'UTC'))").strip() == "['flow_core.spoken.days']"


def test_a_process_that_starts_ahead_loads_all() -> None:
    libraries.load()
    load = "from flow_core.spoken import libraries; libraries.load()"
    assert _loaded_by(load).strip() == "['babel', 'flow_core.spoken.days', 'phonenumbers']"
