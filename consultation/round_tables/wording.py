"""The words beside the boxes that people tick. An area words them in the admin; until then they are these."""

from __future__ import annotations

from wagtail.models import Site

from consultation.participants.consents import current_text, word
from consultation.participants.models import ConsentText

CONTACT_AGAIN, ACCESS_NEEDS, NAMED = "contact-again", "access-needs", "named-in-public"

_WORDS = {
    CONTACT_AGAIN: "You may write to me when there is something else like this to take part in.",
    ACCESS_NEEDS: "You may use what I tell you here to arrange what I need. It is erased soon after the event.",
    NAMED: "May we name you on the page of the session, among those who are coming?",
}


def words_for(site: Site, purpose: str) -> str:
    """What to show now. One query; it writes nothing, so that a page can be looked at."""
    text = current_text(site, purpose)
    return text.text if text else _WORDS[purpose]


def agreed(site: Site, purpose: str) -> ConsentText:
    """The version that was shown, kept word for word."""
    return current_text(site, purpose) or word(site=site, purpose=purpose, text=_WORDS[purpose])
