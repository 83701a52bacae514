# Arithmetic of whole numbers, floats and booleans.
assert 7 // 2 == 3 and -7 // 2 == -4 and 7 // -2 == -4
assert 7 % 3 == 1 and -7 % 3 == 2 and 7 % -3 == -2
assert 7.5 // 2 == 3.0 and -7.5 // 2 == -4.0 and 7.5 % -2 == -0.5
assert -0.5 % 3 == 2.5
assert 1 / 2 == 0.5 and type(4 / 2) is float
assert 2 ** 10 == 1024 and 2 ** -1 == 0.5 and 2 ** 0.5 == 1.4142135623730951
assert -2 ** 2 == -4 and (-2) ** 2 == 4 and 2 ** 3 ** 2 == 512
assert True + True == 2 and type(True + True) is int and True * 3 == 3
assert (True & False) is False and (True | False) is True and (True ^ True) is False
assert 5 & 3 == 1 and 5 | 3 == 7 and 5 ^ 3 == 6 and ~5 == -6
assert 1 << 10 == 1024 and 1024 >> 3 == 128 and -5 >> 1 == -3
assert abs(-3) == 3 and abs(-2.5) == 2.5
assert round(2.5) == 2 and round(3.5) == 4 and round(-2.5) == -2 and round(2.675, 2) == 2.67
assert round(1234, -2) == 1200 and round(7) == 7 and type(round(2.4)) is int
assert round(0.5) == 0 and round(1.5) == 2 and round(1e20) == 100000000000000000000
assert divmod(7, 3) == (2, 1) and divmod(-7, 3) == (-3, 2) and divmod(7.5, 2) == (3.0, 1.5)
assert pow(2, 5) == 32 and pow(2, 5, 7) == 4 and pow(3, -1) == 1 / 3
assert int(3.9) == 3 and int(-3.9) == -3 and int('42') == 42 and int(' -7 ') == -7 and int(True) == 1
assert int('ff', 16) == 255 and int('101', 2) == 5
assert float('1e3') == 1000.0 and float('-inf') == -float('inf') and float('nan') != float('nan')
assert float(3) == 3.0 and str(float(3)) == '3.0'
assert 0.1 + 0.2 != 0.3 and abs(0.1 + 0.2 - 0.3) < 1e-15
assert 1 == 1.0 == True and 0 == False and not 1 == 2
assert 3 < 4 <= 4 < 5 != 6 and not 3 < 2 < 1
assert (1 if 0.0 else 2) == 2 and (1 if -0.0 else 2) == 2
assert bool(0) is False and bool(0.1) is True and bool('') is False and bool([0]) is True and bool(None) is False
assert max(3, 1, 2) == 3 and min([4, 2, 8]) == 2 and max('abc') == 'c'
assert max([1, -5, 3], key=abs) == -5 and min((), default=7) == 7 and max(2, 2.0) is not None
assert sum([1, 2, 3]) == 6 and sum([], 5) == 5 and sum([0.5, 0.25], 1) == 1.75 and sum(range(5)) == 10
assert type(sum([1, 2])) is int and sum(x * x for x in range(4)) == 14
assert 10 ** 18 + 1 == 1000000000000000001
assert 2 ** 100 == 1267650600228229401496703205376
assert 2 ** 100 - 2 ** 100 + 1 == 1 and 2 ** 64 % 1000 == 616 and 2 ** 64 // 3 == 6148914691236517205
assert (1103515245 * 2147483647 + 12345) % 2 ** 31 == 1043980748
assert (1103515245 * 123456789 + 12345) & 0x7fffffff == 231794730
assert str(2 ** 70) == '1180591620717411303424' and 2 ** 70 > 2 ** 69 and hash(5) == hash(5.0)
assert 2 ** 70 / 2 ** 69 == 2.0 and float(2 ** 60) == 1152921504606846976.0
assert -2 ** 70 // 7 == -168655945816773043347 and (-2 ** 70) % 7 == 5
assert 1_000_000 == 10 ** 6 and 0xff == 255 and 0b101 == 5 and 0o17 == 15
assert 1e3 == 1000.0 and 1.5e-3 == 0.0015 and .5 == 0.5 and 5. == 5.0
assert (0.1).hex() != '' and (2.0).is_integer() and not (2.5).is_integer()
assert isinstance(1, int) and isinstance(True, int) and isinstance(1.0, float) and not isinstance(1, float)
assert isinstance(1, (str, int)) and not isinstance('a', (int, float)) and type(1) == int and type('') is str
assert int(1e15) == 1000000000000000 and 7.0 // 0.5 == 14.0 and 1e300 * 1e10 == float('inf')
assert -3 // 2 * 2 + -3 % 2 == -3
assert (5).bit_length() == 3 and (2.5).real == 2.5 and (3).numerator == 3
x = 5
x += 3
x -= 1
x *= 2
x //= 3
x **= 2
x %= 9
assert x == 7
x <<= 3
x >>= 1
x |= 1
x &= 13
x ^= 4
assert x == 9
x /= 4
assert x == 2.25
try:
    1 / 0
    assert False
except ZeroDivisionError:
    pass
try:
    1 % 0
    assert False
except ZeroDivisionError as e:
    assert 'zero' in str(e)
try:
    int('x1')
    assert False
except ValueError as e:
    assert 'invalid literal for int()' in str(e)
try:
    'a' + 1
    assert False
except TypeError:
    pass
import math
assert math.factorial(5) == 120 and math.factorial(20) == 2432902008176640000 and math.gcd(12, 18) == 6
assert math.floor(-1.5) == -2 and math.ceil(1.2) == 2 and type(math.floor(1.5)) is int
assert math.isclose(math.sqrt(2) ** 2, 2) and math.pi > 3.14 and math.inf > 1e308 and math.isnan(math.nan)
assert math.exp(0) == 1.0 and math.log(math.e) == 1.0 and math.log(8, 2) == 3.0 and math.log2(8) == 3 and math.log10(1000) == 3
assert math.hypot(3, 4) == 5.0 and math.trunc(-2.7) == -2 and math.copysign(3, -0.0) == -3.0 and math.fabs(-2) == 2.0
assert math.prod([1, 2, 3, 4]) == 24 and math.comb(5, 2) == 10 and math.isqrt(17) == 4
