"""What one typed, as a site, an app and paper would show it; nothing of it is written to the record."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from sitra.doors.workplace.editor_forms import sent_of
from sitra.doors.workplace.preview_shown import Dress, dressed
from sitra.review import actions, queries
from sitra.review.rules.editing.layers import aspect_named, layer_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show a record with one's draft in one of three dresses (`habit`), in a language (`langue`).

    With `aspect`, as it reads in it.
    The form of the editor may be sent here: what it holds is kept first.
    """
    assert request.user.is_authenticated
    if request.method == "POST":
        sent = sent_of(request.POST)
        actions.type_over(number, sent, by=request.user)
        aspect = layer_of(sent)
        return redirect(reverse("workplace:preview", args=[number]) + (f"?aspect={aspect}" if aspect else ""))
    asked = request.GET.get("habit", "")
    dress = next((one for one in Dress if one.value == asked), Dress.SITE)
    reader = "en" if get_language() == "en" else "fr"
    aspect = aspect_named(request.GET.get("aspect", ""))
    page = queries.preview(request.user, number, reader, request.GET.get("langue", "fr"), aspect)
    context = {
        "record": page,
        "dress": dress,
        "dresses": list(Dress),
        "frame": "fr" if page.language == "fr" else "en",
        "worn": dressed(page),
        "marks": request.GET.get("marques") != "non",
    }
    return render(request, "workplace/editor/preview.html", context)
