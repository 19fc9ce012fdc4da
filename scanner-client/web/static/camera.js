// Looks through the camera for codes. Which of them is a scan is decided by whoever hears of them.
const LONGEST_SIDE = 1280;
const PAUSE_MS = 80;
const SORTS = ['qr_code', 'data_matrix', 'code_128', 'code_39', 'ean_13', 'ean_8', 'upc_a', 'itf'];

/// Shows the camera in a video, and calls with the codes of each picture that holds some, and
/// with none for the others; answers a way to its light and to close it.
export async function look(video, found) {
  if (!navigator.mediaDevices) throw new DOMException('no camera here', 'NotFoundError');
  const wanted = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  const [track] = stream.getVideoTracks();
  let reader, open = true;
  const close = () => {
    open = false;
    track.stop();
    reader?.end();
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
    reader = await nativeReader() ?? await ownReader();
  } catch (error) {
    close();
    throw error;
  }
  (async () => {
    while (open) {
      const codes = await reader.read(video).catch(() => []);
      if (open) found(codes);
      await new Promise(go => setTimeout(go, PAUSE_MS));
    }
  })();
  const light = on => track.applyConstraints({ advanced: [{ torch: on }] });
  return { torch: track.getCapabilities?.().torch === true, light, close };
}

/// The browser's own, where it reads what stands on our labels.
async function nativeReader() {
  const sorts = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []) ?? [];
  if (!sorts.includes('qr_code') || !sorts.includes('code_128')) return null;
  const detector = new BarcodeDetector({ formats: SORTS.filter(sort => sorts.includes(sort)) });
  const isSquare = code => code.format === 'qr_code' || code.format === 'data_matrix';
  return {
    // The square holds the most, and comes first.
    read: async video => (await detector.detect(video)).sort((a, b) => isSquare(b) - isSquare(a)).map(code => code.rawValue),
    end() {},
  };
}

/// Ours: WebAssembly beside the page's own thread.
async function ownReader() {
  const worker = new Worker('/{camera-worker.js}', { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const ask = (message, passed) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data.error ? reject(new Error(data.error)) : resolve(data.codes);
    worker.onerror = () => reject(new Error('the reader cannot be loaded'));
    worker.postMessage(message, passed);
  });
  // A picture of nothing tells whether it can be loaded at all.
  await ask({ id: 0, width: 1, height: 1, pixels: new ArrayBuffer(4) }, []);
  let id = 0;
  return {
    async read(video) {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
      const [width, height] = [video.videoWidth, video.videoHeight].map(side => Math.round(side * scale));
      if (!width || !height) return [];
      Object.assign(canvas, { width, height });
      context.drawImage(video, 0, 0, width, height);
      const pixels = context.getImageData(0, 0, width, height).data.buffer;
      id += 1;
      return ask({ id, width, height, pixels }, [pixels]);
    },
    end: () => worker.terminate(),
  };
}
