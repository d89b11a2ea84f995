# Everything a developer or an operator types. `make help` lists it.
# Needs make and a Python of at least 3.11; everything else is fetched into .venv.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PORT ?= 8000

# Tests that look at the files of the repository rather than at what the platform does.
GATE := tests/test_architecture.py tests/test_templates.py tests/test_translations.py \
        tests/test_locks.py tests/test_operators.py tests/test_docs.py tests/test_migrations.py::test_the_migrations_lead_to_what_the_models_say

# The first Python that is new enough and can make a virtual environment.
FIND_PYTHON = for python in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	  2>/dev/null && echo "$$python" && exit 0; done; \
	echo 'Python 3.11 or newer, with its venv module, was not found on the PATH.' >&2; exit 1

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgresql judges check bench format translations lock clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "%-16s %s\n", $$1, $$2 }'

run: export RECOGNITION_DEMO ?= 1
run: export RECOGNITION_BASE_URL ?= http://127.0.0.1:$(PORT)
run: .venv/.ready-to-run ## Install what is missing, load the demo, serve it
	@$(BIN)/recognition demo
	@echo "Open $$RECOGNITION_BASE_URL (Ctrl+C stops it)."
	@exec $(BIN)/recognition serve --port $(PORT)

# A file of tests a worker, two workers: the time of the suite is that of two cores.
TOGETHER := -n 2 --dist loadfile -rs

test: test-sqlite test-postgresql ## The whole suite, on SQLite then on PostgreSQL

test-sqlite: .venv/.ready-to-develop
	@.ci/tools chromium || echo 'SKIPPED: the journeys in a browser (no Chromium on this machine).'
	@.ci/tools node && $(MAKE) --no-print-directory --keep-going judges || \
	  echo 'SKIPPED: some verifiers by others (no Node on this machine, or a registry that does not answer).'
	$(BIN)/pytest $(TOGETHER)

# Verifiers of badges by others, each in an environment of its own: see tests/validators.
JUDGES := tests/validators/judges
judges: .venv/.ob2-judges .venv/.ob3-judges .venv/.node-judges

.venv/.ob%-judges: $(JUDGES)/ob%.lock | .venv/bin/python
	@echo 'Installing a verifier of Open Badges $*.0 by others (the first time only)...'
	@$(BIN)/python -m venv --clear .venv/ob$*
	@.venv/ob$*/bin/python -m pip --disable-pip-version-check --no-input install -qq --no-deps --require-hashes -r $<
	@touch $@

.venv/.node-judges: $(JUDGES)/package-lock.json | .venv/bin/python
	@echo 'Installing verifiers of credentials by others (the first time only)...'
	@for try in 1 2 3; do \
	  (cd $(JUDGES) && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error) && break; \
	  [ $$try = 3 ] && exit 1; sleep 2; done
	@touch $@

test-postgresql: .venv/.ready-to-develop
	@if .ci/tools postgresql; then \
	  echo '$(BIN)/pytest $(TOGETHER) --postgresql -m "not browser"'; \
	  $(BIN)/pytest $(TOGETHER) --postgresql -m "not browser"; \
	else \
	  echo 'SKIPPED: the suite on PostgreSQL (none on this machine).'; \
	fi

check: .venv/.ready-to-develop ## Style, types, layers, templates, translations, locks: under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pytest $(GATE)

bench: .venv/.ready-to-develop ## Ratios between our work and the bare work, in one run
	@$(BIN)/python -m tests.bench

format: .venv/.ready-to-develop ## Put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: .venv/.ready-to-develop ## Bring the English catalogue in step with the French texts
	$(BIN)/python -m tests.catalogue

LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-header
lock: .venv/.ready-to-develop ## Write the lock files anew from pyproject.toml
	$(LOCK) pyproject.toml --extra postgres --output-file requirements.lock
	$(LOCK) pyproject.toml --extra postgres --group dev --output-file requirements-dev.lock
	$(LOCK) --group build --constraint requirements-dev.lock --output-file requirements-build.lock
	$(LOCK) $(JUDGES)/ob2.in --override $(JUDGES)/ob2.overrides --output-file $(JUDGES)/ob2.lock
	$(LOCK) $(JUDGES)/ob3.in --output-file $(JUDGES)/ob3.lock

clean: ## Forget everything that can be made again (not var/, where the data is)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	rm -rf $(JUDGES)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv .venv

# Every package is checked against its hash; the project itself is built with the locked hatchling,
# so nothing is fetched for it.
INSTALL_PROJECT = $(PIP) install -qq --no-deps --no-build-isolation --no-index --editable .

.venv/.ready-to-run: requirements.lock requirements-build.lock pyproject.toml | .venv/bin/python
	@echo 'Installing into .venv (the first time only)...'
	@$(PIP) install -qq --require-hashes -r requirements.lock -r requirements-build.lock
	@$(INSTALL_PROJECT)
	@touch $@

.venv/.ready-to-develop: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo 'Installing the development tools into .venv (the first time only)...'
	@$(PIP) install -qq --require-hashes -r requirements-dev.lock
	@$(INSTALL_PROJECT)
	@touch $@
