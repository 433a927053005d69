"""What the tests of several services share."""

import pytest
from django.core.files.storage import storages

from consultation.files.keeping import tables
from consultation.files.storage import PrivateStorage


@pytest.fixture
def private(monkeypatch, tmp_path):
    """The folder of an empty private store."""
    folder = tmp_path / "private"
    folder.mkdir()
    storage = PrivateStorage(folder, file_permissions_mode=0o600, directory_permissions_mode=0o700)
    monkeypatch.setitem(storages._storages, "private", storage)
    fields = [field for table in tables() for field in table._meta.fields if field.name == "content"]
    for field in fields:
        monkeypatch.setattr(field, "storage", storage)
    return folder
