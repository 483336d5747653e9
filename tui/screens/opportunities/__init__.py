"""The search of opportunities, its saved views, the kept page behind one."""
