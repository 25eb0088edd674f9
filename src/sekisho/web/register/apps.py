"""The app of the register."""

from django.apps import AppConfig


class Register(AppConfig):
    """Incidents and their measures."""

    name = "sekisho.web.register"
    label = "register"
