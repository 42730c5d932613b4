# Draad's few commands. `make demo` on a fresh Debian machine does everything; `make help` lists the rest.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := .demo
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Node's packages may need pip of .venv: one after the other, also with -j.
.NOTPARALLEL:
.PHONY: help demo install dev test lint bench peers lock docs picture pictures clean

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*##/\1	/p' $(MAKEFILE_LIST)

# One rule a lock file: what is installed is what the lock says, hash by hash, and draad itself from this folder.
$(VENV)/.%: requirements/%.txt pyproject.toml
	@sh scripts/system-packages
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit(f"draad: Python 3.11 or newer is needed, $(PYTHON) is {v[0]}.{v[1]}. Set PYTHON=, as in: make demo PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "draad: installing the Python packages of requirements/$*.txt in $(VENV)" >&2
	@$(PIP) install --require-hashes --no-deps -r requirements/$*.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# What the pages need of others: npm fetches, scripts/assets.py picks. Our own styles say which tokens are used.
node_modules/.draad node_modules/.dev: package-lock.json
	@BIN=$(BIN) sh scripts/node-packages $(if $(filter %.dev,$@),,--omit=dev)
	@touch node_modules/.draad $@

$(VENV)/.assets: node_modules/.draad scripts/assets.py $(shell find src/draad/web/static/css -name '*.css')
	@$(BIN)/python scripts/assets.py
	@touch $@

install: $(VENV)/.draad $(VENV)/.assets                ## all that is needed to use draad, in .venv
dev: $(VENV)/.dev node_modules/.dev $(VENV)/.assets    ## and what is needed to work on it

demo: install    ## set up, take in the sample release, show it
	@rm -rf $(DEMO)
	@BIN=$(BIN) DEMO=$(DEMO) sh scripts/demo

test: dev        ## ruff, formatting, mypy, pytest: all of them, whichever fails
	@sh scripts/system-packages test
	@$(MAKE) --no-print-directory lint; style=$$?; $(BIN)/python -m pytest -n auto --dist loadfile && exit $$style

lint: dev        ## ruff, formatting, mypy
	@ok=0; for check in "ruff check ." "ruff format --check ." "mypy"; do \
		echo "$$check" >&2; $(BIN)/$$check || ok=1; done; exit $$ok

bench: $(VENV)/.bench     ## Draad and its peers on the same text; writes docs/accuracy.md
	$(BIN)/python -m bench

peers: .venv-peers/.peers    ## programs that leaks, removal, proposals and the whole way are measured beside

.venv-peers/.peers: requirements/peers.txt
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip --disable-pip-version-check --quiet install -r requirements/peers.txt
	@touch $@

lock: dev        ## renew requirements/*.txt, with hashes
	BIN=$(BIN) sh scripts/lock

docs: dev        ## renew docs/commands.md from the live --help
	$(BIN)/python scripts/commands_page.py docs/commands.md

picture: dev     ## renew docs/draad.svg from the demo
	BIN=$(BIN) $(BIN)/python scripts/picture.py docs/draad.svg

pictures: dev    ## renew docs/pictures/ from the demo: pages of the reading room
	@sh scripts/system-packages test
	BIN=$(BIN) $(BIN)/python scripts/screens.py docs/pictures

clean:           ## remove what make made; dossiers of your own stay
	rm -rf $(VENV) .venv-peers $(DEMO) node_modules src/draad/web/assets dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
