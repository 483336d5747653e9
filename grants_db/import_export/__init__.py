"""Files in and out: measures as offices keep them, opportunities for spreadsheets and other programs, calendars.

Reading is forgiving about form and strict about meaning: what can't be read is named with its row and stays unknown.
What is stored, and under which rules, is left to the rooms below.
"""
