from itertools import pairwise

import pytest

from referral_directory import PostcodeError, normalise_postcode
from referral_directory.postcodes import Place, pc4_of


@pytest.mark.parametrize("text", ["3011ab", "3011 AB", " 3011  ab ", "3011-AB"])
def test_a_postcode_gets_one_form(text):
    assert normalise_postcode(text) == "3011 AB"


@pytest.mark.parametrize(
    "text", ["0999 AB", "3011 SA", "3011 SD", "3011ss", "301 AB", "30111 AB", "3011 A1", "", "huis"]
)
def test_a_postcode_that_is_never_given_out_is_an_error(text):
    with pytest.raises(PostcodeError, match="can exist"):
        normalise_postcode(text)


def test_four_digits_are_enough_to_find_help():
    assert pc4_of("3011") == 3011
    with pytest.raises(PostcodeError):
        pc4_of("0999")


@pytest.mark.parametrize(
    ("postcode", "municipality"),
    [
        ("2649", None),
        ("2650", "Lansingerland"),
        ("2900", "Capelle aan den IJssel"),
        ("2926", "Krimpen aan den IJssel"),
        ("2989", "Ridderkerk"),
        ("2990", "Barendrecht"),
        ("3000", "Rotterdam"),
        ("3089", "Rotterdam"),
        ("3090", None),
        ("3110", "Schiedam"),
        ("3138", "Vlaardingen"),
        ("3147", "Maassluis"),
        ("3151", "Rotterdam"),
        ("3160", "Albrandswaard"),
        ("3180", "Rotterdam"),
        ("3190", "Rotterdam"),
        ("3209", "Nissewaard"),
        ("3210", None),
    ],
)
def test_the_ranges_of_the_region_are_as_listed(postcode, municipality, directory):
    """Source: reference/domain-facts.md 3.4 (unverified: only orders help)."""
    assert directory.postcodes.municipality_of(postcode) == municipality


def test_no_two_ranges_overlap(directory):
    ranges = sorted(directory.postcodes.ranges)
    for (_, last, _), (first, _, _) in pairwise(ranges):
        assert last < first


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("rotterdam", "Rotterdam"),
        ("Gemeente  Rotterdam", "Rotterdam"),
        ("Capelle a/d IJssel", "Capelle aan den IJssel"),
        ("spijkenisse", "Nissewaard"),
        ("Hoek van Holland", "Rotterdam"),
    ],
)
def test_a_place_is_known_by_the_names_people_use(said, meant, directory):
    assert directory.postcodes.municipality_named(said) == meant


def test_what_a_person_says_goes_before_the_postcode(directory):
    assert directory.postcodes.place_of("3011 AB", "schiedam") == Place("Schiedam", "stated")


def test_a_municipality_we_do_not_know_is_kept_as_it_was_said(directory):
    assert directory.postcodes.place_of(None, " Utrecht ") == Place("Utrecht", "stated")


def test_every_place_name_leads_to_a_known_municipality(directory):
    table = directory.postcodes
    assert set(table.place_names.values()) <= table.municipalities
