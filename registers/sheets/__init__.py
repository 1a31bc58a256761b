"""Workbooks of the upper level's forms: the shipped ones, and their own empty ones filled in where their heads say."""
