# The statement that chooses by a pattern.
class Pair:
    __match_args__ = ('a', 'b')
    def __init__(self, a, b):
        self.a = a
        self.b = b
def told(subject):
    match subject:
        case 'relu' | 'r':
            return 'word'
        case ('tanh', k) if k > 1:
            return ('guarded', k)
        case ['pow', *rest]:
            return ('rest', rest)
        case [first, *_, (x, y)]:
            return ('ends', first, x, y)
        case {'scale': s, 'kind': 'lin' | 'line'}:
            return ('dict', s)
        case True | None:
            return 'constant'
        case int(n) | float(n):
            return ('number', n)
        case Pair(a, b=-1):
            return ('object', a)
        case Pair(0, [u, _]) as whole:
            return ('nested', u, whole.b)
        case x, y:
            return ('two', x, y)
        case _:
            return 'other'
assert told('r') == 'word'
assert told(('tanh', 2)) == ('guarded', 2)
assert told(('tanh', 1)) == ('two', 'tanh', 1)
assert told(['pow', 2, 4]) == ('rest', [2, 4])
assert told([1, 2, 3, (4, 5)]) == ('ends', 1, 4, 5)
assert told({'scale': 5, 'kind': 'line', 'more': 1}) == ('dict', 5)
assert told({'scale': 5, 'kind': 'cubic'}) == 'other'
assert told(None) == told(True) == 'constant'
assert told(7) == ('number', 7) and told(2.5) == ('number', 2.5)
assert told(Pair(3, -1)) == ('object', 3)
assert told(Pair(0, [8, 9])) == ('nested', 8, [8, 9])
assert told(Pair(1, 2)) == told('x') == 'other'
match = 2
case = 'a name elsewhere'
match len('abc') + match :
    case 4: kind = 'four'
    case 5 as five: kind = five
assert (kind, match, case) == (5, 2, 'a name elsewhere')
