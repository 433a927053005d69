"""The site on the database of a test, for a gunicorn of its own: what is measured is one process that serves."""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")

from django.conf import settings

settings.DATABASES["default"] = json.loads(os.environ["TEST_DATABASE"])
settings.STORAGES["private"]["OPTIONS"]["location"] = os.environ["TEST_PRIVATE"]
settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # it reads every static file at its start

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
