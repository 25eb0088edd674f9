"""The web server or the worker of an office, as a process of its own: ``serving.py web|work SETTINGS``.

``SETTINGS`` is JSON of the installation's options. The web server says on its first line at which port it listens.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import NoReturn

from sekisho.web.options import Options


def web(options: Options) -> None:
    from django.core.handlers.wsgi import WSGIHandler
    from waitress.server import create_server

    server = create_server(WSGIHandler(), host="127.0.0.1", port=0, threads=4)
    sys.stdout.write(f"{server.effective_port}\n")
    sys.stdout.flush()
    server.run()


def work(options: Options) -> None:
    from django.core.management import call_command

    call_command("db_worker", "--queue-name", "*", "--interval", "0.1", "--no-startup-delay", verbosity=0)


def main(which: str, settings: str) -> None:
    from sekisho.web import installation

    options = Options(**json.loads(settings))
    installation.begin(options, create=False)
    from django.conf import settings as of_django

    of_django.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    {"web": web, "work": work}[which](options)


def _end(*_told: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    main(*sys.argv[1:])
