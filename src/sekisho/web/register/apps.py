"""The app of the register."""

from django.apps import AppConfig


class Register(AppConfig):
    """Incidents and their measures."""

    name = "sekisho.web.register"
    label = "register"

    def ready(self) -> None:
        """Say what of the register waits for somebody."""
        from sekisho.web.desk import awaiting
        from sekisho.web.register.queries import waiting

        awaiting.provide(waiting.awaiting)
