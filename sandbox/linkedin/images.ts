import type { Picture } from '../world/model.ts';
import { badBody, organisationUrn, type RestCall } from './context.ts';
import { denied, notFound, refuse } from './errors.ts';

const UPLOAD_LIFE = 86_400_000;

export type PictureState = 'WAITING_UPLOAD' | 'PROCESSING' | 'PROCESSING_FAILED' | 'AVAILABLE';

export function pictureState(picture: Picture, now: number): PictureState {
  if (picture.readyAt === null) return 'WAITING_UPLOAD';
  if (now < picture.readyAt) return 'PROCESSING';
  return picture.failed ? 'PROCESSING_FAILED' : 'AVAILABLE';
}

/** POST /rest/images?action=initializeUpload */
export function initializeUpload(call: RestCall): Promise<void> {
  const request = call.body.initializeUploadRequest;
  const owner = typeof request === 'object' && request !== null && 'owner' in request ? String(request.owner) : null;
  return call.act({
    operation: 'upload',
    named: owner,
    commit: () => {
      if (owner === null) throw badBody('initializeUploadRequest/owner is required');
      const { page } = call.admin(owner, 'w_organization_social');
      const number = call.world.ids.linkedin();
      const picture: Picture = {
        id: `urn:li:image:C4E10${number}`,
        platform: 'linkedin',
        pageId: page.id,
        bytes: null,
        mime: 'application/octet-stream',
        alt: null,
        readyAt: null,
        failed: false,
        used: false,
        expiresAt: call.now + UPLOAD_LIFE,
      };
      call.world.pictures.set(picture.id, picture);
      const base = /^api\.linkedin\.com(?::|$)/.test(call.req.headers.host ?? '')
        ? 'https://www.linkedin.com'
        : call.world.origin;
      const uploadUrl = `${base}/dms-uploads/sp/C4E10${number}/uploaded-image/0?ca=vector_feedshare&cn=uploads&sync=0`;
      return { value: { uploadUrlExpiresAt: picture.expiresAt, uploadUrl, image: picture.id } };
    },
  });
}

function mimeOf(bytes: Buffer): string {
  const head = bytes.subarray(0, 4).toString('hex');
  if (head.startsWith('ffd8ff')) return 'image/jpeg';
  if (head === '89504e47') return 'image/png';
  return head === '47494638' ? 'image/gif' : 'application/octet-stream';
}

/** PUT of the bytes, in one request and with the Bearer token. */
export function uploadBytes(call: RestCall): Promise<void> {
  const urn = `urn:li:image:${call.key()}`;
  const picture = call.world.pictures.get(urn);
  return call.act({
    operation: 'upload',
    named: picture === undefined ? null : organisationUrn(picture.pageId),
    bends: ['image-slow', 'image-failed'],
    commit: (draw) => {
      const value = /^Bearer\s+(.+)$/i.exec(call.req.headers.authorization ?? '')?.[1] ?? '';
      const token = call.world.tokens.find('linkedin', value);
      if (token === null || call.world.tokens.stateOf(token, call.now) !== 'valid') {
        throw refuse(401, null, 'Unauthorized', { serviceErrorCode: 401 });
      }
      if (picture === undefined) throw notFound(urn);
      if (!token.pageIds.includes(picture.pageId)) throw denied(urn);
      if (picture.expiresAt !== null && picture.expiresAt <= call.now) {
        throw refuse(400, 'EXPIRED_UPLOAD_URL', 'The upload URL has expired');
      }
      const slow = draw.bend('image-slow');
      const processing = slow === null ? call.world.switches.imageProcessingMs : (slow.delayMs ?? 60_000);
      picture.bytes = call.raw;
      picture.mime = mimeOf(call.raw);
      picture.readyAt = call.now + processing;
      picture.failed = draw.bend('image-failed') !== null || picture.mime === 'application/octet-stream';
      return null;
    },
    answer: () => void call.res.status(201).end(),
  });
}

function shown(call: RestCall, picture: Picture): Record<string, unknown> {
  const status = pictureState(picture, call.now);
  const download = `${call.world.origin}/sandbox/media/${encodeURIComponent(picture.id)}`;
  return {
    id: picture.id,
    owner: organisationUrn(picture.pageId),
    status,
    ...(status === 'AVAILABLE' ? { downloadUrl: download, downloadUrlExpiresAt: call.now + UPLOAD_LIFE } : {}),
  };
}

/** GET /rest/images/{urn}, and BATCH_GET where the tier allows it. */
export function readImage(call: RestCall): Promise<void> {
  return call.act({
    operation: 'read',
    commit: () => {
      const token = call.member();
      const picture = call.world.pictures.get(call.key());
      if (picture?.platform !== 'linkedin') throw notFound(call.key());
      if (!token.pageIds.includes(picture.pageId)) throw denied(call.key());
      return shown(call, picture);
    },
  });
}
