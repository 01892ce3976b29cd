"""A partner of the demonstration: it sends the requests of the official collection that need a token."""

import json
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, Route

from sitra.formats.rules.v002.services import PREFIX
from tests.demonstration import NETWORK, Demonstration
from tests.wire import collection
from tests.wire.collection import Answered, Json

PROJECTS = {one["scopes"][0]: one for one in NETWORK["projects"] if "client_id" in one}
"""The projects of the demonstration with a secret, by what they are for."""
VARIABLES = {
    "sign-on": ("client_id", "secret", "access_token"),
    "write": ("client_id_ecriture", "secret_ecriture", "access_token_ecriture"),
    "metadata": ("client_id_meta", "secret_meta", "access_token_meta"),
}
"""The variables of the collection that hold the client, the secret and the token of each."""
BACK = "https://oauth.pstmn.io/v1/callback"
"""Where the collection has codes sent."""


@dataclass
class Site:
    """The requests of the collection, the demonstration they go to, and the tokens they bring."""

    demonstration: Demonstration
    program: Path
    source: Path
    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)

    @cached_property
    def items(self) -> dict[str, Json]:
        """Give the requests by name, each with its own token in the header."""
        text = self.source.read_text(encoding="utf-8")
        found = {}
        for within, item in collection.requests(json.loads(text)):
            if within in collection.WITH_TOKEN:
                auth = item["request"]["auth"]["oauth2"]
                named = {one["key"]: one["value"] for one in auth}["clientId"].strip("{}")
                held = next(token for client, _, token in VARIABLES.values() if client == named)
                auth[:] = [one for one in auth if one["key"] != "accessToken"]
                auth.append({"key": "accessToken", "value": f"{{{{{held}}}}}", "type": "string"})
                found[item["name"].strip()] = item
        return found

    def variables(self) -> dict[str, str]:
        """Fill the variables of the collection and of its environment."""
        values = {
            "API_ENDPOINT": f"{self.demonstration.address}/api",
            "AUTH_ACCESS_TOKEN_URL": f"{self.demonstration.address}/oauth/token",
        }
        for use, (client, secret, token) in VARIABLES.items():
            values |= {client: PROJECTS[use]["client_id"], secret: PROJECTS[use]["secret"]}
            values[token] = self.tokens.get(use, "")
        return values

    def said(self, name: str, field: str) -> Any:
        """Read the JSON that a request of the collection says in a field of its form."""
        body = self.items[name]["request"]["body"]
        (text,) = (one["value"] for one in body[body["mode"]] if one["key"] == field)
        return json.loads(text)

    def send(self, *names: str, there: Mapping[str, str], file: Path | None = None) -> dict[str, Answered]:
        """Send requests in this order, with our numbers and our file in the place of those they name."""
        chosen = json.dumps([self.items[name] for name in names], ensure_ascii=False)
        # The collection writes these addresses without the slash that the others have.
        chosen = chosen.replace("{{API_ENDPOINT}}v002", "{{API_ENDPOINT}}/v002")
        items = json.loads(collection.renumbered(chosen, there))
        for item in items:
            _lay_out(item, file)
        return collection.send(self.program, items, self.variables(), self.folder)

    def ask_token(self, use: str, **form: str) -> Answered:
        """Ask for a token as the collection says it: client and secret in the header, the rest in a form."""
        client, secret, _ = VARIABLES[use]
        said = {"username": f"{{{{{client}}}}}", "password": f"{{{{{secret}}}}}"}
        basic = [{"key": key, "value": value, "type": "string"} for key, value in said.items()]
        sent = [{"key": key, "value": value} for key, value in form.items()]
        request = {
            "method": "POST",
            "url": "{{AUTH_ACCESS_TOKEN_URL}}",
            "auth": {"type": "basic", "basic": basic},
            "body": {"mode": "urlencoded", "urlencoded": sent},
        }
        item = {"name": "jeton", "request": request}
        (answer,) = collection.send(self.program, [item], self.variables(), self.folder).values()
        if answer.status == 200:
            self.tokens[use] = json.loads(answer.content)["access_token"]
        return answer

    def code(self, page: Page) -> str:
        """Let somebody who is signed in accept the project in the browser; answers the code."""
        page.route(re.compile(re.escape(BACK)), _welcome)
        client = PROJECTS["sign-on"]["client_id"]
        asked = {"response_type": "code", "client_id": client, "redirect_uri": BACK, "scope": "sso"}
        page.goto(f"{self.demonstration.address}/oauth/authorize?{urlencode(asked)}")
        if not page.url.startswith(BACK):
            page.get_by_role("button", name="Accepter").click()
            page.wait_for_url(f"{BACK}*")
        return parse_qs(urlsplit(page.url).query)["code"][0]

    def read(self, path: str, project: str = "write", **asked: Any) -> Any:
        """Ask the reading interface once all that was written is taken in; `None` where it says 404."""
        self.demonstration.rest()
        one = PROJECTS[project]
        key = {"apiKey": one["api_key"], "projetId": one["id"]}
        sent = key if "get-by-id" in path else {"query": json.dumps({**key, **asked})}
        address = urlsplit(self._address(path, {**asked, **sent}))
        calling = HTTPConnection(address.netloc, timeout=20)
        calling.request("GET", f"{address.path}?{address.query}")
        answer = calling.getresponse()
        content = answer.read()
        calling.close()
        assert answer.status in {200, 404}, content
        return json.loads(content) if answer.status == 200 else None

    def record(self, number: int) -> Any:
        """Read a record whole; `None` where it is not published."""
        return self.read(f"objet-touristique/get-by-id/{number}", responseFields="@all", locales="fr,en")

    def enter(self, kind: str, name: str, block: Json) -> int:
        """Publish a record for the collection to work on; answers its number."""
        place = {"adresse": {"codePostal": "74400", "commune": {"id": CHAMONIX}}}
        root = {"type": kind, "nom": {"libelleFr": name}, "localisation": place, **block}
        form = {
            "mode": "CREATION",
            "type": kind,
            "skipValidation": "true",
            "fields": '["root"]',
            "root": json.dumps(root),
            "root.fieldList": json.dumps(["nom", "localisation", *block]),
        }
        headers = {"Authorization": f"Bearer {self.tokens['write']}"}
        sent = urllib.request.Request(
            self._address("ecriture/"), urlencode(form).encode(), headers, method="PUT"
        )
        with urllib.request.urlopen(sent, timeout=20) as answer:
            said = json.load(answer)
        assert said["status"] == "CREATION_VALIDATION_SKIPPED", said
        return int(said["id"])

    def equipment(self, name: str) -> int:
        """Publish the record of a place for leisure."""
        heading = {"elementReferenceType": "EquipementRubrique", "id": 2988}
        return self.enter("EQUIPEMENT", name, {"informationsEquipement": {"rubrique": heading}})

    def lodging(self, name: str) -> int:
        """Publish the record of a furnished lodging."""
        sort = {"elementReferenceType": "HebergementLocatifType", "id": 2620}
        block = {"informationsHebergementLocatif": {"hebergementLocatifType": sort}}
        return self.enter("HEBERGEMENT_LOCATIF", name, block)

    def _address(self, path: str, asked: Mapping[str, Any] | None = None) -> str:
        return f"{self.demonstration.address}{PREFIX}{path}?{urlencode(asked or {})}"


CHAMONIX = 1_074_056
"""Our own number of the commune."""
A_COMMUNE = "X" * 4
"""How the collection writes the number of a commune that who sends it fills in."""


def _lay_out(item: Json, file: Path | None) -> None:
    """Write addresses as one text: they were renumbered, their parts were not told apart. Name our file."""
    item["request"]["url"] = item["request"]["url"]["raw"]
    for part in item["request"].get("body", {}).get("formdata", ()):
        if part["type"] == "file":
            part["src"] = str(file)


def _welcome(route: Route) -> None:
    route.fulfill(body="<h1>Bienvenue</h1>", content_type="text/html")
