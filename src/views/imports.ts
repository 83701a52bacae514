/** Reads the files that Python programs import, where the workspace is trusted, and looks at them anew when they change. Nothing in them is run but by Backstep. */
import { Disposable, FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { FileAnswer, FileRequest } from '../protocol-engine.ts';
import { documentText } from './documents.ts';
import type { Host, View } from './view.ts';

/** A longer file is not read, in bytes. */
const LONGEST = 1_000_000;

export const imports: View = {
	register(host) {
		host.imports.find = find;
		const anew = (): void => host.log.background('reading imported files', refresh(host));
		const concerns = (uris: readonly Uri[]): void => {
			if (host.imports.any && uris.some(({ path }) => path.endsWith('.py') || path.endsWith('/'))) anew();
		};
		return Disposable.from(
			workspace.onDidGrantWorkspaceTrust(anew),
			workspace.onDidSaveTextDocument(({ uri }) => {
				if (host.imports.files.has(uri.toString())) anew();
			}),
			workspace.onDidCreateFiles(({ files }) => concerns(files)),
			workspace.onDidDeleteFiles(({ files }) => concerns(files)),
			workspace.onDidRenameFiles(({ files }) => concerns(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
		);
	},
};

/** Everything that may have used a file is looked at again. */
async function refresh(host: Host): Promise<void> {
	const { sessions } = host;
	await host.imports.forget();
	const seen = workspace.textDocuments.filter(({ uri }) => sessions.known(uri.toString()) !== null);
	const active = workspace.textDocuments.find(({ uri }) => uri.toString() === sessions.active?.uri);
	await Promise.all(seen.map((document) => sessions.refresh(documentText(document))));
	if (active !== undefined) await sessions.documentChanged(documentText(active), []);
}

/** The file beside the text that imports it, or in a folder of the workspace. */
async function find({ from, module, level }: FileRequest): Promise<FileAnswer['file']> {
	const here = fileOf(Uri.parse(from));
	const root = workspace.getWorkspaceFolder(here)?.uri;
	const beside = here.scheme === 'untitled' ? [] : [Uri.joinPath(here, '..')];
	let folders = [...beside, ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
	if (level > 0)
		folders = beside.map((folder) => Uri.joinPath(folder, ...Array.from({ length: level - 1 }, () => '..')));
	const parts = module === '' ? [] : module.split('.');
	for (const folder of folders) {
		// Points may lead out of the workspace, where nothing is read.
		if (root !== undefined && level > 0 && workspace.getWorkspaceFolder(folder) === undefined) continue;
		const init = Uri.joinPath(folder, ...parts, '__init__.py');
		const file = parts.length === 0 ? [] : [Uri.joinPath(folder, ...parts.slice(0, -1), `${parts.at(-1)!}.py`)];
		for (const uri of [...file, init]) {
			const size = await sizeOf(uri);
			if (size === null) continue;
			if (!workspace.isTrusted) return 'restricted';
			if (size > LONGEST) return 'too-many';
			const bytes = await workspace.fs.readFile(uri);
			return { uri: uri.toString(), text: new TextDecoder().decode(bytes) };
		}
	}
	return 'missing';
}

/** The file that a document is, or is a cell of. */
function fileOf(uri: Uri): Uri {
	const notebook = workspace.notebookDocuments.find(
		(each) => uri.fragment !== '' && each.uri.path === uri.path && each.uri.scheme !== uri.scheme,
	);
	return notebook?.uri ?? uri;
}

/** A file's length in bytes; null where there is none. */
async function sizeOf(uri: Uri): Promise<number | null> {
	try {
		const { type, size } = await workspace.fs.stat(uri);
		return (type & FileType.File) === 0 ? null : size;
	} catch (error) {
		if (error instanceof FileSystemError) return null;
		throw error;
	}
}
