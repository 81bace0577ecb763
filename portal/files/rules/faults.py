"""Why a file is refused. The child process that looks into files says it in one word; people read a sentence."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a file, or with one that lies within it."""

    DISAGREES = "disagrees"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 (the word for what is wrong, not one)
    SCRIPT = "script"
    PROGRAM = "program"
    MARKUP = "markup"
    DTD = "dtd"
    TOO_LARGE_INSIDE = "too_large_inside"
    NOT_TOLD = "not_told"
    TOO_LONG = "too_long"


class Faulty(Exception):
    """Something that makes a file one that is not stored. ``part`` names what it lies in, within the file."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        super().__init__(f"{fault} {part}".strip())
        self.fault = fault
        self.part = part
