"""Migrations in a seventh of their time: an operation renders the model it is about, and nothing that refers to it.

Django renders every model that is related to that one over any number of others, 35,000 in all, so that each class
knows the newest of the others. What is sent to the database is the same without; `tests.site.test_migrations` looks.
Operations in Python are given all models rendered anew, which is what `is_delayed` asks of Django.
"""

from django.db.migrations.state import ProjectState


def _find_reload_model(state: ProjectState, app: str, model: str, delay: bool = False) -> set[tuple[str, str]]:
    state.is_delayed = True
    return {(app, model)}


ProjectState._find_reload_model = _find_reload_model
