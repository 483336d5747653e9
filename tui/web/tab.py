"""The app of one tab: `python -m tui.web.tab`, started by the server with pipes where a terminal would be.

What it works with comes from the environment and the configuration file, so that no database address with a password
stands in the list of processes.
"""

import os
import sys

from grants_db.errors import AkquiseError
from tui.app.launch import run_app

#: the variable that tells whose tab it is
USER = "AKQUISE_TAB_USER"


def main() -> None:
    """Run the app; a setting that can't be used is one sentence for the server's log."""
    try:
        sys.exit(run_app({}, user=os.environ.get(USER, "")))
    except AkquiseError as error:
        from tui.state.command_context import note, translate

        note(translate(error.sentence))
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
