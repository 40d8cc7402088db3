# `make` lists what there is.
PYTHON ?= python3.11
VENV ?= .venv
TRAINING_VENV ?= .venv-training
ARBITER_VENV ?= .venv-training-arbiter
CELERY_VENV ?= .venv-celery
BIN := $(VENV)/bin
# further environments that are there
FURTHER = $(patsubst %/.done,%,$(wildcard $(TRAINING_VENV)/.done $(ARBITER_VENV)/.done $(CELERY_VENV)/.done))
export VENV CELERY_VENV

.DEFAULT_GOAL := help
.PHONY: help run airflow newsroom test test-celery test-image licences lint format evaluate evaluate-drafts \
	evaluate-extraction bench-bounds bench-celery bench-day bench-extract bench-import bench-quotes bench-statements bench-visit bench-warehouse \
	chaos train train-arbiter train-authors evaluate-authors \
	train-german evaluate-german lock clean delete-data

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv module; on Debian: apt install python3.11-venv"; exit 1; }
	@echo "Installing what Verbatim needs into $(VENV) (a minute or two, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run ## run the daily_quotes DAG over the bundled news site, show what it found
	@$(BIN)/python -m tests.newsroom.demo run

airflow: $(VENV)/.run ## start Airflow's scheduler and pages on http://127.0.0.1:8080
	@$(BIN)/python -m tests.newsroom.demo airflow

newsroom: $(VENV)/.run ## serve the bundled news site on loopback, until interrupted
	@$(BIN)/python -m tests.newsroom --port-base $${NEWSROOM_PORT:-8801}

