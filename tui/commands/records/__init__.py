"""Commands that put right what is stored: records of applications, measures."""
