# Texts, their methods and formats.
s = 'hello'
assert s[0] == 'h' and s[-1] == 'o' and s[1:3] == 'el' and s[::-1] == 'olleh' and s[10:] == '' and len(s) == 5
assert s + ' ' + 'world' == 'hello world' and s * 2 == 'hellohello' and 'ell' in s and 'z' not in s
assert s.upper() == 'HELLO' and 'ABC'.lower() == 'abc' and 'hello world'.title() == 'Hello World'
assert s.capitalize() == 'Hello' and 'aBc'.swapcase() == 'AbC'
assert '  x '.strip() == 'x' and 'xxabxx'.strip('x') == 'ab' and ' a'.lstrip() == 'a' and 'a '.rstrip() == 'a'
assert 'a,b,c'.split(',') == ['a', 'b', 'c'] and ' a  b '.split() == ['a', 'b'] and 'a,b,c'.split(',', 1) == ['a', 'b,c']
assert 'a b c d'.split(None, 2) == ['a', 'b', 'c d'] and 'a,b,c'.rsplit(',', 1) == ['a,b', 'c']
assert 'a\nb\n'.splitlines() == ['a', 'b'] and 'k=v=w'.partition('=') == ('k', '=', 'v=w')
assert '-'.join(['a', 'b']) == 'a-b' and ''.join(str(i) for i in range(3)) == '012'
assert 'hello'.replace('l', 'L') == 'heLLo' and 'aaa'.replace('a', 'b', 2) == 'bba'
assert 'hello'.find('l') == 2 and 'hello'.rfind('l') == 3 and 'hello'.find('z') == -1 and 'hello'.index('e') == 1
assert 'hello'.count('l') == 2 and 'hello'.startswith('he') and 'hello'.endswith(('x', 'lo'))
assert '42'.isdigit() and 'ab'.isalpha() and 'a1'.isalnum() and ' '.isspace() and 'AB'.isupper() and 'ab'.islower()
assert '7'.zfill(3) == '007' and '-7'.zfill(4) == '-007' and 'a'.ljust(3, '.') == 'a..' and 'a'.rjust(3) == '  a'
assert 'ab'.center(6, '*') == '**ab**' and 'abc'.center(4) == 'abc '
assert 'a' < 'b' and 'abc' < 'abd' and 'Z' < 'a' and 'ab' < 'abc'
assert list('abc') == ['a', 'b', 'c'] and sorted('bca') == ['a', 'b', 'c'] and tuple('ab') == ('a', 'b')
assert ord('a') == 97 and chr(98) == 'b' and 'é' != 'e' and len('한글') == 2
assert str(1.0) == '1.0' and str(1e16) == '1e+16' and str(1e-5) == '1e-05' and str(0.1) == '0.1' and str(123456789.123) == '123456789.123'
assert str(1e22) == '1e+22' and str(1.5e300) == '1.5e+300' and str(-0.0) == '-0.0' and str(1e15) == '1000000000000000.0'
assert repr('a') == "'a'" and repr("it's") == '"it\'s"' and repr('a\nb') == "'a\\nb'" and repr('\t') == "'\\t'"
assert str([1, 2.0, 'x', None, True]) == "[1, 2.0, 'x', None, True]" and str((1,)) == '(1,)' and str(()) == '()'
assert str({'a': 1}) == "{'a': 1}" and str({1}) == '{1}' and str(range(3)) == 'range(0, 3)' and str(None) == 'None'
assert str(float('inf')) == 'inf' and str(float('nan')) == 'nan'
# f-strings
x, n, name = 3.14159, 42, 'pi'
assert f'{name} is {x:.2f}' == 'pi is 3.14' and f'{n:5d}|{n:<5d}|{n:^5d}|{n:05d}' == '   42|42   | 42  |00042'
assert f'{x:10.3f}' == '     3.142' and f'{x:e}' == '3.141590e+00' and f'{x:.3e}' == '3.142e+00' and f'{x:g}' == '3.14159'
assert f'{1234567:,}' == '1,234,567' and f'{0.5:%}' == '50.000000%' and f'{0.256:.1%}' == '25.6%' and f'{1234.5:,.2f}' == '1,234.50'
assert f'{n!r} {name!r} {x!s:.4}' == "42 'pi' 3.14" and f'{{}}' == '{}' and f'{n + 1}' == '43'
assert f'{name:>5}|{name:<5}|{name:^6}|{name:*^6}' == '   pi|pi   |  pi  |**pi**'
assert f'{255:x} {255:X} {255:#x} {5:b} {8:o} {65:c}' == 'ff FF 0xff 101 10 A' and f'{-5:+d} {5:+d} {5: d}' == '-5 +5  5'
assert f'{x:.{2}f}' == '3.14' and f'{x:{8}.{3}f}' == '   3.142' and f'{n=}' == 'n=42' and f'{True}' == 'True' and f'{None}' == 'None'
assert f'{1e10}' == '10000000000.0' and f'{1e-7:g}' == '1e-07' and f'{123456789:g}' == '1.23457e+08' and f'{100000.0:g}' == '100000'
assert f'{0:g} {0.0001:g} {1e6:g} {1.0:g}' == '0 0.0001 1e+06 1' and f'{3.0}' == '3.0' and f'{3.0:.0f}' == '3' and f'{2.5:.0f}' == '2'
assert f'{True:d}' == '1' and f'{1:f}' == '1.000000' and f'{7:.1f}' == '7.0' and f'{[1, 2]}' == '[1, 2]'
# % and format
assert '%d %s %.2f' % (1, 'a', 2.5) == '1 a 2.50' and '%5d|%-5d|%05d' % (42, 42, 42) == '   42|42   |00042'
assert '%s' % 'x' == 'x' and '%r' % 'x' == "'x'" and '%e' % 12345.678 == '1.234568e+04' and '%g' % 0.0001 == '0.0001'
assert '%d%%' % 50 == '50%' and '%x' % 255 == 'ff' and '%s' % (1.5,) == '1.5' and '%s %s' % ([1], (2,)) == '[1] (2,)'
assert '%(a)s-%(b)d' % {'a': 'x', 'b': 2} == 'x-2' and '%+.1f' % 2.0 == '+2.0' and '%10s|' % 'ab' == '        ab|' and '%.3s' % 'abcdef' == 'abc'
assert '%*d' % (5, 42) == '   42' and '%d' % 3.7 == '3' and '%f' % 1 == '1.000000' and '%i' % 7 == '7' and '%c' % 'a' == 'a'
assert '{} {}'.format(1, 'a') == '1 a' and '{1} {0}'.format('a', 'b') == 'b a' and '{x:.1f}'.format(x=2.25) == '2.2'
assert '{0:>4}|{0:<4}|'.format(7) == '   7|7   |' and '{!r}'.format('a') == "'a'" and '{{}}'.format() == '{}'
assert '{0[1]} {1.real}'.format([1, 2], 3.5) == '2 3.5' and '{:.{}f}'.format(3.14159, 3) == '3.142' and '{a[k]}'.format(a={'k': 1}) == '1'
assert format(3.14159, '.3f') == '3.142' and format('a', '>3') == '  a' and format(12) == '12'
assert 'a%sb' % 1 + 'c' == 'a1bc' and 'tab\there'.expandtabs(4) == 'tab here' and 'x'.encode() is not None
multi = """one
two"""
assert multi.split('\n') == ['one', 'two'] and 'con' 'cat' == 'concat' and r'\n' == '\\n' and len('\x41\u0042') == 2
assert [c for c in 'abc' if c != 'b'] == ['a', 'c'] and dict(zip('ab', [1, 2])) == {'a': 1, 'b': 2}
assert max('hello') == 'o' and ''.join(reversed('abc')) == 'cba' and 'abc'.isidentifier() and str.upper('a') == 'A'
assert list(map(str.strip, [' a', 'b '])) == ['a', 'b'] and ','.join(map(str, [1, 2.5])) == '1,2.5'
assert 'a-b_c'.translate(str.maketrans('-_', '  ')) == 'a b c' and 'abcabc'.find('c', 3) == 5 and 'hello'.count('l', 0, 3) == 1
assert 'x'.removeprefix('x') == '' and 'file.py'.removesuffix('.py') == 'file'
