# @grad loss
# @at x: (2, 3) = randn seed=1, w: (3, 4) = randn seed=2, y: (2, 1) = randn seed=3, v: (4, 1) = randn seed=4
import torch


class Net(torch.nn.Module):
    def __init__(self, w, v):
        super(Net, self).__init__()
        self.w = w
        self.v = v

    def forward(self, x):
        h = x.mm(self.w).clamp(min=0)
        return h.mm(self.v)


model = Net(w, v)
y_pred = model(x)
loss = (y_pred - y).pow(2).sum()
