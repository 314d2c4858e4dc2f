"""Addresses that belong to all content: pictures, suggestions, the glossary."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forum.pages.files import may_have_image
from forum.pages.models import KnowledgePage, PortalRendition
from forum.pages.selectors import glossary
from forum.pages.services import suggest_improvement
from forum.pages.suggestion_form import SuggestionForm


@require_GET
def image_file(request: HttpRequest, rendition_id: int, name: str) -> FileResponse:
    """A picture in one size, for those who may see a page that shows it."""
    rendition = get_object_or_404(PortalRendition.objects.select_related("image__collection"), pk=rendition_id)
    if not may_have_image(request.user, rendition.image):
        raise Http404
    response = FileResponse(rendition.file.open("rb"))
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, page_id: int) -> HttpResponse:
    """«Foreslå forbedring»: anyone who may read a page may say what would make it better."""
    page = get_object_or_404(KnowledgePage.objects.visible_to(request.user), id=page_id)
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            suggest_improvement(page=page, user=request.user, **form.suggestion)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Takk. Forslaget er sendt til dem som har ansvar for siden."))
            return redirect(page.get_url(request))
    context = {"page": page, "form": form}
    return render(request, "pages/suggest.html", context, status=422 if form.errors else 200)


@require_GET
def glossary_list(request: HttpRequest) -> HttpResponse:
    """`/begreper/`: words explained, A–Å, and the themes of Los."""
    return render(request, "pages/glossary.html", glossary(language_code=get_language() or "nb"))
