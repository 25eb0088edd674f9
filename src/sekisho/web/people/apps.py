"""The app of people."""

from django.apps import AppConfig


class People(AppConfig):
    """Departments, people, accounts."""

    name = "sekisho.web.people"
    label = "people"
