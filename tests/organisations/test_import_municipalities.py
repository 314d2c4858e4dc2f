from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forum.organisations.models import County, Municipality, Organisation
from tests.factories.organisations import MunicipalityFactory
from tests.organisations.test_register_file import FORMER_HEADER, HEADER, LINE

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("import_municipalities", *map(str, arguments), stdout=out)
    return out.getvalue()


def write(folder: Path, *lines, header=HEADER, name="fil.csv"):
    path = folder / name
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def name_today(number):
    municipality = Municipality.objects.present(number)
    return municipality and municipality.name


def test_the_bundled_register_has_every_municipality_county_and_organisation():
    assert "357 nye" in run()
    assert Municipality.objects.current().count() == 357
    assert County.objects.count() == 15
    assert Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY).count() == 355
    tromso = Municipality.objects.current().get(name="Tromsø")
    assert (tromso.county.slug, tromso.size_group, tromso.email) == (
        "troms",
        "over-50000",
        "postmottak@tromso.kommune.no",
    )


def test_loading_the_register_again_changes_nothing():
    run()
    again = run()
    assert "0 nye, 0 endret, 357 uendret" in again
    assert "0 nye, 0 endret, 478 uendret" in again


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("1601", "Trondheim"),
        ("0219", "Bærum"),
        ("0220", "Asker"),
        ("0602", "Drammen"),
        ("0125", "Indre Østfold"),
        ("3014", "Indre Østfold"),
        ("1507", "Ålesund"),
        ("0706", "Sandefjord"),
    ],
)
def test_a_former_number_leads_to_the_municipality_of_today(former, present):
    run()
    assert name_today(former) == present


def test_every_former_number_ends_in_one_that_exists():
    run()
    current = set(Municipality.objects.current().values_list("pk", flat=True))
    successors = dict(Municipality.objects.exclude(pk__in=current).values_list("pk", "successor_id"))
    assert len(successors) >= 40
    for number in successors:
        step = number
        for _ in range(6):
            step = successors.get(step, step)
        assert step in current, number


def test_a_broken_line_is_named_and_nothing_is_saved(tmp_path):
    broken = LINE.replace("9901", "9902").replace("4321", "mange")
    with pytest.raises(CommandError, match=r"Linje 3, kolonne «population».*«mange».*Ingenting er lagret"):
        run(write(tmp_path, LINE, broken))
    assert not Municipality.objects.exists()
    assert not County.objects.exists()


def test_an_error_in_the_file_of_former_numbers_undoes_the_other_file_too(tmp_path):
    current = write(tmp_path, LINE)
    former = write(tmp_path, "0101,Gamlevik,,2020-01-01,8888", header=FORMER_HEADER, name="gamle.csv")
    with pytest.raises(CommandError, match="etterfølgeren 8888, som ikke finnes"):
        run(current, "--former", former)
    assert not Municipality.objects.exists()


def test_former_numbers_may_stand_in_any_order(tmp_path):
    current = write(tmp_path, LINE)
    lines = ["0101,Gamlevik,,2020-01-01,3001", "3001,Mellomvik,2020-01-01,2024-01-01,9901"]
    former = write(tmp_path, *lines, header=FORMER_HEADER, name="gamle.csv")
    run(current, "--former", former)
    assert name_today("0101") == "Tverrdal"


def test_numbers_that_follow_each_other_in_a_ring_are_refused(tmp_path):
    lines = ["0101,Gamlevik,,2020-01-01,0102", "0102,Mellomvik,,2020-01-01,0101"]
    with pytest.raises(CommandError, match="som ikke finnes i registeret"):
        run("--former", write(tmp_path, *lines, header=FORMER_HEADER))


def test_a_changed_line_changes_that_municipality_only(tmp_path):
    other = LINE.replace("9901", "9902").replace("Tverrdal,Tverrdal", "Sundøy,Sundøy").replace("958935420", "")
    run(write(tmp_path, LINE, other))
    said = run(write(tmp_path, LINE.replace("4321", "25000"), other))
    assert "0 nye, 1 endret, 1 uendret" in said
    assert Municipality.objects.get(pk="9901").size_group == "20000-50000"


def test_what_editors_keep_by_hand_survives_a_new_import(tmp_path):
    path = write(tmp_path, LINE)
    run(path)
    Municipality.objects.filter(pk="9901").update(email="post@tverrdal.no", takes_part=True, coordinator="Hilde")
    assert "0 endret" in run(path)
    tverrdal = Municipality.objects.get(pk="9901")
    assert (tverrdal.email, tverrdal.takes_part, tverrdal.coordinator) == ("post@tverrdal.no", True, "Hilde")


def test_a_municipality_that_the_file_lacks_is_kept_and_named(tmp_path):
    MunicipalityFactory(number="9950", name="Lyngnes")
    said = run(write(tmp_path, LINE))
    assert "Lyngnes" in said
    assert "ikke rørt" in said
    assert Municipality.objects.filter(name="Lyngnes").exists()


def test_a_file_that_is_not_there_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match=r"Kan ikke lese .*mangler\.csv"):
        run(tmp_path / "mangler.csv")
