"""The app of what runs."""

from django.apps import AppConfig


class Running(AppConfig):
    """Workers and their heartbeats."""

    name = "sekisho.web.running"
    label = "running"
