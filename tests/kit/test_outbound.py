"""Speaking to other servers: never inside, never too long, never too much, and nothing said of secrets."""

import gzip
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from urllib3.connection import HTTPConnection

from sitra.kit import outbound, reachable
from sitra.kit.outbound import Answer, Bounds, Client, Declined, Question, Unanswered
from sitra.kit.reachable import NotAllowed
from tests.outside import Asked, Outside, Told, outside

SECRET = "tres-secret-42"
QUICK = Bounds(seconds=2.0, silence=1.0, tries=3)

INSIDE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "168.63.129.16",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "fec0::1",
    "no-address",
]  # fmt: skip


def client(server: Outside | None = None, bounds: Bounds = QUICK, **more: object) -> Client:
    allowed = [server.host] if server else []
    return Client(bounds, allowed=allowed, **{"wait": lambda _: None, **more})  # type: ignore[arg-type]


def refused(address: str, **more: object) -> str:
    with pytest.raises(NotAllowed) as caught:
        client(**more).ask(Question(address))  # type: ignore[arg-type]
    assert SECRET not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("address", INSIDE)
def test_an_inner_address_is_not_public(address: str) -> None:
    assert not reachable.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert reachable.is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_no_way_of_writing_leads_inside(host: str) -> None:
    with outside(lambda _: Told(b"inside")) as server:
        port = server.host.rpartition(":")[2]
        assert "adresse interne" in refused(f"http://{host}:{port}/?apiKey={SECRET}")
        assert not server.asked


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("file:///etc/passwd", "https://"),
        ("ftp://vallee.test/x", "https://"),
        ("gopher://vallee.test:70/", "https://"),
        ("https:///chemin", "nommer un serveur"),
        (f"https://user:{SECRET}@vallee.test/", "mot de passe"),
        (f"https://vallee.test/a b?{SECRET}", "blanc"),
        (f"https://vallee.test/\r\nHost: autre?{SECRET}", "blanc"),
        ("https://vallee.test\\@autre.test/", "blanc"),
        ("https://vallee.test:99999/", "ne se lit pas"),
        ("http://vallee.test:25/", "port 25"),
        ("http://vallee.test:6379/", "adresse interne"),
    ],
)
def test_what_is_not_the_web_is_refused(address: str, word: str) -> None:
    assert word in refused(address, resolve=lambda *_: ["10.0.0.1"])


def test_a_name_is_resolved_once_and_its_checked_address_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    seen: list[str] = []
    reached: list[str] = []

    class Recorded(HTTPConnection):
        def connect(self) -> None:
            reached.append(self.host)
            raise ConnectionRefusedError

    def resolve(host: str, port: int) -> list[str]:
        assert port
        seen.append(host)
        return next(answers)

    monkeypatch.setattr(outbound, "HTTPConnection", Recorded)
    rebinding = client(bounds=replace(QUICK, tries=1), resolve=resolve)
    with pytest.raises(Unanswered):
        rebinding.ask(Question("http://rebind.test/"))
    assert (seen, reached) == (["rebind.test"], ["93.184.215.14"])
    assert "adresse interne" in refused("http://rebind.test/", resolve=resolve)
    assert reached == ["93.184.215.14"]


def test_inner_addresses_of_a_public_name_are_left_out() -> None:
    where = reachable.place("https://vallee.test/")
    assert reachable.public(where, ["10.0.0.1", "8.8.8.8", "::1"]) == ["8.8.8.8"]


def test_what_is_allowed_answers() -> None:
    with outside(lambda asked: Told(asked.path.encode())) as server:
        answer = client(server).ask(Question(f"{server.address}/été/a%20b?q=%C3%A9"))
        assert (answer.status, answer.body) == (200, b"/%C3%A9t%C3%A9/a%20b")
        assert server.asked[0].headers["Host"] == server.host
        assert server.asked[0].query == {"q": "é"}


def test_a_redirection_inside_is_refused() -> None:
    with outside(lambda _: Told(b"inside")) as inner:
        there = {"Location": f"{inner.address}/?{SECRET}"}
        with outside(lambda _: Told(status=302, headers=there)) as server:
            with pytest.raises(NotAllowed, match="adresse interne") as caught:
                client(server).ask(Question(server.address))
            assert SECRET not in str(caught.value)
        assert not inner.asked


