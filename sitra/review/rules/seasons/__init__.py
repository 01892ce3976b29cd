"""Periods of opening and of prices as people work on them: moved, pasted, compared, drawn, worded."""
