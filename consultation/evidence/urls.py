"""The addresses of calls for evidence: what everybody sees, and what only the holder of a token does."""

from django.urls import path, re_path

from consultation.evidence.views import adding, public, writing

app_name = "evidence"
urlpatterns = [
    path("evidence/<slug:slug>/", public.start_page, name="start"),
    path("evidence/<slug:slug>/begin/", public.begin, name="begin"),
    path("evidence/<slug:slug>/come-back/", public.come_back, name="come_back"),
    path("evidence-register/", public.register, name="register"),
    re_path(r"^evidence-register/(?P<code>CE-[0-9]{4}-[0-9]{3,6})/\Z", public.entry, name="entry"),
    path("my/<str:token>/come-back/", writing.come_in, name="come_in"),
    path("my/<str:token>/evidence/", writing.mine, name="mine"),
    path("my/<str:token>/evidence/answers/", writing.answers),
    path("my/<str:token>/evidence/file/", adding.add_file),
    path("my/<str:token>/evidence/link/", adding.add_link),
    path("my/<str:token>/evidence/item-<int:pk>/", adding.edit_item),
    path("my/<str:token>/evidence/about/", writing.about),
    path("my/<str:token>/evidence/check/", writing.check),
    path("my/<str:token>/evidence/save/", writing.save),
    path("my/<str:token>/evidence/sent/", writing.sent),
    path("my/<str:token>/evidence/withdraw/", writing.withdraw),
    path("my/<str:token>/evidence/<slug:page>/", writing.elsewhere, name="page"),
]
