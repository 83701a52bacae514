# @grad loss
# @at W: (4, 3) = randn*0.3 seed=1, X: (5, 4) = randn seed=2, y = [0, 2, 1, 1, 0], reg = 0.05
import numpy as np


def svm_loss_naive(W, X, y, reg):
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct_class_score = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct_class_score + 1  # delta = 1
            if margin > 0:
                loss += margin
    loss /= num_train
    loss += reg * np.sum(W * W)
    return loss


loss = svm_loss_naive(W, X, y, reg)
