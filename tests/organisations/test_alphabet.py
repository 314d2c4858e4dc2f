from forum.organisations.alphabet import as_address, first_letter, sort_key


def test_the_three_last_letters_come_last_and_in_their_order():
    names = ["Ås", "Østre Toten", "Ærfugl", "Zeta", "Aure", "Årdal"]
    assert sorted(names, key=sort_key) == ["Aure", "Zeta", "Ærfugl", "Østre Toten", "Årdal", "Ås"]


def test_other_accents_do_not_move_a_name():
    assert sorted(["Hábmer", "Hamar", "Haa", "Habo"], key=sort_key) == ["Haa", "Hábmer", "Habo", "Hamar"]


def test_a_hyphen_sorts_as_a_space():
    assert sorted(["Nordkapp", "Nord-Fron", "Nordre Follo", "Nord-Aurdal"], key=sort_key) == [
        "Nord-Aurdal",
        "Nord-Fron",
        "Nordkapp",
        "Nordre Follo",
    ]


def test_a_list_heads_names_by_the_letter_that_readers_expect():
    assert [first_letter(name) for name in ("Ålesund", "Øyer", "Álaheadju", "bodø")] == ["Å", "Ø", "A", "B"]


def test_addresses_keep_the_sound_of_norwegian_letters():
    assert as_address("Møre og Romsdal") == "more-og-romsdal"
    assert as_address("Østfold") == "ostfold"
    assert as_address("Trøndelag") == "trondelag"
    assert as_address(" Våler (Innlandet) ") == "valer-innlandet"
