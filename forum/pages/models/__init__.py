"""What all content shares, by noun. Import from here: ``from forum.pages.models import KnowledgePage``."""

from forum.pages.models.experience import Experience, Uptake
from forum.pages.models.files import PageFile, PortalDocument, PortalImage, PortalRendition
from forum.pages.models.glossary import GlossaryTerm
from forum.pages.models.knowledge import KnowledgePage, ReaderLanguage, RelatedPage, TaggedPage
from forum.pages.models.los import LosConcept
from forum.pages.models.portal import PortalState
from forum.pages.models.section_page import FirstLevelPage, SectionPage
from forum.pages.models.tasks import PageTask
from forum.pages.models.versions import DocumentVersion, VersionedPage, VersionFile

__all__ = [
    "DocumentVersion",
    "Experience",
    "FirstLevelPage",
    "GlossaryTerm",
    "KnowledgePage",
    "LosConcept",
    "PageFile",
    "PageTask",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalState",
    "ReaderLanguage",
    "RelatedPage",
    "SectionPage",
    "TaggedPage",
    "Uptake",
    "VersionFile",
    "VersionedPage",
]
