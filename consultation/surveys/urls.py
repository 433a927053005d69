"""The addresses of surveys: what everybody sees, and what only the holder of a token does."""

from django.urls import path

from consultation.surveys.views import afterwards, answering, beginning, checking

app_name = "surveys"
urlpatterns = [
    path("survey/<slug:slug>/", beginning.start_page, name="start"),
    path("survey/<slug:slug>/begin/", beginning.begin, name="begin"),
    path("survey/<slug:slug>/come-back/", beginning.come_back, name="come_back"),
    path("survey/<slug:slug>/paper/", beginning.paper, name="paper"),
    path("survey/<slug:slug>/paper/<slug:size>/", beginning.paper, name="paper_size"),
    path("my/<str:token>/answers/", afterwards.come_in, name="come_in"),
    path("my/<str:token>/invited/", afterwards.invited, name="invited"),
    path("my/<str:token>/survey/", answering.tasks, name="tasks"),
    path("my/<str:token>/survey/check/", checking.check),
    path("my/<str:token>/survey/changed/", checking.changed),
    path("my/<str:token>/survey/close/", checking.close),
    path("my/<str:token>/survey/leave/", checking.leave),
    path("my/<str:token>/survey/save/", afterwards.save),
    path("my/<str:token>/survey/sent/", afterwards.sent),
    path("my/<str:token>/survey/copy/", afterwards.copy),
    path("my/<str:token>/survey/withdraw/", afterwards.withdraw),
    path("my/<str:token>/survey/equality/", afterwards.equality),
    path("my/<str:token>/survey/<slug:page>/", answering.section, name="page"),
]
