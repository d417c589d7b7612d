import { Ajv } from 'ajv';

const address = { type: 'string', pattern: '^https?://[^\\s]+$' };
const text = { type: 'string' };
const moment = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
};
const language = { type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$' };
const authors = {
  type: 'array',
  items: shape({ name: text, url: address, avatar: address }, [], { minProperties: 1 }),
};

/** JSON Feed 1.1 as jsonfeed.org/version/1.1 has it; extensions are objects whose names begin with an underscore. */
const SCHEMA = shape(
  {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: text,
    home_page_url: address,
    feed_url: address,
    description: text,
    user_comment: text,
    next_url: address,
    icon: address,
    favicon: address,
    authors,
    language,
    expired: { type: 'boolean' },
    hubs: { type: 'array', items: shape({ type: text, url: text }, ['type', 'url']) },
    items: {
      type: 'array',
      items: shape(
        {
          id: { type: 'string', minLength: 1 },
          url: address,
          external_url: address,
          title: text,
          content_html: text,
          content_text: text,
          summary: text,
          image: address,
          banner_image: address,
          date_published: moment,
          date_modified: moment,
          authors,
          tags: { type: 'array', items: text },
          language,
          attachments: {
            type: 'array',
            items: shape(
              {
                url: address,
                mime_type: { type: 'string', pattern: '^[a-z]+/[a-z0-9.+-]+$' },
                title: text,
                size_in_bytes: { type: 'number' },
                duration_in_seconds: { type: 'number' },
              },
              ['url', 'mime_type'],
            ),
          },
        },
        ['id'],
        { anyOf: [{ required: ['content_html'] }, { required: ['content_text'] }] },
      ),
    },
  },
  ['version', 'title', 'items'],
);

const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(SCHEMA);

/** What a JSON Feed gets wrong; empty when it is one. */
export function jsonFeedProblems(feed: unknown): string[] {
  validate(feed);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function shape(properties: Record<string, unknown>, required: string[], more: Record<string, unknown> = {}) {
  return {
    type: 'object',
    properties,
    patternProperties: { '^_[^.]+$': { type: 'object' } },
    additionalProperties: false,
    required,
    ...more,
  };
}
