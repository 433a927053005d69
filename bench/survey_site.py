"""The site on the bench's database, with a bare view beside it: what gunicorn serves for `bench.survey`."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")

from django.conf import settings

# Connections stay open, as in production, and nobody looks for the server first.
settings.DATABASES["default"] = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 600,
    **json.loads(os.environ["BENCH_DATABASE"]),
}
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402, TID251
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from consultation.surveys.models import Response, SentAnswers  # noqa: E402
from lis_site import urls  # noqa: E402


@csrf_exempt
def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """The same writes, and nothing that decides whether they are right."""
    now = timezone.now()
    with transaction.atomic():
        response = Response.objects.select_for_update().filter(pk=pk).first()
        if response is None:
            return HttpResponse(status=404)
        response.state, response.sent_at = "submitted", now
        response.save()
        SentAnswers.objects.create(
            response=response, version_id=response.version_id, number=1, answers=response.answers, sent_at=now
        )
    return HttpResponse(status=302, headers={"Location": "/"})


urls.urlpatterns.insert(0, path("bare/<int:pk>/", bare))
application = get_wsgi_application()
