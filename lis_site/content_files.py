"""Reads the content files of an area (`fixtures/<area>/*.yaml`) into its pages and records.

What exists, by slug or code, is left exactly as it is: only what is missing is added. Pages are made first and
filled afterwards, because their text links to pages that come later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction
from wagtail.models import Page, Site

from consultation.models import ConsultationPage, EventsPage, HaveYourSayPage
from consultation.pages import ConsultationSubject
from lis_site.area_start import NewArea, start_area
from lis_site.content_analysis import add_analysis
from lis_site.content_blocks import Blocks
from lis_site.content_documents import add_documents, name_alternatives
from lis_site.content_events import add_events
from lis_site.content_evidence import add_evidence
from lis_site.content_feedback import add_feedback, evidence_of
from lis_site.content_library import fill_library_item, plan_library
from lis_site.content_surveys import add_surveys
from lis_site.content_tracker import add_tracker
from strategy import models as kinds

# Each file of a set: the kind of its index page and of the pages below it.
_SETS: dict[str, tuple[type[Page], type[Page]]] = {
    "foundations": (kinds.FoundationIndexPage, kinds.FoundationPage),
    "grand_challenges": (kinds.GrandChallengeIndexPage, kinds.GrandChallengePage),
    "priorities": (kinds.PriorityIndexPage, kinds.PriorityPage),
    "health_priorities": (kinds.SharedHealthPriorityIndexPage, kinds.SharedHealthPriorityPage),
    "ambitions": (kinds.AmbitionIndexPage, kinds.AmbitionPage),
    "sectors": (kinds.SectorIndexPage, kinds.SectorPage),
}
_VIEWS = {"overview": kinds.OverviewPage, "matrix": kinds.MatrixPage, "whole": kinds.WholeStrategyPage}
_LEGAL = {
    "accessibility": kinds.AccessibilityStatementPage,
    "privacy": kinds.PrivacyPage,
    "cookies": kinds.CookiesPage,
    "contact": kinds.ContactPage,
}
# The page of text that stands first in the menu of the strategy.
_FIRST = "what-it-is"

Entry = dict[str, Any]


class ContentFiles:
    """The content of one area. `today` dates what the demo schedules; `say` hears the title of each page added."""

    def __init__(
        self, folder: Path, *, port: int, is_default: bool, today: dt.date, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self.folder = folder
        self.port = port
        self.is_default = is_default
        self.today = today
        self.say = say
        self.added: list[tuple[Page, Entry]] = []

    @transaction.atomic
    def load(self) -> Site:
        about = self._read("area")
        self.site = start_area(
            NewArea(about["host"], about["area_name"], about["site_name"], self.port, self.is_default)
        )
        self.home = self.site.root_page.specific
        self._settings(about)
        self._records()
        self._pages()
        name_alternatives(self.blocks.documents, self._read("documents") or [], find=self._find)
        for page, entry in self.added:
            page.refresh_from_db(fields=["numchild"])  # it had no children yet when it was made
            self._fill(page, entry)
            page.save_revision().publish()
        add_events(self.site, self._read("events") or {}, today=self.today, find=self._find, linked=self.blocks.linked)
        surveys, feedback = self._read("surveys") or {}, self._read("feedback") or {}
        add_surveys(self.site, surveys, find=self._find, linked=self.blocks.linked, today=self.today)
        add_feedback(self.site, feedback, find=self._find)
        add_analysis(self.site, surveys, today=self.today)
        evidence = self._read("evidence") or {}
        add_evidence(self.site, evidence, find=self._find, linked=self.blocks.linked, today=self.today)
        add_tracker(self.site, self._read("tracker") or {})
        return self.site

    def count(self) -> int:
        """How many pages the files describe."""
        return sum(1 for _ in self._plan())

    def _read(self, name: str) -> Any:
        path = self.folder / f"{name}.yaml"
        return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None

    # Records

    def _settings(self, about: Entry) -> None:
        settings = kinds.AreaSettings.for_site(self.site)
        if settings.organisation:  # filled before: an editor's now
            return
        settings.organisation = about["organisation"]["name"]
        settings.organisation_short = about["organisation"]["short_name"]
        for name in ("strapline", "palette", "mark", "footer_text"):
            setattr(settings, name, about[name])
        for name, value in about["contact"].items():
            setattr(settings, f"contact_{name}", value)
        settings.save()

    def _records(self) -> None:
        for entry in self._read("districts") or []:
            kinds.District.objects.get_or_create(site=self.site, name=entry["name"])
        for entry in self._read("key_figures") or []:
            entry = dict(entry)
            entry["note"] = entry.pop("qualifier_note", "")
            slug = entry.pop("slug")
            kinds.KeyFigure.objects.get_or_create(site=self.site, slug=slug, defaults=entry)
        for entry in (self._read("glossary") or {}).get("terms") or []:
            same = models.Q(term__iexact=entry["term"])
            if entry.get("acronym"):
                same |= models.Q(acronym=entry["acronym"])
            if not kinds.GlossaryTerm.objects.filter(same, site=self.site).exists():
                kinds.GlossaryTerm.objects.create(site=self.site, **entry)
        figures = {figure.slug: figure for figure in kinds.KeyFigure.objects.filter(site=self.site)}
        documents = add_documents(self.site, self._read("documents") or [], self.folder / "documents")
        self.blocks = Blocks(self._find, figures, documents)

    # Pages: first the tree, then what they say

    def _plan(self) -> Iterator[tuple[type[Page], str, Entry]]:
        """Every page as (kind, path of its parent below home, entry), parents first, in menu order."""
        standard = self._read("pages") or []
        yield kinds.StrategyPage, "", self._read("strategy") | {"in_menu": True}
        yield from ((kinds.StandardPage, one["parent"], one) for one in standard if one["slug"] == _FIRST)
        yield from self._plan_sets()
        yield from self._plan_consultations()
        yield from ((kinds.StandardPage, one["parent"], one) for one in standard if one["slug"] != _FIRST)
        if glossary := self._read("glossary"):
            yield kinds.GlossaryPage, "", glossary["page"]
        yield from ((_LEGAL[name], "", entry) for name, entry in self._read("legal").items())

    def _plan_sets(self) -> Iterator[tuple[type[Page], str, Entry]]:
        """The parts of the strategy, each set below its index, then what is made from them."""
        for name, (index_kind, kind) in _SETS.items():
            if content := self._read(name):
                yield index_kind, "strategy", content["index"] | {"in_menu": True}
                path = f"strategy/{content['index']['slug']}"
                yield from ((kind, path, entry) for entry in content.get("pages") or [])
        if determinants := self._read("determinants"):
            yield kinds.HealthDeterminantsPage, "strategy", determinants | {"in_menu": True}
        for name, entry in (self._read("views") or {}).items():
            yield _VIEWS[name], "strategy", entry | {"in_menu": True}

    def _plan_consultations(self) -> Iterator[tuple[type[Page], str, Entry]]:
        content = self._read("consultations")
        yield HaveYourSayPage, "", content["index"] | {"in_menu": True}
        for entry in content["pages"]:
            yield ConsultationPage, content["index"]["slug"], self._dated(entry)
        if events := self._read("events"):
            yield EventsPage, "", events["index"] | {"in_menu": True}
        if library := self._read("library"):
            yield from plan_library(library)
        if tracker := self._read("tracker"):
            yield kinds.TrackerPage, "", tracker["page"]

    def _pages(self) -> None:
        home = self._read("home")
        if not kinds.HomeKeyFigure.objects.filter(page=self.home).exists() and not self.home.first_published_at:
            words = (name for name in home if name in ("title", "summary") or name.endswith("heading"))
            for name in words:
                setattr(self.home, name, home[name])
            self.added.append((self.home, home))
        for kind, parent_path, entry in self._plan():
            parent = self._find(parent_path)
            if parent.get_children().filter(slug=entry["slug"]).exists() or self._code_exists(kind, parent, entry):
                continue
            page = kind(
                title=entry["title"],
                slug=entry["slug"],
                summary=entry.get("summary") or "",
                show_in_menus=bool(entry.get("in_menu")),
                **self._plain_fields(kind, entry),
            )
            parent.add_child(instance=page)
            self.added.append((page, entry))
            self.say(page.title)

    def _find(self, path: str) -> Page:
        """The page at `path` below home; KeyError in words when the files name one that is not there."""
        url_path = f"{self.home.url_path}{path}/" if path else self.home.url_path
        page = Page.objects.filter(url_path=url_path).first()
        if page is None:
            raise KeyError(f"{self.folder.name}: no page at “{path}”")
        return page

    @staticmethod
    def _code_exists(kind: type[Page], parent: Page, entry: Entry) -> bool:
        return "code" in entry and kind.objects.child_of(parent).filter(code=entry["code"]).exists()

    def _plain_fields(self, kind: type[Page], entry: Entry) -> Entry:
        """The values that need nothing but themselves: every column of the kind that the entry names."""
        taken = {"title", "slug", "summary", "body", "aims", "joint_areas", "determinants", "priority", "paragraphs"}
        names = {field.name for field in kind._meta.concrete_fields} - taken
        fields = {name: value for name, value in entry.items() if name in names and value is not None}
        if kind is kinds.AmbitionPage:
            fields["priority"] = kinds.PriorityPage.objects.descendant_of(self.home).get(slug=entry["priority"])
        if kind is ConsultationPage:
            fields["is_demonstration"] = entry.get("demonstration", False)
        return fields

    def _dated(self, entry: Entry) -> Entry:
        """A demonstration is dated from the day it is loaded."""
        days = {name: entry[name] for name in ("opens_in_days", "closes_in_days") if name in entry}
        return entry | {name.replace("_in_days", "_on"): self.today + dt.timedelta(d) for name, d in days.items()}

    def _fill(self, page: Page, entry: Entry) -> None:
        """Everything that refers to other pages or records."""
        for field in page._meta.concrete_fields:
            value = getattr(page, field.name, None)
            if isinstance(value, str) and "page:" in value:
                setattr(page, field.name, self.blocks.linked(value))
        if "body" in entry and not isinstance(entry["body"], str):
            page.body = [self.blocks.block(block) for block in entry["body"] or []]
        elif isinstance(entry.get("body"), str):
            page.body = [("text", self.blocks.rich(entry["body"]))]
        for fill in (self._fill_home, self._fill_strategy, self._fill_foundation, self._fill_ambition):
            fill(page, entry)
        self._fill_health(page, entry)
        fill_library_item(page, entry, find=self._find, rich=self.blocks.rich)
        if "thread" in entry:
            page.thread_page = self._find(entry["thread"])
        for path in entry.get("about") or []:
            page.subjects.add(ConsultationSubject(page=self._find(path)))

    def _fill_home(self, page: Page, entry: Entry) -> None:
        if isinstance(page, kinds.HomePage):
            for order, slug in enumerate(entry["figures"]):
                page.key_figures.add(kinds.HomeKeyFigure(figure=self.blocks.figures[slug], sort_order=order))

    def _fill_strategy(self, page: Page, entry: Entry) -> None:
        if isinstance(page, kinds.StrategyPage):
            for order, step in enumerate(entry["milestones"]):
                values = {name: value for name, value in step.items() if value is not None}
                page.milestones.add(kinds.Milestone(sort_order=order, **values))

    def _fill_foundation(self, page: Page, entry: Entry) -> None:
        if isinstance(page, kinds.FoundationPage):
            priorities = kinds.PriorityPage.objects.descendant_of(self.home)
            for order, item in enumerate(entry["draft_priorities"]):
                draft = kinds.DraftPriority(
                    sort_order=order, statement=item["statement"], examples="\n".join(item["examples"])
                )
                draft.carried_on_by = list(priorities.filter(slug__in=item["carried_on_by"]))
                page.draft_priorities.add(draft)

    def _fill_ambition(self, page: Page, entry: Entry) -> None:
        if not isinstance(page, kinds.AmbitionPage):
            return
        for key, links, link, part_kind in (
            ("foundations", page.foundation_links, kinds.AmbitionFoundation, kinds.FoundationPage),
            ("grand_challenges", page.challenge_links, kinds.AmbitionGrandChallenge, kinds.GrandChallengePage),
            ("health_priorities", page.health_links, kinds.AmbitionHealthPriority, kinds.SharedHealthPriorityPage),
        ):
            parts = part_kind.objects.descendant_of(self.home)
            for order, (slug, weight) in enumerate(entry[key].items()):
                links.add(link(part=parts.get(slug=slug), weight=weight, sort_order=order))
        page.evidence_used.set(evidence_of(entry, find=self._find))

    def _fill_health(self, page: Page, entry: Entry) -> None:
        for name in ("aims", "joint_areas"):
            if name in entry:
                setattr(page, name, [("point", {"title": p.get("title", ""), "text": p["text"]}) for p in entry[name]])
        if "determinants" in entry:
            page.determinants = [
                ("determinant", {"name": d["name"], "text": d["text"], "pages": [self._find(p) for p in d["pages"]]})
                for d in entry["determinants"]
            ]
