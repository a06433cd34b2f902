import { existsSync, writeFileSync } from 'node:fs';
import process from 'node:process';

// Does as its order says, in place of reading a picture: `exit`, `exit-once <marker file>`, `hang`, or `answer`.
process.stdin.on('data', (bytes) => {
  const [order, marker = ''] = bytes.toString().split(' ');
  if (order === 'hang') return;
  const isFirstTime = order === 'exit-once' && !existsSync(marker);
  if (isFirstTime) writeFileSync(marker, '');
  if (order === 'exit' || isFirstTime) process.kill(process.pid, 'SIGKILL');
  const found = JSON.stringify({ pid: process.pid, environment: Object.keys(process.env) });
  const memory = { heldBytes: order === 'grow' ? 1e9 : 1, peakBytes: 1 };
  process.send?.({ kind: 'done', result: { refusal: { problem: 'not-a-picture', found } }, memory });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready' });
