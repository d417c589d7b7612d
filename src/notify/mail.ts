import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Pictures that the HTML names as `cid:<cid>`. */
  readonly attachments?: {
    readonly cid: string;
    readonly filename: string;
    readonly contentType: string;
    readonly content: Buffer;
  }[];
}

export interface Mailer {
  /** Rejects when the server did not take it. */
  send(mail: Mail): Promise<void>;
}

/**
 * Mail over SMTP.
 * @param url `smtp://user:password@host:587` or `smtps://…`
 * @param from the sender
 */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport(url);
  return {
    async send(mail) {
      await transport.sendMail({ from, ...mail });
    },
  };
}
