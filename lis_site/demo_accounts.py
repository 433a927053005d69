"""One account for each role of each area, and an administrator of everything, so that a newcomer can try every door."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Site

from lis_site.roles import make_roles

# The first label of the host names the area; the default area of the demo is Leeds City Region.
AREA_CODES = {"localhost": "lcr"}


@dataclass(frozen=True)
class Login:
    """What to type at /admin/ of the area."""

    site: Site | None  # None: of every area
    role: str
    username: str
    password: str


def make_demo_accounts(kept_in: Path) -> list[Login]:
    """Make the accounts that are missing; return all of them, in the order of areas and roles.

    Passwords are random and are kept in the file `kept_in`, readable by its owner only, so that the next start can
    print them again. The password of an account that the file knows is left as it is.
    """
    passwords = _read(kept_in)
    logins = []
    with transaction.atomic():
        for site in Site.objects.order_by("-is_default_site", "hostname"):
            area = AREA_CODES.get(site.hostname, site.hostname.partition(".")[0])
            for role, group in make_roles(site).items():
                username = f"{area}-{role.value.replace('_', '-')}"
                user, password = _account(username, passwords)
                user.groups.set([group])
                logins.append(Login(site, str(role.label), username, password))
        user, password = _account("admin", passwords)
        if not user.is_superuser:
            user.is_superuser = user.is_staff = True
            user.save(update_fields=["is_superuser", "is_staff"])
        logins.append(Login(None, "Superuser", "admin", password))
    _write(kept_in, passwords)
    return logins


def _account(username: str, passwords: dict[str, str]) -> tuple[User, str]:
    user, is_new = User.objects.get_or_create(username=username, defaults={"email": f"{username}@localhost.example"})
    password = passwords.get(username)
    if is_new or password is None:
        password = passwords.setdefault(username, secrets.token_urlsafe(12))
        user.set_password(password)
        user.save(update_fields=["password"])
    return user, password


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = [line.split() for line in path.read_text().splitlines()]
    return {parts[0]: parts[1] for parts in lines if len(parts) == 2}


def _write(path: Path, passwords: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text("".join(f"{username} {password}\n" for username, password in passwords.items()))
