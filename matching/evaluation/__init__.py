"""How good a ranking is: judged collections, metrics, learning of weights, the check of what decisions teach."""
