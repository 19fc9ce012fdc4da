// Reads codes beside the page's own thread. Takes { id, width, height, pixels } with the pixels
// of a canvas (RGBA, their buffer transferred), answers { id, codes } or { id, error }.
import init, { decode } from '/{camera-glue.js}';

const ready = init({ module_or_path: '/{camera-glue.wasm}' });

onmessage = async ({ data: { id, width, height, pixels } }) => {
  try {
    await ready;
    const codes = decode(new Uint8Array(pixels), width, height);
    postMessage({ id, codes });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};
