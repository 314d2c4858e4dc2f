"""A portal with open content, to which closed objects are added that all carry one word.

What the open pages point to is part of the trap: an open guide has a related row to a closed one, an open
topic picks one, the front page leads to one, a word in the glossary explains more on one.
"""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page

from bestpractice.models import GuidePage
from forum.home.models import HomePage, TextPage, TopicPage
from forum.organisations.models import Municipality
from forum.pages.models import (
    Experience,
    GlossaryTerm,
    KnowledgePage,
    PageFile,
    PageTask,
    PortalImage,
    RelatedPage,
)
from forum.pages.services import share_experience
from tests.factories.organisations import OrganisationFactory
from tests.factories.pages import (
    a_theme,
    close,
    make_document,
    make_guide,
    make_method,
    make_news,
    make_topic,
    section,
    stream,
    translate,
)

#: In titles, texts, file names, tags, contacts: whoever may not read it must never meet it.
WORD = "kråkeslottet"
#: In addresses, which a visitor who guesses one may be shown again as what they typed.
SLUG = "skjultvei"
#: In what is not published, is hidden, or is nobody's to read on the site: not even administrators meet it.
NEVER = "uleselighet"

#: A municipality that nothing but closed pages speaks of.
SILENT_MUNICIPALITY = "1101"


def image(title):
    """A picture in the portal."""
    data = BytesIO()
    Image.new("RGB", (900, 400), "#1b4d3e").save(data, "PNG")
    data.seek(0)
    return PortalImage.objects.create(title=title, description=title, file=ImageFile(data, name=f"{title}.png"))


