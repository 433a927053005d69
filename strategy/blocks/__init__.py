"""The blocks that editors build pages from, by editorial family, composed here and nowhere else."""

from wagtail import blocks

from strategy.blocks.figures import DistrictsBlock, EngagementBlock, KeyFiguresBlock, TableBlock
from strategy.blocks.links import PageLinksBlock
from strategy.blocks.media import DocumentsBlock, PictureBlock
from strategy.blocks.text import TEXT_FEATURES, DetailsBlock, HeadingBlock, NoticeBlock, QuoteBlock, TextBlock

__all__ = ["TEXT_FEATURES", "BodyBlock"]


class BodyBlock(blocks.StreamBlock):
    """The body of a page. Names of blocks are stored in content: rename one only with a data migration."""

    heading = HeadingBlock(group="Words")
    text = TextBlock(features=TEXT_FEATURES, group="Words")
    notice = NoticeBlock(group="Words")
    quote = QuoteBlock(group="Words")
    details = DetailsBlock(group="Words")
    figures = KeyFiguresBlock(group="Figures")
    table = TableBlock(group="Figures")
    districts = DistrictsBlock(group="Figures")
    engagement = EngagementBlock(group="Figures")
    picture = PictureBlock(group="Pictures and files")
    documents = DocumentsBlock(group="Pictures and files")
    links = PageLinksBlock(group="Links")
