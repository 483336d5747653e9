"""`python -m tui` is `akquise`: how the program starts itself for a crawl or a match in a process of its own."""

from tui.entry import main

if __name__ == "__main__":
    main()
