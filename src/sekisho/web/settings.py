"""Django, set up for one database: a folder with an SQLite file in it, or a PostgreSQL.

Where it lies is an argument. Which option of the installation says so is decided where the options are.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from sekisho.web.options import Options

FILE_NAME = "sekisho.sqlite3"
APPS = (
    "sekisho.web.store",
    "sekisho.web.ui",
    "sekisho.web.people",
    "sekisho.web.sources",
    "sekisho.web.desk",
    "sekisho.web.register",
    "sekisho.web.running",
)
LIBRARIES = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "axes",
)
MIDDLEWARE = (
    "sekisho.web.ui.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sekisho.web.ui.middleware.Language",
    "sekisho.web.ui.middleware.Addresses",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sekisho.web.people.middleware.Signed",
    "sekisho.web.ui.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
)

FONTS = Path(__file__).resolve().parents[1] / "data" / "fonts"

_POSTGRESQL = ("postgresql://", "postgres://")
_PATIENCE_SECONDS = 60
"""How long a writer waits for the one before it. Appending takes milliseconds: who waits longer waits for a fault."""
_SQLITE = {
    # Locked before the first look, so that what was looked at still holds when it is written upon.
    "transaction_mode": "IMMEDIATE",
    "timeout": _PATIENCE_SECONDS,
    # FULL: what is committed has reached the disk. NORMAL, the usual companion of WAL, may lose the last ones with the
    # power. secure_delete: what the vault purges is overwritten, not only forgotten.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
_POSTGRESQL_SESSION = f"-c synchronous_commit=on -c lock_timeout={_PATIENCE_SECONDS}s"


def database(data: Path | str) -> dict[str, Any]:
    """Return Django's description of a database; ``data`` is a folder, or an address ``postgresql://…``.

    Raises:
        psycopg.ProgrammingError: the address cannot be read.

    """
    if isinstance(data, str) and data.startswith(_POSTGRESQL):
        return _postgresql(data)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(data) / FILE_NAME), "OPTIONS": dict(_SQLITE)}


def _postgresql(address: str) -> dict[str, Any]:
    told = {key: str(value) for key, value in conninfo_to_dict(address).items() if value is not None}
    # Last wins: nobody turns off by an address that what was accepted is on disk.
    session = f"{told.pop('options', '')} {_POSTGRESQL_SESSION}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told.pop("dbname", ""),
        "USER": told.pop("user", ""),
        "PASSWORD": told.pop("password", ""),
        "HOST": told.pop("host", ""),
        "PORT": told.pop("port", ""),
        # For the one statement that asks to be kept prepared: Django's own are sent as texts.
        "OPTIONS": {**told, "options": session, "prepare_threshold": 0},
    }


def configure(data: Path | str | None = None, options: Options | None = None) -> None:
    """Set Django up once in this process; ``data`` becomes its default database where it is the first to ask.

    Raises:
        ImproperlyConfigured: Django was set up by somebody else, without the tables of the store.

    """
    if not settings.configured:
        settings.configure(**_settings({} if data is None else {"default": database(data)}, options or Options()))
        django.setup()
    if missing := set(APPS) - set(settings.INSTALLED_APPS):
        raise ImproperlyConfigured(f"INSTALLED_APPS lacks {', '.join(sorted(missing))}")


def _settings(databases: dict[str, Any], options: Options) -> dict[str, Any]:
    secure = options.address.startswith("https://")
    host = urlsplit(options.address).hostname
    return {
        "DATABASES": databases,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": [*LIBRARIES, *APPS],
        "MIDDLEWARE": list(MIDDLEWARE),
        "ROOT_URLCONF": "sekisho.web.urls",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["sekisho.web.ui.context.page"]},
            }
        ],
        "AUTH_USER_MODEL": "people.Account",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "sekisho.web.people.backends.Password",
            "sekisho.web.people.backends.Pin",
        ],
        "LOGIN_URL": "people:sign-in",
        "SECRET_KEY": secrets.token_urlsafe(48),  # until the key of the data is read,
        "ALLOWED_HOSTS": [one for one in (host, "127.0.0.1", "localhost", "[::1]") if one],
        "USE_TZ": True,
        "TIME_ZONE": "Asia/Tokyo",
        "USE_I18N": False,
        "STATIC_URL": "static/",
        "STATICFILES_DIRS": [("ui/fonts", FONTS)],
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept by Django
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "WHITENOISE_USE_FINDERS": True,  # straight from the package: no step of collecting that could be forgotten
        "WHITENOISE_AUTOREFRESH": False,
        # Straight to the disk, however small: a large one never lies in memory. It is sealed within the same request.
        "FILE_UPLOAD_HANDLERS": ["sekisho.web.ui.uploads.Bounded"],
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 10_000_000,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 20_000,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": "sekisho_session",
        "SESSION_COOKIE_AGE": options.session_minutes * 60,
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_NAME": "sekisho_csrf",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_FAILURE_VIEW": "sekisho.web.ui.views.csrf_failure",
        "CSRF_TRUSTED_ORIGINS": [options.address] if secure else [],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if options.behind_proxy else None,
        # By the account alone: behind one address sits a whole town hall, and a scanner at the counter is shared.
        "AXES_LOCKOUT_PARAMETERS": ["username"],
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": timedelta(minutes=15),
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_USERNAME_FORM_FIELD": "username",  # what `authenticate` calls it, not the field of the page
        # What was typed is not kept: in any of these fields may stand a password, or nearly one.
        "AXES_USERNAME_CALLABLE": "sekisho.web.people.trying.tried_as",
        "AXES_SENSITIVE_PARAMETERS": [
            *("username", "ip_address", "login", "old", "password", "pin", "again", "next", "csrfmiddlewaretoken"),
        ],
        "AXES_LOCKOUT_CALLABLE": "sekisho.web.people.views.signing.locked_out",
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        "LOGGING": _LOGGING,
        "SILENCED_SYSTEM_CHECKS": ["axes.W003"],
    }


# What stands in a log may be read by people who may not read a dispatch: numbers of requests, no data of theirs.
_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "sekisho.web.logs.Bare"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "bare"}},
    # Django would mail errors, with all that was sent to the page.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
