"""Financing plans as they are stored, or derived from what else is known; `financing_plan` works them out."""
