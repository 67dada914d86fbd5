// A line between two programs that can be slow, hang, or break.
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** Forwards to the port `to`; `fault` says for each direction after how many bytes of a connection it hangs or breaks. */
export class Line {
  constructor() {
    this.fault = {};
    this.open = new Set();
    this.server = createServer((here) => {
      const there = connect(this.to, '127.0.0.1');
      for (const each of [here, there]) {
        this.open.add(each);
        each.on('error', () => {}).on('close', () => this.open.delete(each));
      }
      const both = () => [here, there].forEach((each) => each.destroy());
      here.pipe(this.direction('up', both)).pipe(there);
      there.pipe(this.direction('down', both)).pipe(here);
      here.on('close', both);
      there.on('close', both);
    });
  }

  direction(name, cut) {
    const line = this;
    let passed = 0;
    return new Transform({
      async transform(bytes, encoding, done) {
        const { way, after, how, rate } = line.fault;
        if (rate) await pause((bytes.length / rate) * 1000);
        passed += bytes.length;
        if (way !== name || passed < after) return done(null, bytes);
        if (how === 'breaks') return cut();
        line.hung = true; // and nothing passes any more
      },
    });
  }

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await new Promise((done) => this.server.once('listening', done));
    this.port = this.server.address().port;
    return this;
  }

  /** Leads to a port from now on. */
  lead(port) {
    this.to = port;
    this.set();
  }

  /** Sets a fault, or none; connections that are open go. */
  set(fault = {}) {
    this.fault = fault;
    for (const each of this.open) each.destroy();
  }

  close() {
    this.server.close();
    this.set();
  }
}
