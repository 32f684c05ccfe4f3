"""The WSGI application the console is served from."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.server.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - the settings must be named first

from . import lifeline  # noqa: E402

lifeline.hold()
application = get_wsgi_application()
