"""The only toolbox: tools without trade, imported by every floor, importing none."""
