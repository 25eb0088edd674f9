"""The app of registered lists."""

from django.apps import AppConfig


class Sources(AppConfig):
    """Versions of registered lists."""

    name = "sekisho.web.sources"
    label = "sources"
