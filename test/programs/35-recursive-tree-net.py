# @grad loss
# @at L: (3, 2) = randn seed=1, W: (2, 4) = randn seed=2, b: (2,) = randn seed=3
import numpy as np


class Node:
    def __init__(self, left=None, right=None, word=None):
        self.left, self.right, self.word = left, right, word

    @property
    def is_leaf(self):
        return self.word is not None


def forward(node):
    if node.is_leaf:
        return L[node.word]
    children = np.hstack([forward(node.left), forward(node.right)])
    return np.tanh(np.dot(W, children) + b)


tree = Node(Node(word=0), Node(Node(word=1), Node(word=2)))
loss = np.sum(forward(tree) ** 2)
