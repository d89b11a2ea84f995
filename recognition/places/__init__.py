"""Towns, regions and the drawing of France: open data that everything else may ask."""
