// Starts and stops programs that others wrote, and ours, each on a port and in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EICAR } from './samples.mjs';

const running = new Set();

async function freePort() {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => taken.once('listening', done));
  const { port } = taken.address();
  await new Promise((done) => taken.close(done));
  return port;
}

const answers = (port) =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.on('error', () => done(false)).on('connect', () => socket.destroy());
  });

class Program {
  constructor(folder, name, command, environment = {}) {
    Object.assign(this, { folder, command, environment, log: join(folder, `${name}.log`) });
    mkdirSync(folder, { recursive: true });
  }

  async start(ready, seconds = 120) {
    const out = openSync(this.log, 'w');
    const [program, ...given] = this.command;
    const env = { ...process.env, ...this.environment };
    const child = spawn(program, given, { cwd: this.folder, env, stdio: ['ignore', out, out] });
    running.add(child);
    this.child = child;
    this.gone = new Promise((done) => child.once('exit', done).once('error', done));
    this.gone.then(() => running.delete(child));
    for (const end = Date.now() + seconds * 1000; !(await ready()); await pause(200)) {
      if (!running.has(child) || Date.now() > end) throw new Error(`${program}:\n${this.text().slice(-3000)}`);
    }
    return this;
  }

  text() {
    return readFileSync(this.log, 'utf8');
  }

  signal(name) {
    this.child.kill(name);
  }

  async stop(name = 'SIGTERM') {
    this.signal(name);
    await this.gone;
  }
}

/** Ends whatever still runs. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** A ClamAV daemon that knows one signature: of the harmless text by which scanners are tried. */
export async function clamd(folder, path) {
  const file = join(folder, 'clamd.conf');
  const program = new Program(folder, 'clamd', [path, '-c', file]);
  const port = await freePort();
  for (const each of ['signatures', 'streams']) mkdirSync(join(folder, each), { recursive: true });
  writeFileSync(join(folder, 'signatures', 'own.ndb'), `Harmless:0:*:${EICAR.toString('hex')}\n`);
  const always = {
    TCPSocket: port,
    TCPAddr: '127.0.0.1',
    DatabaseDirectory: join(folder, 'signatures'),
    TemporaryDirectory: join(folder, 'streams'),
    Foreground: 'yes',
  };
  const begin = (settings) => {
    const lines = Object.entries({ ...always, ...settings }).map(([name, value]) => `${name} ${value}\n`);
    writeFileSync(file, lines.join(''));
    return program.start(() => answers(port));
  };
  return Object.assign(program, { port, begin, streams: join(folder, 'streams') });
}

/** What both stores are told: the key that they know. */
export const KEY = ['S3RVER', 'S3RVER'];

/** s3rver: keeps objects in files, knows its key alone, and compares no signature of version 4. */
async function s3rver(folder, modules) {
  const port = await freePort();
  const bin = join(modules, 'node_modules', 's3rver', 'bin', 's3rver.js');
  const given = ['-d', join(folder, 'objects'), '-a', '127.0.0.1', '-p', `${port}`, '--no-vhost-buckets'];
  const program = new Program(folder, 's3rver', [process.execPath, bin, ...given]);
  return Object.assign(program, { port });
}

/** S3Proxy: keeps objects in files, and compares signatures and hashes as Amazon's does. */
async function s3proxy(folder, jar) {
  const port = await freePort();
  const lines = {
    's3proxy.endpoint': `http://127.0.0.1:${port}`,
    's3proxy.authorization': 'aws-v4',
    's3proxy.identity': KEY[0],
    's3proxy.credential': KEY[1],
    'jclouds.provider': 'filesystem',
    'jclouds.identity': 'none',
    'jclouds.credential': 'none',
    'jclouds.filesystem.basedir': join(folder, 'objects'),
  };
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
  const quiet = join(folder, 'logback.xml');
  const program = new Program(folder, 's3proxy', [
    ...['java', '-Xmx256m', '-XX:TieredStopAtLevel=1', `-Dlogback.configurationFile=${quiet}`],
    ...['-cp', jar, 'org.gaul.s3proxy.Main', '--properties', join(folder, 's3proxy.conf')],
  ]);
  writeFileSync(join(folder, 's3proxy.conf'), text.join(''));
  writeFileSync(quiet, '<configuration><root level="off"/></configuration>');
  return Object.assign(program, { port });
}

/** A store of objects, of one kind or the other, whose bucket is not made yet. */
export async function store(kind, folder, where) {
  const objects = join(folder, 'objects');
  mkdirSync(objects, { recursive: true });
  const program = await (kind === 's3rver' ? s3rver : s3proxy)(folder, where);
  const begin = () => program.start(() => answers(program.port));
  return Object.assign(program, { kind, begin, objects, bucket: () => mkdirSync(join(objects, 'records')) });
}

/** The server, packaged; `heap` as Java has it. */
export async function openimr(folder, jar, settings, heap = '1g') {
  const given = Object.entries({ 'server.port': 0, 'openimr.timers.every': '1h', ...settings });
  const options = given.map(([name, value]) => `--${name}=${value}`);
  const program = new Program(folder, 'openimr', ['java', `-Xmx${heap}`, '-jar', jar, ...options]);
  await program.start(() => /OpenIMR is ready at (http[^,]*),/.test(program.text()), 300);
  program.base = /OpenIMR is ready at (http[^,]*),/.exec(program.text())[1];
  program.data = join(folder, 'data');
  return program;
}

/** A command of the program, to its end; gives its status and what it said. */
export async function command(folder, jar, words, settings) {
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const program = new Program(folder, words[0], ['java', '-Xmx512m', '-XX:TieredStopAtLevel=1', '-jar', jar, ...words, '--', ...options]);
  await program.start(() => true);
  return { status: await program.gone, text: program.text() };
}
