"""The OpenID Connect provider: the library answers, on our pages and for our projects."""

from typing import Any
from urllib.parse import urlsplit

from allauth.decorators import rate_limit
from allauth.idp.oidc import views as library
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from sitra.delivery import actions, queries
from sitra.doors.site.consent_views import known, leading_to, told


class Authorization(library.AuthorizationView):
    """Asks somebody whether a project may know who they are."""

    template_name = "site/account/identity.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the question; an address of return that was not agreed to the letter is no page of ours."""
        self.asked = known(request.GET)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Bring the project, where it is, and what it will know."""
        project, back = self.asked
        context: dict[str, Any] = super().get_context_data(**kwargs)
        here = {"project": project, "host": urlsplit(back).netloc, "told": told(self._scopes)}
        return context | here | {"scopes": self._scopes}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Let the form of this page, and it alone, lead to where the project is."""
        page = leading_to(self.asked[1])(super().render_to_response)
        response: HttpResponse = page(context, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember that somebody agreed, so that they may take it back."""
        project = queries.client(self._request_info["client_id"])
        assert self.request.user.is_authenticated
        if project is None:
            raise PermissionDenied
        actions.consent(self.request.user, project)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Refuse an answer to what was not asked."""
        del form
        raise PermissionDenied


authorization = never_cache(Authorization.as_view())
token = rate_limit(action="identity")(library.token)
revoke = rate_limit(action="identity")(library.revoke)


def closed(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing here."""
    del request
    message = "this way of the library is not open"
    raise Http404(message)
