"""The addresses of analysis: what everybody reads of the answers, and what staff do in the admin."""

from django.urls import include, path

from consultation.analysis.views import files, numbers, publishing, reading, results

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
    path("publication/", publishing.publication, name="publication_start"),
    path("publication/results/publish/", publishing.publish_results, name="publish_results"),
    path("publication/<slug:code>/", publishing.publication, name="publication"),
    path("publication/<slug:code>/<int:response_id>/", publishing.moderate, name="moderate"),
]

app_name = "results"
urlpatterns = [
    path("survey/<slug:slug>/results/", results.results, name="results"),
    path("survey/<slug:slug>/results/tables.csv", results.tables, name="tables"),
    path("survey/<slug:slug>/results/answers/", results.answers, name="answers"),
]

admin_patterns = [path("analysis/<int:pk>/", include((_OF_SURVEY, "analysis")))]
