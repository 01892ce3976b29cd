"""Projects with what they are and several keys, of which only a mark is kept; selections."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sitra.kit.sealing import mark

SERVICES = ["changes", "v002", "v1"]


def mark_keys(apps: Any, schema_editor: Any) -> None:
    """Keep a mark of the key that each project had, and open the services that all had."""
    del schema_editor
    project, key = (apps.get_model("delivery", name) for name in ("Project", "ProjectKey"))
    for row in project.objects.all():
        key.objects.create(project=row, mark=mark(row.api_key), tail=row.api_key[-1:])
    project.objects.update(services=SERVICES)


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0004_signing_key'),
        ('members', '0002_network'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='project',
            name='address',
            field=models.URLField(blank=True, max_length=300, verbose_name='adresse'),
        ),
        migrations.AddField(
            model_name='project',
            name='bounded',
            field=models.BooleanField(default=False, verbose_name='borné à ses sélections'),
        ),
        migrations.AddField(
            model_name='project',
            name='calls_per_minute',
            field=models.PositiveIntegerField(null=True, verbose_name='appels par minute'),
        ),
        migrations.AddField(
            model_name='project',
            name='contact',
            field=models.EmailField(blank=True, max_length=254, verbose_name='contact technique'),
        ),
        migrations.AddField(
            model_name='project',
            name='kind',
            field=models.CharField(choices=[('site', 'site'), ('app', 'app'), ('kiosk', 'kiosk'), ('screen', 'screen'), ('brochure', 'brochure'), ('open-data', 'open-data'), ('sandbox', 'sandbox')], default='site', max_length=10, verbose_name='nature'),
        ),
        migrations.AddField(
            model_name='project',
            name='licence_at',
            field=models.DateTimeField(null=True, verbose_name='licence acceptée le'),
        ),
        migrations.AddField(
            model_name='project',
            name='purpose',
            field=models.CharField(blank=True, max_length=300, verbose_name='à quoi il sert'),
        ),
        migrations.AddField(
            model_name='project',
            name='services',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('v002', 'v002'), ('v1', 'v1'), ('exports', 'exports'), ('changes', 'changes'), ('webhooks', 'webhooks')], max_length=10), default=list, verbose_name='services'),
        ),
        migrations.AddField(
            model_name='project',
            name='state',
            field=models.CharField(choices=[('demonstration', 'demonstration'), ('development', 'development'), ('production', 'production')], default='development', max_length=13, verbose_name='étape'),
        ),
        migrations.CreateModel(
            name='ProjectKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64, unique=True, verbose_name='marque')),
                ('tail', models.CharField(max_length=4, verbose_name='fin de la clé')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='nom')),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), default=list, verbose_name='sites qui la montrent')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='création')),
                ('last_used', models.DateField(null=True, verbose_name='dernier usage')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='retirée le')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créée par')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='delivery.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'clé',
            },
        ),
        migrations.RunPython(mark_keys, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='project',
            name='api_key',
        ),
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('label', models.JSONField(blank=True, default=dict, verbose_name='libellés')),
                ('question', models.JSONField(blank=True, default=dict, verbose_name='question')),
                ('added', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, verbose_name='ajoutées')),
                ('refused', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, verbose_name='refusées')),
                ('ordered', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, verbose_name='en tête')),
                ('shown', models.PositiveIntegerField(blank=True, null=True, verbose_name='montrées à la fois')),
                ('turn', models.CharField(choices=[('day', 'day'), ('week', 'week')], default='day', max_length=5, verbose_name='tour')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='création')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='modification')),
                ('dropped_at', models.DateTimeField(null=True, verbose_name='retirée le')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.member', verbose_name='membre')),
            ],
            options={
                'verbose_name': 'sélection',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='instant')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.member', verbose_name='membre')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='delivery.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'abonnement',
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveIntegerField(default=0, verbose_name='rang')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='delivery.project', verbose_name='projet')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='delivery.selection', verbose_name='sélection')),
            ],
            options={
                'verbose_name': "usage d'une sélection",
                'verbose_name_plural': 'usages de sélections',
            },
        ),
        migrations.AddConstraint(
            model_name='selection',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='selection_named'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('project', 'member'), name='subscribed_once'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(fields=('project', 'selection'), name='selection_used_once'),
        ),
    ]
