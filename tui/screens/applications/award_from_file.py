"""An award out of its letter: the file is asked for and read by our own command, then the form stands filled in.

What the letter says for sure stands in its line, its sentence below; what it doesn't is left to be typed.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from grants_db.errors import UsageError
from tui.formatting.i18n import _
from tui.processes.background import own_command
from tui.processes.query import Question
from tui.screens.applications.letter_of_award import LetterOfAward
from tui.screens.base.form import Filled, FormScreen, Line

if TYPE_CHECKING:
    from tui.screens.applications.forms import Forms
    from tui.screens.base.page import PageScreen


def existing_file(text: str) -> Path:
    """The file of this name; UsageError where there is none."""
    path = Path(text.strip().strip('"')).expanduser()
    if not path.is_file():
        raise UsageError("Die Datei {path} gibt es nicht.", path=path)
    return path


def file_form(forms: "Forms") -> FormScreen:
    """Asks for the letter's file."""
    line = Line(_("Datei"), existing_file, hint=_("Bescheid als .pdf, .eml oder .msg"))
    return FormScreen(_("Bescheid aus Datei"), forms.what, [line])


def read_award_file(page: "PageScreen[Any]", forms: "Forms", filled: Filled | None) -> None:
    """Have the file read, then show the award's form with what it says."""
    if filled is None:
        return
    if page.app.is_web:  # a path would be one of the server's
        page.say(_("Im Browser geht das nicht; im Terminal: akquise applications award … --from DATEI"), bad=True)
        return
    file = existing_file(filled.lines[0])
    question = Question(own_command(page.context, "letters", "read", str(file), "--json", "--conditions"))

    def show(letter: object) -> None:
        page.app.push_screen(forms.award(cast("LetterOfAward", letter)))

    page.write(partial(_read, question, file), show)  # beside it the page is read anew, which ends what is read aside


def _read(question: Question, file: Path, _engine: object) -> LetterOfAward:
    return LetterOfAward.from_answer(question.answer(), file)
