// Ways between a device and its server that are worse than none.
import http from 'node:http';
import { once } from 'node:events';
import net from 'node:net';

/// A way that lets requests through and, by turns, live connections: `refused`, `dead` (accepted, and nothing comes through), `open`.
export class Way {
  static async to(port) {
    const way = new Way();
    way.live = 'open';
    way.tried = 0;
    way.lines = new Set();
    way.server = http.createServer((request, response) => {
      const onward = http.request({ port, path: request.url, method: request.method, headers: request.headers }, answer => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    way.server.on('upgrade', (request, line, head) => way.upgrade(port, request, line, head));
    way.server.listen(0, '127.0.0.1');
    await once(way.server, 'listening');
    way.url = `http://localhost:${way.server.address().port}`;
    return way;
  }

  upgrade(port, request, line, head) {
    this.tried += 1;
    this.lines.add(line);
    line.on('error', () => {});
    if (this.live === 'refused') return line.destroy();
    const onward = net.connect(port, '127.0.0.1');
    this.lines.add(onward);
    onward.on('error', () => line.destroy());
    onward.on('close', () => line.destroy());
    line.on('close', () => onward.destroy());
    const names = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${names}\r\n`);
    onward.write(head);
    if (this.live === 'dead') return onward.once('data', accepted => line.write(accepted));
    onward.pipe(line);
    return line.pipe(onward);
  }

  /// From now on live connections fare like this, and those that are open end.
  become(live) {
    this.live = live;
    for (const line of this.lines) line.destroy();
    this.lines.clear();
  }

  end() {
    this.become('refused');
    this.server.closeAllConnections();
    this.server.close();
  }
}
