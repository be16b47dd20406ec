"""Amazon's runtime client for Python (awslambdaric), installed outside the package."""

from __future__ import annotations

import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PINNED = _ROOT / "requirements" / "lambda-runtime.txt"


def runtime_client(python: str) -> Path:
    """Return the folder of the client for this interpreter. Install and compile the client the first time."""
    version = _output(python, "import sys; print('%d.%d' % sys.version_info[:2])")
    folder = _ROOT / ".cache" / "lambda" / f"runtime-{version}"
    stamp = folder / ".pinned"
    if not stamp.exists() or stamp.read_bytes() != _PINNED.read_bytes():
        install_client(folder, "--python", python)
        compiled = [python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(folder)]
        subprocess.run(compiled, check=True, stdout=subprocess.DEVNULL)
        stamp.write_bytes(_PINNED.read_bytes())
    return folder


def install_client(folder: Path, *target: str) -> None:
    """Install the client in a folder. `target` has uv's options for the interpreter and the platform."""
    uv = [str(_ROOT / ".venv" / "bin" / "uv"), "pip", "install", "--quiet", *target]
    subprocess.run([*uv, "--require-hashes", "-r", str(_PINNED), "--target", str(folder)], check=True)


def _output(python: str, code: str) -> str:
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
