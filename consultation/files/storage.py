"""Where files from strangers lie: in a folder of their own that no address of the site leads to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """Readable by the site's own user only. Asking it for an address is a mistake, and raises ValueError."""

    base_url: Any = None


def private_files() -> Storage:
    """Where no address of the site leads."""
    return storages["private"]


def arriving() -> Path:
    """Where files are while they arrive: on the disk on which they stay, so that keeping one is only a new name."""
    storage: Any = private_files()
    folder = Path(storage.path("arriving"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
