"""The store as an app of Django: tables and migrations, no pages."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of the log and the vault."""

    name = "sekisho.web.store"
    label = "store"
