import numpy as np
import scipy.linalg
import scipy.signal
import scipy.special as sps
import scipy.stats as st
x = np.array([[0.5, -1.2, 3.3], [2.0, 0.1, -0.7]])
y = np.array([[1.5, 0.4, -0.3], [-2.0, 0.6, 0.9]])
v = np.array([1.5, -2.0, 0.25, 4.0, -0.6])
w = np.array([0.3, -0.8, 1.1])
s = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -0.2], [0.5, -0.2, 2.0]])
p = np.array([[0.2, 0.7, 0.4], [0.9, 0.1, 0.6]])
c = np.array([[[0.9, -0.4, 0.3], [0.2, 1.7, -0.6], [0.1, 0.5, 2.3]], [[1.4, 0.6, -0.2], [-0.3, 2.1, 0.7], [0.8, -0.5, 1.9]]])
q = np.array([[1, 0, 2], [0, 1, 3]])
