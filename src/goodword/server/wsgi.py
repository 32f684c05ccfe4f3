"""The WSGI application the console is served from."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.server.settings")

from django.core.wsgi import get_wsgi_application

from . import lifeline

lifeline.hold()
application = get_wsgi_application()
