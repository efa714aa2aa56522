"""The dialogue service, with the real model: a function that survives workers that hang or die."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import date

import pytest

from bot.dialogue_client import DialoguePool, DialogueRequest
from bot.dialogue_worker.protocol import EMPTY_STATE
from bot.errors import DialogueFailed, DialogueUnavailable

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def pool(model_path):
    made = DialoguePool(str(model_path), 1, turn_seconds=3)
    made.wait_until_ready()
    yield made
    made.close()


def _ask(pool, text="bedankt", **options):
    request = DialogueRequest("c", TODAY, text=text, **options)
    return pool.turn(request, lambda call: {"events": [], "responses": []})


@pytest.mark.parametrize("harm", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_dies_or_hangs_is_replaced_and_the_next_turn_works(pool, harm):
    assert _ask(pool).messages
    (pid,) = pool.worker_pids()
    os.kill(pid, harm)
    with pytest.raises(DialogueUnavailable):
        _ask(pool)
    pool.wait_until_ready()
    assert _ask(pool).messages
    assert pid not in pool.worker_pids()


def test_a_failing_action_fails_the_whole_turn_and_nothing_is_said(pool):
    def fail(_call):
        raise RuntimeError("the use case failed")

    with pytest.raises(DialogueFailed):
        pool.turn(DialogueRequest("c", TODAY, payload="/cannot_pay"), fail)
    assert _ask(pool).messages


def test_the_same_state_and_message_give_the_same_answer(pool):
    first, second = _ask(pool), _ask(pool)
    assert first == second
    assert EMPTY_STATE == {"slots": {}, "active_loop": None}


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", "/back", '/inform{"debt_cents": 1}', "\u2003/restart"]
)
def test_text_with_a_slash_is_never_executed_as_an_intent(pool, text):
    answer = _ask(pool, text)
    assert "debt_cents" not in {each["entity"] for each in answer.understood["entities"]}
    assert "debt_cents" not in answer.state["slots"]


def test_a_state_with_a_slot_or_form_that_no_longer_exists_is_still_answered(pool):
    state = {"slots": {"gone": 1}, "active_loop": "gone_form"}
    answer = _ask(pool, state=state)
    assert answer.messages
    assert "gone" not in answer.state["slots"]


def test_workers_end_with_the_pool(model_path):
    made = DialoguePool(str(model_path), 2)
    made.wait_until_ready()
    pids = made.worker_pids()
    made.close()
    time.sleep(0.5)
    assert not [pid for pid in pids if _is_alive(pid)]


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_machine_that_is_full_for_a_moment_gets_its_worker_later(model_path, monkeypatch):
    start, refused = subprocess.Popen, []

    def refuse_once(*arguments, **options):
        if not refused:
            refused.append(1)
            raise BlockingIOError("Resource temporarily unavailable")
        return start(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", refuse_once)
    made = DialoguePool(str(model_path), 1, turn_seconds=30)
    made.wait_until_ready()
    assert refused
    made.close()
