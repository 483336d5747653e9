"""The rules of grants, dates, places and money as pure functions: no session, no clock of their own."""
