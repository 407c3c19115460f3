# Two commands do everything: `make serve` and `make test`. `make help` lists the others.

HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

# As many tests run at once as there are JOBS.
JOBS ?= 2

BIN := .venv/bin
PYTEST = $(BIN)/python -m pytest -n $(JOBS)
STAMPS := .stamps
DEMO := var/demo
PEERS := pygeoapi tipg

.DEFAULT_GOAL := help
.PHONY: help serve demo test lint data bench screenshots soak lock clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 18

serve: .venv/run $(STAMPS)/assets $(STAMPS)/translations  ## set up what is missing, publish the shipped data, serve it
	@exec $(BIN)/python server.py serve

demo: .venv/run $(STAMPS)/assets $(STAMPS)/translations  ## the same product on a simulated province, on the next port
	@test -f $(DEMO)/package/datapackage.json || $(BIN)/python server.py demo --clusters 120 --lots 3000 --periods 2018..2026 --seed 1 --out $(DEMO)/package
	@ATLAS_HOME=$(DEMO) PORT=$$(($(PORT) + 1)) exec $(BIN)/python server.py serve --package $(DEMO)/package

test: .venv/dev $(STAMPS)/assets $(STAMPS)/translations $(STAMPS)/chromium $(STAMPS)/gdal $(STAMPS)/qgis  ## every test, a real browser included
	$(PYTEST) --dist loadfile tests/geo --cov=geo --cov-report=term-missing:skip-covered --cov-fail-under=95
	$(PYTEST) --dist loadfile tests --ignore=tests/geo

lint: .venv/dev  ## format, lint, types, directions of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_imports.py

data: .venv/run  ## build data/clusters/ from data/clusters/source/
	$(BIN)/python -m geo.delivered

bench: .venv/dev $(STAMPS)/assets $(STAMPS)/translations $(STAMPS)/chromium $(STAMPS)/bench-tools $(PEERS:%=var/bench/env/%/made)  ## measure against limits and peers, and write docs/performance.md (FLAGS=--quick)
	$(BIN)/python -m bench $(FLAGS)
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.browser $(filter --quick,$(FLAGS))
	$(BIN)/python -m bench.zonal $(filter --quick,$(FLAGS))

screenshots: .venv/dev $(STAMPS)/assets $(STAMPS)/translations $(STAMPS)/chromium  ## the pictures of the README, from the running product
	$(BIN)/python -m docs.screenshots

soak: .venv/dev $(STAMPS)/translations  ## the long tests: every combination, and more cases of every property
	$(PYTEST) --dist worksteal -m "hypothesis or soak" --hypothesis-profile=soak

lock:  ## resolve the lock files anew (needs uv: pip install uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate requirements/run.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements/run.txt requirements/dev.in -o requirements/dev.txt
	for peer in $(PEERS); do uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate bench/peers/$$peer.in -o bench/peers/$$peer.txt; done
	npm install --package-lock-only --omit-lockfile-registry-resolved

clean:  ## remove everything that was set up here; var/ stays
	rm -rf .venv node_modules $(STAMPS) webmap/static/vendor

$(STAMPS)/writable:
	@{ mkdir -p $(STAMPS) && touch $@; } 2>/dev/null \
	  || { echo "This folder cannot be written: $(CURDIR). Copy the project to a folder of yours." >&2; exit 1; }

.venv/made: | $(STAMPS)/writable
	@python=$$(sh scripts/find_python.sh) && "$$python" -m venv --clear .venv
	@touch $@

.venv/run: requirements/run.txt .venv/made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt .venv/run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(STAMPS)/assets: package-lock.json | $(STAMPS)/writable
	@command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null \
	  || { echo "Node.js 20 or newer with npm is missing. On Debian or Ubuntu: sudo apt-get install -y nodejs npm" >&2; exit 1; }
	@npm ci --silent
	@rm -rf webmap/static/vendor && mkdir -p webmap/static/vendor && cp -r node_modules/leaflet/dist webmap/static/vendor/leaflet
	@touch $@

$(STAMPS)/translations: $(wildcard webmap/translations/*/LC_MESSAGES/*.po) .venv/run
	@$(BIN)/pybabel --quiet compile -d webmap/translations
	@touch $@

$(STAMPS)/chromium: scripts/find_chromium.sh | $(STAMPS)/writable
	@sh scripts/find_chromium.sh
	@touch $@

$(STAMPS)/gdal: scripts/find_gdal.sh | $(STAMPS)/writable
	@sh scripts/find_gdal.sh
	@touch $@

$(STAMPS)/qgis: scripts/find_qgis.sh | $(STAMPS)/writable
	@sh scripts/find_qgis.sh
	@touch $@

$(STAMPS)/bench-tools: scripts/find_bench_tools.sh | $(STAMPS)/writable
	@sh scripts/find_bench_tools.sh
	@touch $@

var/bench/env/%/made: bench/peers/%.txt | .venv/made
	@$(BIN)/python -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
