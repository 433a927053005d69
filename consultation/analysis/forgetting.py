"""What goes with the words of a response: notes that may quote them, what was published, files that hold them."""

from __future__ import annotations

from consultation.analysis.exporting import delete
from consultation.analysis.models import CampaignMember, Export, Note, PublishedWords
from consultation.surveys.models import Response


def forget_words(response: Response) -> None:
    """Called when a response is withdrawn or erased. Themes stay: they say nothing in anybody's words."""
    Note.objects.filter(response=response).delete()
    PublishedWords.objects.filter(response=response).delete()
    CampaignMember.objects.filter(response=response).delete()
    for export in Export.objects.filter(survey=response.survey_id):
        delete(export)
