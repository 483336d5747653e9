"""From the data files' plain paragraphs to the small HTML that portals write."""

from html import escape


def to_html(text: str) -> str:
    """Blank lines part paragraphs; lines that begin with "- " are a list, a line with "# " a heading."""
    blocks: list[str] = []
    for block in (part.strip() for part in text.strip().split("\n\n")):
        lines = [line.strip() for line in block.split("\n")]
        if lines[0].startswith("# "):
            blocks.append(f"<h3>{escape(lines[0][2:], quote=False)}</h3>")
            lines = lines[1:]
        listed = [line[2:] for line in lines if line.startswith("- ")]
        plain = " ".join(line for line in lines if line and not line.startswith("- "))
        if plain:
            blocks.append(f"<p>{escape(plain, quote=False)}</p>")
        if listed:
            blocks.append("<ul>" + "".join(f"<li>{escape(line, quote=False)}</li>" for line in listed) + "</ul>")
    return "".join(blocks)


def unordered(entries: list[str]) -> str:
    """A list of plain texts as `ul`."""
    return "<ul>\n" + "\n".join(f"<li>{escape(entry, quote=False)}</li>" for entry in entries) + "\n</ul>"
