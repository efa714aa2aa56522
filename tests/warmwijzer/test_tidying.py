"""What is past its term goes by itself; a second run changes nothing."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from dialogue_script import A_TUESDAY_MORNING

from bot.history import lines
from staff_console.accounts import add_member
from staff_console.sessions import open_session
from warmwijzer.talk import CHANNEL, Talk
from warmwijzer.tidying import tidy


def test_words_go_after_their_term_and_the_case_after_its_own(product):
    with time_machine.travel(A_TUESDAY_MORNING) as traveller:
        talk = Talk(product)
        talk.start()
        talk.say("bedankt")
        chat = talk._chat
        traveller.shift(timedelta(days=product.organisation.retention.conversation_days - 1))
        assert tidy(product.database, product.organisation).is_nothing
        traveller.shift(timedelta(days=2))
        assert tidy(product.database, product.organisation).messages > 0
        with product.database.unit() as unit:
            assert lines(unit, CHANNEL, chat) == ()
        traveller.shift(timedelta(days=product.organisation.retention.case_days))
        assert tidy(product.database, product.organisation).cases == 1
        assert tidy(product.database, product.organisation).is_nothing


def test_a_colleagues_session_that_nobody_can_use_is_removed(product):
    with time_machine.travel(A_TUESDAY_MORNING) as traveller:
        with product.database.unit() as unit:
            member = add_member(
                unit,
                login_name="anna",
                display_name="Anna",
                password="paarse olifant fietst naar zee",
                role="worker",
            )
            open_session(unit, member, is_complete=True)
            unit.commit()
        assert tidy(product.database, product.organisation).is_nothing
        traveller.shift(timedelta(minutes=31))
        assert tidy(product.database, product.organisation).sessions == 1
        assert tidy(product.database, product.organisation).is_nothing
