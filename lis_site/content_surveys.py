"""Reads `surveys.yaml` of an area into its surveys, with made-up responses where it asks for some.

What exists by its slug is left exactly as it is. Made-up responses are marked as such and counted nowhere.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

from wagtail.models import Page, Site

from consultation.dates import LONDON
from consultation.models import QuestionnaireVersion, Response, SentAnswers, Survey
from consultation.surveys.choices import Publishing, ResponseState
from consultation.surveys.questionnaire.routing import route
from consultation.surveys.questionnaire.shape import NONE, OTHER, PREFER_NOT, Kind, Question
from consultation.surveys.submission import what_is_sent
from consultation.surveys.versions import publish, questionnaire_of
from strategy.models import KeyFigure

type Entry = dict[str, Any]
type Find = Callable[[str], Page]

_RICH = ("introduction", "other_ways", "what_happens_next", "privacy_notice")
_LISTS = ("options", "rows")
_SEED = 2018  # the same demo each time


def add_surveys(site: Site, content: Entry, *, find: Find, linked: Callable[..., Any], today: dt.date) -> None:
    """Add the surveys of `content` that are missing; open those that have questions."""
    there = set(Survey.objects.filter(site=site).values_list("slug", flat=True))
    for entry in content.get("surveys") or []:
        if entry["slug"] not in there:
            _add(site, dict(entry), find, linked, today)


def _add(site: Site, entry: Entry, find: Find, linked: Callable[..., Any], today: dt.date) -> None:
    sections, synthetic = entry.pop("sections", []), entry.pop("synthetic", 0)
    entry.pop("themes", None)  # see content_analysis
    for name in ("opens", "closes"):
        if f"{name}_in_days" in entry:
            entry[f"{name}_on"] = today + dt.timedelta(days=entry.pop(f"{name}_in_days"))
    if path := entry.pop("consultation", None):
        entry["consultation"] = find(path).specific
    entry |= {name: linked(entry[name]) for name in _RICH if name in entry}
    survey = Survey.objects.create(
        site=site, sections=json.dumps([_section(one, site, find) for one in sections]), **entry
    )
    if not sections:
        return
    now = dt.datetime.combine(min(today, survey.opens_on or today), dt.time(9), tzinfo=LONDON)
    survey = Survey.objects.select_related("site").get(pk=survey.pk)
    publish(survey=survey, by=None, now=now)
    samples = {item["code"]: item["samples"] for section in sections for item in section["items"] if "samples" in item}
    _make_up(survey, synthetic, samples, now, dt.datetime.combine(today, dt.time(9), tzinfo=LONDON))


# Blocks, as the editor keeps them


def _section(entry: Entry, site: Site, find: Find) -> Entry:
    items = [block for item in entry["items"] for block in _items(item, site, find)]
    value = {
        "title": entry["title"],
        "introduction": entry.get("introduction", ""),
        "items": items,
        "show_when": _conditions(entry.get("show_when")),
        "every": "every",
        "leave_when": _conditions(entry.get("leave_when")),
        "leave_every": "every",
        "leave_words": entry.get("leave_words", ""),
    }
    return _block("section", value)


def _items(entry: Entry, site: Site, find: Find) -> list[Entry]:
    """A question, with what stands beside it before it."""
    entry = dict(entry)
    about, show_when = entry.pop("about", None), entry.pop("show_when", None)
    entry.pop("samples", None)
    kind = next(name for name in entry if name in set(Kind))
    value: Entry = {"label": entry.pop(kind), "help": "", "every": "every", "show_when": _conditions(show_when)}
    for name in _LISTS:
        if name in entry:
            value[name] = [{"type": "item", "value": words, "id": _id()} for words in entry.pop(name)]
    blocks = [_block(kind, value | entry)]
    if about:
        page = find(about["page"]).pk if "page" in about else None
        figure = KeyFigure.objects.get(site=site, slug=about["figure"]).pk if "figure" in about else None
        blocks.insert(0, _block("information", {"text": about.get("text", ""), "page": page, "figure": figure}))
    return blocks


def _conditions(entry: Entry | None) -> list[Entry]:
    if entry is None:
        return []
    value = {"question": entry["question"], "test": "any_of", "answers": "\n".join(entry["answers"])}
    return [_block("item", value)]


def _block(kind: str, value: Entry) -> Entry:
    return {"type": kind, "id": _id(), "value": value}


def _id() -> str:
    return str(uuid.uuid4())


# Made-up responses


def _make_up(survey: Survey, count: int, samples: dict[str, list[str]], now: dt.datetime, over: dt.datetime) -> None:
    version = survey.version
    if version is None or not count:
        return
    chance = random.Random(_SEED)  # noqa: S311 - a demo, not a secret
    notice = survey.privacy_notices.first()
    # Of a closed one they came in all its days; of an open one just now.
    is_over = survey.closes_at is not None and survey.closes_at <= over
    pace = (survey.closes_at - now) / (count + 1) if is_over and survey.closes_at else dt.timedelta(seconds=1)
    responses, sent = [], []
    for number in range(count):
        at = now + number * pace
        answers = _answers(version, samples, chance)
        if answers is None:
            continue
        response = Response(
            site_id=survey.site_id,
            survey=survey,
            version=version,
            privacy_notice=notice,
            state=ResponseState.SUBMITTED,
            is_synthetic=True,
            answers=answers,
            publishing=answers.get("about-publishing", {}).get("choice", Publishing.NO),
            saves=1,
            started_at=at,
            saved_at=at,
            sent_at=at,
        )
        found = route(questionnaire_of(version), answers)
        responses.append(response)
        sent.append(
            SentAnswers(response=response, version=version, number=1, answers=what_is_sent(found, answers), sent_at=at)
        )
    Response.objects.bulk_create(responses)
    SentAnswers.objects.bulk_create(sent)


def _answers(version: QuestionnaireVersion, samples: dict[str, list[str]], chance: random.Random) -> Entry | None:
    """What somebody might answer; None when the survey is not for them."""
    questionnaire = questionnaire_of(version)
    answers: Entry = {}
    for question in questionnaire.questions:
        found = route(questionnaire, answers)
        if found.leaves is not None:
            return None
        is_answered = question.required or chance.random() < 0.8
        if question.code in found.codes and is_answered:
            answer = _answer(question, samples.get(question.code, []), chance)
            if answer:
                answers[question.code] = answer
    return None if route(questionnaire, answers).leaves is not None else answers


def _answer(question: Question, samples: list[str], chance: random.Random) -> Entry | None:
    keys = [one.key for one in question.choices if one.key not in (OTHER, PREFER_NOT, NONE)]
    match question.kind:
        case Kind.SEVERAL:
            return {"choices": chance.sample(keys, chance.randint(1, min(question.most or len(keys), len(keys))))}
        case Kind.MATRIX:
            columns = [one.key for one in question.options]
            return {"rows": {row.key: chance.choice(columns) for row in question.rows}}
        case Kind.RANKING:
            first = chance.sample([one.key for one in question.options], question.most or len(question.options))
            return {"ranks": {key: str(rank) for rank, key in enumerate(first, 1)}}
        case Kind.NUMBER:
            return {"text": str(chance.choice([1, 3, 8, 20, 45, 120, 600]))}
        case Kind.SHORT_TEXT | Kind.LONG_TEXT:
            return {"text": chance.choice(samples)} if samples else None
    if question.code == "about-for":
        return {"choice": "myself"}
    return {"choice": chance.choice(keys)} if keys else None
