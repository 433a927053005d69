# syntax=docker/dockerfile:1

# --- Build: the environment and the collected static files ---
FROM python:3.13-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/lis

RUN python -m venv /srv/venv
ENV PATH="/srv/venv/bin:$PATH"

# The lock on its own first: a change of the code does not install everything again.
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt

COPY . .
# Collecting needs settings but no secret: these values live for this one command and are in no layer's environment.
RUN DJANGO_SETTINGS_MODULE=lis_site.settings.production \
    SECRET_KEY=only-while-building-and-nowhere-else-0123456789-0123456789 \
    DATABASE_URL=postgresql://nobody@localhost/none \
    ALLOWED_HOSTS=localhost \
    SITE_ADDRESS=https://localhost \
    MAIL_URL=console:// \
    MAIL_FROM=nobody@localhost \
    STATIC_ROOT=/srv/static \
    python manage.py collectstatic --noinput --verbosity 0

# --- Run: no compiler, no pip cache, no root ---
FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --home-dir /srv/lis --shell /usr/sbin/nologin lis \
    && install --directory --owner lis --group lis /srv/media /srv/private

ENV PATH="/srv/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=lis_site.settings.production \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media \
    PRIVATE_ROOT=/srv/private \
    CACHE_DIR=/tmp/cache \
    BIND=0.0.0.0:8000

COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/lis /srv/lis

WORKDIR /srv/lis
USER 10001
VOLUME ["/srv/media", "/srv/private"]
EXPOSE 8000

# Asks with the first host that the site answers to; a foreign host would be refused.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "lis_site.healthcheck"]

CMD ["gunicorn", "lis_site.wsgi"]
