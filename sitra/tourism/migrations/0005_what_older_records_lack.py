"""Which source gives a layer; and, for records older than 0004, what 0004 keeps beside them."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

BATCH = 1000


def remember_sources(apps, schema_editor):
    """Know which revision each source wrote last, and let its next run look at all of it again.

    Until 0004 a source wrote whole documents, under its own numbers: a revision that came from no person and
    changed the document is what the source said. Names in registries have no fingerprint and are left alone.
    """
    schema_editor.execute(
        """
        UPDATE tourism_identifier AS kept SET revision = said.number, digest = ''
        FROM (
            SELECT object_id, max(number) AS number
            FROM (
                SELECT object_id, number, origin, person_id, document IS DISTINCT FROM lag(document)
                    OVER (PARTITION BY object_id ORDER BY number) AS moved
                FROM tourism_revision
                WHERE object_id IN (
                    SELECT object_id FROM tourism_identifier WHERE revision IS NULL AND digest <> ''
                )
            ) AS told
            WHERE moved AND origin = 'IMPORTED' AND person_id IS NULL
            GROUP BY object_id
        ) AS said
        WHERE kept.object_id = said.object_id AND kept.revision IS NULL AND kept.digest <> ''
        """
    )


def reckon(apps, schema_editor):
    """Keep until when older records are believed, and which others those written here name.

    Those of a source named others by its own numbers: its next run writes their links.
    """
    from sitra.catalog.rules.kinds import Kind
    from sitra.catalog.rules.links import named
    from sitra.tourism.events import Means
    from sitra.tourism.rules.freshness import Word, first_due, moment

    record, link = apps.get_model("tourism", "TouristObject"), apps.get_model("tourism", "Link")
    identifiers = apps.get_model("tourism", "Identifier").objects
    last, now = 0, timezone.now()
    latest = record.objects.filter(revisions__number=models.F("revision")).order_by("pk")
    while rows := list(latest.filter(pk__gt=last).annotate(document=models.F("revisions__document"))[:BATCH]):
        last, numbers = rows[-1].pk, [row.pk for row in rows]
        looked = dict(identifiers.filter(object_id__in=numbers).values_list("object_id", "changed_on"))
        for row in rows:
            words = [Word(moment(looked[row.pk], row.created_at), Means.IMPORT, ("",))] if row.pk in looked else []
            if row.due_on is None:
                row.due_on = first_due(row.document, Kind(row.kind), words, row.created_at)
        record.objects.bulk_update(rows, ["due_on"])
        links = {
            (row.pk, one.number, one.field, one.nature[:40])
            for row in rows
            if row.pk not in looked
            for one in named(row.document, Kind(row.kind))
        }
        there = record.objects.filter(pk__in={number for _, number, _, _ in links})
        known = set(there.values_list("pk", flat=True))
        link.objects.bulk_create(
            (
                link(object_id=number, target_id=target, field=field, nature=nature)
                for number, target, field, nature in sorted(links)
                if target in known
            ),
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('tourism', '0004_links_layers_freshness'),
    ]

    operations = [
        migrations.AddField(
            model_name='metadata',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tourism.source', verbose_name='source qui la donne'),
        ),
        migrations.AddField(
            model_name='privatetext',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tourism.source', verbose_name='source qui le donne'),
        ),
        migrations.RunPython(remember_sources, migrations.RunPython.noop),
        migrations.RunPython(reckon, migrations.RunPython.noop),
    ]
