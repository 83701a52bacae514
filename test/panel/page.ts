/**
 * The page's own script: puts a host in the place of VS Code's and loads nothing else; the panel's script follows it.
 */
import { PageHost, type Shown } from './host.ts';

interface HarnessWindow {
	panelHost: PageHost;
	panelShown: { shown: Shown; strings: readonly (readonly [string, string])[] };
	panelState: unknown;
	acquireVsCodeApi(): { postMessage(data: unknown): void; setState(state: unknown): void };
}

const page = window as unknown as HarnessWindow;
const { shown, strings } = page.panelShown;
// JSON with typed arrays beside it, as VS Code's own messages are, so that what it loses is lost here too.
const post = (data: unknown): void => {
	const arrays: Float64Array[] = [];
	const text = JSON.stringify(data, (_, value: unknown) =>
		value instanceof Float64Array ? { buffer: arrays.push(value.slice()) - 1 } : value,
	);
	const crossed: unknown = JSON.parse(text, (_, value: unknown) =>
		typeof value === 'object' && value !== null && 'buffer' in value ? arrays[Number(value.buffer)] : value,
	);
	window.postMessage(crossed, '*');
};
page.panelHost = new PageHost(shown, strings, post);
page.acquireVsCodeApi = () => ({
	postMessage: (data) => void page.panelHost.take(JSON.parse(JSON.stringify(data))),
	setState: (state) => {
		page.panelState = state;
	},
});
