import { z } from 'zod';
import { AnnouncementView } from '#posts/schema/announcement-view';
import { lockAnnouncement, updateAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import { presentAnnouncements } from '../announcements/present.ts';
import { operation, param } from '../operation.ts';
import { changedMeanwhile, conflict, notFound } from '../problem.ts';

const Input = z
  .strictObject({
    attendance: z.int().min(0).max(1_000_000).nullable().describe('How many came; null takes the number back.'),
    note: z.string().trim().max(1000).nullable().optional().describe('Such as how they were counted.'),
  })
  .meta({ id: 'Attendance' });

/** How many came to an event, as a person counted them. Its posts stay as they are. */
export const attendance = operation({
  method: 'patch',
  path: '/announcements/:ref/attendance',
  action: 'announcement.write',
  tag: 'announcements',
  summary: 'Say how many came to an event',
  ifMatch: true,
  body: Input,
  answers: { 200: { description: 'The event.', schema: AnnouncementView.meta({ id: 'Announcement' }) } },
  refusals: [404, 409],
  handle: (call) =>
    call.commit(async (tx) => {
      const ref = param(call, 'ref');
      const row = await lockAnnouncement(tx.db, ref);
      if (!row) throw notFound('announcement', ref);
      if (call.revision !== null && call.revision !== row.revision) throw changedMeanwhile(row.revision);
      if (row.kind !== 'event') throw conflict('Only an event has an attendance.');
      const { attendance: count, note } = call.body;
      const changes = { attendance: count, ...(note === undefined ? {} : { attendanceNote: note }) };
      const after = await updateAnnouncement(tx.db, row.id, changes);
      await writeAudit(tx.db, {
        actor: call.actor.name,
        action: 'announcement.attendance',
        thing: 'announcement',
        thingId: row.id,
        detail: { attendance: count },
      });
      const [body] = await presentAnnouncements(tx.db, [after], call.deps.settings.publicUrl);
      return { status: 200, body, revision: after.revision };
    }),
});
