# Two commands do everything: make site, make test.
PY ?= python3
V := .venv
BIN := $(V)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check

DIST ?= build/dist

.PHONY: site test audit bench lock messages docs capture sbom vulnerabilities dist

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

$(V)-audit/.done: requirements-audit.txt
	$(PY) -m venv $(V)-audit
	$(V)-audit/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r $<
	touch $@

sbom: $(V)-audit/.done ## list what a site is built with, versions and hashes, as CycloneDX: same bytes each time
	mkdir -p build
	$(V)-audit/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --spec-version 1.6 -o build/sbom.cdx.json

vulnerabilities: $(V)-audit/.done ## ask osv.dev for known faults of what we pin; exit status 1 when there is one
	for pins in requirements.txt requirements-dev.txt; do $(V)-audit/bin/pip-audit --strict --disable-pip --no-deps --vulnerability-service osv --progress-spinner off -r $$pins || exit 1; done

dist: $(V)/.site ## the source and the wheel of the last commit, in DIST: same bytes whoever makes them
	rm -rf $(DIST)
	mkdir -p $(DIST)/source
	git -c tar.umask=0022 archive --prefix=portal/ HEAD | gzip -n > $(DIST)/portal.tar.gz
	umask 022; tar -xzf $(DIST)/portal.tar.gz -C $(DIST)/source
	umask 022; SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w $(DIST) $(DIST)/source/portal
	rm -rf $(DIST)/source

lock: ## pin every dependency by hash, for Python 3.11 to 3.13, naming no host
	echo setuptools | uv pip compile pyproject.toml - --universal --generate-hashes --no-header --no-annotate -q -o requirements.txt
	echo setuptools | uv pip compile pyproject.toml - --group dev --universal --generate-hashes --no-header --no-annotate -q -o requirements-dev.txt
	uv pip compile --group audit --universal --generate-hashes --no-header --no-annotate -q -o requirements-audit.txt
