"""Something that the portal stands on fails for a while and is well again: what has to hold meanwhile and after.

Nothing is started again by a harness: the portal recovers by itself.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from portal.db import new_public_id
from trust.browser import Answer

SECONDS_TO_RECOVER = 120


@dataclass(frozen=True)
class Failing:
    """Something that can fail: what lets it fail and be well again, and how a portal is started on it.

    ``more`` is added to the environment of its processes and ``before`` put before their commands. Where nothing
    ``refuses``, the portal takes forms all the time.
    """

    name: str
    fail: Callable[[], object]
    mend: Callable[[], object]
    more: dict[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    refuses: bool = True


@dataclass
class Told:
    """What clients were answered: by phase the answers, and the marks that were acknowledged."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    stored: list[str] = field(default_factory=list)
    slowest: float = 0.0
    """Seconds that the slowest answer took."""

    @property
    def times(self) -> int:
        """How many forms were sent."""
        return sum(map(len, self.answers.values()))


def write_through(
    failing: Failing, send: Callable[[str, str], Answer], seconds: float, few: int = 3
) -> Told:
    """``send(mark, key)`` a few forms, more while it fails for so many seconds, and a few afterwards."""
    told = Told()
    _write(send, told, "before", lambda count: count >= few)
    failing.fail()
    try:
        until = time.monotonic() + seconds
        _write(send, told, "during", lambda _count: time.monotonic() > until)
    finally:
        failing.mend()
    until = time.monotonic() + SECONDS_TO_RECOVER
    _write(send, told, "after", lambda count: count >= few or time.monotonic() > until)
    return told


def _write(
    send: Callable[[str, str], Answer], told: Told, phase: str, enough: Callable[[int], bool]
) -> None:
    """Send forms until enough are acknowledged; what was refused is sent again with the same key."""
    answers, count = told.answers.setdefault(phase, []), 0
    while not enough(count):
        mark, key = f"{phase}-{len(answers)}", new_public_id()
        while not enough(count):
            begun = time.monotonic()
            answer = send(mark, key)
            told.slowest = max(told.slowest, time.monotonic() - begun)
            answers.append(answer)
            if answer.status == 303:
                told.acknowledged.add(mark)
                count += 1
                break
            time.sleep(0.2)


def judge(failing: Failing, told: Told) -> Iterator[str]:
    """A sentence for everything that was not as promised."""
    for said in _amiss(told, failing.refuses):
        yield f"{failing.name}: {said}"


def _amiss(told: Told, refuses: bool) -> Iterator[str]:
    for phase in ("before", "after"):
        if not any(answer.status == 303 for answer in told.answers[phase]):
            yield f"nothing was accepted {phase} the failure."
    during = told.answers["during"]
    if refuses != any(answer.status == 503 for answer in during):
        yield "nobody was refused: this proves nothing." if refuses else "somebody was refused."
    for answer in (*during, *told.answers["after"]):
        if answer.status not in (303, 503):
            yield f"somebody was answered with {answer.status}."
        if answer.status == 503 and not (answer.retry_after and "error-page" in answer.text):
            yield "a refusal does not say when to come back."
    if lost := told.acknowledged - set(told.stored):
        yield f"{len(lost)} writes were acknowledged and are lost."
    if len(set(told.stored)) != len(told.stored):
        yield "something that was sent again is stored twice."
