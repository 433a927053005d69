"""Pages and files as browsers get them in production, which costs less than what tests do otherwise.

The stylesheet comes in one piece and is kept for a while: as it is written it is sixty files, and without a word about
keeping them a browser asks for each again on each page. And whoever answers keeps the connection to the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.http.response import HttpResponseBase
from django.test import override_settings

from lis_site import stylesheet
from lis_site.static_files import BUNDLED


@contextmanager
def served_as_in_production(folder: Path) -> Iterator[None]:
    """For live servers, while it lasts. `folder` is empty and takes what is made for them."""
    sources = Path(settings.STATICFILES_DIRS[0])
    bundled = folder / BUNDLED
    bundled.parent.mkdir(parents=True)
    bundled.write_text(stylesheet.bundle(BUNDLED, lambda name: (sources / name).read_text(encoding="utf-8")))
    serve = StaticFilesHandler.serve

    def serve_and_keep(handler: StaticFilesHandler, request: Any) -> HttpResponseBase:
        response: HttpResponseBase = serve(handler, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    with pytest.MonkeyPatch.context() as patch, override_settings(STATICFILES_DIRS=[folder, sources]):
        patch.setattr(StaticFilesHandler, "serve", serve_and_keep)
        patch.setitem(connections.settings["default"], "CONN_MAX_AGE", None)
        finders.get_finder.cache_clear()
        yield
    finders.get_finder.cache_clear()
