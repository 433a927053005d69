"""`make dev`: as `make run`, with debug pages, autoreload and the debug toolbar; static files as they are written."""

from lis_site.settings.local import *  # noqa: F403
from lis_site.settings.local import INSTALLED_APPS, MIDDLEWARE, SECURE_CSP, STORAGES

DEBUG = True
INTERNAL_IPS = ["127.0.0.1", "::1"]

INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
MIDDLEWARE = ["debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE]

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# The toolbar's own images are inlined in its stylesheet; everything else stays as strict as on the public site.
SECURE_CSP = SECURE_CSP | {"img-src": [*SECURE_CSP["img-src"], "data:"]}
