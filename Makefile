# Two commands do everything on a fresh machine with python3 >= 3.11, venv and make: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
PINS := requirements/bootstrap.txt requirements/run.txt requirements/dev.txt

.PHONY: help run test quick check format requirements snapshots clean
help:            ## list these targets
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

run: $(STAMP)    ## practise: crawl the practice portal, match the sample measures, open the app
	@$(BIN)/akquise demo

test: check      ## the whole check: format, lint, types, import contracts, all tests
	@echo "== tests" && $(BIN)/pytest -q -n 2 --dist loadgroup

quick: check     ## what one runs all day: everything but the slow tests
	@echo "== quick tests" && $(BIN)/pytest -q -n 2 --dist loadgroup -m "not slow"

check: $(STAMP)  ## format, lint, types, import contracts
	@echo "== format" && $(BIN)/ruff format --check .
	@echo "== lint" && $(BIN)/ruff check .
	@echo "== types" && $(BIN)/mypy crawler matching grants_db tui tests benchmarks
	@echo "== import contracts" && $(BIN)/lint-imports

format: $(STAMP) ## format and mend what can be mended
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

snapshots: $(STAMP) ## take the screens' snapshots anew; look at them before committing
	@$(BIN)/pytest -q tests/tui --snapshot-update

requirements: $(STAMP) ## pin anew what pyproject.toml asks for, with hashes
	@for set in "run:pyproject.toml" "dev:pyproject.toml --group dev"; do \
	  $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
	    $${set#*:} -o requirements/$${set%%:*}.txt; done

$(STAMP): pyproject.toml $(PINS)
	@$(PYTHON) -c 'import sys, venv; sys.exit(0 if sys.version_info >= (3, 11) else 1)' 2>/dev/null || \
	  { echo "akquise needs python3 3.11 or newer with venv (Debian: apt install python3-venv); or: make PYTHON=/path/to/python3" >&2; exit 2; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || { rm -rf .venv && $(PYTHON) -m venv .venv; }
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(BIN)/uv pip install -q --compile-bytecode --require-hashes --python $(BIN)/python -r requirements/dev.txt
	@$(BIN)/uv pip install -q --no-deps --no-build-isolation --python $(BIN)/python -e .
	@touch $(STAMP)

clean:           ## remove what was made here
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
