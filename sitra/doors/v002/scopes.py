"""What the contract calls the things a token opens."""

from collections.abc import Mapping

from sitra.delivery.events import Scope

SCOPES: Mapping[str, Scope] = {
    "api_ecriture": Scope.WRITE,
    "api-ecriture": Scope.WRITE,
    "api_metadonnees": Scope.METADATA,
    "sso": Scope.SIGN_ON,
}
"""Word of the contract -> scope; its documentation once writes `api-ecriture`."""
WIRE: Mapping[Scope, str] = {scope: word for word, scope in SCOPES.items() if "-" not in word}
