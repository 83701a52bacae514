# @grad loss
# @at a = -4, b = 2
class Value:
    """A scalar with its children, in a reader's own engine."""

    def __init__(self, data, _children=(), _op=''):
        self.data = data
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), '+')

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), '*')

    def __pow__(self, other):
        assert isinstance(other, (int, float)), "only supporting int/float powers for now"
        return Value(self.data ** other, (self,), f'**{other}')

    def relu(self):
        return Value(0 if self.data < 0 else self.data, (self,), 'ReLU')

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other ** -1

    def __rtruediv__(self, other):
        return other * self ** -1

    def __repr__(self):
        return f"Value(data={self.data})"


A, B = Value(a), Value(b)
c = A + B
d = A * B + B ** 3
c += c + 1
c += 1 + c + (-A)
d += d * 2 + (B + A).relu()
d += 3 * d + (B - A).relu()
e = c - d
f = e ** 2
g = f / 2.0
g += 10.0 / f
loss = g.data
