/** How long Easel has kept processors busy, by its own metrics; its child processes are not included. */
export async function processorSecondsAt(statusUrl: string): Promise<number> {
  const metrics = await (await fetch(`${statusUrl}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (?<seconds>.+)$/m.exec(metrics)?.groups?.seconds);
}
