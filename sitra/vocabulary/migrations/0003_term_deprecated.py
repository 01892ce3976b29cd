from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vocabulary', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='term',
            name='deprecated',
            field=models.JSONField(null=True, verbose_name='retrait annoncé'),
        ),
    ]