def test_an_endless_redirection_ends() -> None:
    with outside(lambda _: Told(status=302, headers={"Location": "/again"})) as server:
        with pytest.raises(NotAllowed, match="sans fin"):
            client(server).ask(Question(server.address))
        assert len(server.asked) == QUICK.redirects + 1


def test_credentials_stay_with_their_server() -> None:
    headers = {"Authorization": outbound.basic("a", SECRET), "X-Other": "1"}
    with (
        outside(lambda _: Told(b"there")) as other,
        outside(lambda _: Told(status=307, headers={"Location": other.address})) as server,
    ):
        both = Client(QUICK, allowed=[server.host, other.host])
        assert both.ask(Question(server.address, headers=headers)).body == b"there"
        assert "Authorization" in server.asked[0].headers
        assert "Authorization" not in other.asked[0].headers
        assert other.asked[0].headers["X-Other"] == "1"
        with pytest.raises(NotAllowed, match="donnez directement cette adresse"):
            both.ask(Question(server.address, "POST", body=SECRET.encode()))
        assert len(other.asked) == 1


def test_within_a_server_credentials_are_kept() -> None:
    def tell(asked: Asked) -> Told:
        return Told(b"ok") if asked.path == "/b" else Told(status=301, headers={"Location": "/b"})

    with outside(tell) as server:
        client(server).ask(Question(f"{server.address}/a", headers={"Authorization": "x"}))
        assert [asked.headers["Authorization"] for asked in server.asked] == ["x", "x"]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_the_time_it_wants(status: int) -> None:
    waited: list[float] = []

    def tell(_: Asked) -> Told:
        busy = len(server.asked) < 3
        return Told(status=status, headers={"Retry-After": "7"}) if busy else Told(b"at last")

    with outside(tell) as server:
        assert client(server, wait=waited.append).ask(Question(server.address)).body == b"at last"
        assert waited == [7.0, 7.0]


def test_a_date_of_retry_is_read_and_a_long_wait_is_not_waited() -> None:
    waited: list[float] = []
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    asked_for = iter([at, "3600"])
    with (
        outside(lambda _: Told(status=503, headers={"Retry-After": next(asked_for)})) as server,
        pytest.raises(Declined, match="demande d'attendre 3600 s"),
    ):
        client(server, wait=waited.append).ask(Question(server.address))
    assert len(waited) == 1
    assert 15 < waited[0] <= 20


def test_tries_are_counted_and_waits_grow() -> None:
    waited: list[float] = []
    with outside(lambda _: Told(status=503)) as server:
        with pytest.raises(Declined, match="en panne"):
            client(server, replace(QUICK, tries=4), wait=waited.append).ask(Question(server.address))
        assert len(server.asked) == 4
    assert [low <= one <= 2 * low for one, low in zip(waited, (0.25, 0.5, 1.0), strict=True)] == [True] * 3


@pytest.mark.parametrize(
    ("status", "word"), [(401, "clé"), (403, "accès"), (404, "adresse"), (500, "panne"), (305, "305")]
)
def test_a_refusal_is_a_sentence_and_not_asked_again(status: int, word: str) -> None:
    with outside(lambda _: Told(SECRET.encode(), status=status)) as server:
        with pytest.raises(Declined, match=word) as caught:
            client(server).ask(Question(server.address))
        assert caught.value.answer.body == SECRET.encode()
        assert SECRET not in str(caught.value)
        assert len(server.asked) == 1


def test_an_absent_server_is_a_sentence() -> None:
    with outside(lambda _: Told()) as server:
        pass
    with pytest.raises(Unanswered, match="ne répond pas"):
        client(server).ask(Question(f"{server.address}/?apiKey={SECRET}"))

    def unknown(*_: object) -> list[str]:
        raise socket.gaierror

    with pytest.raises(Unanswered, match="introuvable"):
        client(resolve=unknown).ask(Question("https://nulle-part.test/"))