class World:
    """The open part is built at once; ``add_closed`` adds the rest."""

    def __init__(self, group):
        self.group = group
        self.theme = a_theme()
        self.open_guide = make_guide(
            title="Åpen veileder",
            slug="apen",
            themes=[self.theme],
            files=["Åpen mal"],
            publish=True,
            problem="<p>Om begrepet varde og annet.</p>",
        )
        translate(self.open_guide, title="Open rettleiar")
        self.other = make_guide(title="En annen", slug="annen", themes=[self.theme])
        self.method, self.parts = make_method()
        self.serving = make_guide(title="Tjener et steg", slug="tjener")
        self.topic = make_topic(self.theme, title="Åpent tema", slug="apent")
        self.news = make_news(title="Åpen nyhet", slug="apen-nyhet", happens_at=timezone.now() + timedelta(days=30))
        self.term = GlossaryTerm.objects.create(slug="varde", term="varde", definition="Et merke i terrenget.")
        municipality = Municipality.objects.exclude(pk=SILENT_MUNICIPALITY).exclude(organisation=None).first()
        share_experience(page=self.open_guide, organisation=municipality.organisation, did="Brukte den.")
        # A link to what is not published reads like a link to what is closed: as plain words.
        self.unpublished = make_guide(slug="upublisert", live=False)
        self.set_links(self.other)

    def set_links(self, *pages):
        """What the open pages lead to; only the first of ``pages`` is open."""
        body = stream(("links", [{"type": "item", "value": page.pk, "id": str(uuid4())} for page in pages]))
        guide = GuidePage.objects.get(pk=self.open_guide.pk)
        guide.body = body
        hidden = pages[-1] if len(pages) > 1 else self.unpublished
        guide.prerequisites = f'<p>Les <a linktype="page" id="{hidden.pk}">denne</a> først.</p>'
        guide.links = [RelatedPage(target=page.knowledgepage_ptr) for page in pages]
        guide.save()
        topic = TopicPage.objects.get(pk=self.topic.pk)
        topic.picks = stream(*(("page", page.pk) for page in pages))
        topic.save()
        home = HomePage.objects.get(slug="forside")
        way = {
            "title": "Begynn",
            "who": "For alle",
            "steps": [],
            "link_text": "Les",
            "mark": "guide",
            "address": "/maler/",
        }
        home.paths = stream(("path", {**way, "page": pages[-1].pk if len(pages) > 1 else None}))
        home.save()
        GlossaryTerm.objects.filter(pk=self.term.pk).update(page=pages[-1].pk if len(pages) > 1 else None)

    def add_closed(self):
        """All of it; ``secrets`` are the pages, ``documents`` and ``images`` the files."""
        self._close_guide()
        self._close_others()
        self._leave_unfinished()
        self.set_links(self.other, self.guide)

    def _close_guide(self):
        self.document = make_document(title=f"Mal {WORD}", text=f"Inni malen står {WORD}", name=f"{WORD}.docx")
        self.image = image(WORD)
        self.guide = make_guide(
            title=f"Veileder {WORD}",
            slug=SLUG,
            summary=f"Ingress {WORD}",
            problem=f"<p>Problemet er {WORD}, og en varde.</p>",
            gain=f"gevinst {WORD}",
            contact_name=f"Kontakt {WORD}",
            municipality_id=SILENT_MUNICIPALITY,
            body=stream(("figure", {"image": self.image.pk, "caption": f"Figur {WORD}"})),
            themes=[self.theme, a_theme("skole-og-utdanning")],
            method_step=self.parts[0][1],
            review_by=timezone.localdate() - timedelta(days=1),
        )
        # Made while the page was open: what stands elsewhere must close with it.
        self.alias = self.guide.create_alias(parent=section("aktuelt"), update_slug=f"{SLUG}-alias")
        close(self.guide, self.group)
        page = GuidePage.objects.get(pk=self.guide.pk)
        page.tags.add(f"stikkord{WORD}")
        page.files = [PageFile(title=f"Fil {WORD}", description=WORD, document=self.document)]
        page.links = [RelatedPage(target=self.open_guide.knowledgepage_ptr)]
        page.change_note = f"Endret {WORD}"
        page.save_revision().publish()
        self.guide = GuidePage.objects.get(pk=page.pk)
        self.nynorsk = translate(self.guide, title=f"Rettleiar {WORD}")
        owner = OrganisationFactory(name=f"Etat {WORD}")
        silent = Municipality.objects.get(pk=SILENT_MUNICIPALITY).organisation
        for organisation in (owner, silent):
            share_experience(
                page=self.guide, organisation=organisation, did=f"Gjorde {WORD}", result=f"Ga {WORD}",
                contact_name=f"Ring {WORD}",
            )  # fmt: skip
        PageTask.objects.create(page=self.guide, kind="review", text=f"Se over {WORD}")

    def _close_others(self):
        ahead = timezone.now() + timedelta(days=10)
        self.secret_news = make_news(
            title=f"Nyhet {WORD}", slug=f"nyhet-{SLUG}", summary=WORD, happens_at=ahead, place=f"Salen {WORD}"
        )
        self.secret_news.themes.set([self.theme])
        self.secret_news.save()
        self.secret_topic = make_topic(a_theme("kultur-idrett-og-fritid"), title=f"Tema {WORD}", slug=f"tema-{SLUG}")
        Page.objects.get(pk=self.method.pk)
        phase = self.parts[0][0]
        self.phase = type(phase)(title=f"Fase {WORD}", slug=f"fase-{SLUG}", summary=WORD)
        type(self.method).objects.get(pk=self.method.pk).add_child(instance=self.phase)
        step = self.parts[0][1]
        self.step = type(step)(title=f"Steg {WORD}", slug=f"steg-{SLUG}")
        type(phase).objects.get(pk=self.phase.pk).add_child(instance=self.step)
        serving = GuidePage.objects.get(pk=self.serving.pk)
        serving.method_step = self.step
        serving.save()
        self.text = TextPage(title=f"Tekst {WORD}", slug=f"tekst-{SLUG}")
        HomePage.objects.get(slug="forside").add_child(instance=self.text)
        # Written in nynorsk first, closed there; and a section of its own with everything below it closed.
        self.only_nynorsk = GuidePage(
            title=f"Berre {WORD}", slug=f"berre-{SLUG}", locale=Locale.objects.get(language_code="nn")
        )
        section("beste-praksis", "nn").add_child(instance=self.only_nynorsk)
        for page in (self.secret_news, self.secret_topic, self.phase, self.text, self.only_nynorsk):
            close(page, self.group)

    def _leave_unfinished(self):
        self.draft = make_guide(title=f"Kladd {NEVER}", slug=f"kladd-{SLUG}", summary=NEVER, live=False)
        changed = GuidePage.objects.get(pk=self.open_guide.pk)
        changed.title, changed.summary = f"Åpen {NEVER}", NEVER
        changed.save_revision()
        Experience.objects.create(
            page=self.open_guide,
            organisation=OrganisationFactory(name=f"Etat {NEVER}"),
            did=NEVER,
            result=NEVER,
            shared_on=timezone.localdate(),
            hidden=True,
        )
        PageTask.objects.create(page=self.open_guide, kind="suggestion", text=NEVER, reply_to=f"{NEVER}@eksempel.no")
        self.stray = make_document(title=NEVER, name=f"{NEVER}.docx", text=NEVER)
        vault = Collection.get_first_root_node().add_child(name=f"Hvelv {WORD}")
        restriction = CollectionViewRestriction.objects.create(collection=vault, restriction_type="groups")
        restriction.groups.add(self.group)
        self.vaulted = make_document(title=f"I hvelvet {WORD}", name=f"hvelv-{WORD}.docx")
        self.vaulted.collection = vault
        self.vaulted.save()
        other = GuidePage.objects.get(pk=self.guide.pk)
        other.files.add(PageFile(title=f"Fra hvelvet {WORD}", document=self.vaulted))
        other.save()

    @property
    def secrets(self):
        """All closed pages."""
        return [
            self.guide, self.alias, self.nynorsk, self.secret_news, self.secret_topic, self.phase, self.step,
            self.text, self.only_nynorsk,
        ]  # fmt: skip

    @property
    def pages(self):
        """Every page below the front pages, with its address."""
        return [(page, page.url) for page in Page.objects.filter(depth__gte=2) if page.url]

    @property
    def works(self):
        """Every page of content, closed or not."""
        return list(KnowledgePage.objects.all())
