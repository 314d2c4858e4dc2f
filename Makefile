# Everything a developer or owner runs. `make` alone shows what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
export DATA_DIR PORT
export PORTAL_URL ?= http://localhost:$(PORT)
BIN := .venv/bin
MANAGE := DJANGO_SETTINGS_MODULE=forum.settings.dev $(BIN)/python manage.py
say = @printf '\033[1m→ %s\033[0m\n' "$(1)"

CODE := forum bestpractice benchmarks
TEST_POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
# What depends on the database; the rest (formats, texts, pages in a browser) runs once, on SQLite.
POSTGRES_TESTS := $(addprefix tests/, bestpractice pages/test_visibility.py pages/test_visibility_when_shown.py \
  pages/test_languages.py pages/test_versions.py pages/test_parallel_publishing.py pages/test_tasks_and_experience.py \
  pages/test_los_import.py pages/test_files_gate.py pages/test_taken_down.py search/test_whoosh_backend.py \
  search/test_index_changes.py search/test_parallel_writers.py search/test_statistics.py \
  search/test_counting_in_parallel.py jobs/test_run_due.py \
  jobs/test_parallel.py home/test_front.py home/test_topics_and_news.py home/test_municipalities.py \
  organisations/test_import_municipalities.py)
# What a reader meets of search, run once more where PostgreSQL is the search engine too.
SEARCH_ENGINE_TESTS := tests/home/test_canary.py::test_who_may_not_read_closed_objects_meets_nothing_of_them \
  $(addprefix tests/search/test_, search_page.py facets.py \
  search_feed.py suggestions.py attachments.py promoted.py other_words.py what_is_found.py hostile_queries.py \
  engines.py postgres_conformance.py)

.PHONY: help demo dev install install-dev test test-postgres check fix lock messages bench bench-search clean tools

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

tools: ## Check that Python 3.11+, Node 20+ and npm are here
	@command -v $(PYTHON) >/dev/null || { echo "Mangler $(PYTHON). Installer Python 3.11 eller nyere."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python er for gammel. Installer Python 3.11 eller nyere, eller sett PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Mangler venv i Python (på Debian: pakken python3-venv)."; exit 1; }
	@command -v node >/dev/null || { echo "Mangler node. Installer Node 20 eller nyere."; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node er for gammel. Installer Node 20 eller nyere."; exit 1; }
	@command -v npm >/dev/null || { echo "Mangler npm. Den følger med Node."; exit 1; }

.venv/.runs: requirements.txt | tools
	$(call say,Python-pakker (requirements.txt))
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.runs
	$(call say,Pakker for test og kontroll (requirements-dev.txt))
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json | tools
	$(call say,Stiler og skrifttyper (npm ci))
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

locale/.compiled: $(CATALOGUES) .venv/.runs
	$(call say,Språk)
	@$(BIN)/python -m babel.messages.frontend --quiet compile --domain "django djangojs" --directory locale
	@touch $@

install: .venv/.runs node_modules/.installed locale/.compiled ## Install what the portal runs on

install-dev: install .venv/.tests ## Install what tests and checks need too

$(DATA_DIR)/.static: $(shell find static -type f) node_modules/.installed .venv/.runs
	$(call say,Statiske filer)
	@mkdir -p "$(DATA_DIR)"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

demo: install $(DATA_DIR)/.static ## Install, migrate, load the demo portal and serve it on http://localhost:$(PORT)
	$(call say,Database)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) prepare_demo
	$(call say,Starter)
	@$(MANAGE) serve --notice "Innlogging på /admin/: $$(cat "$(DATA_DIR)/demo-innlogging.txt" 2>/dev/null || echo "med din egen bruker")"

dev: install ## Serve with reloading and debug pages, on the demo's data
	@DEBUG=1 $(MANAGE) migrate --verbosity 0
	@DEBUG=1 $(MANAGE) runserver $(PORT)

test: install-dev ## Run all tests, on SQLite and (where a server answers) what touches the database on PostgreSQL
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)
	@$(MAKE) --no-print-directory test-postgres

# NO_SKIP=1 (as in .ci/run): a missing PostgreSQL is a failure, not a skip.
test-postgres: install-dev ## Run on PostgreSQL what touches the database, and search with it as the engine (TEST_POSTGRES_URL)
	@if $(BIN)/python -c 'import psycopg, sys; psycopg.connect(sys.argv[1]).close()' "$(TEST_POSTGRES_URL)" 2>/dev/null; then \
	  DATABASE_URL="$(TEST_POSTGRES_URL)" $(BIN)/python -m pytest -n auto --dist loadgroup $(POSTGRES_TESTS) && \
	  DATABASE_URL="$(TEST_POSTGRES_URL)" SEARCH_URL=postgres:// $(BIN)/python -m pytest -n auto --dist loadgroup $(SEARCH_ENGINE_TESTS); \
	elif [ -n "$$NO_SKIP" ]; then echo "PostgreSQL svarer ikke på $(TEST_POSTGRES_URL)"; exit 1; \
	else echo "Hopper over PostgreSQL: ingen svarer på $(TEST_POSTGRES_URL)"; fi

check: install-dev ## Lint, format, types, templates, floors, migrations, deployment
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(CODE)
	@$(BIN)/djhtml --check --tabwidth 2 templates
	@$(BIN)/lint-imports
	@mkdir -p "$(DATA_DIR)"
	@$(MANAGE) makemigrations --check --dry-run --verbosity 1
	@SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=ksikt-forum.example \
	  DJANGO_SETTINGS_MODULE=forum.settings.production $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: install-dev ## Format code and templates
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djhtml --tabwidth 2 templates

lock: install-dev ## Write requirements*.txt anew from requirements*.in
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-options --strip-extras -o requirements.txt requirements.in
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-options --strip-extras -o requirements-dev.txt requirements-dev.in

messages: install-dev ## Find new texts for translation (needs GNU gettext)
	@$(MANAGE) makemessages --locale nn --locale en --no-obsolete --no-wrap --add-location file --ignore node_modules --ignore .venv --ignore var --ignore tests

bench: install ## Measure requests per second beside a bare view, in one run
	@$(BIN)/python -m benchmarks.pages $(ARGS)

bench-search: install ## Measure the search engine beside plain Whoosh, PostgreSQL and SQLite FTS5, in one run
	@$(BIN)/python -m benchmarks.search $(ARGS)

clean: ## Remove what was built (not the data)
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache locale/.compiled
