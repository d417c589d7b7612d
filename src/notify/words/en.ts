import type { Fact, Words } from './contract.ts';

const WAITS: Readonly<Record<string, string>> = {
  paused: 'The channel is paused.',
  throttled: 'The platform asked for a pause, because there were too many calls.',
  reconnect: 'The platform no longer accepts the channel’s key.',
  permission: 'The platform does not let Kaiku publish on this page.',
  blocked: 'The platform has stopped publishing on this page.',
  misconfigured: 'The connection to the platform is set up wrongly.',
  'publishing-stopped': 'All publishing is stopped.',
};

const WAITS_REMEDY: Readonly<Record<string, string>> = {
  paused: 'Resume the channel on the page Channels when its posts may go out.',
  reconnect: 'Ask an administrator to connect the page again.',
  permission: 'Ask an administrator to check the permissions and connect the page again.',
  blocked: 'Sign in to the platform, read its notices about the page, then resume the channel.',
  misconfigured: 'Tell the person who looks after this installation.',
  'publishing-stopped': 'See how things stand, and let publishing go on from the home page.',
};

const ENDS: Readonly<Record<string, (fact: Fact) => string>> = {
  token: (fact) => `The key of ${fact('channel')} ends on ${fact('when')}. After that its posts wait.`,
  refreshToken: (fact) =>
    `What renews the key of ${fact('channel')} ends on ${fact('when')}. After that Kaiku gets no new key by itself, and posts wait.`,
  dataAccess: (fact) =>
    `Facebook stops giving data of ${fact('channel')} on ${fact('when')}. Numbers and looking for posts end then.`,
  apiVersion: (fact) =>
    `The version of ${fact('channel')}’s interface stops working on ${fact('when')}. After that nothing can be published there.`,
};

export const en: Words = {
  somebody: 'somebody',
  open: 'Open in Kaiku',
  footer: (cluster) => `Sent by Kaiku (${cluster}). Mails of notices can be turned off in Kaiku’s list of notices.`,
  kinds: {
    'post.rejected': (fact) => ({
      title: `Not accepted: ${fact('title')}`,
      text: `${fact('channel')} did not take the post. Nothing was published, and Kaiku does not try again by itself. The platform’s answer: “${fact('message')}”`,
      todo: 'Mend the text or the images and publish again, or cancel the post.',
    }),
    'post.needsDecision': (fact) => ({
      title: `Did it go out? ${fact('title')}`,
      text: `The answer of ${fact('channel')} was lost, and the page does not show for certain whether the post is there. Kaiku does not publish twice on a guess.`,
      todo: 'Look at the page and tell Kaiku whether the post is there or is to be published again.',
    }),
    'post.missed': (fact) => ({
      title: `Was not published: ${fact('title')}`,
      text: `The time of the post in ${fact('channel')} passed before it could go out. It no longer goes out by itself.`,
      todo: 'Give it a new time if it is still worth saying, or cancel the post.',
    }),
    'posts.missed': (fact) => ({
      title: `${fact('count')} posts were not published`,
      text: `Their time passed before they got out, “${fact('title')}” first. They no longer go out by themselves.`,
      todo: 'They stand on top of the home page: give a new time to those that still matter, and cancel the others.',
    }),
    'channel.waits': (fact) => ({
      title: `Posts wait: ${fact('channel')}`,
      text: [
        WAITS[fact('reason')] ?? '',
        'Posts wait, and nothing is lost.',
        fact('when') ? `They go out by themselves on ${fact('when')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
      todo: fact('when') ? null : (WAITS_REMEDY[fact('reason')] ?? null),
    }),
    'channel.needsReconnect': (fact) => ({
      title: `Connect again: ${fact('channel')}`,
      text: `${WAITS[fact('reason')] ?? ''} Its posts wait, and nothing is lost.`,
      todo: 'Open Channels and connect the page again. What is still worth saying then goes out by itself.',
    }),
    'channel.ends': (fact) => ({
      title: `Ends soon: ${fact('channel')}`,
      text: ENDS[fact('what')]?.(fact) ?? '',
      todo:
        fact('what') === 'apiVersion'
          ? 'Set a newer version and start Kaiku again.'
          : 'Open Channels and connect the page again before that.',
    }),
    'announcement.submitted': (fact) => ({
      title: `Waits for approval: ${fact('title')}`,
      text: `${fact('who')} submitted the announcement.${fact('when') ? ` Its first post is meant for ${fact('when')}.` : ''} Nothing goes out before it is approved.`,
      todo: 'Read and approve it, or return it with a comment.',
    }),
    'announcement.returned': (fact) => ({
      title: `Returned: ${fact('title')}`,
      text: `${fact('who')} returned the announcement.${fact('reason') ? ` “${fact('reason')}”` : ''} Nothing goes out.`,
      todo: 'Mend it and submit it again.',
    }),
    'announcement.approved': (fact) => ({
      title: `Approved: ${fact('title')}`,
      text: `${fact('who')} approved the announcement. Its posts go out in their time.`,
      todo: null,
    }),
    'announcement.due': (fact) => ({
      title: `Its time comes: ${fact('title')}`,
      text:
        fact('reason') === 'draft'
          ? `The first post is meant for ${fact('when')}, but the announcement is still a draft. Nothing goes out of a draft.`
          : `The first post is meant for ${fact('when')}, but the announcement is not approved. Without approval it does not go out.`,
      todo: fact('reason') === 'draft' ? 'Submit it, or give it a new time.' : 'Approve or return it.',
    }),
    mention: (fact) => ({
      title: `${fact('who')} mentioned you: ${fact('title')}`,
      text: `“${fact('text')}”`,
      todo: null,
    }),
  },
};
