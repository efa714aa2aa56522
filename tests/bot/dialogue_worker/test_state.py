"""Slots and the active form are all the state there is: Rasa's full history changes no answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
import yaml
from dialogue_script import A_TUESDAY_MORNING, FILES, duration, play

from bot.dialogue_worker import tensorflow_stand_in
from warmwijzer.talk import Talk

tensorflow_stand_in.install()

from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from bot.dialogue_worker.engine import WORD_JOINER, Engine, _Answers, pressed  # noqa: E402
from bot.dialogue_worker.state import tracker_from  # noqa: E402

ANSWERED_BEFORE_RASA = {"english_danger_first", "english_person_first"}


class Remembering:
    """Rasa with one tracker for the whole talk, fed with what the product's turns did."""

    def __init__(self, model_path: Path) -> None:
        self.results: list[dict] = []
        self.engine = Engine(str(model_path), lambda _call: self.results.pop(0))
        domain = self.engine._processor.domain
        self.tracker = tracker_from({"slots": {}, "active_loop": None}, domain, "c")

    def forget(self) -> None:
        domain = self.engine._processor.domain
        self.tracker: DialogueStateTracker = tracker_from(
            {"slots": {}, "active_loop": None}, domain, "c"
        )

    def turn(self, request, results) -> list[dict]:
        self.results = list(results)
        answers = _Answers()
        payload = request.payload
        self.engine._responses.speak(request.language)
        message = UserMessage(
            payload or WORD_JOINER + request.text,
            answers,
            "c",
            parse_data=None if payload is None else pressed(payload),
            metadata={"as_of": request.as_of.isoformat(), "language": request.language},
        )
        processor = self.engine._processor

        async def run() -> None:
            await processor._handle_message_with_tracker(message, self.tracker)
            await processor.run_action_extract_slots(answers, self.tracker)
            await processor._run_prediction_loop(answers, self.tracker)

        asyncio.run(run())
        return answers.messages


@pytest.fixture(scope="module")
def remembering(model_path):
    return Remembering(model_path)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_answers_are_those_of_rasa_with_its_whole_history(path, product, remembering):
    remembering.forget()
    compared = 0

    def dialogue(request, run_action):
        nonlocal compared
        results: list[dict] = []

        def recording(call):
            results.append(run_action(call))
            return results[-1]

        answer = product.turns.dialogue(request, recording)
        assert remembering.turn(request, results) == list(answer.messages), request.text
        compared += 1
        return answer

    watched = replace(product, turns=replace(product.turns, dialogue=dialogue))
    script = yaml.safe_load(path.read_text("utf-8"))
    with time_machine.travel(A_TUESDAY_MORNING) as traveller:
        talk = Talk(watched, script.get("channel", "terminal"))
        for step in script["steps"]:
            if "wait" in step:
                traveller.shift(duration(step["wait"]))
            else:
                play(talk, step)
    assert (compared == 0) == (path.stem in ANSWERED_BEFORE_RASA)
