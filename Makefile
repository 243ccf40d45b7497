# `make` alone explains the targets: it prints the comment after each of them.

.DEFAULT_GOAL := help
# The set-up looks for a Python that is new enough; any Python 3 can start it.
PYTHON3 = $(shell for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	"$$name" -c "" 2>/dev/null && { echo "$$name"; break; }; done)
PYTHON := .venv/bin/python
NO_PYTHON = { echo 'Python 3 was not found. Install it (on Debian and Ubuntu: apt-get install python3).' >&2; exit 1; }
SETUP = @python=$(PYTHON3); [ "$$python" ] || $(NO_PYTHON); "$$python" -I tools/setup.py
# Started as root, programs drop to an ordinary user.
AS_USER := $(PYTHON) -m alatau.core.ordinary_user

# Nothing outside the clone is read but the interpreter, system libraries, and the settings of pip, uv and npm.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV

.PHONY: help up setup test spark lint bench faults docs requirements translations clean

help:
	@echo 'Alatau, a digital city in one program.'
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

up: ## Start the city with its sample people at http://127.0.0.1:8000; Ctrl-C stops it
	$(SETUP) run
	@exec $(PYTHON) -m alatau up

setup: ## Set up all that the other targets need, and start nothing
	$(SETUP) $(or $(ARGS),run test docs chromium nginx)

test: ## Run the tests, browser journeys included; ARGS='tests/core -k clock' narrows them
	$(SETUP) run test chromium nginx
	@exec $(PYTHON) -m tools.run_tests $(ARGS)

spark: ## Run the tests that need Spark; the set-up installs it, and Debian's Java
	$(SETUP) run test spark java
	@exec $(PYTHON) -m tools.run_tests -m spark $(or $(ARGS),tests/rules tests/family)

lint: ## Check format, style, types, floors, migrations and translations
	$(SETUP) run test
	@exec $(PYTHON) -m tools.lint

bench: ## Measure speed on this machine; the results go to docs/measurements/
	$(SETUP) run test bench
	@$(AS_USER) -- $(PYTHON) -m benchmarks $(ARGS)
	@cp $(or $(ALATAU_HOME),.alatau)/measurements/* docs/measurements/ 2>/dev/null || true

faults: ## Kill programs at random moments and try more examples, for long; SEEDS=20 sets how many runs, ARGS narrows
	$(SETUP) run test
	@exec $(PYTHON) -m tools.run_tests --faults $(or $(SEEDS),20) $(ARGS)

docs: ## Build the documentation into docs/_build/html
	$(SETUP) run docs
	@$(PYTHON) -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo 'Open docs/_build/html/index.html'

requirements: ## Lock the packages of pyproject.toml anew; ARGS=--upgrade takes newer versions
	$(SETUP) run
	@$(PYTHON) -m tools.requirements $(ARGS)

translations: ## Bring the catalogues of translations to what code and pages say now
	$(SETUP) run
	@$(PYTHON) -m tools.translations update

clean: ## Remove all that the set-up made; the city's data in .alatau stay
	rm -rf .venv node_modules static/vendor docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find alatau qazaqstan tests tools -name __pycache__ -prune -exec rm -rf {} +
	find alatau qazaqstan -name '*.mo' -delete
