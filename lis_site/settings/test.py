"""`make test` and the tools: as local, with what makes a suite quick and leaves nothing behind."""

import os
import tempfile

from lis_site.settings.local import *  # noqa: F403
from lis_site.settings.local import ALLOWED_HOSTS, DATABASES, MIDDLEWARE, STORAGES

# The default hasher is slow on purpose; tests make hundreds of accounts.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

_media = tempfile.TemporaryDirectory(prefix="lis-test-media-")  # removed when the process ends
MEDIA_ROOT = _media.name
_private = tempfile.TemporaryDirectory(prefix="lis-test-private-")
PRIVATE_ROOT = _private.name

# Unhashed names: tests of pages must not depend on collectstatic. The bundling storage has tests of its own.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": STORAGES["private"] | {"OPTIONS": STORAGES["private"]["OPTIONS"] | {"location": PRIVATE_ROOT}},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]

# Pages as they are before they are compressed, for a checker of HTML to read when all tests have run.
_compressed = MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware")
MIDDLEWARE = [*MIDDLEWARE[: _compressed + 1], "tests.html_checker.keep_pages_seen", *MIDDLEWARE[_compressed + 1 :]]

# A test database need not survive a power cut.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c synchronous_commit=off")
DATABASES["default"]["CONN_MAX_AGE"] = 0
# One database for each run (its workers inherit the name), so that two runs side by side do not meet.
os.environ.setdefault("TEST_RUN", str(os.getpid()))
DATABASES["default"]["TEST"] = {"NAME": f"test_lis_{os.environ['TEST_RUN']}"}
