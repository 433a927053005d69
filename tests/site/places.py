"""One of everything that an area may hold, and a link of every kind into it: for the tables of who may open what."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page

from consultation.analysis import coding
from consultation.events.models import Event
from consultation.evidence import emails as evidence
from consultation.evidence import writing
from consultation.evidence.models import EvidenceFile
from consultation.formats.handling import ask as ask_for_format
from consultation.models import (
    ConsultationNews,
    EngagementSnapshot,
    Erasure,
    Export,
    Hold,
    Mail,
    PreElectionPeriod,
    SavedQuestion,
    Subscription,
    SurveyInvitation,
)
from consultation.participants import mine
from consultation.participants.consents import word
from consultation.participants.links import make_link
from consultation.participants.organisations import find_or_make
from consultation.round_tables import emails as round_tables
from consultation.round_tables.models import AccessNeed
from consultation.subscriptions import emails as subscriptions
from consultation.suggestions.handling import suggest
from consultation.surveys import emails as surveys
from consultation.surveys import invitations, responses
from strategy.models import PageNotice
from strategy.review import links as reviews
from tests.consultation.analysis.factories import said, send
from tests.consultation.evidence import factories as calls
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.participants.factories import make_contact
from tests.consultation.round_tables.factories import book, make_round_table
from tests.consultation.surveys.factories import NOW, open_survey
from tests.strategy.factories import (
    AmbitionStatusFactory,
    DistrictFactory,
    GlossaryTermFactory,
    KeyFigureFactory,
    make_tree,
)
from tests.strategy.tracker.factories import ThemeFactory, WaveFactory, make_partnership

# Open for most of a year: what closes within one stands in the calendar of its staff.
LONG_OPEN: dict[str, Any] = {"closes_on": timezone.localdate() + dt.timedelta(days=300)}
# Nobody without a right to people's data finds any of this on a page.
PERSONAL = ("Jane", "0113 496 0000", "jo@x.org", "Jo Bloggs")


class Place:
    """One of everything in an area, by the name of its model; and `links`, a token of each kind by its name."""

    def __init__(self, site: Any) -> None:
        self.site, self.tree = site, make_tree(site, count=1)
        self.page: Page = self.tree.home
        self.ann = User.objects.create_user(f"ann-{site.pk}")
        self.contact = make_contact(site, f"jane@{site.hostname}.org")
        self.consultation = make_consultation(self.tree)
        self.review, review_token = reviews.ask(
            page=self._draft(), reviewer="Bo", days=5, user=self.ann, now=timezone.now()
        )
        self.of_model: dict[str, Any] = (
            self._round_table() | self._survey() | self._evidence() | self._people() | self._strategy()
        )
        self.links = self._links() | {"review": review_token}

    def _draft(self) -> Page:
        self.page.save_revision()
        return self.page

    def _round_table(self) -> dict[str, Any]:
        site, table = self.site, make_round_table(self.site)
        self.booking = book(table)
        return {
            "event": Event.objects.filter(site=site).first(),
            "engagementsnapshot": EngagementSnapshot.objects.create(site=site, people=9, document="Paper"),
            "roundtable": table,
            "booking": self.booking,
            "accessneed": AccessNeed.objects.create(site=site, booking=self.booking, words="A ramp", asked_at=NOW),
        }

    def _survey(self) -> dict[str, Any]:
        survey = open_survey(self.site, **LONG_OPEN)
        (self.response,) = send(survey, said(why="Buses."), contact=self.contact)
        self.invitation = SurveyInvitation.objects.create(
            site=self.site, survey=survey, contact=self.contact, invited_at=NOW
        )
        self.code = coding.add(survey=survey, question="why", words="Fares", by=self.ann, now=NOW)
        self.export = Export.objects.create(
            survey=survey, form="ods", asked_at=NOW, state="ready", file=ContentFile(b"x", "one")
        )
        return {
            "survey": survey,
            "response": self.response,
            "savedquestion": SavedQuestion.objects.create(site=self.site, name="Age"),
            "feedbackrow": make_row(self.consultation, self.tree.ambitions[0]),
            "consultationnews": ConsultationNews.objects.create(
                site=self.site, consultation=self.consultation, title="News", text="<p>It goes on.</p>"
            ),
            "preelectionperiod": PreElectionPeriod.objects.create(
                site=self.site, election="the elections", starts_on=NOW, ends_on=NOW
            ),
        }

    def _evidence(self) -> dict[str, Any]:
        call = calls.make_call(self.site, **LONG_OPEN)
        submission = calls.sent(call)
        EvidenceFile.objects.update(safety="released", released_at=NOW)
        self.item = submission.items.get()
        return {"callforevidence": call, "evidencesubmission": submission, "registerentry": self.item.entry}

    def _people(self) -> dict[str, Any]:
        site, given = self.site, dict[str, Any](name="Jo Bloggs", email="jo@x.org")
        self.subscription = Subscription.objects.create(
            site=site, consultation=self.consultation, contact=self.contact, asked_at=NOW
        )
        return {
            "organisation": find_or_make(site=site, name="Mill Ltd"),
            "contact": self.contact,
            "mail": Mail.objects.filter(site=site).first(),
            "consenttext": word(site=site, purpose="news", text="News?"),
            "hold": Hold.objects.create(site=site, contact=self.contact, reason="A court."),
            "erasure": Erasure.objects.create(site=site, at=NOW, reason="request", people=1, counts={}),
            "formatrequest": ask_for_format(site=site, now=timezone.now(), document="It", format="audio", **given),
            "suggestion": suggest(site=site, about="A page", what_is_wrong="The date.", now=NOW, **given),
        }

    def _strategy(self) -> dict[str, Any]:
        site = self.site
        partnership = make_partnership(site, "Aside")
        return {
            "keyfigure": KeyFigureFactory(site=site),
            "glossaryterm": GlossaryTermFactory(site=site),
            "ambitionstatus": AmbitionStatusFactory(ambition=self.tree.ambitions[0]),
            "district": DistrictFactory(site=site),
            "partnership": partnership,
            "localstrategy": partnership.strategies.get(),
            "trackerwave": WaveFactory(site=site),
            "trackertheme": ThemeFactory(site=site),
            "pagenotice": PageNotice.objects.create(site=site, page=self.page, kind="notice", on=NOW, text="Moved."),
        }

    def _links(self) -> dict[str, str]:
        submission, now = self.of_model["evidencesubmission"], timezone.now()
        targets = {
            "data": (mine.PURPOSE, None),
            "booking": (round_tables.MINE, self.booking.request),
            "booking-address": (round_tables.NEW_ADDRESS, self.booking),
            "survey": (responses.HOLDS, self.response),
            "survey-return": (surveys.RETURN, self.response),
            "survey-invited": (invitations.INVITED, self.invitation),
            "evidence": (writing.HOLDS, submission),
            "evidence-return": (evidence.RETURN, submission),
            "news": (subscriptions.CONFIRM, self.subscription),
            "news-leave": (subscriptions.LEAVE, self.subscription),
        }
        common: dict[str, Any] = {"contact": self.contact, "site": self.site, "now": now, "days": 5}
        return {
            name: make_link(purpose=purpose, target=target, **common) for name, (purpose, target) in targets.items()
        }

    def fill_in(self, address: str, token: str = "") -> str:
        """The address with what is in this area."""
        names = self.known | {
            "token": token,
            "pk": self.item.pk if address.startswith("my/") else self._key_in(address),
        }
        return "/" + re.sub(r"<[^>]*?(\w+)>", lambda found: str(names[found[1]]), address)

    @property
    def known(self) -> dict[str, Any]:
        """What a parameter of that name stands for, whatever the address."""
        return {
            "page_id": self.page.pk,
            "site_id": self.site.pk,
            "review_id": self.review.pk,
            "response_id": self.response.pk,
            "export_id": self.export.pk,
            "file_id": self.item.file.pk,
            "code": "why",
            "name": "responses.csv",
            "action": "move",
            "page": "section-1",
            "reference": self.booking.reference,
        }

    def _key_in(self, address: str) -> Any:
        if address.startswith("admin/analysis/"):
            return self.of_model["survey"].pk
        model = next((part for part in re.split(r"\W|_", address) if part in self.of_model), "")
        return self.of_model[model].pk if model else ""
