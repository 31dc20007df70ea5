# Two commands are enough for a newcomer; each makes its own .venv from requirements.lock:
#   make demo   a whole migration, in the directory demo-cic
#   make test   every check this repository has

PYTHON ?= python3
PROCESSES ?= auto
# Temporary files in memory, where there is room: most of the suite's time would be spent waiting for a disk.
ROOM := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')
IN_MEMORY := $(if $(ROOM),TMPDIR=$(ROOM))
VENV := .venv
LOCK_VENV := .lock-venv
UV_VERSION := 0.13.9

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
LOCK_BIN := $(LOCK_VENV)/Scripts
else
BIN := $(VENV)/bin
LOCK_BIN := $(LOCK_VENV)/bin
endif

# Written last, so that an interrupted install is done again.
LOCKED := $(VENV)/.locked
INSTALLED := $(VENV)/.installed

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: test-all help demo test bench lint style types imports unit format lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      run a whole migration in the directory demo-cic"
	@echo "make test      lint, then the tests"
	@echo "make test-all  the same with those that take minutes"
	@echo "make lint      style, types, imports"
	@echo "make bench     measure beside the peers that are installed (ARGS=--help)"
	@echo "make unit      the tests that need no server"
	@echo "make format    rewrite the code the way lint wants it"
	@echo "make lock      write requirements.lock anew (UPGRADE=1: with the newest releases)"
	@echo "make clean     remove .venv and what tools left behind"

demo: $(INSTALLED)
	$(BIN)/dbmigrate demo demo-cic

# A file's tests stay together: they share servers and databases that take longer to make than to use.
test: lint
	$(IN_MEMORY) $(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile $(ARGS)

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks $(ARGS)

test-all: export DBMIGRATE_TEST_LONG := 1
test-all: test

lint: style types imports

style: $(INSTALLED)
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check

types: $(INSTALLED)
	$(BIN)/python -m mypy

imports: $(INSTALLED)
	$(BIN)/lint-imports

unit: $(INSTALLED)
	$(BIN)/python -m pytest tests/unit $(ARGS)

format: $(INSTALLED)
	$(BIN)/python -m ruff check --fix
	$(BIN)/python -m ruff format

# The environment starts empty each time the lock changes: nothing that it no longer names stays behind.
$(LOCKED): requirements.lock
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) was not found; say: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("dbmigrate needs Python 3.11 or newer, and $(PYTHON) is %d.%d; say: make PYTHON=/path/to/python3.11" % v[:2])'
	@echo "Installing into $(VENV) what requirements.lock names (about a minute, once)"
	"$(PYTHON)" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

# Without build isolation: the build backend is in the lock too.
$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	# A checkout is not compiled by pip; where PYTHONDONTWRITEBYTECODE is set every command would do it again.
	@$(BIN)/python -m compileall -q dbmigrate
	@touch $@

# One file for every supported Python and system; the oldest Python sets the lower bound.
lock: $(LOCK_BIN)/uv
	$(LOCK_BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		$(if $(UPGRADE),--upgrade) --output-file requirements.lock pyproject.toml

$(LOCK_BIN)/uv: Makefile
	"$(PYTHON)" -m venv --clear $(LOCK_VENV)
	$(LOCK_BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@

clean:
	rm -rf $(VENV) $(LOCK_VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
