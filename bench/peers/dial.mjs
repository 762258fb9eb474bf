// BullMQ does what the dispatcher does: work that is one POST, many at once, to the same stub.
//   npm install bullmq ioredis      (in any folder; run this from there)
//   node dial.mjs REDIS_PORT URL CALLS CONCURRENCY
// Empties the Redis it is given. The stub counts.
import http from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const need = createRequire(process.cwd() + '/');
const { Queue, Worker } = await import(pathToFileURL(need.resolve('bullmq')));
const Redis = need('ioredis');
const [port, url, calls, concurrency] = [+process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const connection = { host: '127.0.0.1', port };
const agent = new http.Agent({ keepAlive: true, maxSockets: 500 });

function post(call) {
  const body = JSON.stringify(call);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    http.request(url, { agent, method: 'POST', headers }, answer => { answer.resume(); answer.on('end', resolve); })
      .on('error', reject).end(body);
  });
}

const callback = 'http://127.0.0.1:8000/plivo/hangup?call_id=call-1&attempt=1&token=0123456789abcdef#ct=2000&rt=10000&rc=5&rp=all';
const call = number => ({ from: '+14155550100', to: ['+1415' + (2000000 + number)], answer_url: callback, ring_url: callback,
  hangup_url: callback, fallback_url: callback, time_limit: 1800, ring_timeout: 45 });

const redis = new Redis(connection);
await redis.flushall();
await redis.quit();
const queue = new Queue('dial', { connection });
for (let first = 0; first < calls; first += 1000) {
  await queue.addBulk(Array.from({ length: Math.min(1000, calls - first) },
    (_, i) => ({ name: 'call', data: call(first + i), opts: { removeOnComplete: true } })));
}
await new Promise(done => {
  let left = calls;
  const worker = new Worker('dial', async job => {
    await post(job.data);
    if (--left === 0) setImmediate(async () => { await worker.close(); done(); });
  }, { connection, concurrency });
});
await queue.close();
process.exit(0);
