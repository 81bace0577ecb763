"""Changes the code that guards the most, one small change at a time, and sees that a test notices each.

This is `make mutants`. What is changed and which tests are asked stands in pyproject.toml; mutmut does the work in
`mutants/`. Prints a line for each module and every change that nobody noticed; ends with 1 where more of them are
left than ``LEAST`` allows, or where mutmut itself failed.
"""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The share of changes that tests must notice; nothing may be left in what says who may do what.
LEAST = {"portal.web.access": 1.0, "portal.workflow": 1.0}
OTHERWISE = 0.9
NOTICED = {"killed", "timeout"}
LINE = re.compile(r"^\s+(?P<mutant>(?P<module>portal[\w.]*)\.(?:x_|xǁ)\S+): (?P<status>.+)$", re.MULTILINE)


def mutmut(*arguments: str, quiet: bool = True) -> str:
    """What mutmut printed; its running count of changes goes to the terminal where it is not ``quiet``."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE if quiet else None, text=True)
    if ended.returncode != 0:
        sys.exit("mutmut came to no end.")
    return ended.stdout or ""


def read(results: str) -> dict[str, dict[str, bool]]:
    """By module, each change and whether it was noticed, from what `mutmut results` says."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for line in LINE.finditer(results):
        found[line["module"]][line["mutant"]] = line["status"] in NOTICED
    return found


def judge(found: dict[str, dict[str, bool]]) -> list[str]:
    """The modules in which too few changes were noticed."""
    return [
        module
        for module, changes in found.items()
        if sum(changes.values()) < LEAST.get(module, OTHERWISE) * len(changes)
    ]


def main() -> int:
    """Make all changes, and tell."""
    mutmut("run", quiet=False)
    found = read(mutmut("results", "--all", "true"))
    for module, changes in sorted(found.items()):
        for mutant in (mutant for mutant, noticed in changes.items() if not noticed):
            print(mutmut("show", mutant))
        noticed = sum(changes.values())
        print(f"{module}: {noticed} of {len(changes)} changes noticed ({noticed / len(changes):.1%})")
    short = judge(found)
    if short or not found:
        print(f"Too few in: {', '.join(short) or 'everything, since there were none'}.")
    return int(bool(short) or not found)


if __name__ == "__main__":
    sys.exit(main())
