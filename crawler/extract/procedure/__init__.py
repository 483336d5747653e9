"""How one applies and is paid: documents asked for, criteria of the choice, the office's contact, the mode of payment.

`passages` cuts a text into lists and sentences with what leads them in; `lists` reads documents and criteria from them,
`contact` and `payment` the rest, `reading` puts them together. What words mean stands in `words.yml`.
"""
