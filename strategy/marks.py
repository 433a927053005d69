"""What a partnership may upload as its own mark, beside the drawings that come with the site."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image

_FORMATS = {"PNG": "png", "WEBP": "webp", "JPEG": "jpg"}
_MOST_BYTES = 200 * 1024
_LEAST_PIXELS, _MOST_PIXELS = 64, 1024


def mark_path(instance: Any, filename: str) -> str:
    """Among the images, which are served. No name comes twice, so no cache takes the old mark for a new one."""
    return f"images/marks/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


def check_mark(file: Any) -> None:
    """Raise ValidationError for a picture that is of no use at 36 pixels beside a name, or too heavy for every page."""
    if file.size > _MOST_BYTES:
        raise ValidationError(f"The mark is larger than {_MOST_BYTES // 1024} KB. Save it smaller and upload it again.")
    file.seek(0)
    with Image.open(file) as picture:
        kind, (width, height) = picture.format, picture.size
    file.seek(0)
    if kind not in _FORMATS:
        raise ValidationError("The mark must be a PNG, WebP or JPEG picture.")
    if max(width, height) > _MOST_PIXELS or min(width, height) < _LEAST_PIXELS:
        raise ValidationError(
            f"The mark is {width} by {height} pixels. Each side must be between {_LEAST_PIXELS} and {_MOST_PIXELS}."
        )
