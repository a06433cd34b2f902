/** The least that bringing a picture costs anybody: its bytes come down and go up again, as they are. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly token: string;
}

process.on('message', async ({ from, to, token }: Move) => {
  const picture = await (await fetch(from)).blob();
  const form = new FormData();
  form.append('files[0]', picture, 'picture.jpg');
  form.append('payload_json', JSON.stringify({ attachments: [{ id: '0', filename: 'picture.jpg' }] }));
  const answer = await fetch(to, { method: 'POST', headers: { authorization: `Bot ${token}` }, body: form });
  await answer.arrayBuffer();
  process.send?.(answer.status);
});
