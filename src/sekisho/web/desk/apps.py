"""The app of the desk."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Dispatches."""

    name = "sekisho.web.desk"
    label = "desk"

    def ready(self) -> None:
        """Say what stands around the pages, which training is asked for, and whether the desk works."""
        from sekisho.web.desk import health, shelf
        from sekisho.web.desk.frame import frame
        from sekisho.web.people import courses
        from sekisho.web.ui.frame import provide

        provide(frame)
        health.register()
        courses.provide(shelf.courses)
