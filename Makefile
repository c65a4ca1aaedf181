# Two commands do everything: make site, make test.
PY ?= python3
V := .venv
BIN := $(V)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check

.PHONY: site test audit bench lock messages docs capture

site: $(V)/.site ## build the demonstration territory into build/site
	$(BIN)/portal build
	@echo "Ouvrez build/site/index.html dans un navigateur, ou : $(PY) -m http.server --directory build/site"

test: $(V)/.dev ## everything: style, types, unit and browser tests, on two processes
	sh tests/install_tools.sh
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

audit: $(V)/.dev ## every page and sheet once: links, blocks, figures, the W3C checker, axe (needs Java and npm)
	sh tests/install_tools.sh
	$(BIN)/portal build --quiet
	$(BIN)/python -m tests.audit build/site

bench: $(V)/.dev ## print figures; give corpora by the variables that tests/bench/README.md names
	$(BIN)/python -m tests.bench

docs: $(V)/.site ## write the field-by-field part of content/README.md anew
	$(BIN)/portal docs

capture: $(V)/.dev ## take the pictures of README.md and content/README.md anew
	$(BIN)/python -m tests.browser.screenshots

messages: $(V)/.dev ## extract interface strings and bring the catalogues up to date
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k marked --omit-header --no-location --sort-output -o build/messages.pot .
	$(BIN)/pybabel -q update -i build/messages.pot -d translations -D messages --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

$(V)/.site: requirements.txt pyproject.toml
	$(PY) -m venv $(V)
	$(PIP) --require-hashes --only-binary :all: -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(V)/.dev: $(V)/.site requirements-dev.txt
	$(PIP) --require-hashes --only-binary :all: -r requirements-dev.txt
	touch $@

lock: ## pin every dependency by hash, for Python 3.11 to 3.13, naming no host
	echo setuptools | uv pip compile pyproject.toml - --universal --generate-hashes --no-header --no-annotate -q -o requirements.txt
	echo setuptools | uv pip compile pyproject.toml - --group dev --universal --generate-hashes --no-header --no-annotate -q -o requirements-dev.txt
