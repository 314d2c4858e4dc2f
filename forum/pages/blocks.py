"""Blocks that every kind of page may use. Each has an icon, a description, a template and a preview."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text. Rich text values are cleaned by Wagtail's own whitelist when saved."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        description = _("Avsnitt, lister og lenker.")
        template = "blocks/text.html"
        preview_value = "<p>Skriv som til en kollega: kort, konkret og med et eksempel.</p>"


class HeadingBlock(blocks.StructBlock):
    """A heading within the page, with an address of its own."""

    text = blocks.CharBlock(max_length=120, label=_("overskrift"))
    level = blocks.ChoiceBlock(choices=[("h2", _("hoveddel")), ("h3", _("underdel"))], default="h2", label=_("nivå"))

    def get_searchable_content(self, value: Any) -> list[str]:
        """Only the words, not the level."""
        return [value["text"]]

    class Meta:
        icon = "title"
        label = _("Overskrift")
        description = _("Deler siden opp. Hoveddeler kommer med i innholdslisten.")
        template = "blocks/heading.html"
        preview_value = {"text": "Historien bak", "level": "h2"}


class StepBlock(blocks.StructBlock):
    """One step: what to do, and how."""

    title = blocks.CharBlock(max_length=120, label=_("gjør dette"))
    text = TextBlock(required=False, label=_("slik"))

    class Meta:
        icon = "order"
        label = _("Steg")


class StepsBlock(blocks.ListBlock):
    """Numbered steps, drawn as a marked trail."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Nummererte steg")
        description = _("Det leserne skal gjøre, i rekkefølge.")
        template = "blocks/steps.html"
        preview_value = [
            {"title": "Sett en ramme", "text": "<p>Skriv hva arbeidet gjelder, på én side.</p>"},
            {"title": "Samle de seks", "text": "<p>Fag, arkiv, IKT og de som møter innbyggerne.</p>"},
        ]


class ChecklistBlock(blocks.StructBlock):
    """A list to tick off and print. Ticks stay in the reader's browser."""

    title = blocks.CharBlock(max_length=120, label=_("tittel"))
    items = blocks.ListBlock(blocks.CharBlock(max_length=250), label=_("punkter"), min_num=1)

    class Meta:
        icon = "check"
        label = _("Sjekkliste")
        description = _("Leserne kan krysse av og skrive ut. Kryssene blir i nettleseren deres.")
        template = "blocks/checklist.html"
        preview_value = {
            "title": "Er dere ferdige?",
            "items": ["Eieren har godkjent rammen", "Arkivplikten er avklart"],
        }


class FactBlock(blocks.StructBlock):
    """What stands beside the text, not in it."""

    title = blocks.CharBlock(max_length=120, label=_("tittel"))
    text = TextBlock(label=_("tekst"))

    class Meta:
        icon = "info-circle"
        label = _("Faktaboks")
        description = _("Noe leserne trenger å vite, skilt fra teksten.")
        template = "blocks/fact.html"
        preview_value = {
            "title": "Dette må være på plass",
            "text": "<ul><li>En tjeneste som er valgt</li></ul>",
        }


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    text = blocks.TextBlock(max_length=600, label=_("sitat"))
    source = blocks.CharBlock(max_length=150, label=_("hvem"))

    class Meta:
        icon = "openquote"
        label = _("Sitat")
        description = _("Ord fra noen som har gjort det.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Det nyttigste var at arkiv og fag satt sammen.",
            "source": "Prosjektleder i en liten kommune",
        }


class TableBlock(blocks.StructBlock):
    """A small table with a caption and a header row; cells are separated by |, rows by line."""

    caption = blocks.CharBlock(max_length=150, label=_("hva tabellen viser"))
    header = blocks.CharBlock(max_length=400, label=_("kolonner"), help_text=_("Skill kolonnene med |"))
    rows = blocks.TextBlock(max_length=8000, label=_("rader"), help_text=_("Én rad på hver linje, celler skilt med |"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """``columns``: header cells; ``cells``: rows of cells, each as long as the header."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        columns = _cells(value["header"])
        rows = [_cells(line) for line in value["rows"].splitlines() if line.strip()]
        context["columns"] = columns
        context["cells"] = [(row + [""] * len(columns))[: len(columns)] for row in rows]
        return context

    class Meta:
        icon = "table"
        label = _("Tabell")
        description = _("Tall eller sammenligning, med forklarende tittel.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Tid per søknad",
            "header": "Steg|Før|Etter",
            "rows": "Registrere|12 min|0 min",
        }


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


class FigureBlock(blocks.StructBlock):
    """A picture with a caption. The text alternative is the image's own description."""

    image = ImageChooserBlock(label=_("bilde"))
    caption = blocks.CharBlock(max_length=250, required=False, label=_("bildetekst"))

    class Meta:
        icon = "image"
        label = _("Figur")
        description = _("Bilde eller tegning med bildetekst.")
        template = "blocks/figure.html"
        preview_template = "blocks/preview_figure.html"


class FileBlock(blocks.StructBlock):
    """A file to download, with kind and size."""

    document = DocumentChooserBlock(label=_("fil"))
    title = blocks.CharBlock(
        max_length=150, required=False, label=_("tittel"), help_text=_("Tomt: filens egen tittel.")
    )
    description = blocks.CharBlock(max_length=300, required=False, label=_("beskrivelse"))

    def get_searchable_content(self, value: Any) -> list[str]:
        """The title that readers see, so that another file shows as a change."""
        title = value["title"] or (value["document"].title if value["document"] else "")
        return [text for text in (title, value["description"]) if text]

    class Meta:
        icon = "doc-full"
        label = _("Fil")
        description = _("En fil inne i teksten. Maler hører hjemme under «Maler og sjekklister».")
        template = "blocks/file.html"
        preview_template = "blocks/preview_file.html"


class LinkCardsBlock(blocks.ListBlock):
    """Pages to go on to. Closed pages are left out for those who may not see them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.PageChooserBlock(page_type="pages.KnowledgePage"), **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        """None: the titles belong to the other pages, and one of them may be closed."""
        return []

    class Meta:
        icon = "link"
        label = _("Lenker til sider")
        description = _("Kort til andre sider i portalen.")
        template = "blocks/link_cards.html"
        preview_template = "blocks/preview_link_cards.html"


class AccordionItemBlock(blocks.StructBlock):
    """A question or pitfall, and what to do about it."""

    title = blocks.CharBlock(max_length=150, label=_("tittel"))
    text = TextBlock(label=_("tekst"))

    class Meta:
        icon = "collapse-down"
        label = _("Punkt")


class AccordionBlock(blocks.ListBlock):
    """Parts that open and close; all are open in print."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AccordionItemBlock(), **kwargs)

    class Meta:
        icon = "collapse-down"
        label = _("Trekkspill")
        description = _("Titler som åpnes for mer: fallgruver, spørsmål, unntak.")
        template = "blocks/accordion.html"
        preview_value = [{"title": "Alt blir gult", "text": "<p>Be hver enkelt skrive tallet først.</p>"}]


class BodyBlock(blocks.StreamBlock):
    """The blocks that a page's free part may hold, in any order."""

    text = TextBlock()
    heading = HeadingBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    fact = FactBlock()
    quote = QuoteBlock()
    table = TableBlock()
    figure = FigureBlock()
    file = FileBlock()
    links = LinkCardsBlock()
    accordion = AccordionBlock()

    @cached_property
    def kinds(self) -> list[str]:
        """Names of the blocks, for tests that try each one."""
        return list(self.child_blocks)

    class Meta:
        required = False
