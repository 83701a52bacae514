/** The arrow keys walk over a table's entries, of which one has the tab order. */

/** Moves the focus from the entry that has it. */
export function entryKeys(event: KeyboardEvent): void {
	const entry = (event.target as Element).closest<HTMLElement>('.entry');
	const row = entry?.closest('tr');
	const body = row?.parentElement;
	if (!entry || !row || !body || event.ctrlKey || event.altKey || event.metaKey) return;
	const column = [...row.querySelectorAll('.entry')].indexOf(entry);
	const rows = [...body.querySelectorAll('tr')];
	const at = rows.indexOf(row);
	const to = {
		ArrowLeft: [at, column - 1],
		ArrowRight: [at, column + 1],
		ArrowUp: [at - 1, column],
		ArrowDown: [at + 1, column],
		Home: [at, 0],
		End: [at, row.children.length - 1],
	}[event.key];
	if (to === undefined) return;
	event.preventDefault();
	event.stopPropagation();
	const next = rows[to[0]!]?.querySelectorAll<HTMLElement>('.entry')[to[1]!];
	if (!next) return;
	entry.tabIndex = -1;
	next.tabIndex = 0;
	next.focus();
}
