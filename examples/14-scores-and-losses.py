"""Score functions of one, two, three and n layers, and the two losses on top of them."""
import numpy as np

# @grad s at W1: (3, 4) = randn seed=1, x: (4,) = randn seed=2
s = W1.dot(x)

# @grad s2 at W1: (5, 4) = randn seed=1, W2: (3, 5) = randn seed=2, x: (4,) = randn seed=3
s2 = W2.dot(np.maximum(0, W1.dot(x)))

# @grad s3 at W1: (5, 4) = randn seed=1, W2: (5, 5) = randn seed=2, W3: (3, 5) = randn seed=3, x: (4,) = randn seed=4
s3 = W3.dot(np.maximum(0, W2.dot(np.maximum(0, W1.dot(x)))))

# n layers in a loop
# @grad loss at x = [0.5, -1.2, 0.3]
np.random.seed(0)
layers = [np.random.randn(4, 3), np.random.randn(4, 4), np.random.randn(2, 4)]
h = x
for W in layers:
    h = np.maximum(0, W.dot(h))
loss = h.sum()


def svm_loss(W, X, y, reg):
    """The multiclass SVM (hinge) loss with L2 regularisation."""
    scores = X.dot(W)
    correct = scores[np.arange(X.shape[0]), y][:, np.newaxis]
    margins = np.maximum(0, scores - correct + 1.0)
    margins[np.arange(X.shape[0]), y] = 0
    return np.sum(margins) / X.shape[0] + reg * np.sum(W * W)


def softmax_loss(W, X, y, reg):
    """The softmax (cross-entropy) loss with L2 regularisation."""
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(X.shape[0]), y])) + reg * np.sum(W * W)


# @grad hinge wrt W
# @at W: (4, 3) = randn seed=1, X: (5, 4) = randn seed=2, y = [0, 2, 1, 1, 0]
hinge = svm_loss(W, X, y, 0.1)

# @grad cross_entropy wrt W
# @at W: (4, 3) = randn*0.01 seed=1, X: (5, 4) = randn seed=2, y = [0, 2, 1, 1, 0]
# @expect cross_entropy ≈ 1.1 ± 0.05 -- about log 3, as it should be with small weights
cross_entropy = softmax_loss(W, X, y, 0.1)
