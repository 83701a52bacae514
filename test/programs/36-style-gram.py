# @grad loss
# @at features: (1, 3, 2, 2) = randn seed=1, target: (3, 3) = randn seed=2
import numpy as np

N, C, H, W = features.shape
F = features.reshape(C, H * W)
gram = np.matmul(F, F.T)
gram /= (C * H * W)
tv = np.sum((features[:, :, 1:, :] - features[:, :, :-1, :]) ** 2) + np.sum((features[:, :, :, 1:] - features[:, :, :, :-1]) ** 2)
loss = np.sum((gram - target) ** 2) + 0.1 * tv
