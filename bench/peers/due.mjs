// BullMQ's delayed jobs: as many as the retry-scheduler gets calls, due in the same time, with the same content.
//   npm install bullmq ioredis      (in any folder; run this from there)
//   node due.mjs REDIS_PORT JOBS OVER_MS LEAD_MS
// Empties the Redis it is given. Prints one line: jobs a second from the moment at which the first one was due, bytes of Redis a job, lateness in ms.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const need = createRequire(process.cwd() + '/');
const { Queue, Worker } = await import(pathToFileURL(need.resolve('bullmq')));
const Redis = need('ioredis');
const [port, jobs, over, lead] = [+process.argv[2], +process.argv[3], +process.argv[4], +process.argv[5]];
const connection = { host: '127.0.0.1', port };
const call = number => ({ phone_number: '+1415' + (2000000 + number), campaign_id: 'campaign-' + number % 4, priority: 'normal', max_retries: 3,
  call_config: { voice: 'en-US', flow_name: 'flow', variables: { name: 'John Doe', email: 'john@example.com' } } });

const redis = new Redis(connection);
await redis.flushall();
const used = async () => +/used_memory:(\d+)/.exec(await redis.info('memory'))[1];
const before = await used();
const queue = new Queue('due', { connection });
const first = Date.now() + lead;
const dueAt = number => first + Math.floor(over * number / jobs);
for (let start = 0; start < jobs; start += 1000) {
  await queue.addBulk(Array.from({ length: Math.min(1000, jobs - start) }, (_, i) => ({ name: 'call', data: call(start + i),
    opts: { jobId: 'call-' + (start + i), delay: dueAt(start + i) - Date.now(), removeOnComplete: true } })));
}
const bytes = (await used() - before) / jobs;
if (Date.now() > first) throw new Error('the first jobs were due before the last ones were written');
const lateness = [];
await new Promise(done => {
  const worker = new Worker('due', async job => {
    lateness.push(Date.now() - dueAt(+job.id.slice(5)));
    if (lateness.length === jobs) setImmediate(async () => { await worker.close(); done(); });
  }, { connection, concurrency: 200 });
});
const seconds = (Date.now() - first) / 1000;
lateness.sort((a, b) => a - b);
console.log(JSON.stringify({ per_second: jobs / seconds, bytes, p50: lateness[Math.floor(jobs * 0.5)], p99: lateness[Math.floor(jobs * 0.99)] }));
await queue.close();
await redis.quit();
process.exit(0);
