"""Writes samconfig.toml as `sam deploy --guided` does, by SAM's own code, with Enter at each question.

Arguments: `Name=value`, the answers that are not Enter.

It runs in SAM's environment, not in that of the tests: test_operated_stack.py starts it in a copy of the repository.
"""

from __future__ import annotations

import os
import sys

os.environ["SAM_CLI_TELEMETRY"] = "0"

import samcli.commands.deploy.guided_context as guided
from samcli.commands._utils.template import get_template_parameters
from samcli.commands.deploy.guided_config import GuidedConfig
from samcli.lib.config.samconfig import SamConfig

guided.prompt = lambda _text, default=None, **_: default
context = guided.GuidedContext.__new__(guided.GuidedContext)
config = SamConfig(".")
written = config.get_all(["deploy"], "parameters", "default")["parameter_overrides"]
overrides = dict(part.split("=", 1) for part in (written.split() if isinstance(written, str) else written))
overrides |= dict(part.split("=", 1) for part in sys.argv[1:])
answers = context.prompt_parameters(get_template_parameters("./template.yaml"), overrides, "", "")
GuidedConfig("./template.yaml", "parameters")._save_parameter_overrides(["deploy"], "default", answers, config)
config.flush()
sys.stdout.write(" ".join(answers))
