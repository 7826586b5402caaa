# `make help` lists the targets. Kept to what GNU make 3.81 (macOS) understands.
# Each step leaves a stamp, so that a step runs again only when what it reads has changed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run setup setup-dev test lint lint-code lint-format lint-types lint-templates lint-catalogues \
	format catalogues bench lock wheel clean

HOST ?= 127.0.0.1
PORT ?= 5000
# Which tests: make test T=tests/bookings, or T="-k desk -x"
T ?=
# Whose English catalogue: make catalogues P=bookings
P ?=

BIN := .venv/bin
UV := $(BIN)/uv
UV_PIP := $(UV) pip
STEP := @printf '· %s\n'

# The first Python that is new enough; only asked for when .venv is missing.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)

help:
	@echo 'make run        set up what is missing, then serve on http://$(HOST):$(PORT) (PORT=…, HOST=…)'
	@echo 'make test       set up what is missing, then run all tests (T=tests/… or T="-k …" for some)'
	@echo 'make lint       check code, types, templates and catalogues'
	@echo 'make format     put the code into its form'
	@echo 'make catalogues take new German sentences into the English catalogues (P=bookings for one)'
	@echo 'make bench      measure pages, bookings a second, and ten thousand against a million bookings'
	@echo 'make wheel      build a wheel for a deployment, with all assets inside'
	@echo 'make lock       pin the packages anew after a change in pyproject.toml or package.json (UPGRADE=1: newest versions)'
	@echo 'make clean      remove everything these targets made, except the data in instance/'

run: setup
	@$(BIN)/labspace db upgrade
	@$(BIN)/labspace demo --if-empty
	@exec $(BIN)/labspace serve --host $(HOST) --port $(PORT)

setup: .stamps/python .stamps/assets .stamps/catalogues
	@:

setup-dev: .stamps/python-dev .stamps/npm-dev setup
	@:

test: setup-dev
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(T)

lint: lint-code lint-format lint-types lint-templates lint-catalogues

lint-code: setup-dev
	$(STEP) 'code'
	@$(BIN)/ruff check --quiet .

lint-format: setup-dev
	$(STEP) 'format'
	@$(BIN)/ruff format --check --quiet . || { echo 'Run make format.'; exit 1; }

lint-types: setup-dev
	$(STEP) 'types'
	@$(BIN)/mypy

lint-templates: setup-dev
	$(STEP) 'templates'
	@test ! -d templates || $(BIN)/djlint --lint --quiet templates

lint-catalogues: setup-dev
	$(STEP) 'catalogues'
	@$(BIN)/python -m tools.catalogues check

format: setup-dev
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

catalogues: .stamps/python
	@$(BIN)/python -m tools.catalogues update $(P)

bench: setup-dev
	@$(BIN)/python -m bench.all

wheel: setup
	@$(UV) build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist .
	@ls dist/*.whl

LOCKED := requirements/uv.txt requirements/node.txt requirements/clients.txt requirements/run.txt \
	requirements/dev.txt
COMPILE := $(UV_PIP) compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: $(UV)
	@$(COMPILE) --group pyproject.toml:uv -o requirements/uv.txt
	@$(COMPILE) --group pyproject.toml:node -o requirements/node.txt
	@$(COMPILE) --group pyproject.toml:clients -o requirements/clients.txt
	@$(COMPILE) pyproject.toml --group setup -o requirements/run.txt
	@$(COMPILE) pyproject.toml --extra postgres --group dev -c requirements/run.txt -o requirements/dev.txt
	@$(BIN)/python -m tools.npm install --package-lock-only
	@! grep -nE 'https?://' $(LOCKED) .npmrc || { echo 'A lock file names an address.'; exit 1; }
	@! grep -n '"resolved": *"http' package-lock.json || { echo 'A lock file names an address.'; exit 1; }

clean:
	rm -rf .venv .stamps node_modules static/vendor labspace/translations/*/LC_MESSAGES \
		dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results

# --- the steps -----------------------------------------------------------------------------------

$(UV): requirements/uv.txt
	$(STEP) 'Python environment'
	@test -n "$(PYTHON)" || { echo 'labspace needs Python 3.11 or newer with venv' \
		'(Debian: apt install python3-venv; macOS: brew install python).' >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Once the developers' packages are there, a run leaves them in place.
PACKAGES = $(if $(wildcard .stamps/python-dev),dev,run)
SYNC = $(UV_PIP) sync --quiet --python $(BIN)/python --require-hashes
INSTALL_SELF = $(UV_PIP) install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .

.stamps/python: $(UV) requirements/run.txt pyproject.toml
	$(STEP) 'Python packages'
	@mkdir -p .stamps
	@$(SYNC) requirements/$(PACKAGES).txt
	@$(INSTALL_SELF)
	@touch $@

.stamps/python-dev: $(UV) requirements/dev.txt pyproject.toml
	$(STEP) 'Python packages, with those for development'
	@mkdir -p .stamps
	@$(SYNC) requirements/dev.txt
	@$(INSTALL_SELF)
	@touch .stamps/python $@

.stamps/npm: package-lock.json .npmrc | .stamps/python
	$(STEP) 'browser packages'
	@$(BIN)/python -m tools.npm ci $(if $(wildcard .stamps/npm-dev),,--omit=dev)
	@touch $@

.stamps/npm-dev: package-lock.json .npmrc | .stamps/python-dev
	$(STEP) 'browser packages, with those for tests'
	@$(BIN)/python -m tools.npm ci
	@touch .stamps/npm $@

.stamps/assets: .stamps/npm tools/assets.json tools/assets.py
	@$(BIN)/python -m tools.assets
	@touch $@

.stamps/catalogues: $(wildcard labspace/translations/*/*.po) tools/catalogues.py | .stamps/python
	@$(BIN)/python -m tools.catalogues compile
	@touch $@
