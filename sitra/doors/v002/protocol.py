"""What every v002 service shares: methods, JSONP, refusals."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.kit.errors import Forbidden, Impossible

JSON = "application/json;charset=UTF-8"
_CALLBACK = re.compile(r"^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*){0,5}$")

Service = Callable[..., bytes]


def service(answer: Service) -> Callable[..., HttpResponse]:
    """Make a view of a function that answers bytes: GET or POST, JSONP, refusals as JSON."""

    @csrf_exempt
    @wraps(answer)
    def view(request: HttpRequest, **places: Any) -> HttpResponse:
        try:
            _demand_method(request)
            return _respond(request, answer(request, **places), 200)
        except Refused as error:
            return refusal(request, error)
        except Forbidden as error:
            return refusal(request, Refused(ErrorType.PROJET_FORBIDDEN, str(error)))
        except Impossible as error:
            wrong = Refused(ErrorType.RECHERCHE_INVALID_CRITERES_QUERY, str(error))
            return refusal(request, wrong)

    return view


def parameter(request: HttpRequest, name: str) -> str:
    """Read a parameter from the form, else from the address."""
    return request.POST.get(name) or request.GET.get(name) or ""


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer a refusal: `{errorType, message}`."""
    content = {"errorType": error.error_type.value, "message": error.message}
    return _respond(request, orjson.dumps(content), error.status)


def _demand_method(request: HttpRequest) -> None:
    if request.method not in {"GET", "HEAD", "POST"}:
        message = f"Ce service répond à GET et POST, pas à {request.method}."
        raise Refused(ErrorType.SERVICE_METHOD_NOT_ALLOWED, message)


def _respond(request: HttpRequest, content: bytes, status: int) -> HttpResponse:
    callback = request.GET.get("callback", "")
    if request.method == "GET" and _CALLBACK.match(callback):
        script = b"/**/" + callback.encode() + b"(" + content + b");"
        return HttpResponse(script, status=status, content_type="application/javascript;charset=UTF-8")
    return HttpResponse(content, status=status, content_type=JSON)
