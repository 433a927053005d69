"""Settings that come from the environment, typed. A missing or odd value stops the start and says how to set it.

Every getter raises ImproperlyConfigured naming the variable; none repeats the value, which may be a secret.
"""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, *, example: str, default: str | None = None) -> str:
    """The value of `name`, trimmed and never empty. Without a default, a missing value is refused."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is not None:
        return default
    raise ImproperlyConfigured(f"{name} is not set. Set it in the environment, for example {name}={example}")


def secret(name: str) -> str:
    """A random key of at least 50 characters."""
    value = text(name, example="\"$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')\"")
    if len(value) < 50:
        raise ImproperlyConfigured(
            f"{name} is too short to be safe: it needs at least 50 characters. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return value


def boolean(name: str, *, default: bool) -> bool:
    """yes/no, true/false, on/off or 1/0, in any case."""
    value = text(name, example="yes", default=str(default)).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no.")


def integer(name: str, *, default: int, minimum: int = 0) -> int:
    """A whole number, at least `minimum`."""
    value = text(name, example=str(default), default=str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, for example {name}={default}") from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}.")
    return number


def hosts(name: str) -> list[str]:
    """Host names separated by commas. `*` is refused: it would let a visitor choose the address in our e-mails."""
    found = [host.strip().lower() for host in text(name, example="www.example.org,example.org").split(",")]
    found = [host for host in found if host]
    for host in found:
        if "*" in host or "/" in host or host.startswith("."):
            raise ImproperlyConfigured(f"{name} must be a list of host names, for example {name}=www.example.org")
    if not found:
        raise ImproperlyConfigured(f"{name} names no host. Set it, for example {name}=www.example.org")
    return found


def address(name: str, *, schemes: tuple[str, ...] = ("https",)) -> str:
    """The address of a site without a path or a final slash, for example https://www.example.org."""
    example = f"{schemes[0]}://www.example.org"
    value = text(name, example=example).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} must be an address without a path, for example {name}={example}")
    return value


def database(name: str, **options: Any) -> dict[str, Any]:
    """A Django database from an address such as postgresql://user:password@host:5432/name. PostgreSQL only."""
    example = "postgresql://user:password@localhost:5432/lis"
    value = text(name, example=example)
    try:
        parsed = dict(dj_database_url.parse(value, **options))
    except ValueError:
        parsed = {}
    if parsed.get("ENGINE") not in {"django.db.backends.postgresql", "lis_site.embedded"} or not parsed.get("NAME"):
        # `from None` and no value: the address may hold a password.
        raise ImproperlyConfigured(
            f"{name} is not the address of a PostgreSQL database. It looks like {name}={example} "
            "(characters such as @ : / # in a password are written as %40 %3A %2F %23)."
        ) from None
    return parsed


def scanner(name: str) -> str:
    """The address of clamd, unix:///path or tcp://host:port; empty when there is none."""
    value = text(name, example="unix:///run/clamav/clamd.ctl", default="none")
    if value == "none":
        return ""
    wrong = ImproperlyConfigured(
        f"{name} is not the address of a scanner. It looks like {name}=unix:///run/clamav/clamd.ctl or "
        f"{name}=tcp://localhost:3310"
    )
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise wrong from None
    is_socket = parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
    if not is_socket and not (parts.scheme == "tcp" and parts.hostname and port):
        raise wrong
    return value


def mailer(name: str) -> dict[str, Any]:
    """One entry of MAILERS from an address.

    smtp://user:password@host:587 (STARTTLS; add ?tls=no for a relay on a trusted network), smtps://…:465,
    folder:///path (each mail is written to a file there, not sent), or console:// (it is printed).
    """
    example = "smtp://user:password@smtp.example.org:587"
    wrong = ImproperlyConfigured(f"{name} is not the address of a mail server. It looks like {name}={example}")
    value = text(name, example=example)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "folder" and not parts.netloc and len(parts.path) > 1:
        folder = {"folder": unquote(parts.path)}
        return {"BACKEND": "consultation.participants.mail_folder.EmailBackend", "OPTIONS": folder}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise wrong
    plain = parse_qs(parts.query).get("tls") == ["no"]
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": port or (465 if parts.scheme == "smtps" else 587),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and not plain,
        # Without a limit a silent mail server holds the worker that talks to it for ever.
        "timeout": 20,
    }
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
