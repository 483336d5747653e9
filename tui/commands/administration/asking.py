"""Asks at a terminal what setting up needs: one question after the other, each answer looked at before the next."""

import getpass
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from grants_db.settings import default_database_url
from tui.formatting.i18n import _
from tui.jobs.setting_up.answers import PATHS, SetupAnswers, answers_of
from tui.jobs.setting_up.doubts import completed, wrong_answers
from tui.jobs.setting_up.making import wrong_table
from tui.jobs.setting_up.questions import QUESTIONS, Said, SetupQuestion, put, value_of
from tui.state.command_context import note, translate

#: what takes away an answer that stood there before
NOTHING = "-"


def answers_asked_for(before: Mapping[str, Any]) -> SetupAnswers:
    """Ask; what can't be so is said at once and asked again.

    Args:
        before: what the settings file says already: each entry is the answer that Enter gives.
    """
    note(_("Enter übernimmt, was in Klammern steht; - löscht es. Strg+C bricht ab, ohne etwas zu ändern."))
    said: Said = {}
    for question in QUESTIONS:
        if question.is_put(said):
            stood = value_of(before, question.name)
            answer = _good_answer(question, before, said)
            if answer is not None or stood is not None:
                put(said, question.name, answer)
    return answers_of(said)


def _good_answer(question: SetupQuestion, before: Mapping[str, Any], said: Said) -> object:
    while True:
        typed = _typed(question, before)
        if not typed and not question.may_be_empty:
            note(_("Das wird gebraucht."))
            continue
        answer = _value(question.name, typed)
        trial = deepcopy(said)
        put(trial, question.name, answer)
        wrong = _wrong_with(answers_of(trial), question.name, before)
        if not wrong:
            return answer
        for sentence in wrong:
            note(sentence)


def _wrong_with(answers: SetupAnswers, name: str, before: Mapping[str, Any]) -> list[str]:
    found = [*wrong_answers(completed(before, answers.settings), only=name), *wrong_table(answers.measures)]
    return [translate(wrong.said) for wrong in found if wrong.name == name]


def _typed(question: SetupQuestion, before: Mapping[str, Any]) -> str:
    """What was typed; Enter stands for what is in brackets, which never is a secret."""
    stood = value_of(before, question.name)
    default = str(question.default if stood is None else stood)
    if question.name == "database_url":
        default = default or default_database_url()
    shown = _("wie bisher") if question.secret and default else _without_password(default)
    prompt = f"{_(question.words)} [{shown}]: " if shown else f"{_(question.words)}: "
    typed = getpass.getpass(prompt) if question.secret else input(prompt)
    return "" if typed.strip() == NOTHING else typed.strip() or default


def _value(name: str, typed: str) -> object:
    """An answer as the settings file has it; None takes the entry away."""
    if name in PATHS:
        return typed or None
    if name == "mail.port" and typed.isdecimal():
        return int(typed)
    return typed or None if name == "measures" else typed


def _without_password(address: str) -> str:
    """An address as it may be shown."""
    try:
        password = urlsplit(address).password
    except ValueError:
        return address
    return address.replace(f":{password}@", ":***@") if password else address
