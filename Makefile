# Everything a person does here: `make demo` and `make test` set up what they need by themselves.
.PHONY: setup demo test check samples lock

setup: ## .venv with the locked packages, .venv/bin/idp, and Tesseract where it may be installed
	@requirements/setup.sh run

demo: setup ## the sample documents the whole way, then the workbench; ARGS=--exit ends after the table
	@.venv/bin/idp demo $(ARGS)

test: ## lint, types, import directions and all tests; TESTS=tests/unit for a part
	@requirements/setup.sh test
	@$(MAKE) --no-print-directory check
	@.venv/bin/python -m pytest -n auto --dist loadgroup $(TESTS)

check: ## lint, types and import directions alone
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

samples: setup ## makes sample_docs again from its seed
	@.venv/bin/python -m idp.training.samples sample_docs --seed 7

lock: ## compiles requirements/*.txt again from pyproject.toml (needs uv)
	@requirements/lock.sh
