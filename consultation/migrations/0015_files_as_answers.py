import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import consultation.files.storage
import consultation.surveys.models.response


class Migration(migrations.Migration):
    """Files of responses are looked at, kept and released as files of evidence are."""

    dependencies = [
        ("consultation", "0014_survey_stops_and_sectors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="response",
            options={
                "ordering": ["-sent_at", "-pk"],
                "permissions": [("release_response", "Can release files from quarantine")],
                "verbose_name": "survey response",
            },
        ),
        migrations.AlterModelOptions(
            name="responsefile",
            options={
                "ordering": ["uploaded_at"],
                "verbose_name": "file of a response",
                "verbose_name_plural": "files of responses",
            },
        ),
        migrations.RenameField(model_name="responsefile", old_name="file", new_name="content"),
        migrations.AlterField(
            model_name="responsefile",
            name="content",
            field=models.FileField(
                storage=consultation.files.storage.private_files,
                upload_to=consultation.surveys.models.response._private_name,
            ),
        ),
        migrations.AddField(
            model_name="responsefile",
            name="sha256",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="responsefile",
            name="kept_sha256",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="responsefile",
            name="safety",
            field=models.CharField(
                choices=[
                    ("quarantined", "In quarantine"),
                    ("infected", "Malware was found"),
                    ("released", "Released"),
                ],
                default="quarantined",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="responsefile", name="scanned_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="responsefile", name="verdict", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(
            model_name="responsefile", name="released_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="responsefile",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="responsefile", index=models.Index(fields=["safety"], name="response_file_safety")
        ),
        migrations.AddConstraint(
            model_name="responsefile",
            constraint=models.CheckConstraint(
                condition=~models.Q(safety="released") | models.Q(released_at__isnull=False),
                name="response_file_released_has_time",
            ),
        ),
    ]
