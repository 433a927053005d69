"""The root of the settings: strict and complete. What differs between deployments comes from the environment (see env).

The variables are listed in docs/operations.md.
"""

from pathlib import Path
from typing import Any

from lis_site.settings import env, policies

BASE_DIR = Path(__file__).resolve().parents[2]

# --- What this deployment is ----------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
SITE_ADDRESS = env.address("SITE_ADDRESS")  # of the default area; the other areas are Sites in the database

# --- Code -----------------------------------------------------------------------------------------------------------

ROOT_URLCONF = "lis_site.urls"
WSGI_APPLICATION = "lis_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Ours first, so that our templates win.
    "lis_site",
    "consultation",
    "strategy",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.admin",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "lis_site.middleware.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files are compressed already; pages are here. Public pages hold no secret that their size could tell, and
    # Django pads the others by a random length.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lis_site.middleware.second_factor.SecondFactorMiddleware",
    "lis_site.middleware.staff_session.StaffSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "lis_site.middleware.other_areas.OtherAreasMiddleware",
    "lis_site.middleware.unreadable_form.UnreadableFormMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # All are lazy: a public page that asks nothing of `auth` or `messages` varies by no cookie.
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "strategy.context_processors.area",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", conn_max_age=600, conn_health_checks=True)}

# On disk, so that all workers of a machine count the same attempts to sign in, and no page pays a query for it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env.text("CACHE_DIR", example="/var/cache/lis", default=str(BASE_DIR / "var" / "cache")),
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

MEDIA_ROOT = env.text("MEDIA_ROOT", example="/srv/lis/media", default=str(BASE_DIR / "var" / "media"))
MEDIA_URL = "/media/"
# Files from strangers: no address leads here, and staff fetch them one at a time (consultation/evidence).
PRIVATE_ROOT = env.text("PRIVATE_ROOT", example="/srv/lis/private", default=str(BASE_DIR / "var" / "private"))
# Who looks for malware in them: clamd, at unix:///path/of/the/socket or tcp://host:3310. Empty when nobody does.
CLAMAV = env.scanner("CLAMAV")
# Uploaded files are never executable and are readable by the web server's group only.
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of a form, its files not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in the editor has thousands
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # more than any form takes: those say themselves what is too many

STATIC_ROOT = env.text("STATIC_ROOT", example="/srv/lis/static", default=str(BASE_DIR / "var" / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "consultation.files.storage.PrivateStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "lis_site.static_files.BundlingStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page needs our files

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Safety (the reasons are in docs/operations.md) -----------------------------------------------------------------

SECURE_CSP = policies.PUBLIC
SECURE_HSTS_SECONDS = 63_072_000  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Being on the browsers' preload list binds the whole domain for years: a decision for the partnership, not a default.
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # asked from inside the container, over plain http
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# `__Host-` binds a cookie to this host, to https and to the path "/".
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds; those of staff end as said below
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Staff sign-in (nobody else has an account) ----------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's is limited and does not tell who has an account

ACCOUNT_ADAPTER = "lis_site.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# The fifth wrong password for one user name closes the door to that name from that address for a quarter of an hour.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
# How many proxies of our own stand before us: by that the address of a visitor is found, and limits count it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0)

PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds

STAFF_SECOND_FACTOR_REQUIRED = True
STAFF_SESSION_SECONDS = 8 * 60 * 60  # a working day
STAFF_IDLE_SECONDS = 30 * 60
MFA_ADAPTER = "lis_site.accounts.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Local Industrial Strategy"
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for clocks that are wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators give the addresses

# --- Mail -----------------------------------------------------------------------------------------------------------

MAILERS = {"default": env.mailer("MAIL_URL")}
# The hosts that `check_links` may ask. None: it asks nobody.
LINK_CHECK_HOSTS = env.hosts("LINK_CHECK_HOSTS") if env.text("LINK_CHECK_HOSTS", example="", default="") else []

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", example="consultation@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Local Industrial Strategy"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
# The admin must not call other hosts: the policy forbids it, and staff are nobody else's business.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []

WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"},
}

WAGTAILIMAGES_IMAGE_MODEL = "strategy.SiteImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]  # no SVG: it can hold a script
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

WAGTAILDOCS_DOCUMENT_MODEL = "strategy.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "strategy.document_form.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # checks who may read; never a link into the folder

# --- Logs: to standard output, without personal data ----------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "lis_site.logs.WithoutTokens"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
            "filters": ["no_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Each page saved is a dozen tasks; who did what is in Wagtail's own history.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a 404 is not news
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # any passing robot can cause one
    },
}
