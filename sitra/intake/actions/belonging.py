"""What a member may import from the screen: records of its own, on its own land."""

from functools import cached_property

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.validation import Severity, validate
from sitra.intake.actions.arriving import Gate
from sitra.intake.models import Run
from sitra.intake.rules.draft import Draft, Refusal
from sitra.kit import texts
from sitra.kit.errors import Forbidden
from sitra.members import queries as members
from sitra.tourism.actions.arrivals import Arrival
from sitra.tourism.models import Identifier
from sitra.tourism.queries import judging

_TOLD = 4
_NO_COMMUNE = "Commune introuvable"
_REMEDY = " Corrigez le nom ou le code postal, ou donnez le code INSEE."


class OwnGate(Gate):
    """The gate of a run that a member asked for; what was mapped on screen must be fit to publish."""

    def __init__(self, run: Run) -> None:
        assert run.member_id
        super().__init__(run.member_id)
        self._owners = _Only(run.member_id)  # type: ignore[assignment]
        self._source, self._member = run.source, run.member_id
        self._strict = run.deposit is not None and run.deposit.mapping_id is not None

    def admit(self, draft: Draft) -> tuple[Arrival, set[str]] | Refusal:
        """Give the arrival and its paths that the catalogue does not know, or why it is refused."""
        admitted = self._admitted(draft)
        if not isinstance(admitted, Refusal):
            return admitted
        place = " – ".join(filter(None, (draft.place, texts.label(draft.document.get("nom")))))
        remedy = _REMEDY if admitted.reason.startswith(_NO_COMMUNE) else ""
        return Refusal(place or admitted.place, admitted.reason + remedy, draft.external_id)

    def _admitted(self, draft: Draft) -> tuple[Arrival, set[str]] | Refusal:
        if owner := self._others.get(draft.external_id):
            return Refusal("", f"Cette fiche appartient à « {owner} » : proposez-lui la modification.")
        admitted = super().admit(draft)
        if isinstance(admitted, Refusal) or not self._strict:
            return admitted
        arrival, _ = admitted
        found = validate(arrival.document, Kind(arrival.kind), self._world, typed=False)
        blocking = [one.sentence() for one in found if one.severity is Severity.BLOCKS]
        if not blocking:
            return admitted
        more = f" Et {len(blocking) - _TOLD} autres." if len(blocking) > _TOLD else ""
        return Refusal("", " ".join(blocking[:_TOLD]) + more)

    @cached_property
    def _world(self) -> judging.World:
        return judging.World()

    @cached_property
    def _others(self) -> dict[str, str]:
        """Name the owners of the records of the source that are another member's."""
        rows = Identifier.objects.filter(source_id=self._source).exclude(object__owner_id=self._member)
        return dict(rows.values_list("value", "object__owner__name"))


class _Only:
    """The one member that answers; an office keeps to its own communes, others to where no office is."""

    def __init__(self, member: int) -> None:
        self._member, self._wardens = member, members.wardens()

    def of(self, commune: int) -> int:
        """Give the member, or say whose commune it is."""
        warden = self._wardens.get(commune)
        if warden is None or warden == self._member or self._member not in self._wardens.values():
            return self._member
        name = members.named([warden])[warden]
        message = f"Sa commune relève de « {name} » : transmettez-lui cette fiche."
        raise Forbidden(message)
