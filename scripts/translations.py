"""French msgids, English translations: check them, bring them up to date, compile them.

    python scripts/translations.py check|update|compile

`check` fails when a msgid of the code or of a template has no English, when an English text no
longer has a msgid, or when the two do not name the same placeholders.
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("sitra", "config")
CATALOGUE = ROOT / "sitra" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADING = "# English of Sitra. The msgids are the French of the code and templates."
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

type Key = tuple[str | None, str | tuple[str, ...]]


def found() -> Catalog:
    """Collect every msgid of the code and templates."""
    catalogue = Catalog(locale="en", domain="django")
    for path in sorted(_files()):
        place = path.relative_to(ROOT).as_posix()
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(_readable(path)), keywords=KEYWORDS, comment_tags=(), options={}
        ):
            flags = _flags(message)
            catalogue.add(message, context=context, locations=[(place, 0)], flags=flags)
    return catalogue


def check() -> list[str]:
    """List what is wrong, one sentence each."""
    wanted = {_key(message): message for message in _messages(found())}
    written = {_key(message): message for message in _messages(_read())}
    wrongs = []
    for key, message in wanted.items():
        where = ", ".join(sorted({place for place, _line in message.locations}))
        english = written.get(key)
        if english is None or not _whole(english):
            wrongs.append(f"no English: {_shown(key)} ({where})")
        elif english.fuzzy:
            wrongs.append(f"fuzzy: {_shown(key)} ({where})")
        elif not _same_placeholders(english):
            wrongs.append(f"placeholders differ: {_shown(key)} ({where})")
    wrongs.extend(f"no longer used: {_shown(key)}" for key in written.keys() - wanted.keys())
    return sorted(wrongs)


def update() -> None:
    """Add what is missing, drop what is no longer used, keep every translation."""
    written = {_key(message): message for message in _messages(_read())}
    catalogue = Catalog(locale="en", domain="django", header_comment=HEADING, fuzzy=False, charset="utf-8")
    for message in _messages(found()):
        english = written.get(_key(message))
        catalogue.add(
            message.id,
            english.string if english else None,
            context=message.context,
            locations=message.locations,
            flags=message.flags,
        )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=False)
    text = CATALOGUE.read_text(encoding="utf-8")
    dated = re.compile(
        r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Project-Id-Version|Report-Msgid-Bugs-To|Language-Team).*\n',
        re.MULTILINE,
    )
    CATALOGUE.write_text(dated.sub("", text), encoding="utf-8")


def compile_all() -> None:
    """Write the binary catalogue that Django reads."""
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, _read())


def main(words: list[str]) -> int:
    """Do what the command line asks and return its status."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    match words:
        case ["check"]:
            wrongs = check()
            sys.stdout.writelines(f"{wrong}\n" for wrong in wrongs)
            sys.stdout.write(f"translations: {len(wrongs) or 'nothing'} to mend\n")
            return 1 if wrongs else 0
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


def _files() -> Iterator[Path]:
    for source in SOURCES:
        yield from (ROOT / source).rglob("*.py")
        for suffix in ("*.html", "*.txt"):
            yield from (path for path in (ROOT / source).rglob(suffix) if "templates" in path.parts)


def _readable(path: Path) -> bytes:
    """Give Python as it is, and a template as the Python its translatable texts amount to."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def _flags(message: str | tuple[str, ...]) -> set[str]:
    texts = (message,) if isinstance(message, str) else message
    return {"python-format"} if any(re.search(r"%\(\w+\)[sd]|%[sd]", text or "") for text in texts) else set()


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", domain="django")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> Key:
    texts = message.id if isinstance(message.id, str) else tuple(message.id)
    return message.context, texts


def _shown(key: Key) -> str:
    return repr(key[1] if isinstance(key[1], str) else key[1][0])


def _whole(message: Message) -> bool:
    return bool(message.string) if isinstance(message.string, str) else all(message.string or ())


def _same_placeholders(message: Message) -> bool:
    def named(texts: str | Sequence[str] | None) -> set[str]:
        each = [texts] if isinstance(texts, str) else texts or ()
        return {name for text in each for name in PLACEHOLDER.findall(text)}

    return named(message.id) == named(message.string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
