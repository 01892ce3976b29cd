# Everything a developer types. `make` alone prints this help.

PYTHON ?= python3
PORT ?= 8000
SIZE ?= 10k
UV := .tools/bin/uv
BIN := .venv/bin
INSTALLED := .venv/.installed

export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS ?= 1
export PORT
# An image may forbid to keep compiled code: every start would then compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo serve test check bench gallery format vendor clean

help: ## Print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Install everything inside the project

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

$(INSTALLED): $(UV) pyproject.toml uv.lock $(wildcard sitra/locale/*/LC_MESSAGES/*.po)
	$(UV) sync --frozen --quiet
	$(BIN)/python scripts/translations.py compile
	@touch $@

demo: $(INSTALLED) ## Run the platform with real data on http://127.0.0.1:8000 (PORT=)
	@exec $(BIN)/sitra demo

serve: $(INSTALLED) ## Serve pages and interfaces (DATABASE_URL=, PORT=)
	@exec $(BIN)/sitra serve

test: $(INSTALLED) ## Run every test, with a real PostgreSQL and a real browser
	$(BIN)/python scripts/browser.py
	$(BIN)/pytest -n auto

check: $(INSTALLED) ## Check format, lint, types, contracts, migrations, translations, sizes
	$(BIN)/python scripts/check.py

bench: $(INSTALLED) ## Measure reading beside other engines (SIZE=1k, 10k, 50k, 100k, 450k)
	PYTHONPATH=. $(UV) run --frozen --quiet --group bench python bench/reading.py $(SIZE)

gallery: $(INSTALLED) ## Take pictures of every screen (var/gallery/index.html)
	$(BIN)/python scripts/browser.py
	PYTHONPATH=. $(BIN)/python scripts/gallery.py

format: $(INSTALLED) ## Put code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet . || true

vendor: $(INSTALLED) ## Bring the front-end libraries of assets/package.json up to date (needs npm)
	$(BIN)/python assets/vendor.py

clean: ## Remove all that was installed or written
	rm -rf .tools .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
