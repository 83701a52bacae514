/** Numbers written in decimal as Python writes them: exact binary values rounded half to even. */

/** JavaScript writes at most so many digits behind the point. */
const MOST_DIGITS = 100;

/** Digits that two neighbours of a tie differ in: a float that lies between two decimals has no more behind the place than this. */
const BEYOND = 30;

/** Rounds the digits of an exact decimal text (all of them digits) to `count`, half to even; a carry may add one in front. */
function roundDigits(digits: string, count: number): string {
	const kept = digits.slice(0, count);
	const rest = digits.slice(count);
	const half = /^50*$/.test(rest);
	const up = half ? Number(kept.at(-1) ?? '0') % 2 === 1 : rest >= '5';
	if (!up) return kept;
	const next = String(BigInt(kept === '' ? '0' : kept) + 1n);
	return next.padStart(kept.length, '0');
}

/** `'%.{digits}f'` of a number that is finite and not negative. */
export function fixed(size: number, digits: number): string {
	if (size >= 1e21) {
		const whole = String(BigInt(size));
		return digits === 0 ? whole : `${whole}.${'0'.repeat(digits)}`;
	}
	const exact = size.toFixed(Math.min(MOST_DIGITS, digits + BEYOND));
	const [whole = '', fraction = ''] = exact.split('.');
	const rounded = roundDigits(whole + fraction, whole.length + digits);
	const point = rounded.length - digits;
	return digits === 0 ? rounded : `${rounded.slice(0, point)}.${rounded.slice(point)}`;
}

/** The digits and the exponent of ten of a number in scientific notation. */
export function scientific(size: number, digits: number): { readonly digits: string; readonly exponent: number } {
	const [mantissa = '0', power = '0'] = size.toExponential(Math.min(MOST_DIGITS, digits + BEYOND)).split('e');
	const plain = mantissa.replace('.', '');
	const rounded = roundDigits(plain, digits + 1);
	const carried = rounded.length > digits + 1;
	return { digits: carried ? rounded.slice(0, -1) : rounded, exponent: Number(power) + Number(carried) };
}

export function exponential(size: number, digits: number): string {
	const found = scientific(size, digits);
	const fraction = digits === 0 ? '' : `.${found.digits.slice(1)}`;
	return `${found.digits[0]!}${fraction}e${exponentText(found.exponent)}`;
}

function exponentText(exponent: number): string {
	return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `'%.{digits}g'`: as short as `digits` significant digits allow; `keep` keeps zeros at the end. */
export function general(size: number, digits: number, keep = false): string {
	const significant = Math.max(1, digits);
	if (size === 0) return keep ? fixed(0, significant - 1) : '0';
	const { exponent } = scientific(size, significant - 1);
	const trimmed = (text: string): string => (keep || !text.includes('.') ? text : text.replace(/\.?0+$/, ''));
	if (exponent >= -4 && exponent < significant) return trimmed(fixed(size, significant - 1 - exponent));
	const [mantissa = '', power = ''] = exponential(size, significant - 1).split('e');
	return `${trimmed(mantissa)}e${power}`;
}

/** A float as Python's `repr` writes it. */
export function floatText(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	const size = Math.abs(value);
	if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
		const [mantissa = '', power = '0'] = size.toExponential().split('e');
		return `${sign}${mantissa}e${exponentText(Number(power))}`;
	}
	return Number.isInteger(size) ? `${sign}${size}.0` : `${sign}${size}`;
}

/** `round(value, digits)`: the float nearest to the rounded decimal. */
export function rounded(value: number, digits: number): number {
	if (!Number.isFinite(value) || digits > 22) return value;
	const sign = value < 0 || Object.is(value, -0) ? -1 : 1;
	if (digits >= 0) return sign * Number(fixed(Math.abs(value), digits));
	const unit = 10 ** -digits;
	const count = Math.abs(value) / unit;
	const low = Math.floor(count);
	const up = count - low > 0.5 || (count - low === 0.5 && low % 2 === 1);
	return sign * (low + Number(up)) * unit;
}

/** The whole number nearest to a float, the even one of two. */
export function roundHalfEven(value: number): number {
	const low = Math.floor(value);
	const rest = value - low;
	if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
	return rest > 0.5 ? low + 1 : low;
}
