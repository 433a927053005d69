# The commands of this project. `make help` lists them; each says what it does as it goes.

PORT ?= 8000
ARGS ?=
export PORT

# Where everything that is not source lives: the environment, and var/ with database, uploads and logins.
VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run dev test html-checker lint format lock reset

help: ## This list
	@echo "Usage: make <command>"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 15

run: $(INSTALLED) ## Serve the demo on http://localhost:8000 (make run PORT=8001 for another port); Ctrl-C stops it
	@echo "Starting the site (settings: local)"
	@exec $(PYTHON) manage.py run_site

dev: $(INSTALLED) ## The same with autoreload, debug pages and the debug toolbar
	@echo "Starting the site (settings: dev)"
	@exec env DJANGO_SETTINGS_MODULE=lis_site.settings.dev $(PYTHON) manage.py run_site

test: $(INSTALLED) ## Every test, on a real PostgreSQL and in a real browser (make test ARGS="-k booking" for some)
	@echo "Running the tests on two processes"
	@# The processes that tests start read what the first of them compiled, even where a machine forbids to keep that.
	@exec env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n 2 --dist loadscope $(ARGS)

html-checker: ## Fetch the W3C's checker of HTML, for `make test` (needs npm, and Java to run)
	@echo "Fetching the checker of HTML into tests/html_checker/node_modules"
	@npm ci --prefix tests/html_checker --ignore-scripts --no-audit --no-fund --loglevel=error

lint: $(INSTALLED) ## ruff, mypy, import-linter, djlint, and whether a migration is missing
	@echo "ruff: style and likely bugs"
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@echo "mypy: types"
	@$(VENV)/bin/mypy
	@echo "import-linter: who may import whom"
	@$(VENV)/bin/lint-imports
	@echo "djlint: templates"
	@$(VENV)/bin/djlint templates --lint --quiet
	@echo "migrations: none missing"
	@$(PYTHON) manage.py makemigrations --check --dry-run

format: $(INSTALLED) ## Put the Python files in the one format
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .

lock: $(INSTALLED) ## Choose versions again from pyproject.toml and write them with hashes
	@echo "Locking what the site needs (requirements.txt)"
	@$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		--upgrade pyproject.toml --output-file requirements.txt > /dev/null
	@echo "Locking what working on it needs (requirements-dev.txt)"
	@$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.12 \
		--upgrade --constraint requirements.txt --group dev pyproject.toml --output-file requirements-dev.txt > /dev/null

reset: ## Throw away the demo database, uploads and logins; the next `make run` starts over
	@sh bin/reset

$(INSTALLED): requirements-dev.txt bin/install
	@sh bin/install $(VENV)
	@touch $@
