# What a newcomer needs: `make demo` to see it, `make test` to trust it.
# Needs python3 (3.11 or later) with pip and venv, make, and root or sudo for what the system lacks.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
DEMO_ARGS ?=
PYTEST_ARGS ?=

# Japanese letters for the PDF files that examples and tests make. The program itself uses nothing of the system.
SYSTEM_PACKAGES := fonts-morisawa-bizud-gothic fonts-ipaexfont
# Offices save files with it: the tests let it save the examples in its other formats, and look who is still found.
# The tests of the store, and `make bench`, start a PostgreSQL for themselves.
# The pages are tried in a real browser.
# Only they need these packages, so that nobody waits for them who wants to see the demo.
TEST_PACKAGES := libreoffice-calc libreoffice-writer libreoffice-impress postgresql chromium

# The cut-off leaves a week in which a bad release is found by others.
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --exclude-newer '7 days'

.PHONY: help
help: ## Show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

# ---------------------------------------------------------------- environment

.PHONY: setup
setup: $(STAMPS)/project ## Create .venv with everything in it (quick the second time)
	@:

$(STAMPS)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "setup: Sekisho needs Python 3.11 or later; $(PYTHON) is missing or older. Name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "setup: $(PYTHON) has no venv module. On Debian: apt-get install python3-venv python3-pip" >&2; exit 1; }
	@echo "setup: .venv with the pinned packages of requirements/dev.txt, the project itself, and the system package(s) $(SYSTEM_PACKAGES)"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS)
	@touch $@

$(STAMPS)/system: Makefile scripts/system-packages.sh | $(STAMPS)/python
	@scripts/system-packages.sh $(SYSTEM_PACKAGES)
	@touch $@

$(STAMPS)/test-system: Makefile scripts/system-packages.sh | $(STAMPS)/python
	@scripts/system-packages.sh $(TEST_PACKAGES)
	@touch $@

$(STAMPS)/uv: requirements/uv.txt | $(STAMPS)/python
	@echo "setup: uv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt
	@touch $@

# Sync takes away what is not listed, the project itself too: so that comes last. Compiled once here, the first run
# is as quick as the next, also where Python may write nothing.
$(STAMPS)/project: requirements/dev.txt pyproject.toml $(STAMPS)/uv | $(STAMPS)/system
	@echo "setup: packages"
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src/sekisho
	@touch $@

.PHONY: lock
lock: $(STAMPS)/uv ## Choose the versions anew and write requirements/*.txt
	@echo "lock: requirements/dev.txt, runtime.txt, web.txt, uv.txt"
	@$(COMPILE) --upgrade --extra web --group pyproject.toml:dev pyproject.toml --output-file requirements/dev.txt
	@$(COMPILE) --upgrade --constraints requirements/dev.txt pyproject.toml --output-file requirements/runtime.txt
	@$(COMPILE) --upgrade --extra web --constraints requirements/dev.txt pyproject.toml --output-file requirements/web.txt
	@echo uv | $(COMPILE) --upgrade --constraints requirements/dev.txt - --output-file requirements/uv.txt

# ---------------------------------------------------------------- see it, trust it

.PHONY: demo
demo: setup ## The mistakes of a city hall, each stopped at its place (DEMO_ARGS=…)
	@mkdir -p build
	@$(BIN)/sekisho demo --report build/report-2023.pdf $(DEMO_ARGS)

.PHONY: test
test: setup lint format types contracts catalogue pages tests ## Everything that must hold; changes nothing

.PHONY: lint format types contracts catalogue pages tests
lint: setup
	@echo "==> lint (ruff check)"
	@$(BIN)/ruff check .

format: setup
	@echo "==> format (ruff format)"
	@$(BIN)/ruff format --check .

types: setup
	@echo "==> types (mypy --strict)"
	@$(BIN)/mypy

contracts: setup
	@echo "==> import contracts (import-linter)"
	@$(BIN)/lint-imports --no-logo

catalogue: setup
	@echo "==> English catalogue: every sentence translated, every placeholder kept"
	@$(BIN)/python -P scripts/catalogue.py --check

pages: setup
	@echo "==> generated pages are current"
	@$(BIN)/python -P scripts/pages.py --check

# Everybody at every address, the browser, files of another program, hostile files: they repeat what others cover, and would
# take half as long again with each line watched. The corpora are thousands of worker processes.
UNWATCHED := tests/corpus tests/browser tests/hostile tests/libreoffice \
	tests/web/test_permissions.py tests/web/test_robust.py tests/web/test_questions.py

# Coverage has its threshold in pyproject.toml; the run fails below it.
tests: setup $(STAMPS)/test-system
	@echo "==> tests (pytest, branch coverage)"
	@$(BIN)/pytest -n 2 --cov --cov-report=term $(addprefix --ignore=,$(UNWATCHED)) $(PYTEST_ARGS)
	@echo "==> everybody at every address, the browser, hostile files, LibreOffice, the two corpora (lines not watched)"
	@$(BIN)/pytest -n 2 $(UNWATCHED)

MINUTES ?= 20

# Two targets at a time, so all five take two and a half times MINUTES. One alone: make fuzz PYTEST_ARGS='-k a.html'
.PHONY: fuzz
fuzz: setup ## Damage files and look what is made of them: MINUTES=20 each for zip, OOXML, PDF, mail and the others
	@SEKISHO_FUZZ_SECONDS=$$(( $(MINUTES) * 60 )) $(BIN)/pytest -n 2 -p no:randomly tests/fuzz $(PYTEST_ARGS)

.PHONY: machines
COMMANDS ?= 200000
machines: setup ## Random people say COMMANDS=200000 random commands to dispatches; no invariant may break
	@SEKISHO_COMMANDS=$(COMMANDS) $(BIN)/pytest -p no:randomly tests/gate/test_machine.py

.PHONY: golden
golden: setup ## Keep the events that the scenarios give now (a released form is never written over)
	@SEKISHO_WRITE_GOLDEN=1 $(BIN)/pytest -q tests/golden
	@$(BIN)/pytest -q tests/golden

.PHONY: fix
fix: setup ## Repair what a machine can repair: lint, format, catalogue, generated pages
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python -P scripts/catalogue.py
	@$(BIN)/python -P scripts/pages.py

.PHONY: transcript
transcript: setup ## Put what the demo prints into README.md and README.ja.md
	@$(BIN)/python -P scripts/pages.py --demo

.PHONY: screens
screens: setup $(STAMPS)/test-system ## Take the pictures of the manual anew, while the incidents are walked through in a browser
	@SEKISHO_SCREENS=1 $(BIN)/pytest -q tests/browser $(PYTEST_ARGS)

# -P: a script there is called inspect.py, and must not stand in for Python's own module of that name.
.PHONY: bench
bench: setup $(STAMPS)/test-system ## Measure speed and memory, how often look-alikes are asked about, how fast events are appended and the yearly report is set
	@$(BIN)/python -P benchmarks/lookalikes.py
	@$(BIN)/python -P benchmarks/gate.py
	@$(BIN)/python -P benchmarks/ledger_append.py
	@$(BIN)/python -P benchmarks/yearly.py
	@$(BIN)/python -P benchmarks/inspect.py

.PHONY: clean
clean: ## Remove .venv and everything that a run leaves behind
	@rm -rf $(VENV) build dist .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
