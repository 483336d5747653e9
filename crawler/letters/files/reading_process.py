"""The process that reads a stranger's letter: a PDF or a mail (.eml, .msg) from stdin, its lines as JSON to stdout.

`python -m crawler.letters.files.reading_process`; started by `reader`, with the limits of `grants_db.child_process`.
"""

import json

from crawler.letters.files.document import LetterDocument
from crawler.letters.files.mail_lines import message_document, read_mail
from crawler.letters.files.pdf_lines import pdf_lines
from grants_db.child_process import serve

#: how a file begins that is a compound file, as Outlook's messages are
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def document_as_json(content: bytes) -> bytes:
    """The document in a PDF or a mail."""
    if content.startswith(COMPOUND_FILE):  # first: a PDF that is attached to it may begin in its first kilobyte
        from crawler.letters.files.outlook_message import mail_of_outlook

        document = message_document(mail_of_outlook(content), pdf_lines)
    elif b"%PDF-" in content[:1024]:
        document = LetterDocument(tuple(pdf_lines(content)))
    else:
        document = read_mail(content, pdf_lines)
    return json.dumps(document.as_json()).encode("utf-8")


if __name__ == "__main__":
    serve(document_as_json)
