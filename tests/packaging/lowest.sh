#!/usr/bin/env bash
# Installs the lowest versions that pyproject.toml allows, and runs the tests that meet the libraries.
set -euo pipefail
work=$1
mkdir -p "$work"
python3 -m venv "$work/venv"
lowest=$(python3 - <<'PY'
import re, pathlib
text = pathlib.Path("pyproject.toml").read_text()
block = text.split("dependencies = [", 1)[1].split("]", 1)[0]
print(" ".join(re.sub(">=", "==", found) for found in re.findall(r'"([^"]+)"', block)))
PY
)
echo "$lowest"
# shellcheck disable=SC2086  # the list is meant to be split
"$work/venv/bin/pip" install -q $lowest pytest pytest-xdist hypothesis pyte
"$work/venv/bin/pip" install -q --no-deps -e .
# The runs to each ending ask nothing of a library that the other tests of the terminal do not.
"$work/venv/bin/python" -m pytest -q tests/terminal tests/loading tests/saving --ignore=tests/terminal/test_walkthroughs.py
