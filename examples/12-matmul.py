"""y = x·w: the gradient of x is upstream·wᵀ, the gradient of w is xᵀ·upstream."""
import numpy as np

# @grad y upstream [2, 3, -3, 9; -8, 1, 4, 6]
# @at x = [2, 1, -3; -3, 4, 2]
#     w = [3, 2, 1, -1; 2, 1, 3, 2; 3, 2, 1, -2]
# @expect y = [-1, -1, 2, 6; 5, 2, 11, 7]
# @expect dx = [0, 16, -9; -24, 9, -30]
# @expect dw = [28, 3, -18, 0; -30, 7, 13, 33; -22, -7, 17, -15]
y = x.dot(w)
