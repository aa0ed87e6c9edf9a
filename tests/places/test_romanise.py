"""Names made for a reader of Russian, marked as made (ToR 1.d.ii, 1.d.iv)."""

import pytest

from jig.places.gazetteer import load
from jig.places.romanise import FRENCH_STYLE, HEBREW_STYLE, TURKISH_STYLE, russian_of


# Expected: the usual names on Russian maps.
@pytest.mark.parametrize(
    ("name", "russian"),
    [
        ("Tall Rif‘at", "Талль-Рифат"), ("Al Karāmah", "Эль-Карама"), ("As Suqaylibīyah", "Эс-Сукейлибия"), ("‘Ayn Tamr", "Айн-Тамр"),
        ("Khān Arnabah", "Хан-Арнаба"), ("Jubb al Jarrāḩ", "Джубб-эль-Джарра"), ("Salqīn", "Салькин"), ("Maşyāf", "Масьяф"),
        ("Dayr al ‘Aşāfīr", "Дейр-эль-Асафир"), ("Şaḩnāyā", "Сахная"), ("Ar Ruţbah", "Эр-Рутба"), ("Shaţḩah", "Шатха"),
    ],
)  # fmt: skip
def test_an_arabic_name_follows_practical_transcription(name: str, russian: str) -> None:
    """ToR 1.d.iv: articles, soft l, feminine endings; letters that Russian lacks are left out."""
    assert russian_of(name) == russian


@pytest.mark.parametrize(
    ("name", "style", "russian"),
    [("Yeniköy", TURKISH_STYLE, "Еникёй"), ("Kızıltepe", TURKISH_STYLE, "Кызылтепе"), ("Çınarcık", TURKISH_STYLE, "Чынарджык"),
     ("Zahlé", FRENCH_STYLE, "Захле"), ("Kfar Saba", HEBREW_STYLE, "Кфар-Саба"), ("Ereğli", TURKISH_STYLE, "Эрейли")],
)  # fmt: skip
def test_other_romanisations_have_rules_of_their_own(name: str, style: str, russian: str) -> None:
    """ToR 1.d.iv: one letter stands for different sounds."""
    assert russian_of(name, style) == russian


def test_what_is_made_is_marked_and_arabic_is_never_made() -> None:
    """ToR 1.d.ii: a made name is nobody's usage."""
    made = [each for each in load("jig2016").places if each.ru_mark == "TRANSLITERATED"]

    assert made
    assert all(set(each.ru.casefold()) <= set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя-") for each in made)
    assert any(not each.ar for each in load("jig2016").places)
