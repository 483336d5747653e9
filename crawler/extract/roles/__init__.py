"""What a day, a sum, a share or a group of applicants is to a call: judged by the words and the layout around it.

`word_classes.yml` names kinds of words, German and English alike; `words` looks them up; `passage` cuts a text into
sentences that know their headings and columns; `evidence` says what stands around a candidate, `clause` (with the verbs
of `predicates.yml`) what is done in its clause and to what; `weights` adds up what each piece of evidence counts. The
weights are learned by `akquise crawl learn`, never written by hand.
"""
