"""The app of the desk."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Dispatches."""

    name = "sekisho.web.desk"
    label = "desk"
