"""The pages for another WSGI server. The settings: ``SEKISHO_CONFIG`` names their file, ``SEKISHO_…`` stand over it.

The worker is a process of its own then: ``sekisho worker``.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sekisho.web.running.preparing import options_of, prepare

prepare(options_of(None, os.environ))  # noqa: TID251  here the process begins
application = get_wsgi_application()
