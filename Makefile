# Two commands do everything: make site, make test.
PY ?= python3
V := .venv
BIN := $(V)/bin

site: $(V)/.site ## build the demonstration territory into build/site
	$(BIN)/portal build
	@echo "Ouvrez build/site/index.html, ou servez le dossier : $(PY) -m http.server --directory build/site"

$(V)/.site: requirements.txt pyproject.toml
	$(PY) -m venv $(V)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(V)/.dev: $(V)/.site requirements-dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

lock: ## pin every dependency by hash, for Python 3.11 to 3.13, naming no host
	echo setuptools | uv pip compile pyproject.toml - --universal --generate-hashes --no-header --no-annotate -q -o requirements.txt
	echo setuptools | uv pip compile pyproject.toml - --group dev --universal --generate-hashes --no-header --no-annotate -q -o requirements-dev.txt

.PHONY: site lock
