"""What is answered of a record."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from bench.drf.models import Commune, Owner, Record


class CommuneSerializer(serializers.ModelSerializer[Commune]):
    """A commune."""

    class Meta:
        model = Commune
        fields = ("code", "name")


class OwnerSerializer(serializers.ModelSerializer[Owner]):
    """A member."""

    class Meta:
        model = Owner
        fields = ("id", "name")


class RecordSerializer(serializers.ModelSerializer[Record]):
    """A record in a list."""

    commune = CommuneSerializer()
    owner = OwnerSerializer()

    class Meta:
        model = Record
        fields = ("id", "kind", "state", "identifier", "name", "commune", "owner", "lon", "lat", "summary")


class ChosenSerializer(serializers.BaseSerializer[Record]):
    """The parts and languages of a record that were asked for."""

    def to_representation(self, instance: Record) -> dict[str, Any]:
        """Cut the document down."""
        paths: Iterable[str] = self.context["paths"]
        labels: frozenset[str] = self.context["labels"]
        document = instance.document
        if "@all" not in paths:
            kept: dict[str, Any] = {"type": {}, "id": {}}
            for path in paths:
                node = kept
                for step in path.split("."):
                    node = node.setdefault(step, {})
            document = _cut(document, kept)
        return dict(_spoken(document, labels))


LABELS: frozenset[str] = frozenset(
    f"libelle{suffix}" for suffix in ("Fr", "En", "Es", "It", "De", "Nl", "Ru", "Zh", "PtBR", "Ja", "Ko")
)


def _cut(value: Any, kept: Mapping[str, Any]) -> Any:
    if not kept:
        return value
    if isinstance(value, list):
        return [_cut(one, kept) for one in value]
    if isinstance(value, dict):
        return {name: _cut(below, kept[name]) for name, below in value.items() if name in kept}
    return value


def _spoken(value: Any, labels: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_spoken(one, labels) for one in value]
    if isinstance(value, dict):
        return {
            name: _spoken(below, labels)
            for name, below in value.items()
            if name in labels or name not in LABELS
        }
    return value
