// Starts the program; kept apart from the page, so that the page may forbid scripts in itself.
import init from '/{app.js}';

// Loaded when somebody first wants it.
globalThis.lookThroughCamera = async (...all) => (await import('/{camera.js}')).look(...all);

await init({ module_or_path: '/{app.wasm}' });
