# The front door. `make demo` opens a sample workspace, `make test` proves it; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV = $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --no-sync --quiet
ASSETS := src/goodword/server/shell/static/dist/.built
MESSAGES := $(wildcard src/goodword/locale/*/LC_MESSAGES/*.po)
SCALE ?= 1
DATA ?= ../shared/data/text

CHECK := command -v $(PYTHON) >/dev/null || { echo "Python is missing ($(PYTHON)). Install Python 3.11 or newer, then run make again."; exit 1; }; $(PYTHON) tools/check_tools.py

.PHONY: help demo test quick lint format bench bench-text bench-alerts bench-metrics models screenshots docs assets messages translations large clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

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
	@failed=; for script in bench/[a-z]*.py; do echo "== $$script"; $(RUN) python $$script || failed="$$failed $$script"; done; \
	if [ -n "$$failed" ]; then echo "These ended with an error:$$failed"; exit 1; fi

bench-text: .venv/.synced  ## print how well and how fast texts are read, beside VADER, TextBlob and SnowNLP
	@$(RUN) python bench/text.py $(ARGS)

bench-alerts: .venv/.synced  ## print how soon a rise is noticed at a stated false-alarm rate, beside the rules others use
	@$(RUN) python bench/alerts.py $(ARGS)

bench-metrics: .venv/.synced  ## print what metrics cost beside SQL written by hand (10 M events and growth from 1 M; ARGS=--quick 1 M, --large to 100 M)
	@$(RUN) python bench/metrics.py $(ARGS)

models: .venv/.synced  ## make the shipped models anew (DATA=folder with the permissive texts)
	@$(RUN) python tools/models.py $(DATA)

screenshots: .venv/.synced $(ASSETS) .venv/.messages  ## photograph every page into docs/screenshots
	@$(RUN) python tools/screenshots.py $(ARGS)

docs: .venv/.synced .venv/.messages  ## write the reference pages in docs/reference from the code
	@$(RUN) python tools/reference.py

large: .venv/.synced  ## add Spark (500 MB; needs Java 17) and an S3 server, so that their tests run too
	@echo "· Spark and an S3 server …"
	@$(UV) sync --locked --quiet --group large --inexact

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
