"""Letters and newsletters: what kind a document is and what it says, each value with the sentence it stands in.

`files` brings a PDF or a mail in, `letter.read_letter` reads it; everything but the former is pure.
"""
