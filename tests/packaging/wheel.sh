#!/usr/bin/env bash
# Builds a wheel, installs it into a fresh environment outside of the checkout, and plays the shipped story there.
set -euo pipefail
work=$1
mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q build
"$work/venv/bin/python" -m build -q --wheel --outdir "$work/dist" . >/dev/null
"$work/venv/bin/pip" install -q "$work"/dist/*.whl
cd "$work"
"$work/venv/bin/hyosan" --version
"$work/venv/bin/hyosan" check
printf '1\n2\n' | "$work/venv/bin/hyosan" play --plain --seed 7 --saves "$work/saves" > "$work/played.txt"
grep -q "The night before" "$work/played.txt"
"$work/venv/bin/hyosan" saves --saves "$work/saves" | grep -q "The Light on the Roof"
printf '1\n' | "$work/venv/bin/python" -m game play --plain --load latest --saves "$work/saves" > /dev/null
"$work/venv/bin/hyosan" explain no-way-on > /dev/null
"$work/venv/bin/hyosan" new "$work/my-story" > /dev/null
"$work/venv/bin/hyosan" check "$work/my-story"
"$work/venv/bin/hyosan" test "$work/my-story"
echo "the wheel plays outside of the checkout"
