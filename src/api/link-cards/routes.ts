import { z } from 'zod';
import { LinkCardInput } from '#posts/schema/announcement';
import { WebLink } from '#posts/schema/basics';
import { type Operation, operation } from '../operation.ts';

const Card = z
  .object({
    ok: z.boolean(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    image: LinkCardInput.shape.image.unwrap().describe('For linkCard.image of an announcement.'),
    shown: z.string().nullable().describe('The same picture as a data: address.'),
    reason: z.string().nullable().describe('Why there is no card: privateAddress, timedOut, badStatus …'),
    detail: z.string().nullable(),
  })
  .meta({ id: 'LinkCard' });
const NOTHING = { title: null, description: null, image: null, shown: null, reason: null, detail: null };

const read = operation({
  method: 'post',
  path: '/link-cards',
  action: 'announcement.write',
  tag: 'announcements',
  summary: 'What a page says of itself, for a card that leads to it',
  description:
    'The page is asked by Kaiku, on the public internet only. That it does not answer is an answer too: "ok" is false ' +
    'then, with a reason.',
  body: z.strictObject({ url: WebLink }).meta({ id: 'LinkCardQuestion' }),
  answers: { 200: { description: 'The card, or why there is none.', schema: Card } },
  async handle({ deps, body }) {
    return { status: 200, body: { ...NOTHING, ...(await deps.linkCards(body.url)) } };
  },
});

export const linkCardOperations: readonly Operation[] = [read];
