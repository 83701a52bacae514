"""The forward pass of a network with three layers, through a lambda."""
import numpy as np

# @grad out
# @at W1: (4, 3) = randn seed=1, b1: (4, 1) = zeros
#     W2: (4, 4) = randn seed=2, b2: (4, 1) = zeros
#     W3: (1, 4) = randn seed=3, b3: (1, 1) = zeros
f = lambda z: 1.0 / (1.0 + np.exp(-z))
x = np.random.randn(3, 1)
h1 = f(np.dot(W1, x) + b1)
h2 = f(np.dot(W2, h1) + b2)
out = np.dot(W3, h2) + b3
