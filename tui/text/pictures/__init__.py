"""Pictures in signs: bars and a timeline that can be read without colour, and the table behind each. Pure.

Own block characters, no plotting library: those tell parts apart by colour alone, draw every part with one sign and
write their figures in English.
"""
