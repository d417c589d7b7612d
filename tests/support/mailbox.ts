import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A real mail server on a free port, which keeps what it is given. */
export interface Mailbox {
  readonly url: string;
  readonly letters: Letter[];
  /** What the server says to the next letters: it takes them, not now, never, or it breaks off after it took one. */
  answer: 'take' | 'later' | 'never' | 'break';
  /** Waits for a letter that says this. */
  until(part: string): Promise<Letter>;
}

export async function openMailbox(): Promise<Mailbox> {
  const letters: Letter[] = [];
  const refusal = (code: number) => Object.assign(new Error('no'), { responseCode: code });
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      if (mailbox.answer === 'later') return done(refusal(451));
      done(mailbox.answer === 'never' ? refusal(550) : undefined);
    },
    onData(stream, session, done) {
      simpleParser(stream).then(({ subject = '', text = '' }) => {
        letters.push({ to: session.envelope.rcptTo[0]?.address ?? '', subject, text });
        if (mailbox.answer === 'break') {
          for (const connection of smtp.connections) connection.close();
        } else done();
      }, done);
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        smtp.close(() => resolve());
      }),
  );
  const { port } = smtp.server.address() as { port: number };
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    answer: 'take',
    async until(part) {
      for (;;) {
        const found = letters.find(({ subject, text }) => `${subject}\n${text}`.includes(part));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
  return mailbox;
}
