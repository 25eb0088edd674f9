"""The app of everything that all pages share."""

from django.apps import AppConfig


class Ui(AppConfig):
    """Frame, components, template tags, static files. It has no tables, and knows no other app."""

    name = "sekisho.web.ui"
    label = "ui"
