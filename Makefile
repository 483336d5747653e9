# Two commands do everything on a fresh machine with python3 >= 3.11, venv and make: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
# a run of the tests starts some hundred interpreters: what they compile is kept, whatever the environment says
unexport PYTHONDONTWRITEBYTECODE
# one more than the two processors there are at least: some tests wait
WORKERS ?= 3
PINS := requirements/bootstrap.txt requirements/run.txt requirements/dev.txt
# a program from Debian's packages, without starting a service
INSTALLED_BY_APT = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "== installing $(1)" >&2 && apt-get update -qq && \
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $(1) >/dev/null
# the types take one processor for as long as the quick tests take the other
CHECK = echo "== format" && $(BIN)/ruff format --check . && echo "== lint" && $(BIN)/ruff check . && \
  echo "== types" && $(BIN)/mypy crawler matching grants_db tui tests $(wildcard benchmarks/*.py docs/tools/*.py) && \
  echo "== import contracts" && $(BIN)/lint-imports
# the stamp says where it was installed: a moved checkout, a vanished python and an interrupted install all count as stale
INSTALLED := $(shell $(BIN)/python -c 'print(open("$(STAMP)").read().strip())' 2>/dev/null)

.PHONY: help run test quick check format requirements snapshots pictures release browser clean stale
help:            ## list these targets
	@awk -F ':.*## *' '/^[a-z]+:.*## /{printf "%-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(STAMP)    ## practise: crawl the practice portal, match the sample measures, open the app
	@$(BIN)/akquise demo

test: check      ## the whole check: format, lint, types, import contracts, all tests
	@echo "== tests" && $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup

quick: $(STAMP)  ## what one runs all day: everything but the slow tests; who changes a screen also runs its own tests
	@{ $(CHECK); } & checked=$$!; echo "== quick tests"; $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup -m "not slow"; \
	  tested=$$?; wait $$checked || { echo "== the check above found something" >&2; exit 1; }; exit $$tested

check: $(STAMP)  ## format, lint, types, import contracts
	@$(CHECK)

format: $(STAMP) ## format and mend what can be mended
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

snapshots: $(STAMP) ## take the screens' snapshots anew; look at them before committing
	@$(BIN)/pytest -q tests/tui --snapshot-update

pictures: $(STAMP) ## make the handbook's pictures anew from the practice; look at them before committing
	@$(BIN)/python -m docs.tools.pictures --practice docs/handbuch/bilder

requirements: $(STAMP) ## pin anew what pyproject.toml asks for, with hashes; look at the difference before committing
	@for set in "bootstrap:--group bootstrap" "run:pyproject.toml" "dev:pyproject.toml --group dev"; do \
	  $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
	    $${set#*:} -o requirements/$${set%%:*}.txt || exit; done

release: $(STAMP) ## what an office installs, in dist/: the wheel, the same bytes each time, and the pins of what it needs
	@rm -rf dist && SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist . >/dev/null && \
	  cp requirements/run.txt dist/requirements.txt && cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

browser:         ## Chromium and nginx for the tests of `akquise serve`, where there are none and we may install them
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null || \
	  { $(call INSTALLED_BY_APT,chromium); } || \
	  echo "no Chromium, and none could be installed here: tests that need one are skipped" >&2
	@{ command -v nginx || test -x /usr/sbin/nginx; } >/dev/null || { $(call INSTALLED_BY_APT,nginx); } || \
	  echo "no nginx, and none could be installed here: tests that need one are skipped" >&2

clean:           ## remove what was made here
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html

$(STAMP): pyproject.toml $(PINS) $(if $(filter $(CURDIR),$(INSTALLED)),,stale)
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo >&2 \
	  "akquise needs python3 3.11 or newer with venv (Debian, Ubuntu: apt install python3-venv); another one is named by: make PYTHON=/path/to/python3"; exit 2; }
	@echo "== installing into .venv" >&2
	@case "$(INSTALLED)" in ""|"$(CURDIR)") $(BIN)/python -c 'import pip' 2>/dev/null;; *) false;; esac || \
	  { rm -rf .venv && $(PYTHON) -m venv .venv; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(BIN)/uv pip install -q --compile-bytecode --require-hashes --no-build-isolation --python $(BIN)/python -r requirements/dev.txt
	@$(BIN)/uv pip install -q --no-deps --no-build-isolation --python $(BIN)/python -e .
	@echo "$(CURDIR)" > $(STAMP)
