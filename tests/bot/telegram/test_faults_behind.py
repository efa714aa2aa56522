"""When the dialogue service is down, slow, failing or silent: honest words, and nothing is lost."""

from __future__ import annotations

import logging
import threading
import time

import pytest
from fakes.bot_api_answers import Fault
from fakes.fake_bot_api import TOKEN
from fakes.two_question_form import two_question_form
from running_telegram import Running

from bot.dialogue_client import DialogueAnswer, DialogueRequest, RunAction
from bot.errors import DialogueFailed, DialogueUnavailable

ANNA, BOB = 101, 202
TROUBLE = "er is een storing bij ons"
NOT_HANDLED = "ging bij mij iets mis"
WORKER_SECONDS = 5.0


def unavailable(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    raise DialogueUnavailable("down")


def slow(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    time.sleep(WORKER_SECONDS)
    raise DialogueUnavailable("TimeoutError")


def failing(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    raise DialogueFailed("pipeline")


def silent(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    return DialogueAnswer(request.state, (), {})


def wordless(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    return DialogueAnswer(request.state, ({"text": "  "},), {})


def garbage(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    raise KeyError("messages")


def is_told(running: Running, chat: int, words: str) -> bool:
    return any(words in text for text in running.fake.texts(chat))


@pytest.mark.parametrize("dialogue", [unavailable, slow])
async def test_while_the_dialogue_is_away_it_is_said_within_eight_seconds_and_handled_later(
    polling: Running, dialogue: object
) -> None:
    polling.answer[0] = dialogue  # type: ignore[assignment]
    polling.fake.write(ANNA, "een")
    await polling.until(lambda: is_told(polling, ANNA, TROUBLE), 8)
    polling.fake.write(ANNA, "twee")
    polling.answer[0] = two_question_form
    await polling.until_heard(ANNA, "een", "twee")
    assert polling.heard(ANNA) == ["een", "twee"]
    assert sum(TROUBLE in text for text in polling.fake.texts(ANNA)) == 1
    assert polling.conversations()[0].dialogue_state["slots"]["pairs"] == [["een", "twee"]]


@pytest.mark.parametrize("dialogue", [failing, silent, wordless, garbage])
async def test_a_message_that_breaks_the_dialogue_goes_to_a_person_and_the_next_is_answered(
    polling: Running, dialogue: object
) -> None:
    polling.answer[0] = dialogue  # type: ignore[assignment]
    polling.fake.write(ANNA, "een")
    await polling.until(lambda: is_told(polling, ANNA, NOT_HANDLED), 8)
    polling.answer[0] = two_question_form
    polling.fake.write(ANNA, "twee")
    await polling.until_heard(ANNA, "twee")
    assert polling.heard(ANNA) == ["twee"]


async def test_danger_is_answered_while_the_dialogue_is_away(polling: Running) -> None:
    polling.answer[0] = unavailable
    polling.fake.write(ANNA, "een")
    await polling.until(lambda: is_told(polling, ANNA, TROUBLE))
    polling.fake.write(ANNA, "ik wil dood")
    await polling.until(lambda: is_told(polling, ANNA, "113"), 8)


async def test_who_comes_beside_a_slow_turn_does_not_wait_for_it(polling: Running) -> None:
    may_end = threading.Event()

    def waits_for_anna(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
        if request.text == "langzaam":
            may_end.wait(30)
        return two_question_form(request, run_action)

    polling.answer[0] = waits_for_anna
    polling.fake.write(ANNA, "langzaam")
    for number in range(5):
        polling.fake.write(BOB, f"m{number}")
    await polling.until_heard(BOB, *(f"m{number}" for number in range(5)))
    assert polling.heard(ANNA) == []
    may_end.set()
    await polling.until_heard(ANNA, "langzaam")


async def test_the_token_and_a_persons_name_are_in_no_log(
    polling: Running, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for kind in ("429", "403", "502_html", "reset_before", "reset_after"):
        polling.fake.faults.append(Fault("sendMessage", kind, times=1))
    for kind in ("429", "403", "reset_after"):
        polling.fake.faults.append(Fault("getUpdates", kind, times=1))
    for chat in range(300, 306):
        polling.fake.write(chat, "geheimewoorden")
        polling.fake.press(chat, "1.0")
    for chat in range(301, 306):
        await polling.until_heard(chat, "geheimewoorden", seconds=40)
    written = caplog.text + "".join(capfd.readouterr())
    assert len(caplog.records) > 5
    for secret in (TOKEN, TOKEN.partition(":")[2], "Geheimenaam", "geheimewoorden"):
        assert secret not in written
