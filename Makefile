# The front door. `make demo` opens a sample workspace, `make test` proves it; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV = $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --no-sync --quiet
ASSETS := src/goodword/server/shell/static/dist/.built
MESSAGES := $(wildcard src/goodword/locale/*/LC_MESSAGES/*.po)
SCALE ?= 1

CHECK := command -v $(PYTHON) >/dev/null || { echo "Python is missing ($(PYTHON)). Install Python 3.11 or newer, then run make again."; exit 1; }; $(PYTHON) tools/check_tools.py

.PHONY: help demo test quick lint format bench screenshots docs assets messages translations clean

help:  ## list what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(ASSETS) .venv/.synced .venv/.messages  ## open a sample workspace in the browser (PORT=8000, SCALE=1)
	@$(RUN) goodword demo --scale $(SCALE) $(ARGS)

test: $(ASSETS) .venv/.synced .venv/.messages  ## install what is needed and run every test
	@$(RUN) python tools/test.py $(ARGS)

quick: .venv/.synced .venv/.messages  ## run the tests that need neither a browser nor much time
	@$(RUN) pytest -q -n auto --dist loadfile -m "not slow and not browser" $(ARGS)

lint: .venv/.synced  ## style, types, and who may import whom
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) lint-imports
	$(RUN) mypy

format: .venv/.synced  ## put the code in order
	$(RUN) ruff check --fix
	$(RUN) ruff format

bench: .venv/.synced $(ASSETS)  ## print the tables of bench/
	@for script in bench/[a-z]*.py; do echo "== $$script"; $(RUN) python $$script || true; done

screenshots: .venv/.synced $(ASSETS) .venv/.messages  ## photograph every page into docs/screenshots
	@$(RUN) python tools/screenshots.py $(ARGS)

docs: .venv/.synced .venv/.messages  ## write the reference pages in docs/reference from the code
	@$(RUN) python tools/reference.py

assets: $(ASSETS)  ## bundle the console's scripts and styles

messages: .venv/.messages  ## compile the translations

translations: .venv/.synced  ## collect new phrases into the translation files (needs gettext)
	@$(RUN) python tools/translations.py

.venv/.synced: pyproject.toml uv.lock
	@$(CHECK) python folder
	@$(UV) --version >/dev/null 2>&1 || { echo "· installing uv …"; $(PYTHON) -m pip install --quiet --target .uv uv; }
	@echo "· Python packages …"
	@$(UV) sync --locked --quiet
	@touch $@

$(ASSETS): package-lock.json $(shell find frontend -type f 2>/dev/null)
	@$(CHECK) python node folder
	@echo "· console assets …"
	@npm ci --loglevel=error --no-progress --no-audit --no-fund >/dev/null
	@node frontend/build.mjs
	@touch $@

.venv/.messages: .venv/.synced $(MESSAGES)
	@$(RUN) python -c "from pathlib import Path; from hatch_build import compile_messages; compile_messages(Path('src/goodword'))"
	@touch $@

clean:  ## remove what was built here (your data folder stays)
	rm -rf .venv .uv node_modules dist build src/goodword/server/shell/static/dist
	find src -name '*.mo' -delete
