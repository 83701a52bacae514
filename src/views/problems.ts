/** Problems, at the characters that caused them, in VS Code's Problems view, each with its code. */
import {
	Diagnostic,
	DiagnosticRelatedInformation,
	DiagnosticSeverity,
	Disposable,
	Location,
	Position,
	Uri,
	l10n,
	languages,
} from 'vscode';
import type { DiagnosticCollection, TextDocument } from 'vscode';
import type { Problem, Severity } from '../protocol.ts';
import { findDocument, textRange } from './documents.ts';
import { translate } from './text.ts';
import type { Host, View } from './view.ts';

export const SOURCE = 'Backstep';

export const problems: View = {
	register(host) {
		const { sessions } = host;
		const collection = languages.createDiagnosticCollection('backstep');
		let follow: { dispose(): void } | null = null;
		let stepped: string | null = null;
		return Disposable.from(
			collection,
			sessions.onDidAnalyze(({ uri }) => show(host, collection, uri)),
			sessions.onDidChangeActive((session) => {
				follow?.dispose();
				follow =
					session?.onDidChange(({ kind }) => {
						if (kind === 'program') show(host, collection, session.uri);
					}) ?? null;
				const uris = new Set([stepped, session?.uri ?? null]);
				stepped = session?.uri ?? null;
				for (const uri of uris) if (uri !== null) show(host, collection, uri);
			}),
			{ dispose: () => follow?.dispose() },
		);
	},
};

/** The problems known of a document at its present version: those of its analysis, and those of the program being stepped through. */
export function problemsOf(host: Host, document: TextDocument): readonly Problem[] {
	const uri = document.uri.toString();
	const known = host.sessions.known(uri);
	const found = known?.version === document.version ? [...known.problems] : [];
	const session = host.sessions.active;
	if (session?.uri !== uri || session.info.version !== document.version) return found;
	const key = ({ code, range }: Problem): string => `${code} ${range.start} ${range.end}`;
	const there = new Set(found.map(key));
	return [...found, ...session.info.problems.filter((problem) => !there.has(key(problem)))];
}

/** Says what is wrong as VS Code wants to hear it. */
export function diagnosticOf(document: TextDocument, problem: Problem): Diagnostic {
	const diagnostic = new Diagnostic(
		textRange(document, problem.range),
		problem.cure === undefined
			? translate(problem.message)
			: `${translate(problem.message)}.\n${translate(problem.cure)}.`,
		SEVERITIES[problem.severity],
	);
	diagnostic.code = problem.code;
	const { elsewhere } = problem;
	if (elsewhere !== undefined) {
		const there = new Location(Uri.parse(elsewhere.uri), new Position(elsewhere.line, 0));
		diagnostic.relatedInformation = [new DiagnosticRelatedInformation(there, l10n.t('It happens here'))];
	}
	diagnostic.source = SOURCE;
	return diagnostic;
}

const SEVERITIES: { readonly [severity in Severity]: DiagnosticSeverity } = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	info: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
};

function show(host: Host, collection: DiagnosticCollection, uri: string): void {
	const document = findDocument(uri);
	if (document === undefined) return collection.delete(Uri.parse(uri));
	// Of an older text nothing is said: VS Code keeps the former problems and moves them along until the fresh ones are here.
	if (host.sessions.known(uri)?.version !== document.version && host.sessions.active?.info.version !== document.version)
		return;
	collection.set(
		document.uri,
		problemsOf(host, document).map((problem) => diagnosticOf(document, problem)),
	);
}
