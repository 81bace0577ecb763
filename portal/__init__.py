"""The supplier-collaboration portal. ``create_app`` puts it together; nothing below imports this module."""

from flask import Flask

from portal.config import Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, or with those of the environment. ``UnsafeSetting`` stops it."""
    import portal.models
    from portal.db import db, listen

    settings = settings or read_settings()
    app = Flask(__name__)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
    )
    db.init_app(app)
    listen(app)
    assert portal.models.metadata.tables
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    if not settings.database_url.startswith("postgresql"):
        return {}
    limits = "-c lock_timeout=5000 -c statement_timeout=20000 -c idle_in_transaction_session_timeout=30000"
    return {"connect_args": {"options": limits}, "pool_pre_ping": True}