# files stay whole on one core, since their tests share what is slow to start; in the order of
# their names those of Airflow, the slowest, begin early
test: $(VENV)/.dev ## run the tests, on four cores at most
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# what a machine of a deployment with Celery installs, and nothing else
$(CELERY_VENV)/.done: deploy/celery/requirements.txt
	@$(PYTHON) -m venv $(CELERY_VENV)
	@$(CELERY_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	@touch $@

test-celery: $(VENV)/.dev $(CELERY_VENV)/.done ## run a day on two Celery workers that share no folder (needs root, Redis)
	@$(BIN)/python -m pytest -m deployment tests/deployment/test_celery.py

test-image: $(VENV)/.dev ## run the steps of the container image, without an engine
	@$(BIN)/python -m pytest -m deployment tests/deployment/test_kubernetes.py

evaluate: $(VENV)/.dev ## score extraction and attribution on the labelled data, if it is there
	@$(BIN)/python -m tests.evaluation

evaluate-drafts: $(VENV)/.dev ## score the checking of drafts, on drafts made of the bundled news site
	@$(BIN)/python -m tests.evaluation.draft_quotations

bench-day: $(VENV)/.dev ## run a whole day of 10,000 pages of 500 hosts under Airflow, about an hour
	@$(BIN)/python -m tests.evaluation.bench_day

bench-celery: $(VENV)/.dev $(CELERY_VENV)/.done ## time two Celery workers beside one (needs root, Redis)
	@$(BIN)/python -m tests.evaluation.bench_celery

bench-extract: $(VENV)/.dev ## time extraction beside trafilatura, on the labelled news pages
	@$(BIN)/python -m tests.evaluation.bench

bench-import: $(VENV)/.dev ## time the import of a crawl of 20,000 records
	@$(BIN)/python -m tests.evaluation.bench_import

bench-bounds: $(VENV)/.dev ## read more than a hundred hostile inputs of legal size, each within 5 s and 500 MB
	@$(BIN)/python -m tests.evaluation.bench_bounds

bench-quotes: $(VENV)/.dev ## time the finding of quotations, on one core and on two
	@$(BIN)/python -m tests.evaluation.bench_quotes

bench-visit: $(VENV)/.dev ## time a visit to 500 hosts on loopback, and check the delays it keeps
	@$(BIN)/python -m tests.evaluation.bench_visit

bench-statements: $(VENV)/.dev ## time the load of one more day, in warehouses of three sizes
	@$(BIN)/python -m tests.evaluation.bench_statements

bench-warehouse: $(VENV)/.dev ## time questions, a load and checks in a warehouse of a million quotations
	@$(BIN)/python -m tests.evaluation.bench_warehouse

chaos: $(VENV)/.dev ## kill 200 tasks under Airflow, fail all they need, compare row for row; about an hour
	@$(BIN)/python -m tests.chaos

# without a GPU its libraries, some gigabytes, are left out of what the lock names
$(TRAINING_VENV)/.done: training/requirements.txt
	@$(PYTHON) -m venv $(TRAINING_VENV)
	@if command -v nvidia-smi >/dev/null; then cat $<; else grep -vE '^(nvidia-|cuda-|triton)' $<; fi \
		> $(TRAINING_VENV)/requirements.txt
	@$(TRAINING_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
		-r $(TRAINING_VENV)/requirements.txt
	@touch $@

train: $(TRAINING_VENV)/.done ## train the attribution model, up to three hours, and ship it
	@HF_HUB_OFFLINE=1 $(TRAINING_VENV)/bin/python -m training

train-speakers: $(TRAINING_VENV)/.done ## train only what tells speakers, over the shipped encoder, some minutes
	@$(TRAINING_VENV)/bin/python -m training.speakers

$(ARBITER_VENV)/.done: training/arbiter/requirements.txt
	@$(PYTHON) -m venv $(ARBITER_VENV)
	@$(ARBITER_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

train-arbiter: $(ARBITER_VENV)/.done ## train the arbiter of article extraction, some minutes, and ship it
	@$(ARBITER_VENV)/bin/python -m training.arbiter ship

train-authors: $(ARBITER_VENV)/.done ## train the choice of authors, a minute or two, and ship it
	@$(ARBITER_VENV)/bin/python -m training.authors ship

evaluate-authors: $(ARBITER_VENV)/.done ## score the choice of authors on publishers that training had not
	@$(ARBITER_VENV)/bin/python -m training.authors evaluate

train-german: $(TRAINING_VENV)/.done ## train the choice of German speakers, a minute or two, and ship it
	@$(TRAINING_VENV)/bin/python -m training.german ship

evaluate-german: $(TRAINING_VENV)/.done ## score the choice of German speakers on publishers that training had not
	@$(TRAINING_VENV)/bin/python -m training.german evaluate

evaluate-extraction: $(ARBITER_VENV)/.done ## score extraction on publishers that training had not, by cross-validation
	@$(ARBITER_VENV)/bin/python -m training.arbiter evaluate

licences: $(VENV)/.dev ## list what the installed dependencies are licensed under; fails if one is GPL
	@$(BIN)/python -m tests.licences $(VENV) $(FURTHER)

lint: $(VENV)/.dev ## ruff, mypy, sqlfluff, and the licences of the dependencies
	@$(BIN)/python -m tests.licences $(VENV) $(FURTHER) >/dev/null
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint sql/marts sql/checks

format: $(VENV)/.dev ## let ruff format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(VENV)/.dev ## make the locks anew from the .in files
	@$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes --custom-compile-command "make lock" requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes --custom-compile-command "make lock" deploy/celery/requirements.in -o deploy/celery/requirements.txt
	@$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" training/requirements.in -o training/requirements.txt
	@$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes --custom-compile-command "make lock" training/arbiter/requirements.in -o training/arbiter/requirements.txt

clean: ## remove the virtual environments; what runs wrote stays
	rm -rf $(VENV) $(TRAINING_VENV) $(ARBITER_VENV) $(CELERY_VENV)

delete-data: ## show what runs wrote (archive, warehouse, decisions, digest), ask, and delete it
	@test -d var || { echo "there is no folder var"; exit 1; }
	@echo "var holds what runs wrote; what is deleted cannot be brought back:"
	@du -sh var/*
	@printf 'Type "delete" to delete all of it: '; read -r answer; \
		if [ "$$answer" = delete ]; then rm -rf var; echo "deleted"; else echo "nothing was deleted"; fi
