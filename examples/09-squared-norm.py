"""The vectorised example: f = ‖W·x‖². Every gradient has the shape of its variable."""
import numpy as np

# @grad f at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4]
# @expect f ≈ 0.116, df/dq = [0.44, 0.52], df/dW = [0.088, 0.176; 0.104, 0.208], df/dx = [-0.112, 0.636] tol 1e-9
q = W.dot(x)
f = np.sum(q**2)

# The same through the norm: the chain rule does not mind.
# @grad g at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4] expect g ≈ 0.116 tol 1e-9
g = np.linalg.norm(W @ x) ** 2
