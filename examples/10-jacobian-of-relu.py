"""A Jacobian of 4096 rows and 4096 columns that nobody stores: hover `maximum` and look at its size, its diagonal, any entry."""
import numpy as np

# @grad f at x: (4096,) = randn seed=0
h = np.maximum(0, x)
f = np.sum(h)

# A minibatch of 100 makes it 409,600 × 409,600: 1.34 TB of zeros and ones.
# @grad g at X: (100, 4096) = randn seed=1
H = np.maximum(0, X)
g = np.sum(H)
