// Starts the program; kept apart from the page, so that the page may forbid scripts in itself.
import init from '/{app.js}';

await init({ module_or_path: '/{app.wasm}' });
