"""The records of surveys: the survey and what was decided, its questionnaires, and what people answered."""

from consultation.surveys.models.invitation import SurveyInvitation
from consultation.surveys.models.response import EqualityCount, Response, ResponseFile, SentAnswers
from consultation.surveys.models.saved_question import SavedQuestion
from consultation.surveys.models.survey import Survey, SurveyDecision, SurveyPrivacyNotice
from consultation.surveys.models.version import QuestionnaireVersion, WordingCorrection

__all__ = [
    "EqualityCount",
    "QuestionnaireVersion",
    "Response",
    "ResponseFile",
    "SavedQuestion",
    "SentAnswers",
    "Survey",
    "SurveyDecision",
    "SurveyInvitation",
    "SurveyPrivacyNotice",
    "WordingCorrection",
]