@pytest.mark.parametrize("packed", [False, True])
def test_too_much_is_refused(tmp_path: Path, *, packed: bool) -> None:
    small = replace(QUICK, size=1 << 20)
    big = bytes(2 << 20)
    told = Told(gzip.compress(big), headers={"Content-Encoding": "gzip"}) if packed else Told(big)
    with outside(lambda _: told) as server:
        with pytest.raises(NotAllowed, match="plus de 1 Mo"):
            client(server, small).ask(Question(server.address))
        with (tmp_path / "file").open("wb") as file, pytest.raises(NotAllowed, match="plus de 1 Mo"):
            client(server, small).ask(Question(server.address), into=file)
        assert (tmp_path / "file").stat().st_size <= small.size


def drip() -> Iterator[bytes]:
    for _ in range(100):
        time.sleep(0.3)
        yield b"."


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "100"}])
def test_a_server_that_drips_is_cut(headers: dict[str, str]) -> None:
    begun = time.monotonic()
    with (
        outside(lambda _: Told(pieces=drip(), headers=headers)) as server,
        pytest.raises(Unanswered, match="trop de temps"),
    ):
        client(server, replace(QUICK, seconds=1.0, tries=1)).ask(Question(server.address))
    assert time.monotonic() - begun < 5


def test_a_torn_answer_is_asked_again(tmp_path: Path) -> None:
    def tell(_: Asked) -> Told:
        torn = len(server.asked) == 1
        return Told(pieces=iter([b"to"]), headers={"Content-Length": "9"}) if torn else Told(b"whole")

    with outside(tell) as server, (tmp_path / "file").open("wb") as file:
        assert client(server).ask(Question(server.address), into=file).status == 200
    assert (tmp_path / "file").read_bytes() == b"whole"


def test_only_what_changed_is_asked() -> None:
    marks = {"ETag": '"a1"', "Last-Modified": "Wed, 25 Nov 2026 08:00:00 GMT"}

    def tell(asked: Asked) -> Told:
        known = asked.headers.get("If-None-Match") == marks["ETag"]
        assert not known or asked.headers["If-Modified-Since"] == marks["Last-Modified"]
        return Told(status=304) if known else Told(b"new", headers=marks)

    with outside(tell) as server:
        first = client(server).ask(Question(server.address))
        again = client(server).ask(Question(server.address).unless(first.headers))
        assert (first.unchanged, again.unchanged, again.body) == (False, True, b"")


def test_nothing_secret_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with outside(lambda _: Told(status=503)) as server:
        question = Question(
            f"{server.address}/{SECRET}?apiKey={SECRET}", headers={"X": SECRET}, body=SECRET.encode()
        )
        with pytest.raises(Declined) as caught:
            client(server).ask(question)
    assert server.host in caplog.text
    assert SECRET not in caplog.text + str(caught.value) + repr(question) + repr(
        Answer(200, {}, SECRET.encode())
    )


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of `vallee.test` shows, and what trusts it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "vallee.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("vallee.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=made.public_bytes(pem).decode())


def test_the_certificate_is_that_of_the_name(certified: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    shown, trust = certified
    with outside(lambda asked: Told(asked.headers["Host"].encode()), trust=shown) as server:
        port = server.host.rpartition(":")[2]
        names = [f"vallee.test:{port}", f"autre.test:{port}"]
        local = {"resolve": lambda *_: ["127.0.0.1"], "allowed": names}
        good = Client(QUICK, trust=trust, **local)  # type: ignore[arg-type]
        assert good.ask(Question(f"https://{names[0]}/")).body == names[0].encode()
        for asking, name in ((good, names[1]), (Client(replace(QUICK, tries=1), **local), names[0])):  # type: ignore[arg-type]
            with pytest.raises(Unanswered, match="certificat"):
                asking.ask(Question(f"https://{name}/"))


def test_a_fall_back_to_plain_http_is_refused(certified: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    shown, trust = certified
    with outside(
        lambda _: Told(status=302, headers={"Location": "http://vallee.test/"}), trust=shown
    ) as server:
        name = f"vallee.test:{server.host.rpartition(':')[2]}"
        asking = Client(QUICK, trust=trust, allowed=[name], resolve=lambda *_: ["127.0.0.1"])
        with pytest.raises(NotAllowed, match="sans chiffrement"):
            asking.ask(Question(f"https://{name}/"))
