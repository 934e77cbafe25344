# Everything is installed into .venv; nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
N ?= 1000000
ROWS ?= 5000000

.PHONY: run test chromium vendor lint bench pages pictures killed agree mutate document lock clean

run: $(READY)
	$(BIN)/threshold-engine serve --host 127.0.0.1 --port 8000

test: $(READY) chromium
	$(BIN)/threshold-engine rules check
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --ignore=tests/browser
	$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/browser

# The pages are tested in a real Chromium. Debian's is used, and installed if there is none.
chromium:
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-liberation >/dev/null; } \
	    || { echo "Install Chromium first (as root: apt-get install chromium fonts-liberation)" >&2; exit 1; }

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src api
	$(BIN)/lint-imports
	$(BIN)/threshold-engine rules document --output docs/thresholds.md --check

bench: $(READY)
	$(BIN)/python benchmarks/run.py $(ARGS)

pages: $(READY) chromium
	$(BIN)/python benchmarks/pages.py

pictures: $(READY) chromium
	$(BIN)/python benchmarks/pictures.py

killed: $(READY)
	$(BIN)/python benchmarks/killed.py $(ROWS)

agree: $(READY)
	$(BIN)/python tests/properties/agree.py $(N)

mutate: $(READY)
	$(BIN)/threshold-engine rules test --mutate --at-least 90

document: $(READY)
	$(BIN)/threshold-engine rules document --output docs/thresholds.md

$(READY): pyproject.toml requirements/dev.lock
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

vendor:
	npm install --no-save --ignore-scripts --prefix build/vendor govuk-frontend@6.3.0
	$(BIN)/python api/vendor_assets.py build/vendor/node_modules/govuk-frontend

lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    --group dev pyproject.toml -o requirements/dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
