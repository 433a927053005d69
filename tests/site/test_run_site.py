"""What `make run` refuses and what it prints. The whole of it is tried by hand and by the CI's fresh clone."""

import io
import socket

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import CommandError, call_command

from lis_site.demo_accounts import Login
from lis_site.management.commands import run_site


def test_a_taken_port_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is in use or not allowed\. .* make run PORT=8001"):
            call_command("run_site", port=port)


def test_the_site_answers_on_the_addresses_that_localhost_may_mean():
    assert run_site.loopback_addresses(8000)[0] == "127.0.0.1:8000"
    assert set(run_site.loopback_addresses(8000)) <= {"127.0.0.1:8000", "[::1]:8000"}


@pytest.mark.django_db
def test_the_welcome_names_every_area_with_its_logins(area):
    logins = [Login(area, "Editors", "lcr-editor", "s3cret"), Login(None, "Superuser", "admin", "pa55")]
    text = run_site.welcome(logins, seconds=4.4)
    assert "ready after 4 s" in text
    assert f"{area.root_url}/admin/" in text
    assert text.index("lcr-editor") < text.index("Every area") < text.index("admin  ")
    assert "s3cret" in text
    assert "pa55" in text


def test_static_files_are_collected_once_and_again_when_one_changes(tmp_path, settings):
    source = tmp_path / "sources" / "site.css"
    source.parent.mkdir()
    source.write_text("a{}")
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    said = io.StringIO()
    command = run_site.Command(stdout=said)

    run_site.collect_static(command)
    assert (tmp_path / "collected" / "site.css").read_text() == "a{}"
    run_site.collect_static(command)
    source.write_text("b { top: 0 }")
    run_site.collect_static(command)
    get_finder.cache_clear()
    assert (tmp_path / "collected" / "site.css").read_text() == "b { top: 0 }"
    assert said.getvalue().count("Collecting stylesheets") == 2
