// Pictures that tests make: photos as PNG files, labels, and films of labels for a fake camera.
import crypto from 'node:crypto';
import fs from 'node:fs';
import zlib from 'node:zlib';

/// A photo as cameras make them: large, and no two pixels alike.
export function png(file, width, height) {
  const raw = crypto.randomBytes((1 + width * 3) * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    raw[at] = 0;
    at += 1;
    for (let x = 0; x < width; x += 1, at += 3) {
      const shade = 60 + ((x * 120) / width | 0) + ((y * 40) / height | 0);
      for (let part = 0; part < 3; part += 1) raw[at + part] = shade + (raw[at + part] & 31);
    }
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length);
    body.copy(frame, 4);
    frame.writeUInt32BE(zlib.crc32(body), body.length + 4);
    return frame;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  fs.writeFileSync(file, Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(raw, { level: 1 })), chunk('IEND', Buffer.alloc(0))]));
  return file;
}

/// Bars of Code 39, narrow and wide by turns of bar and gap.
const BARS = {
  0: 'nnnwwnwnn', 1: 'wnnwnnnnw', 2: 'nnwwnnnnw', 3: 'wnwwnnnnn', 4: 'nnnwwnnnw', 5: 'wnnwwnnnn', 6: 'nnwwwnnnn', 7: 'nnnwnnwnw', 8: 'wnnwnnwnn', 9: 'nnwwnnwnn',
  A: 'wnnnnwnnw', B: 'nnwnnwnnw', C: 'wnwnnwnnn', D: 'nnnnwwnnw', E: 'wnnnwwnnn', F: 'nnwnwwnnn', G: 'nnnnnwwnw', H: 'wnnnnwwnn', I: 'nnwnnwwnn', J: 'nnnnwwwnn',
  K: 'wnnnnnnww', L: 'nnwnnnnww', M: 'wnwnnnnwn', N: 'nnnnwnnww', O: 'wnnnwnnwn', P: 'nnwnwnnwn', Q: 'nnnnnnwww', R: 'wnnnnnwwn', S: 'nnwnnnwwn', T: 'nnnnwnwwn',
  U: 'wwnnnnnnw', V: 'nwwnnnnnw', W: 'wwwnnnnnn', X: 'nwnnwnnnw', Y: 'wwnnwnnnn', Z: 'nwwnwnnnn', '-': 'nwnnnnwnw', '*': 'nwnnwnwnn',
};

const WIDTH = 1280;
const HEIGHT = 720;

/// A film of one label with a text in bars, for a camera that is none.
export function filmOfBars(file, text) {
  const widths = [...`*${text}*`].flatMap(sign => [...BARS[sign]].map(bar => (bar === 'w' ? 3 : 1)).concat(1));
  const module = Math.floor((WIDTH - 160) / widths.reduce((sum, width) => sum + width));
  const row = Buffer.alloc(WIDTH, 235);
  widths.reduce((at, width, place) => {
    if (place % 2 === 0) row.fill(16, at, at + width * module);
    return at + width * module;
  }, 80);
  return film(file, (y, luma) => { if (y > 200 && y < 520) row.copy(luma, y * WIDTH); });
}

/// A film of what a page draws of an SVG, for a camera that is none.
export async function filmOfSvg(file, page, svg) {
  const drawn = await page.evaluate(async ([svg, width, height]) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    const scale = Math.min(width / image.width, height / image.height) * 0.94;
    context.drawImage(image, (width - image.width * scale) / 2, (height - image.height * scale) / 2, image.width * scale, image.height * scale);
    const { data } = context.getImageData(0, 0, width, height);
    let text = '';
    for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(16 + (data[at] * 219) / 255);
    return btoa(text);
  }, [svg, WIDTH, HEIGHT]);
  const grey = Buffer.from(drawn, 'base64');
  return film(file, (y, luma) => grey.copy(luma, y * WIDTH, y * WIDTH, (y + 1) * WIDTH));
}

/// Two frames, which the browser shows again and again.
function film(file, draw) {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 235);
  for (let y = 0; y < HEIGHT; y += 1) draw(y, luma);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc(WIDTH * HEIGHT / 2, 128)]);
  fs.writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`), frame, frame]));
  return file;
}
