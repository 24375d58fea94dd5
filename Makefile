# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
unexport PYTHONDONTWRITEBYTECODE  # else each worker of a test run compiles everything anew

.PHONY: run test lint check bench docs transcripts clean

run: $(READY) ## serve the course
	$(BIN)/coach serve

# Each group has its own time: 90, 60, 60, 240 and 60 seconds on two cores.
test: lint ## everything that must hold
	$(BIN)/python -m pytest --dist loadscope src tests/referee tests/test_*.py
	$(BIN)/python -m pytest tests/stores
	$(BIN)/python -m pytest tests/pages
	$(BIN)/python -m pytest --dist loadfile tests/serving
	$(BIN)/python -m pytest --dist loadfile tests/walks
	$(BIN)/python -m pytest -n0 tests/harness tests/chaos
	$(BIN)/coach check

lint: $(READY) ## style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(READY) ## what is wrong with the course, if anything
	$(BIN)/coach check

bench: $(READY) ## how fast it is, as ratios against a baseline in the same run
	$(BIN)/python bench/worth.py
	PYTHONPATH=tests $(BIN)/python bench/clicks.py
	PYTHONPATH=tests $(BIN)/python bench/first_page.py

docs: $(READY) ## write docs/schema/ and docs/rules.md anew from the code
	$(BIN)/coach docs docs

transcripts: $(READY) ## write tests/playthroughs/ anew; read what changed before you commit
	PYTHONPATH=tests $(BIN)/python tests/transcript.py

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(READY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
