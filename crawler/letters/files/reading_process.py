"""The process that reads a stranger's letter: a PDF or a mail from stdin, the document's lines as JSON to stdout.

`python -m crawler.letters.files.reading_process`; started by `reader`, with the limits of `grants_db.child_process`.
"""

import json

from crawler.letters.files.document import LetterDocument
from crawler.letters.files.mail_lines import read_mail
from crawler.letters.files.pdf_lines import pdf_lines
from grants_db.child_process import serve


def document_as_json(content: bytes) -> bytes:
    """The document in a PDF or a mail."""
    if b"%PDF-" in content[:1024]:
        document = LetterDocument(tuple(pdf_lines(content)))
    else:
        document = read_mail(content, pdf_lines)
    return json.dumps(document.as_json()).encode("utf-8")


if __name__ == "__main__":
    serve(document_as_json)
