import FullCalendar, {
  type CalendarRef,
  type DatesSetInfo,
  type EventDropInfo,
  type EventInput,
} from '@fullcalendar/react';
import dayGridPlugin from '@fullcalendar/react/daygrid';
import interactionPlugin from '@fullcalendar/react/interaction';
import listPlugin from '@fullcalendar/react/list';
import classicTheme from '@fullcalendar/react/themes/classic';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import '@fullcalendar/react/themes/classic/palette.css';
import en from '@fullcalendar/react/locales/en-gb';
import fi from '@fullcalendar/react/locales/fi';
import sv from '@fullcalendar/react/locales/sv';
import { useCallback, useMemo, useRef, useState } from 'react';
import { asksForApproval, useCluster } from '../api/cluster.ts';
import type { SuggestedTime } from '../api/suggested-times.ts';
import type { Channel, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { useMove } from '../post/use-move.ts';
import { AskMove } from './AskMove.tsx';
import { CalendarBar, VIEWS, type View } from './CalendarBar.tsx';
import classes from './calendar.module.css';
import { EventChip } from './EventChip.tsx';
import type { Holiday } from './holidays.ts';
import { SlotChip } from './SlotChip.tsx';

const LOCALES = { fi: 'fi', sv: 'sv', en: 'en-gb' } as const;
const NARROW = '(max-width: 48rem)';
/** Nobody has approved these yet, so moving them needs no second thought. */
const UNAPPROVED: readonly Post['state'][] = ['draft', 'awaitingApproval'];
const MOVABLE: readonly Post['state'][] = [...UNAPPROVED, 'scheduled', 'retrying', 'parked', 'missed'];

/** A post that was dragged and stands at its new place until it is known whether it stays. */
interface Dragged {
  readonly post: Post;
  readonly to: Date;
  readonly revert: () => void;
}

interface Props {
  readonly posts: readonly Post[];
  readonly channels: readonly Channel[];
  readonly holidays: readonly Holiday[];
  /** Empty times of the one channel that is shown. */
  readonly slots: readonly SuggestedTime[];
  readonly onSlot: (at: string) => void;
  /** Where to begin: a day such as `2026-12-01`, and a view; empty: today, as the screen suits. */
  readonly start: { readonly date: string; readonly view: string };
  /** Days in the cluster's zone, both inclusive; `date` lies in the period that is shown. */
  readonly onRange: (range: { from: string; to: string; date: string; view: View }) => void;
  readonly onOpen: (post: Post) => void;
}

/** Month, week and list. Dragging moves a post; the same can be done from its dialog with a keyboard. */
export function Month({ posts, channels, holidays, slots, onSlot, start, onRange, onOpen }: Props) {
  const { t, zone, language } = useWords();
  const [narrow] = useState(() => matchMedia(NARROW).matches);
  const [view, setView] = useState<View>(
    VIEWS.find((known) => known === start.view) ?? (narrow ? 'listMonth' : 'dayGridMonth'),
  );
  const [title, setTitle] = useState('');
  const calendar = useRef<CalendarRef>(null);
  const { move } = useMove();
  const asks = asksForApproval(useCluster());
  const [asked, setAsked] = useState<Dragged | null>(null);
  const events = useMemo(
    () => [...posts.flatMap(eventOf), ...holidays.map(holidayEvent), ...slots.map(slotEvent)],
    [posts, holidays, slots],
  );
  const kinds = useMemo(() => new Map(channels.map((channel) => [channel.slug, channel])), [channels]);
  // One function as long as the channels stay: another one would draw every post anew.
  const content = useCallback(
    ({ event }: { event: { title: string; extendedProps: Record<string, unknown> } }) => {
      const post = postOf(event.extendedProps);
      const slot = event.extendedProps.slot as SuggestedTime | undefined;
      if (slot) return <SlotChip slot={slot} />;
      return post ? <EventChip post={post} channel={kinds.get(post.channel)} /> : event.title;
    },
    [kinds],
  );
  const keep = ({ post, to, revert }: Dragged) =>
    void move(post, to).then((moved) => {
      if (!moved) revert();
    });
  const drop = ({ event, revert }: EventDropInfo) => {
    const post = postOf(event.extendedProps);
    if (!post || !event.start) return revert();
    const dragged = { post, to: event.start, revert };
    if (asks && !UNAPPROVED.includes(post.state)) setAsked(dragged);
    else keep(dragged);
  };
  return (
    <div className={classes.calendar}>
      <CalendarBar
        title={title}
        view={view}
        onView={(next) => {
          setView(next);
          calendar.current?.getApi().changeView(next);
        }}
        onStep={(step) => calendar.current?.getApi()[step]()}
      />
      <FullCalendar
        plugins={[dayGridPlugin, timeGridPlugin, listPlugin, interactionPlugin, classicTheme]}
        locales={[fi, sv, en]}
        locale={LOCALES[language as keyof typeof LOCALES] ?? 'fi'}
        timeZone={zone}
        ref={calendar}
        initialView={view}
        {...(start.date ? { initialDate: start.date } : {})}
        headerToolbar={false}
        eventDisplay="block"
        noEventsText={t('calendar.empty')}
        height="auto"
        dayMaxEvents={3}
        moreLinkClass={classes.moreLink ?? ''}
        nowIndicator
        weekNumbers={!narrow}
        slotMinTime="06:00"
        slotMaxTime="22:00"
        defaultTimedEventDuration="00:30"
        editable
        eventDurationEditable={false}
        eventInteractive
        events={events}
        eventContent={content}
        eventClick={({ event }) => {
          const post = postOf(event.extendedProps);
          const slot = event.extendedProps.slot as SuggestedTime | undefined;
          if (post) onOpen(post);
          if (slot) onSlot(slot.at);
        }}
        eventDrop={drop}
        datesSet={(info) => {
          setTitle(info.view.title);
          onRange({
            ...rangeOf(info),
            date: info.view.calendar.formatIso(info.view.currentStart, true),
            view: info.view.type as View,
          });
        }}
      />
      {asked ? (
        <AskMove
          post={asked.post}
          to={asked.to}
          onYes={() => {
            keep(asked);
            setAsked(null);
          }}
          onNo={() => {
            asked.revert();
            setAsked(null);
          }}
        />
      ) : null}
    </div>
  );
}

function postOf(props: Record<string, unknown>): Post | null {
  return (props.post as Post | undefined) ?? null;
}

function eventOf(post: Post): EventInput[] {
  if (!post.scheduledAt) return [];
  return [
    {
      id: post.id,
      title: post.title,
      start: post.publishedAt ?? post.scheduledAt,
      allDay: false,
      startEditable: MOVABLE.includes(post.state),
      extendedProps: { post },
    },
  ];
}

function slotEvent(slot: SuggestedTime): EventInput {
  const editable = { startEditable: false, durationEditable: false };
  return { id: `slot-${slot.at}`, title: '', start: slot.at, allDay: false, ...editable, extendedProps: { slot } };
}

function holidayEvent({ date, name }: Holiday): EventInput {
  return {
    id: `holiday-${date}`,
    title: name,
    start: date,
    allDay: true,
    display: 'background',
    interactive: false,
    startEditable: false,
  };
}

/** FullCalendar's end is the day after the last one shown. */
function rangeOf({ startStr, end }: DatesSetInfo): { from: string; to: string } {
  const last = new Date(end.getTime() - 1);
  return { from: startStr.slice(0, 10), to: last.toISOString().slice(0, 10) };
}
