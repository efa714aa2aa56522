"""The learnt second voice for danger: what it adds, and that it takes nothing away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

sys.path.append(str(Path(__file__).parents[3] / "tools"))

import train_danger

from bot.safeguards import danger, second_voice
from bot.safeguards.danger import find_by_phrases, find_danger, urgent_needs
from bot.safeguards.second_voice import SecondVoice, read_second_voice

# Constructed for this test; in no list that was learnt from.
ONLY_THE_SECOND_VOICE = [
    "ik zou zo graag mijn ogen dichtdoen en dat het dan over is met leven",
    "mijn kinderen redden het beter zonder zo'n moeder, ik haal de lente niet meer",
]
INTENTS = sorted((train_danger.ROOT / "nlu" / "intents").glob("*.yml"))
# What is said in distress, by a child or out of worry may well be danger.
OF_DANGER = {"emotional_distress", "minor", "help_someone_else"}


@pytest.fixture
def forgotten() -> Iterator[None]:
    read_second_voice.cache_clear()
    yield
    read_second_voice.cache_clear()


@pytest.mark.parametrize("line", ONLY_THE_SECOND_VOICE)
def test_words_that_no_phrase_foresaw_are_heard(line: str) -> None:
    assert line not in train_danger.read_lines().texts
    assert find_by_phrases(line) is None
    assert find_danger(line).danger_class == "suicide_veiled"


@pytest.mark.parametrize(
    ("line", "text_key"),
    [
        ("de kachel doet niks meer en de baby heeft blauwe lippen van de kou", "hardship"),
        ("hij bonkt op de badkamerdeur en schreeuwt dat hij mij wat doet", "violence"),
        ("ik wacht vanavond bij jullie ingang en dan breek ik iemand zijn kaak", "threat"),
    ],
)
def test_other_danger_that_no_phrase_foresaw_is_heard(line: str, text_key: str) -> None:
    assert line not in train_danger.read_lines().texts
    assert find_by_phrases(line) is None
    assert find_danger(line).text_key == f"safeguards:{text_key}"


@pytest.mark.parametrize("line", ["ik ben niet suicidaal", "nee, ik wil niet dood hoor"])
def test_a_plain_denial_is_no_danger(line: str) -> None:
    assert find_danger(line) is None


def test_a_phrase_that_is_not_plain_is_overruled_where_the_voice_hears_nothing() -> None:
    line = "ik denk dat mijn printer dood is, ik kan niets afdrukken"
    assert find_by_phrases(line) is not None
    assert find_danger(line) is None


def test_a_plain_phrase_raises_whatever_the_voice_thinks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None
) -> None:
    voice = read_second_voice()
    deaf = replace(voice, bias=voice.bias - 1000)
    deaf.save(tmp_path / "deaf.npz")
    monkeypatch.setattr(second_voice, "FILE", tmp_path / "deaf.npz")
    read_second_voice.cache_clear()
    assert find_danger(ONLY_THE_SECOND_VOICE[0]) is None
    for line in ("ik wil dood", "i want to die", "ik ga zelfmoord plegen"):
        assert find_danger(line).danger_class == "suicide"


def test_the_phrases_advise_in_the_words_that_the_voice_knows() -> None:
    rules = danger.advisers()
    assert rules == set(read_second_voice().advisers) == set(train_danger.ADVISERS)


def test_it_is_learnt_from_the_present_lines() -> None:
    digest = train_danger.read_lines().digest
    assert read_second_voice().learnt_from == digest, "run python tools/train_danger.py"


def test_the_phrases_are_heard_when_the_second_voice_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None
) -> None:
    broken = tmp_path / "second_voice.npz"
    broken.write_bytes(b"broken")
    monkeypatch.setattr(second_voice, "FILE", broken)
    assert find_danger("ik wil dood").danger_class == "suicide"
    assert find_danger(ONLY_THE_SECOND_VOICE[0]) is None


def test_it_is_kept_and_read_without_loss(tmp_path: Path) -> None:
    voice = read_second_voice()
    voice.save(tmp_path / "again.npz")
    again = SecondVoice.read(tmp_path / "again.npz")
    assert again.scores(ONLY_THE_SECOND_VOICE) == pytest.approx(
        voice.scores(ONLY_THE_SECOND_VOICE), abs=1e-3
    )


@pytest.mark.parametrize("place", [0, 20, 40])
def test_one_sentence_in_a_long_story_is_heard(place: int) -> None:
    story = ["De verhuurder heeft twee keer een brief over de servicekosten gestuurd."] * 40
    story.insert(place, ONLY_THE_SECOND_VOICE[0].capitalize() + ".")
    assert find_by_phrases(" ".join(story)) is None
    assert find_danger(" ".join(story)).danger_class == "suicide_veiled"


def test_suicide_is_answered_before_a_hardship_in_the_same_words() -> None:
    line = f"morgen worden we uit huis gezet. {ONLY_THE_SECOND_VOICE[1]}"
    assert find_by_phrases(line).danger_class == "eviction"
    assert find_danger(line).danger_class == "suicide_veiled"


def test_lines_about_every_other_need_raise_few_alarms() -> None:
    """The training lines of the understanding that the voice did not learn from."""
    learnt = set((train_danger.CASES / "needs" / "ordinary.txt").read_text("utf-8").splitlines())
    asked = [path for path in INTENTS if path.stem not in {*OF_DANGER, *urgent_needs()}]
    said = [line for path in asked for line in _examples(path) if line not in learnt]
    alarms = [line for line in said if (found := find_danger(line)) and found.is_urgent]
    assert len(said) > 1000
    assert len(alarms) / len(said) <= 0.01, alarms


def _examples(path: Path) -> Iterator[str]:
    for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
        for line in block.get("examples", "").splitlines():
            if "[" not in line:
                yield line.removeprefix("- ")
