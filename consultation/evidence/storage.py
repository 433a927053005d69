"""Where files from strangers lie: in a folder of their own that no address of the site leads to."""

from typing import Any

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Readable by the site's own user only. Asking it for an address is a mistake, and raises ValueError."""

    base_url: Any = None
