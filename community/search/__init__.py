"""Finding people: one seam (`engine`), text preparation (`analysis`), and two engines behind them."""
