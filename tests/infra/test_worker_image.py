"""infra/worker-image builds an image once for a commit, and names it by its digest. docker and aws are stubs."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DIGEST = f"sha256:{'d' * 64}"
AWS = f"""#!/usr/bin/env bash
echo "aws $*" >>"$CALLS"
case "$1 $2 $*" in
  *WorkerRepository*) echo 1.dkr.ecr.us-east-1.amazonaws.com/a/repository ;;
  *WorkerImageParameter*) echo /callflow/callflow-prod/worker-image ;;
  "ecr describe-images"*) if [ -e "$PUSHED" ]; then echo {DIGEST}; else echo not found >&2; exit 254; fi ;;
  "ecr get-login-password"*) echo password ;;
esac
"""
DOCKER = """#!/usr/bin/env bash
echo "docker $*" >>"$CALLS"
if [ "$1" = login ]; then cat >/dev/null; else touch "$PUSHED"; fi
"""
PYTHON = """#!/usr/bin/env bash
echo "python $*" >>"$CALLS"
[ ! -e "$FAILS" ]
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A clone with one commit, and programs that note their arguments."""

    clone: Path
    notes: Path

    def run(self, environment: str = "prod") -> subprocess.CompletedProcess[str]:
        variables = {
            "PATH": f"{self.notes / 'bin'}:{os.environ['PATH']}",
            "CALLS": str(self.notes / "calls"),
            "PUSHED": str(self.notes / "pushed"),
            "FAILS": str(self.notes / "fails"),
        }
        command = [str(self.clone / "infra" / "worker-image"), environment]
        return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)

    def calls(self, beginning: str) -> list[str]:
        path = self.notes / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line for line in lines if line.startswith(beginning)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    made = Stage(tmp_path / "clone", tmp_path / "notes")
    for folder in (made.clone / "infra", made.clone / ".venv" / "bin", made.notes / "bin"):
        folder.mkdir(parents=True)
    shutil.copy2(ROOT / "infra" / "worker-image", made.clone / "infra")
    shutil.copy2(ROOT / "samconfig.toml", made.clone)
    (made.clone / ".gitignore").write_text(".venv/\n")
    for path, text in (
        (made.notes / "bin" / "aws", AWS),
        (made.notes / "bin" / "docker", DOCKER),
        (made.clone / ".venv" / "bin" / "python", PYTHON),
    ):
        path.write_text(text)
        path.chmod(0o755)
    author = ["-c", "user.name=t", "-c", "user.email=t@t.test", "-c", "commit.gpgsign=false"]
    for git in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "one"]):
        subprocess.run(["git", *git], cwd=made.clone, check=True)
    return made


def test_an_image_is_built_without_attestations_and_deployed_by_its_digest(stage: Stage) -> None:
    done = stage.run()
    assert done.returncode == 0, done.stderr
    [build] = stage.calls("docker buildx")
    assert "--provenance=false" in build
    assert "--sbom=false" in build
    [stored] = stage.calls("aws ssm put-parameter")
    assert f"--value 1.dkr.ecr.us-east-1.amazonaws.com/a/repository@{DIGEST} --overwrite" in stored
    assert stage.calls("python") == ["python -m infra.operate deploy prod"]
    assert stage.calls("aws ecr describe-images")[0].count("--repository-name a/repository ") == 1


def test_a_failed_deployment_is_repeated_without_another_build(stage: Stage) -> None:
    (stage.notes / "fails").touch()
    assert stage.run().returncode != 0
    (stage.notes / "fails").unlink()
    done = stage.run()
    assert done.returncode == 0, done.stderr
    assert "was pushed before" in done.stdout
    assert len(stage.calls("docker buildx")) == 1
    assert len(stage.calls("python")) == 2


def test_uncommitted_changes_are_refused_before_anything_is_pushed(stage: Stage) -> None:
    (stage.clone / "samconfig.toml").write_text((ROOT / "samconfig.toml").read_text() + "\n# changed\n")
    done = stage.run()
    assert done.returncode == 1
    assert "samconfig.toml" in done.stderr
    assert stage.calls("docker") == stage.calls("aws ssm") == []


def test_an_unknown_environment_is_refused(stage: Stage) -> None:
    done = stage.run("staging")
    assert (done.returncode, stage.calls("aws")) == (1, [])
    assert "[staging.global.parameters]" in done.stderr
