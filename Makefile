# A newcomer needs two of these: `make run` and `make test`. `make` alone lists them all.

PORT ?= 8000
export PORT
export FLASK_APP = wsgi

# Always through python: the scripts in .venv/bin name the folder they were made in and break when it moves.
python = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test bench trust coverage mutants lint lock sbom clean
.NOTPARALLEL:

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/installed ## Install, migrate, fill an empty database with a demo company, start the portal (PORT)
	@tools/system pango || echo "Going on without Pango: no PDF can be made until it is there."
	@$(python) -m flask db upgrade
	@$(python) -m flask demo
	@exec $(python) tools/serve.py

test: .venv/installed-test lint ## Lint, then the whole suite: both databases and the browser
	@tools/system pango chromium
	@$(python) -m pytest -n 2 --dist worksteal

bench: .venv/installed-test ## How long writers wait for each other, as a ratio, on both databases
	@$(python) -W ignore -m bench.writers

trust: .venv/installed-test build/faketime/tried ## The long proofs of what the portal promises; writes docs/TRUST.md (NAMES for some of them; ROUNDS of each race)
	@tools/system pango chromium
	@tools/system clamav || echo "Going on without ClamAV: its proof says so."
	@$(python) -W ignore -m trust $(NAMES)

coverage: .venv/installed-test ## Which branches the suite takes: every one of what guards the most, nine tenths of the whole
	@tools/system pango chromium
	@rm -rf build/coverage && mkdir -p build/coverage
	@$(python) -m coverage run -m pytest -n 2 --dist worksteal
	@$(python) -m coverage combine -q
	@$(python) -m coverage report --skip-covered --fail-under=90
	@$(python) -m coverage report --fail-under=100 --include=$(guarded)

mutants: .venv/installed-test ## Change what guards the most a little at a time, and see that tests notice each change
	@$(python) tools/mutants.py

lint: .venv/installed-test ## ruff, mypy and the order of imports
	@$(python) -m ruff check
	@$(python) -m mypy
	@$(python) .venv/bin/lint-imports --no-logo

lock: build/lock/bin/uv ## Pin again what pyproject.toml states (UPGRADE=--upgrade for the newest of everything)
	@$< pip compile -q $(UPGRADE) $(lock_options) pyproject.toml -o requirements.txt
	@$< pip compile -q $(UPGRADE) $(lock_options) pyproject.toml --extra test -c requirements.txt -o requirements-test.txt

sbom: .venv/installed-test ## List what is installed as CycloneDX 1.6 in build/sbom.json
	@mkdir -p build
	@$(python) -m cyclonedx_py environment $(sbom_options) --output-file build/sbom.json
	@echo "build/sbom.json names what is installed in .venv."

clean: ## Remove the environment and every cache; the data in var/ stays
	rm -rf .venv build mutants .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One lock serves every platform and every Python from the oldest one stated in pyproject.toml.
lock_options = --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-config

comma := ,
empty :=
guarded := $(subst $(empty) $(empty),$(comma),$(addprefix portal/,money.py outbox.py sealing.py workflow.py \
	sourcing/rules/deadlines.py web/access.py web/policy.py buyer/policy.py supplier/policy.py))

# The same environment gives the same bytes, so that two lists can be compared.
sbom_options = --spec-version 1.6 --pyproject pyproject.toml --output-reproducible

.venv/installed: requirements.txt tools/environment
	@tools/environment requirements.txt
	@touch $@

.venv/installed-test: requirements-test.txt tools/environment
	@tools/environment requirements-test.txt
	@touch $@

# libfaketime is compiled here; where that fails the proof that needs it says so.
build/faketime/tried: .venv/installed-test
	@$(python) -m pip install -q --no-deps --target build/faketime libfaketime || echo "Going on without libfaketime."
	@mkdir -p build/faketime && touch $@

build/lock/bin/uv:
	@python3 -m venv build/lock
	@build/lock/bin/python -m pip install -q uv
