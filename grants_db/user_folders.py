"""The user's own folders: for the configuration, for data, and for what the app remembers.

They are those of platformdirs. On Linux the two rules of the XDG Base Directory Specification that decide it are
followed here: its library loads four milliseconds' worth of others, at every start and every `--help`.
"""

import os
import sys
from pathlib import Path
from typing import Literal

#: by kind: the variable that names the folder, and where it is in the home folder otherwise
XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(kind: Literal["config", "data", "state"]) -> Path:
    """The folder of this program; nothing is made."""
    if sys.platform == "linux":
        variable, below = XDG[kind]
        named, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
        if named.startswith("/"):  # the specification: a relative path is to be ignored
            return Path(named, "akquise")
        if home.startswith("/"):
            return Path(home, below, "akquise")
    from platformdirs import PlatformDirs

    folders = PlatformDirs("akquise", appauthor=False)
    return {"config": folders.user_config_path, "data": folders.user_data_path, "state": folders.user_state_path}[kind]
