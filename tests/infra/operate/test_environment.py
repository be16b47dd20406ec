"""samconfig.toml is read as SAM reads it, also after `sam deploy --guided` has written it."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.operate.__main__ import main
from infra.operate.environment import RefusedError, assignments, read_environment


def test_both_environments_of_the_repository_are_read() -> None:
    dev, prod = read_environment("default"), read_environment("prod")
    assert (dev.stack, dev.confirm, dev.parameters["Environment"]) == ("callflow-dev", False, "dev")
    assert (prod.stack, prod.confirm, prod.parameters["Environment"]) == ("callflow-prod", True, "prod")
    assert prod.tags == {"app": "callflow", "environment": "prod"}


def test_an_unknown_section_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RefusedError, match="set ENV to one of: default, prod"):
        read_environment("staging")


def test_values_are_read_as_guided_and_operators_write_them(tmp_path: Path) -> None:
    assert assignments('Environment="dev" Model="" Two="a b" Arns=x,y=z') == {
        "Environment": "dev",
        "Model": "",
        "Two": "a b",
        "Arns": "x,y=z",
    }
    assert assignments(["A=1", "B="]) == {"A": "1", "B": ""}
    with pytest.raises(RefusedError, match="'Model' is not written as Name=value"):
        assignments("Model bedrock/x")


@pytest.mark.parametrize("arguments", [[], ["deploy"], ["deploi", "prod"], ["deploy", "prod", "x"]])
def test_wrong_arguments_print_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "preflight|deploy|rollback|rotate|restore|teardown" in capsys.readouterr().err


def test_a_refusal_is_one_line_and_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deploy", "staging"]) == 1
    assert capsys.readouterr().err.startswith("samconfig.toml has no [staging.global.parameters]")
