"""The screens, one file each: layout and keys. Texts are made in `tui.formatting.format`, slow work is a worker's."""
