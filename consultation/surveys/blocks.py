"""Sections and questions as staff build them: dragged into order, each kind with only what it needs."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.snippets.blocks import SnippetChooserBlock

_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]

_EVERY = [("every", "all of these are so"), ("any", "any of these is so")]


class ConditionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="Code of an earlier question", max_length=40)
    test = blocks.ChoiceBlock(
        label="Its answer",
        choices=[
            ("any_of", "is one of these"),
            ("none_of", "is none of these"),
            ("answered", "is given"),
            ("not_answered", "is not given"),
        ],
        default="any_of",
    )
    answers = blocks.TextBlock(
        label="Answers, a line each", required=False, rows=2, help_text="As they stand there, such as Yes."
    )

    class Meta:
        icon = "decimal"
        label = "Condition"


def _conditions(words: str) -> blocks.ListBlock:
    return blocks.ListBlock(ConditionBlock(), label=words, default=[], collapsed=True)


def _every() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(label="When", choices=_EVERY, default="every")


class QuestionBlock(blocks.StructBlock):
    """What every kind of question has."""

    label = blocks.CharBlock(label="Question", max_length=250)
    help = blocks.TextBlock(label="Help", required=False, rows=2, max_length=500)
    required = blocks.BooleanBlock(label="Must be answered", required=False)
    prefer_not = blocks.BooleanBlock(label="Offer “Prefer not to say”", required=False)
    code = blocks.CharBlock(
        label="Code",
        required=False,
        max_length=40,
        help_text="Names it in conditions and exports. Leave empty to have one made; do not change it later.",
    )
    show_when = _conditions("Ask it only when")
    every = _every()

    class Meta:
        icon = "help"
        collapsed = True
        label_format = "{label}"


def _with_settings(*own: str) -> BlockGroup:
    """What it asks comes first; its code and conditions are in the settings beside it."""
    return BlockGroup(
        children=["label", "help", *own, "required", "prefer_not"],
        settings=["code", "show_when", "every"],
    )


class ShortTextBlock(QuestionBlock):
    class Meta:
        label = "Short text"
        icon = "pilcrow"
        form_layout = _with_settings()


class LongTextBlock(QuestionBlock):
    most = blocks.IntegerBlock(label="Most characters", required=False, min_value=1, max_value=20_000)

    class Meta:
        label = "Long text"
        icon = "doc-full"
        form_layout = _with_settings("most")


class NumberBlock(QuestionBlock):
    least = blocks.IntegerBlock(label="Smallest", required=False)
    most = blocks.IntegerBlock(label="Largest", required=False)

    class Meta:
        label = "Number"
        icon = "decimal"
        form_layout = _with_settings("least", "most")


class DateBlock(QuestionBlock):
    class Meta:
        label = "Date"
        icon = "date"
        form_layout = _with_settings()


class PostcodeBlock(QuestionBlock):
    class Meta:
        label = "Postcode"
        icon = "site"
        form_layout = _with_settings()


class DistrictBlock(QuestionBlock):
    class Meta:
        label = "District"
        icon = "site"
        form_layout = _with_settings()


class SectorBlock(QuestionBlock):
    has_other = blocks.BooleanBlock(label="Offer “Other”, in their own words", required=False)

    class Meta:
        label = "Sector"
        icon = "cogs"
        form_layout = _with_settings("has_other")


class YesNoBlock(QuestionBlock):
    class Meta:
        label = "Yes or no"
        icon = "tick-inverse"
        form_layout = _with_settings()


def _options(words: str = "Answers to choose from") -> blocks.ListBlock:
    return blocks.ListBlock(blocks.CharBlock(max_length=250, label="Answer"), label=words, default=[])


class OneBlock(QuestionBlock):
    options = _options()
    has_other = blocks.BooleanBlock(label="Offer “Other”, in their own words", required=False)

    class Meta:
        label = "Choose one"
        icon = "radio-full"
        form_layout = _with_settings("options", "has_other")


class SeveralBlock(QuestionBlock):
    options = _options()
    has_other = blocks.BooleanBlock(label="Offer “Other”, in their own words", required=False)
    none_label = blocks.CharBlock(
        label="Words for “none of these”", required=False, max_length=120, help_text="Empty leaves it out."
    )
    least = blocks.IntegerBlock(label="At least", required=False, min_value=1)
    most = blocks.IntegerBlock(label="At most", required=False, min_value=1)

    class Meta:
        label = "Choose several"
        icon = "list-ul"
        form_layout = _with_settings("options", "has_other", "none_label", "least", "most")


class ScaleBlock(QuestionBlock):
    least = blocks.IntegerBlock(label="From", default=1, min_value=0, max_value=1)
    most = blocks.IntegerBlock(label="To", default=5, min_value=2, max_value=10)
    low_label = blocks.CharBlock(label="What the lowest means", required=False, max_length=60)
    high_label = blocks.CharBlock(label="What the highest means", required=False, max_length=60)

    class Meta:
        label = "Scale"
        icon = "order"
        form_layout = _with_settings("least", "most", "low_label", "high_label")


class MatrixBlock(QuestionBlock):
    rows = _options("Rows")
    options = _options("Answers to each row")

    class Meta:
        label = "Matrix"
        icon = "table"
        form_layout = _with_settings("rows", "options")


class RankingBlock(QuestionBlock):
    options = _options("What is put in order")
    most = blocks.IntegerBlock(
        label="How many to rank", required=False, min_value=1, help_text="Empty for all of them."
    )

    class Meta:
        label = "Ranking"
        icon = "order-up"
        form_layout = _with_settings("options", "most")


class FileBlock(QuestionBlock):
    class Meta:
        label = "File"
        icon = "upload"
        form_layout = _with_settings()


QUESTIONS: list[tuple[str, Any]] = [
    ("short_text", ShortTextBlock()),
    ("long_text", LongTextBlock()),
    ("number", NumberBlock()),
    ("date", DateBlock()),
    ("postcode", PostcodeBlock()),
    ("district", DistrictBlock()),
    ("sector", SectorBlock()),
    ("yes_no", YesNoBlock()),
    ("one", OneBlock()),
    ("several", SeveralBlock()),
    ("scale", ScaleBlock()),
    ("matrix", MatrixBlock()),
    ("ranking", RankingBlock()),
    ("file", FileBlock()),
]


class InformationBlock(blocks.StructBlock):
    """Stands beside the question that follows it."""

    text = blocks.RichTextBlock(required=False, features=_FEATURES)
    page = blocks.PageChooserBlock(
        required=False, help_text="An ambition, a foundation or another page. Its words are shown as they are now."
    )
    figure = SnippetChooserBlock("strategy.KeyFigure", required=False, label="Key figure")

    class Meta:
        icon = "info-circle"
        label = "Information"


class SectionBlock(blocks.StructBlock):
    """One page of the survey."""

    title = blocks.CharBlock(max_length=120)
    introduction = blocks.RichTextBlock(required=False, features=_FEATURES)
    items = blocks.StreamBlock([*QUESTIONS, ("information", InformationBlock())], label="Questions", required=False)
    show_when = _conditions("Show this section only when")
    every = _every()
    leave_when = _conditions("After it, people are done early when")
    leave_every = _every()
    leave_words = blocks.TextBlock(
        label="What they are told",
        required=False,
        rows=3,
        max_length=1000,
        help_text="For people whom the survey is not for. Thank them, and say where else to go.",
    )

    class Meta:
        icon = "folder-open-inverse"
        label = "Section"
        label_format = "{title}"
        form_layout = BlockGroup(
            children=["title", "introduction", "items"],
            settings=["show_when", "every", "leave_when", "leave_every", "leave_words"],
        )
