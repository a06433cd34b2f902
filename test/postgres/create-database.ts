import pg from 'pg';

/** The name of the database with everything that Easel makes in one; it stays unused, to be copied. */
export const furnished = 'furnished';

/** Makes a database on a server and resolves with its URL. */
export async function createDatabase(
  serverUrl: string,
  { name, template = 'template1' }: { readonly name: string; readonly template?: string },
): Promise<string> {
  await execute(serverUrl, `create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
