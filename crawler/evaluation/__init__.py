"""How well texts are read: figures on labelled texts, each with what was compared."""
