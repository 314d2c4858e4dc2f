"""The five answers at the head of a guide, computed from what the portal knows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.organisations.models import Municipality, SizeGroup
from forum.pages.models import Experience, PageFile
from forum.pages.selectors import Answer


def five_answers(
    page: Any, experiences: list[Experience], users: list[Municipality], files: list[PageFile]
) -> list[Answer]:
    """Who, how, what it gave, whom to call, what first: always five, always in this order."""
    return [_who(users), _how(page), _gain(page, experiences), _call(page, experiences), _first(page, files)]


def _who(users: list[Municipality]) -> Answer:
    question = _("Hvem har gjort det?")
    if not users:
        return Answer(
            question,
            _("Ingen har meldt fra"),
            _("Bruker dere den? Si fra, så blir dere de første."),
            "#brukes",
            True,
        )
    small = sum(1 for municipality in users if municipality.size_group == SizeGroup.SMALL)
    headline = ngettext("%(count)d kommune", "%(count)d kommuner", len(users)) % {"count": len(users)}
    if small:
        detail = ngettext(
            "%(count)d av dem har under 5 000 innbyggere",
            "%(count)d av dem har under 5 000 innbyggere",
            small,
        ) % {"count": small}
    else:
        detail = _("Alle har over 5 000 innbyggere")
    return Answer(question, headline, detail, "#brukes")


def _how(page: Any) -> Answer:
    question, count = _("Hvordan?"), len(page.steps)
    if not count and not page.effort:
        return Answer(question, _("Ikke beskrevet ennå"), _("Vet dere hvordan? Foreslå steg."), "#forslag", True)
    parts = [ngettext("%(count)d steg", "%(count)d steg", count) % {"count": count}] if count else []
    return Answer(question, ", ".join([*parts, *filter(None, [page.effort])]), page.effort_detail, "#steg")


def _gain(page: Any, experiences: list[Experience]) -> Answer:
    question = _("Hva ga det?")
    if page.gain:
        return Answer(question, page.gain, page.gain_detail)
    told = next((experience for experience in experiences if experience.result), None)
    if told:
        return Answer(question, told.result, _("sier %(who)s") % {"who": told.organisation.name}, "#brukes")
    return Answer(question, _("Ikke målt ennå"), _("Har dere tall? Del dem, så står de her."), "#forslag", True)


def _call(page: Any, experiences: list[Experience]) -> Answer:
    question = _("Hvem kan du ringe?")
    told = next((experience for experience in experiences if experience.contact_name), None)
    if told:
        detail = _("%(name)s tar gjerne en prat") % {"name": told.contact_name}
        return Answer(question, told.organisation.name, detail, "#brukes")
    if page.contact_name:
        return Answer(question, page.contact_name, _("har ansvar for veilederen"), "#ansvarlig")
    return Answer(
        question,
        _("Ingen har meldt seg"),
        _("Har dere gjort det? Still dere til rådighet."),
        "#forslag",
        True,
    )


def _first(page: Any, files: list[PageFile]) -> Answer:
    question = _("Hva gjør du først?")
    if files:
        return Answer(question, _("Last ned malen"), files[0].title, "#maler")
    if page.steps:
        return Answer(question, page.steps[0].value["title"], _("Steg 1"), "#steg")
    if page.problem:
        return Answer(question, _("Les problemet"), _("og se om det er deres"), "#problem", True)
    return Answer(question, _("Ikke sagt ennå"), _("Vet dere hva som kommer først? Foreslå det."), "#forslag", True)
