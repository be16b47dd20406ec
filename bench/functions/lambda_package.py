"""The functions' package, built by infra/package for this machine and for Lambda's Python if it is installed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).parents[2]
HANDLERS = Path(__file__).parent / "handlers"


@dataclass(frozen=True, slots=True)
class Package:
    python: str
    """The interpreter that runs the package."""
    version: str
    compiled: Path
    """The folder of the package as it is deployed, with byte code."""
    uncompiled: Path
    """The folder of the same code and libraries as pip installs them, without byte code."""
    zip_megabytes: float


@contextmanager
def package() -> Iterator[Package]:
    python, version = _interpreter()
    with TemporaryDirectory() as folder:
        compiled, uncompiled = Path(folder, "compiled"), Path(folder, "uncompiled")
        environment = {
            **os.environ,
            "LAMBDA_PLATFORM": f"{platform.machine()}-manylinux_2_28",
            "LAMBDA_PYTHON": version,
        }
        subprocess.run([_ROOT / "infra" / "package", compiled], check=True, env=environment)
        uv = [str(_ROOT / ".venv" / "bin" / "uv"), "pip", "install", "--quiet", "--python", python, "--no-deps"]
        pinned = ["--require-hashes", "-r", str(_ROOT / "requirements" / "functions.txt")]
        subprocess.run([*uv, *pinned, "--target", str(uncompiled)], check=True)
        for ours in ("flow_core", "functions"):
            shutil.copytree(_ROOT / ours, uncompiled / ours, ignore=shutil.ignore_patterns("__pycache__"))
        yield Package(python, version, compiled, uncompiled, _zipped(compiled))


def _interpreter() -> tuple[str, str]:
    """Return Lambda's Python and its version if infra/package would find it, else the running interpreter."""
    found = [shutil.which("python3.13"), *map(str, Path.home().glob(".pyenv/versions/3.13.*/bin/python"))]
    for python in found:
        if python and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0:
            return python, "3.13"
    return sys.executable, f"{sys.version_info.major}.{sys.version_info.minor}"


def _zipped(folder: Path) -> float:
    """Return the megabytes of the zipped folder, as Lambda counts them."""
    with TemporaryDirectory() as elsewhere:
        target = Path(elsewhere, "package.zip")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in folder.rglob("*"):
                archive.write(file, file.relative_to(folder))
        return target.stat().st_size / 1e6
