from wagtail.snippets.views.snippets import SnippetViewSetGroup


class PeopleRecords(SnippetViewSetGroup):
    items = ()
