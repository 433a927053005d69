"""Settings from the environment: typed, and refused in words that say what to do."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from lis_site.settings import env


@pytest.mark.parametrize(
    "read",
    [
        lambda: env.text("MISSING", example="here"),
        lambda: env.secret("MISSING"),
        lambda: env.hosts("MISSING"),
        lambda: env.address("MISSING"),
        lambda: env.database("MISSING"),
        lambda: env.mailer("MISSING"),
    ],
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_value_is_named_with_an_example(monkeypatch, read, value):
    monkeypatch.delenv("MISSING", raising=False)
    if value is not None:
        monkeypatch.setenv("MISSING", value)
    with pytest.raises(ImproperlyConfigured, match=r"MISSING is not set\. .*MISSING="):
        read()


def test_a_short_secret_is_refused_without_repeating_it(monkeypatch):
    monkeypatch.setenv("KEY", "hush")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.secret("KEY")
    assert "KEY is too short" in str(refusal.value)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(("written", "meant"), [("yes", True), ("ON", True), ("1", True), ("no", False), ("0", False)])
def test_yes_and_no_are_read_as_people_write_them(monkeypatch, written, meant):
    monkeypatch.setenv("FLAG", written)
    assert env.boolean("FLAG", default=not meant) is meant


def test_what_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("FLAG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="FLAG must be yes or no"):
        env.boolean("FLAG", default=False)


@pytest.mark.parametrize("written", ["many", "-1", "1.5"])
def test_a_number_is_a_whole_number_that_is_large_enough(monkeypatch, written):
    monkeypatch.setenv("COUNT", written)
    with pytest.raises(ImproperlyConfigured, match="COUNT must be"):
        env.integer("COUNT", default=2)


def test_hosts_are_split_trimmed_and_in_small_letters(monkeypatch):
    monkeypatch.setenv("HOSTS", "WWW.example.org, example.org,")
    assert env.hosts("HOSTS") == ["www.example.org", "example.org"]


@pytest.mark.parametrize("written", ["*", ".example.org", "https://example.org/", ","])
def test_a_pattern_or_an_address_is_not_a_host(monkeypatch, written):
    monkeypatch.setenv("HOSTS", written)
    with pytest.raises(ImproperlyConfigured, match="HOSTS"):
        env.hosts("HOSTS")


def test_an_address_loses_its_final_slash(monkeypatch):
    monkeypatch.setenv("ADDRESS", "https://www.example.org/")
    assert env.address("ADDRESS") == "https://www.example.org"


@pytest.mark.parametrize("written", ["http://www.example.org", "www.example.org", "https://www.example.org/path"])
def test_an_address_is_https_and_has_no_path(monkeypatch, written):
    monkeypatch.setenv("ADDRESS", written)
    with pytest.raises(ImproperlyConfigured, match="ADDRESS must be an address without a path"):
        env.address("ADDRESS")


def test_a_database_address_is_parsed_with_its_escapes(monkeypatch):
    monkeypatch.setenv("DB", "postgresql://lis:p%40ss@db.example.org:5433/strategy?sslmode=require")
    parsed = env.database("DB")
    assert (parsed["USER"], parsed["PASSWORD"], parsed["HOST"]) == ("lis", "p@ss", "db.example.org")
    assert (parsed["PORT"], parsed["NAME"], parsed["OPTIONS"]) == (5433, "strategy", {"sslmode": "require"})


@pytest.mark.parametrize(
    "written",
    [
        "sqlite:///db.sqlite3",
        "mysql://lis:hush@db/lis",
        "postgresql://lis:hush@db",
        "postgresql://lis:hu#sh@db/lis",
        "x",
    ],
)
def test_what_is_not_a_postgresql_address_is_refused_without_the_password(monkeypatch, written):
    monkeypatch.setenv("DB", written)
    with pytest.raises(ImproperlyConfigured, match="DB is not the address of a PostgreSQL database") as refusal:
        env.database("DB")
    assert "hu" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    ("written", "options"),
    [
        (
            "smtp://lis:p%40ss@smtp.example.org",
            {"port": 587, "use_tls": True, "use_ssl": False, "username": "lis", "password": "p@ss"},
        ),
        ("smtps://smtp.example.org", {"port": 465, "use_tls": False, "use_ssl": True}),
        ("smtp://relay:25?tls=no", {"port": 25, "use_tls": False, "use_ssl": False}),
    ],
)
def test_a_mail_address_becomes_the_options_of_a_mailer(monkeypatch, written, options):
    monkeypatch.setenv("MAIL", written)
    found = env.mailer("MAIL")["OPTIONS"]
    assert {**found, **options} == found
    assert ("username" in found) == ("username" in options)


@pytest.mark.parametrize("written", ["https://smtp.example.org", "smtp://", "smtp://host:port"])
def test_what_is_not_a_mail_address_is_refused(monkeypatch, written):
    monkeypatch.setenv("MAIL", written)
    with pytest.raises(ImproperlyConfigured, match="MAIL is not the address of a mail server"):
        env.mailer("MAIL")


def test_a_folder_for_mail_is_an_absolute_path(monkeypatch):
    monkeypatch.setenv("MAIL", "folder:///srv/my%20mail")
    assert env.mailer("MAIL")["OPTIONS"] == {"folder": "/srv/my mail"}
    for wrong in ("folder://", "folder://host/mail", "folder:///"):
        monkeypatch.setenv("MAIL", wrong)
        with pytest.raises(ImproperlyConfigured):
            env.mailer("MAIL")


@pytest.mark.parametrize("written", ["unix:///run/clamav/clamd.ctl", "tcp://clamav:3310"])
def test_a_scanner_is_a_socket_or_a_port(monkeypatch, written):
    monkeypatch.setenv("CLAMAV", written)
    assert env.scanner("CLAMAV") == written
    monkeypatch.delenv("CLAMAV")
    assert env.scanner("CLAMAV") == ""


@pytest.mark.parametrize("written", ["clamd", "unix://host", "tcp://clamav", "tcp://clamav:x", "http://clamav:3310"])
def test_an_odd_scanner_is_refused_in_words(monkeypatch, written):
    monkeypatch.setenv("CLAMAV", written)
    with pytest.raises(ImproperlyConfigured, match="CLAMAV is not the address of a scanner"):
        env.scanner("CLAMAV")
