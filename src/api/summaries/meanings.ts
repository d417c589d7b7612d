/** What every number means and where it comes from; the same stands in docs/numbers.md for people. */
export const MEANINGS = `Counts posts published on the days of the period (the cluster's zone, both days included), each
with its newest numbers, whenever they were read. Numbers are read 15 min, 1 h, 6 h, 1, 3, 7, 14 and 28 days after
publishing and never afterwards; what was missed in an outage is not made up.

**Unknown is null, never 0.** A total sums the posts that know the measure; \`unknown\` says how many do not.

- \`views\`: times shown. Facebook \`post_media_view\`, LinkedIn \`impressionCount\`.
- \`reach\`: accounts that saw the post. Facebook \`post_total_media_view_unique\`, LinkedIn \`uniqueImpressionsCount\`. Over
  several posts it is a **sum of reaches**: somebody who saw two posts counts twice.
- \`reactions\`, \`comments\`, \`shares\`: as the platform counts them at the reading.
- \`clicks\`: clicks as the platform counts them (Facebook \`post_clicks\`, LinkedIn \`clickCount\`), on anything in the post.
- \`linkClicks\`: Kaiku's own count of its short links, robots and look-ahead of browsers left out; the same everywhere, so
  channels compare fairly. Null for a post without a short link.
- \`perPost\`: a total by the posts that know it. \`perFollower\`: by the followers of the posts' pages (read once a day; the
  newest count up to the end of the period), so that small pages compare with large ones.
- \`attendance\`: people who came to the events, as staff counted them.

A post with two themes or target groups stands under both, so groups may add up to more than the total; \`group\` null
holds the posts without any. \`post\` names single posts by their ids; \`event\` holds events with all posts of their campaigns
and nothing else. Groups of \`hour\`: weekday (1 Monday) and hour of publishing, \`1-09\`; \`week\`: \`2026-W48\`.
\`compare=previous\` adds the same groups over as many days just before. The website tells no views or reach: they are null.`;
