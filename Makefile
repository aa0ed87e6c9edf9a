# `make` alone lists the targets. A fresh machine needs Python 3.11 or newer, git and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.up-to-date
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench bench-peers lock catalogues reference mutants

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1: \2/'

setup: $(STAMP) ## an environment in .venv with the locked versions (does nothing when it is up to date)

$(BIN)/uv:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(STAMP): pyproject.toml requirements.lock hatch_build.py | $(BIN)/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements.lock -e ".[dev]"
	@touch $@

demo: setup ## the EXERCISE between two nodes; ARGS="--headless --out DIR --seed N"
	@$(BIN)/jig demo $(ARGS)

test: setup ## every test; ARGS goes to pytest
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: setup ## style, types, rooms, dependencies, clause coverage, tests and the documents' examples
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/jig agreement coverage --strict
	$(BIN)/python -m pytest -n auto $(ARGS)

bench: setup ## every figure as a ratio to the bound measured beside it
	@$(BIN)/python -m benchmarks $(ARGS)

bench-peers: setup ## installs what deconfliction and episodes are measured against, says what is missing, and measures
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements.lock -e ".[peers]" || echo "missing: a Python peer could not be installed"
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 \
	  || (apt-get update -qq && apt-get install -y -qq postgresql postgresql-*-postgis-3) >/dev/null 2>&1 || true
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || echo "missing: PostgreSQL with PostGIS"
	@$(BIN)/python -m benchmarks --only deconflict $(ARGS)
	@$(BIN)/python -m benchmarks --only episodes $(ARGS)

mutants: setup ## breaks each rule of the record in turn and shows which property fails
	@$(BIN)/python tools/mutants.py $(ARGS)

# The lock names versions only: where packages come from is each machine's own business.
lock: | $(BIN)/uv ## requirements.lock anew from pyproject.toml
	@$(BIN)/uv export --quiet --format requirements-txt --no-hashes --no-emit-project --all-extras --no-header \
	  --no-annotate --output-file requirements.lock >/dev/null; status=$$?; rm -f uv.lock; exit $$status
	@! grep -nE '://|^-' requirements.lock

catalogues: setup ## extracts what users see, brings the .po files up to date, compiles them
	@$(BIN)/python tools/catalogues.py

reference: setup ## the pages of docs/reference that follow from the code
	@PYTHONPATH=. $(BIN)/python tools/reference.py
