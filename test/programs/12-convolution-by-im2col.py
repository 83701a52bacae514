# @grad loss
# @at x: (2, 1, 4, 4) = randn seed=1, w: (3, 1, 2, 2) = randn seed=2, b: (3,) = randn seed=3
import numpy as np


def im2col(x, size):
    N, C, H, W = x.shape
    out_h, out_w = H - size + 1, W - size + 1
    col = np.zeros((N, C, size, size, out_h, out_w))
    for i in range(size):
        for j in range(size):
            col[:, :, i, j, :, :] = x[:, :, i:i + out_h, j:j + out_w]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


cols = im2col(x, 2)
scores = cols.dot(w.reshape(3, -1).T) + b
maps = scores.reshape(2, 3, 3, 3).transpose(0, 3, 1, 2)
loss = np.sum(np.maximum(0.1 * maps, maps))
