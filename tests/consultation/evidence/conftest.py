import pytest
from django.core.files.storage import storages

from consultation.evidence.models import EvidenceFile
from consultation.evidence.storage import PrivateStorage
from tests.consultation.evidence.factories import make_call


@pytest.fixture
def call(area):
    return make_call(area)


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    """An empty private store for each test."""
    folder = tmp_path / "private"
    folder.mkdir()
    storage = PrivateStorage(folder, file_permissions_mode=0o600, directory_permissions_mode=0o700)
    monkeypatch.setitem(storages._storages, "private", storage)
    monkeypatch.setattr(EvidenceFile._meta.get_field("content"), "storage", storage)
    return folder
