"""Collecting static files: hashed, precompressed, bundled; not done again when nothing changed."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder, get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from lis_site import stylesheet
from lis_site.static_files import BUNDLED, BundlingStaticFilesStorage, sources_fingerprint


@pytest.fixture
def sources(tmp_path, settings):
    """A folder of static files, the only one there is."""
    folder = tmp_path / "sources"
    (folder / "css" / "components").mkdir(parents=True)
    (folder / "img").mkdir()
    (folder / "img" / "wave.svg").write_text("<svg/>")
    (folder / "css" / "components" / "card.css").write_text('.card { background: url("../../img/wave.svg") }' * 20)
    (folder / "css" / "site.css").write_text('@layer components;\n@import "components/card.css" layer(components);')
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    yield folder
    get_finder.cache_clear()


@pytest.fixture
def collected(sources, tmp_path):
    """The storage after a collection, and its folder."""
    root = tmp_path / "collected"
    storage = BundlingStaticFilesStorage(location=root, base_url="/static/")
    paths = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            with source.open(path) as file:
                StaticFilesStorage(location=root, base_url="/static/").save(path, file)
            paths[path] = (source, path)
    for name, _, processed in storage.post_process(paths):
        assert not isinstance(processed, Exception), f"{name}: {processed}"
    return storage, root


def test_one_stylesheet_travels_with_hashed_addresses_inside(collected):
    storage, root = collected
    name = storage.stored_name(BUNDLED)
    css = (root / name).read_text()
    assert name != BUNDLED
    assert "@import" not in css
    assert css.startswith("@layer components;@layer components{.card{background: url(")
    assert storage.stored_name("img/wave.svg").removeprefix("img/") in css


def test_the_bundle_is_precompressed(collected):
    storage, root = collected
    name = storage.stored_name(BUNDLED)
    assert gzip.decompress((root / f"{name}.gz").read_bytes()) == (root / name).read_bytes()
    assert (root / f"{name}.br").exists()


def test_the_unbundled_stylesheet_is_left_as_written(collected, sources):
    _, root = collected
    assert (root / BUNDLED).read_text() == (sources / BUNDLED).read_text()


def test_the_fingerprint_notices_an_edit_a_new_file_and_nothing_else(sources):
    first = sources_fingerprint()
    assert sources_fingerprint() == first
    (sources / "css" / "site.css").write_text("a{}")
    second = sources_fingerprint()
    (sources / "css" / "new.css").write_text("")
    assert len({first, second, sources_fingerprint()}) == 3


def test_the_real_stylesheet_can_be_bundled(settings):
    folder = Path(settings.BASE_DIR) / "static"
    css = stylesheet.bundle(BUNDLED, lambda name: (folder / name).read_text())
    assert "@import" not in css
    assert css.count("{") == css.count("}")
