"""Getting no more mails of a sort: by the link of a mail, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sitra.accounts import actions, queries
from sitra.accounts.events import Pace
from sitra.doors.site.account_views import pace_names, subject_names


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Say what would stop; sent, stop it, or have it come so soon. Opening the page changes nothing.

    The signed token is all the right that it takes: programs of mail send the form of RFC 8058 with no
    visit behind them, hence no token of a form is asked for.
    """
    found = queries.stopping(token)
    done = None
    if request.method == "POST":
        asked = request.POST.get("rythme", "")
        done = Pace(asked) if asked in set(Pace) else Pace.NEVER
        actions.choose_pace(found.person, found.subjects, done)
    with override(found.person.language):
        names, paces = subject_names(), pace_names()
        chosen = queries.wishes(found.person)
        context = {
            "subjects": [(names[one], paces[chosen[one].value]) for one in found.subjects],
            "paces": paces,
            "done": done,
            "stopped": done is Pace.NEVER,
        }
        return render(request, "site/account/stop.html", context)
