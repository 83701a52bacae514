# @grad loss
# @at X: (3, 4) = randn seed=5, W1: (4, 5) = randn*0.5 seed=6, b1: (5,) = randn*0.1 seed=7
#     W2: (5, 3) = randn*0.5 seed=8, b2: (3,) = randn*0.1 seed=9, y = [0, 1, 2]
import numpy as np

params = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}


class TwoLayerNet(object):
    def __init__(self, params, reg=0.1):
        self.params = params
        self.reg = reg

    def loss(self, X, y=None):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        if y is None:
            return scores
        shifted = scores - np.max(scores, axis=1)[:, np.newaxis]
        log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        data_loss = -np.sum(log_probs[range(N), y]) / N
        reg_loss = 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        return data_loss + reg_loss


loss = TwoLayerNet(params).loss(X, y)
