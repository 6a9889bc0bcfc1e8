"""Changes one thing at a time in codec, store, loader, sanitiser and expressions, and sees whether their tests notice.

    python -m tests.mutation [--every N] [--first N] [--like TEXT] [--most SECONDS] [ROOM ...]

Each mutant is tried by those tests alone that run the changed lines (`trying.py`). Survivors are printed with their places;
those that nobody can notice are listed in `equivalent.yaml`, each with its reason, and are not counted.
"""

from __future__ import annotations

import argparse
import os
import sys

from tests.mutation.equivalent import key_of, listed
from tests.mutation.mutants import mutants_of
from tests.mutation.rooms import ROOMS, ROOT, Room
from tests.mutation.trying import FailingTestsError, try_all


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--every", type=int, default=1, help="only every Nth mutant")
    parser.add_argument("--first", type=int, default=0, help="beginning with this one")
    parser.add_argument("--like", action="append", metavar="TEXT", help="only mutants in whose names this stands")
    parser.add_argument("--most", type=float, default=10, help="seconds of the processor that the tests of a mutant may take")
    parser.add_argument("--all", action="store_true", help="also those that are listed as equivalent")
    asked = parser.parse_args()
    unknown = set(asked.rooms) - set(ROOMS)
    if unknown:
        parser.error(f"there is no room {', '.join(sorted(unknown))}")
    os.chdir(ROOT)
    os.environ.setdefault("HYOSAN_BUDGET", "0.1")
    import hypothesis  # before the fork, so that no child has to

    hypothesis.settings.register_profile("mutation", derandomize=True, database=None)
    hypothesis.settings.load_profile("mutation")
    try:
        for name in asked.rooms or ROOMS:
            print(f"{name}: {tried(ROOMS[name], asked)}", flush=True)
    except FailingTestsError as error:
        sys.exit(f"the tests fail as it is: {error}")


def tried(room: Room, asked: argparse.Namespace) -> str:
    """Tries the mutants of a room, says which live, and returns the figure."""
    known = listed()
    mutants = [mutant for path in room.paths for mutant in mutants_of(path)][asked.first :: asked.every]
    mutants = [mutant for mutant in mutants if not asked.like or any(text in mutant.what for text in asked.like)]
    counted = [mutant for mutant in mutants if key_of(mutant) not in known]
    lived = 0
    for mutant, is_noticed in try_all(room, mutants if asked.all else counted, asked.most):
        module, what = key_of(mutant)
        if (module, what) in known:
            if is_noticed:
                print(f"{module}:{mutant.line}: {what}: is listed as equivalent, and is noticed", flush=True)
        elif not is_noticed:
            lived += 1
            print(f"{module}:{mutant.line}: {what}", flush=True)
    share = (len(counted) - lived) / max(1, len(counted))
    return f"{len(counted) - lived} of {len(counted)} mutants noticed, {share:.1%}; {len(mutants) - len(counted)} are equivalent"


if __name__ == "__main__":
    main()
