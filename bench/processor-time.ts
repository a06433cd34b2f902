import { readFile } from 'node:fs/promises';

/**
 * How long a process has kept processors busy; its child processes are not included. Linux only: the kernel counts in
 * hundredths of a second (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
 */
export async function processorSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program may hold spaces, and stands in brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
