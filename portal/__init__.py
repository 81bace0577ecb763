"""The supplier-collaboration portal. ``create_app`` puts it together; nothing below imports this module."""

from typing import TYPE_CHECKING

from portal.config import Settings, read_settings

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Settings | None = None) -> "Flask":
    """The application with these settings, or with those of the environment. ``UnsafeSetting`` stops it."""
    from portal.assembly import assemble

    return assemble(settings or read_settings())
