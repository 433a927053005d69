"""Nothing that staff can send about evidence, news and dates gives a server error."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from consultation.models import CallForEvidence, ConsultationNews, PreElectionPeriod, RegisterEntry
from tests.consultation.evidence.factories import make_call, sent
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.site.test_admin_fuzz import ODD, bombard, crashes, part_of

__all__ = ["crashes"]  # a fixture

TODAY = timezone.localdate()
RECORDS = [CallForEvidence, RegisterEntry, ConsultationNews, PreElectionPeriod]


@pytest.fixture
def admin(client, tree):
    client.force_login(User.objects.create_superuser("admin"))
    client.raise_request_exception = False
    call = make_call(tree.site, opens_on=TODAY - dt.timedelta(days=1), closes_on=TODAY + dt.timedelta(days=20))
    sent(call, timezone.now())
    page = ConsultationPageFactory(parent=HaveYourSayPageFactory(parent=tree.home))
    ConsultationNews.objects.create(site=tree.site, consultation=page, title="News", text="<p>x</p>")
    PreElectionPeriod.objects.create(site=tree.site, election="the elections", starts_on=TODAY, ends_on=TODAY)
    return client


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_records(admin, crashes, kind):
    names = kind.snippet_viewset
    place = RECORDS.index(kind)
    bombard(admin, reverse(names.get_url_name("add")), part_of(place, 4))
    bombard(admin, reverse(names.get_url_name("edit"), args=[kind.objects.first().pk]), part_of(place + 2, 4))
    for odd in ODD.values():
        admin.get(reverse(names.get_url_name("list")), {"call": odd, "q": odd[:500], "status": odd, "p": odd[:99]})
    assert crashes == []


def test_deciding_entering_judging_and_fetching(admin, crashes):
    call = CallForEvidence.objects.get()
    submission = call.submissions.get()
    base = "/admin/snippets/consultation/"
    for odd in ODD.values():
        given = dict.fromkeys(["decision", "until", "why", "channel", "received_on", "act", "file", "answer_for"], odd)
        admin.post(f"{base}callforevidence/decide/{call.pk}/", given)
        admin.post(f"{base}callforevidence/decide/{call.pk}/", given | {"decision": "extended"})
        admin.post(f"{base}callforevidence/enter/{call.pk}/", given)
        admin.post(f"{base}evidencesubmission/act/{submission.pk}/", given)
        admin.post(f"{base}evidencesubmission/act/{submission.pk}/", given | {"act": "release"})
    settings = reverse("wagtailsettings:edit", args=["consultation", "consultationrules", call.site_id])
    bombard(admin, settings, part_of(0, 4))
    assert crashes == []
