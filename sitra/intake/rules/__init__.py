"""Pure translations, one module per outside source: a row in, a `Draft` out."""
