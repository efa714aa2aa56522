# Two commands: "make run" starts everything, "make check" tests everything.
.PHONY: run check demo setup test lint bench oracle

PYTHON := env -u PYTHONDONTWRITEBYTECODE .venv/bin/python

run: setup
	@exec $(PYTHON) -m warmwijzer run

demo: setup
	@$(PYTHON) -m warmwijzer demo

setup:
	@tools/setup.sh

check: setup
	@tools/check.sh

lint: setup
	@tools/check.sh lint

bench: setup
	@$(PYTHON) -m bench

oracle: setup
	@PYTHONPATH=. $(PYTHON) tests/payment_arrangement/oracle_comparison.py

evaluate: setup
	@$(PYTHON) -m bench.understanding
