# The two commands: `make site` builds the portal into site/, `make test` runs every check.
# Both set up .venv from requirements.lock first, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test serve lint generate pictures lock clean help

site: $(READY)  ## build the portal into site/
	$(BIN)/kitoolkit build

test: $(READY)  ## lint, types and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist worksteal

serve: $(READY)  ## serve the portal and rebuild when an entry, template or page changes
	$(BIN)/kitoolkit serve

lint: $(READY)  ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: $(READY)  ## write schemas, context, shapes, templates and the field reference again from the model
	$(BIN)/python scripts/generate.py

pictures: $(READY)  ## take the pictures of the how-tos again (needs Chromium, and Pillow to make them small)
	$(BIN)/python -m scripts.pictures

lock:  ## resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --extra site --group test --group dev --no-emit-index-url --no-header --output-file requirements.lock

clean:  ## remove what was built
	rm -rf site build dist .cache .mypy_cache .ruff_cache .pytest_cache

help:  ## show these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "kitoolkit needs Python 3.11 or newer; this is %s. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" % sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
