"""Resized pictures, as files. The originals that editors uploaded, and all documents, are not reachable this way."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

_YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of media/images/, to be kept for a year: Wagtail puts a new picture under a new name."""
    try:
        response = serve(request, name, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
    except SuspiciousFileOperation as error:
        raise Http404 from error  # a path that climbs out of the folder: a robot, and no news
    patch_cache_control(response, public=True, max_age=_YEAR, immutable=True)
    return response
