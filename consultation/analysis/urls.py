"""The addresses of analysis in the admin."""

from django.urls import include, path

from consultation.analysis.views import files, numbers, reading

_OF_SURVEY = [
    path("", numbers.numbers, name="numbers"),
    path("flow/", numbers.flow, name="flow"),
    path("answers/", reading.answers, name="words"),
    path("answers/<slug:code>/", reading.answers, name="answers"),
    path("answers/<slug:code>/<int:response_id>/", reading.read, name="read"),
    path("codebook/<slug:code>/", reading.codebook, name="codebook"),
    path("campaigns/<slug:code>/", reading.campaign_list, name="campaigns"),
    path("exports/", files.exports, name="exports"),
    path("exports/<uuid:export_id>/", files.fetch, name="fetch"),
    path("exports/<str:name>", files.stream, name="stream"),
]

admin_patterns = [path("analysis/<int:pk>/", include((_OF_SURVEY, "analysis")))]
