"""Refusals: typed exceptions that carry a sentence for the person who is refused.

A verb raises one of these; the web edge alone turns it into a form error or an error page, and rolls the
transaction back. The sentence is a lazy gettext string, so it is translated for whoever reads it.
"""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

NOTHING_HERE = _("There is nothing here.")
CHANGED_SINCE = _("Somebody else has changed this since you opened it.")


class Refusal(Exception):
    """A request that is understood and declined. ``sentence`` says why, ``status`` is its HTTP status."""

    status: ClassVar[int] = 400

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class RuleBroken(Refusal):
    """A value that a rule does not allow. ``field`` names the form field at which the sentence stands."""

    status = 422

    def __init__(self, sentence: Any, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class WrongState(Refusal):
    """The action exists, but not in the state in which the record is now."""

    status = 409


class NotAllowed(Refusal):
    """The actor's roles do not carry this action."""

    status = 403


class Missing(Refusal):
    """There is no such record for this organisation; a foreign one answers exactly the same."""

    status = 404

    def __init__(self, sentence: Any = NOTHING_HERE) -> None:
        super().__init__(sentence)


class Busy(Refusal):
    """What the request needs is taken for longer than anybody should wait; the same request may go through soon."""

    status = 503


class Stale(Refusal):
    """Somebody else has changed the record since the form was opened."""

    status = 409

    def __init__(self, sentence: Any = CHANGED_SINCE) -> None:
        super().__init__(sentence)


class TooOften(Refusal):
    """Tried too many times; ``seconds`` is how long to wait."""

    status = 429

    def __init__(self, sentence: Any, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds
