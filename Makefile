# Pactbook's commands. Each works on a fresh clone; `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
CORES ?= all

.DEFAULT_GOAL := help
.PHONY: help setup reports test check lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.reports ## set up what the reports need

reports: .venv/.reports ## set up, then build every report into reports/
	@$(BIN)/snakemake --cores $(CORES)

test: .venv/.dev ## set up, then run every test
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: .venv/.dev ## set up, then run all linters and contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/snakefmt --check Snakefile
	@$(BIN)/snakemake --lint
	@$(BIN)/frictionless validate data/datapackage.json
	@$(BIN)/pactbook check

lock: ## write both locks anew from pyproject.toml (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group build pyproject.toml -o requirements/reports.lock
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group build --group dev pyproject.toml -o requirements/dev.lock

clean: ## remove all output; the environment and the data stay
	@rm -rf build .snakemake
	@find reports -mindepth 1 ! -name README.md -delete

.venv/.reports: requirements/reports.lock pyproject.toml requirements/setup.sh
	@PYTHON=$(PYTHON) sh requirements/setup.sh reports

.venv/.dev: requirements/dev.lock pyproject.toml requirements/setup.sh
	@PYTHON=$(PYTHON) sh requirements/setup.sh dev
