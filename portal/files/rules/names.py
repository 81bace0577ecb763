"""File names as strangers give them."""

from pathlib import PurePath


def clean_name(name: str) -> str:
    """The last part of a file name without control characters, at most 200 characters, never empty."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    return kept[-200:] or "file"


def ending(name: str) -> str:
    """The ending of a name in small letters with its dot, as in ".pdf"; empty where there is none."""
    return PurePath(name.replace("\\", "/").lower().rstrip(" .")).suffix
