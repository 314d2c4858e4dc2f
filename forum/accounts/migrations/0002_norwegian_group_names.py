"""Wagtail makes two groups with English names; here they get the names that the portal's people use."""

from django.db import migrations

NAMES = {"Editors": "Redaktører", "Moderators": "Moderatorer"}


def rename(apps, names):
    groups = apps.get_model("auth", "Group").objects
    for old, new in names.items():
        if not groups.filter(name=new).exists():
            groups.filter(name=old).update(name=new)


def to_norwegian(apps, schema_editor):
    rename(apps, NAMES)


def to_english(apps, schema_editor):
    rename(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        # These give rights to the groups by their English names, and so must come before.
        ("wagtailcore", "0005_add_page_lock_permission_to_moderators"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtaildocs", "0002_initial_data"),
        ("wagtailimages", "0002_initial_data"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]

    operations = [migrations.RunPython(to_norwegian, to_english)]
